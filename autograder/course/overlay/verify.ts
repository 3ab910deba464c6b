/** `gradus verify`: whether the tests of a private reference hold what they promise. */
import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { tf } from '../../../src/backend/tf.js';
import { textOf } from '../../../src/messages/index.js';
import { issueSentence } from '../../../src/messages/sentences.js';
import { runExercise } from '../../judge/in-process.js';
import type { LoadedReference } from '../../judge/reference.js';
import type { TestResult } from '../../judge/verdict.js';
import type { Lesson } from '../lesson.js';
import { lintLesson } from '../lint.js';
import type { Problem } from '../problem.js';
import { bundleLesson } from './bundle.js';
import { listLessons, readListed, referenceFolders } from './lessons.js';
import { loadLessonReference } from './overlay.js';
import { checkParts, placeOf } from './parts.js';

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

/** Draws of hidden inputs that the solution and each right variant must pass. */
const seeds = 5;

/**
 * Runs, for every exercise that the folder concerns, the solution and the variants, which must pass,
 * and the mutants, which must not; and checks the rules that bundled lessons keep.
 *
 * @throws OverlayError when a file cannot be used at all
 */
export async function verifyReference(courseRoot: string, folder: string): Promise<Verified> {
  const lessons = await listLessons(courseRoot, folder);
  const verified: Verified = { exercises: [], problems: [] };
  for (const name of await referenceFolders(folder)) {
    const listed = lessons.find(({ id }) => id === name);
    if (listed === undefined) continue;
    const lesson = await readListed(listed);
    const reference = await loadLessonReference(lesson, folder);
    // A solution may leave tensors behind; TensorFlow.js's own tests would not let it.
    tf.env().set('IS_TEST', false);
    const rules = lintLesson(lesson, reference.parts);
    verified.problems.push(...rules.map((found) => ({ ...found, file: join(name, found.file) })));
    for (const id of await concerned(folder, lesson)) {
      verified.problems.push(...(await verifyExercise(folder, lesson, reference, id)));
      verified.exercises.push({
        lesson: name,
        exercise: id,
        tests: reference.tests[id]?.length ?? 0,
        mutants: reference.parts.mutants[id]?.length ?? 0,
        variants: reference.parts.variants[id]?.length ?? 0,
      });
    }
  }
  return verified;
}

/**
 * Exercises that the folder has anything for; all of them when it has the lesson or a solution, on
 * which the tests of other exercises may build.
 */
async function concerned(folder: string, lesson: Lesson): Promise<string[]> {
  const all = lesson.exercises.map(({ id }) => id);
  const bundle = await bundleLesson(await realpath(folder), lesson.id);
  if (bundle === undefined || existsSync(join(folder, lesson.id, 'lesson.md'))) return all;
  const { solution, visible, hidden, mutants, variants, allowed } = checkParts(
    folder,
    lesson.id,
    bundle,
  );
  const named = { ...visible, ...hidden, ...mutants, ...variants, ...allowed };
  return solution === undefined ? all.filter((id) => Object.hasOwn(named, id)) : all;
}

async function verifyExercise(
  folder: string,
  lesson: Lesson,
  reference: LoadedReference,
  exercise: string,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  const { solution, tests, parts } = reference;
  const judge = async (fn: unknown, seed: number): Promise<TestResult[]> => {
    const own = { tests: tests[exercise] ?? [], rules: reference.allowed[exercise] ?? {} };
    const results = await runExercise({ exercise, fn, solution, tf, seed, ...own });
    return results.filter(({ verdict }) => verdict !== 'passed');
  };
  const mustPass = async (part: string, name: string, fn: unknown): Promise<void> => {
    for (let seed = 0; seed < seeds; seed++) {
      const [failed] = await judge(fn, seed);
      if (failed === undefined) continue;
      const { issue = { code: '', params: {} } } = failed;
      const detail = textOf((catalogue) => issueSentence(catalogue, issue));
      problems.push({
        ...placeOf(folder, lesson.id, part, name),
        code: 'overlay-must-pass',
        params: { name, test: failed.id, detail },
      });
      return;
    }
  };
  await mustPass('solution', exercise, solution[exercise]);
  for (const { name, fn } of parts.variants[exercise] ?? []) await mustPass('variants', name, fn);
  for (const { name, fn } of parts.mutants[exercise] ?? []) {
    if ((await judge(fn, 0)).length > 0) continue;
    const place = placeOf(folder, lesson.id, 'mutants', name);
    problems.push({ ...place, code: 'overlay-must-fail', params: { name, exercise } });
  }
  return problems;
}
