/** `gradus verify <lesson>`: whether the tests of a lesson of the course hold what they promise. */
import { join } from 'node:path';
import { placeOf } from '../reference/check-parts.js';
import { type LoadedReference, loadReference } from '../reference/load.js';
import { verifyExercise } from '../reference/verify.js';
import { type Lesson, readLesson } from './lesson.js';
import { lintLesson } from './lint.js';
import { countsOf, problemOf, type Verified } from './verify-private.js';

/** Draws of inputs: few, so that an author waits seconds; the tests of the course take more. */
const draws = { right: 3, mutants: 1 };

/**
 * Judges solution, variants and mutants of every exercise in this process, as a change of a test wants
 * it: solution and variants must pass every test, a visible test must reject each mutant.
 *
 * @param root the repository
 * @param id the lesson
 */
export async function verifyLesson(root: string, id: string): Promise<Verified> {
  const lesson = await readLesson(join(root, 'notebooks', id, 'lesson.md'));
  const reference = await loadReference(id, undefined, lesson.allowed);
  return verifyLoaded(lesson, reference, join(root, 'autograder', 'reference'));
}

/** @param folder in which the reference's sources lie, a folder for each lesson */
export async function verifyLoaded(
  lesson: Lesson,
  reference: LoadedReference,
  folder: string,
): Promise<Verified> {
  const { id } = lesson;
  const rules = lintLesson(lesson, reference.parts);
  const verified: Verified = {
    exercises: [],
    problems: rules.map((found) => ({ ...found, file: `${id}/${found.file}` })),
  };
  for (const { id: exercise } of lesson.exercises) {
    if (typeof reference.solution[exercise] !== 'function') {
      const place = placeOf(folder, id, 'solution');
      verified.problems.push({ ...place, code: 'overlay-solution', params: { name: exercise } });
      continue;
    }
    const findings = await verifyExercise(reference, exercise, {
      right: { seeds: draws.right },
      mutants: { seeds: draws.mutants, rejectedBy: 'visible' },
    });
    verified.problems.push(
      ...findings.map((found) => problemOf(folder, id, exercise, found, 'visible')),
    );
    verified.exercises.push(countsOf(reference, exercise));
  }
  return verified;
}
