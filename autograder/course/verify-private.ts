/** `gradus verify`: whether the tests of a private reference hold what they promise. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { textOf } from '../../src/messages/index.js';
import { issueSentence } from '../../src/messages/sentences.js';
import { placeOf } from '../reference/check-parts.js';
import type { LoadedReference } from '../reference/load.js';
import { loadLessonReference, loadPrivateParts } from '../reference/load-private.js';
import { type Finding, verifyExercise } from '../reference/verify.js';
import type { Lesson } from './lesson.js';
import { listLessons, readListed, referenceFolders } from './lessons.js';
import { lintLesson } from './lint.js';
import type { Problem } from './problem.js';

export interface VerifiedExercise {
  lesson: string;
  exercise: string;
  tests: number;
  mutants: number;
  variants: number;
}

export interface Verified {
  exercises: VerifiedExercise[];
  problems: Problem[];
}

/**
 * Runs, for every exercise that the folder concerns, the solution and the variants, which must pass,
 * and the mutants, which must not; and checks the rules that bundled lessons keep.
 *
 * @param only a lesson; default: all that the folder has
 * @throws OverlayError when a file cannot be used at all
 */
export async function verifyReference(
  courseRoot: string,
  folder: string,
  only?: string,
): Promise<Verified> {
  const lessons = await listLessons(courseRoot, folder);
  const verified: Verified = { exercises: [], problems: [] };
  for (const name of await referenceFolders(folder)) {
    const listed = lessons.find(({ id }) => id === name);
    if (listed === undefined || (only !== undefined && only !== name)) continue;
    const lesson = await readListed(listed);
    const reference = await loadLessonReference(lesson, folder);
    const rules = lintLesson(lesson, reference.parts);
    verified.problems.push(...rules.map((found) => ({ ...found, file: join(name, found.file) })));
    for (const id of await concerned(folder, lesson)) {
      const findings = await verifyExercise(reference, id);
      verified.problems.push(...findings.map((found) => problemOf(folder, name, id, found)));
      verified.exercises.push(countsOf(reference, id));
    }
  }
  return verified;
}

/** What an exercise has to be verified by. */
export const countsOf = (
  { lesson, tests, parts }: LoadedReference,
  exercise: string,
): VerifiedExercise => ({
  ...{ lesson, exercise },
  tests: tests[exercise]?.length ?? 0,
  mutants: parts.mutants[exercise]?.length ?? 0,
  variants: parts.variants[exercise]?.length ?? 0,
});

/**
 * Exercises that the folder has anything for; all of them when it has the lesson or a solution, on
 * which the tests of other exercises may build.
 */
async function concerned(folder: string, lesson: Lesson): Promise<string[]> {
  const all = lesson.exercises.map(({ id }) => id);
  const found = await loadPrivateParts(folder, lesson.id);
  if (found === undefined || existsSync(join(folder, lesson.id, 'lesson.md'))) return all;
  const { solution, visible, hidden, mutants, variants, allowed } = found.parts;
  const named = { ...visible, ...hidden, ...mutants, ...variants, ...allowed };
  return solution === undefined ? all.filter((id) => Object.hasOwn(named, id)) : all;
}

/** A finding with the place of what it is about. */
export function problemOf(
  folder: string,
  lesson: string,
  exercise: string,
  { part, name, failed, passed = [], rejectedBy = [] }: Finding,
  mustReject: 'visible' | 'all' = 'all',
): Problem {
  const place = placeOf(folder, lesson, part, name);
  if (failed === undefined && mustReject === 'visible') {
    const params = { name, exercise, tests: passed.join(', '), hidden: rejectedBy.join(', ') };
    return { ...place, code: 'mutant-survives', params };
  }
  if (failed === undefined) {
    return { ...place, code: 'overlay-must-fail', params: { name, exercise } };
  }
  const { issue = { code: '', params: {} } } = failed;
  const detail = textOf((catalogue) => issueSentence(catalogue, issue));
  const must = part === 'mutants' ? 'overlay-test-broke' : 'overlay-must-pass';
  return { ...place, code: must, params: { name, test: failed.id, detail } };
}
