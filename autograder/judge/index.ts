/**
 * The judge as a notebook reaches it (`gradus/judge`): visible tests, recorded answers, no solution.
 *
 * The engine is the one that grades a class; here the driver is the student's own kernel.
 *
 * @module
 */

import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tf } from '../../src/backend/tf.js';
import { visibleSeed } from './in-process.js';
import { withLikely } from './likely.js';
import { localDriver } from './local-driver.js';
import { recordedReference, recordedSchema } from './recorded.js';
import { referenceFolder } from './reference-folder.js';
import { runTests } from './runner.js';
import { tensorAdapter } from './tensor-adapter.js';
import type { TestsByExercise } from './test.js';
import { toleranceBackend } from './tolerance.js';
import type { Place, TestResult } from './verdict.js';

export { type Artefact, type ArtefactsById, folder, predictions } from './artefact.js';
export { numberText, shapeText, typeName } from './compare.js';
export { type Test, type TestContext, type TestsByExercise, test } from './test.js';
export { ErrorValue, OpaqueValue, TensorValue, type Value } from './value.js';
export type { Issue, Place, TestResult, Verdict } from './verdict.js';

export interface CheckOptions {
  exercise: string;
  /** What the student hands to `check`: the function itself. */
  fn: unknown;
  /** Folder name of the lesson; needed only where two lessons have an exercise of this name. */
  lesson?: string;
  /** Where in the notebook a stack points, if the kernel knows. */
  locate?: (stack: string) => Place | undefined;
}

export interface ExerciseResult {
  lesson: string;
  exercise: string;
  results: TestResult[];
  score: number;
  /** Of the visible tests. */
  points: number;
  /** What hidden tests give beside them when the notebook is graded. */
  hiddenPoints: number;
}

/** A name that no lesson, or more than one, has. */
export class UnknownExerciseError extends Error {
  readonly code = 'UNKNOWN_EXERCISE';
  constructor(
    readonly exercise: string,
    /** What could have been meant, as `lesson/exercise`. */
    readonly known: readonly string[],
    readonly ambiguous: boolean,
  ) {
    super(
      ambiguous
        ? `Expected one lesson with exercise ${exercise}. Received several: ${known.join(', ')}`
        : `Expected one of ${known.join(', ')}. Received: ${exercise}`,
    );
  }
}

/** Runs the visible tests of one exercise in this process. */
export async function checkExercise(options: CheckOptions): Promise<ExerciseResult> {
  const { exercise } = options;
  const { lesson, tests } = await findExercise(exercise, options.lesson);
  const file = new URL(`${lesson}/recorded.json`, referenceFolder);
  const recorded = recordedSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  const adapter = tensorAdapter(tf);
  const results = await runTests({
    exercise,
    tests: (tests[exercise] ?? []).filter((test) => test.visible),
    start: async () => {
      if (typeof options.fn !== 'function') {
        const params = { name: exercise, type: typeof options.fn };
        return { kind: 'ended', verdict: 'failed', issue: { code: 'not-a-function', params } };
      }
      return localDriver({ [exercise]: options.fn }, adapter, recorded.allowed[exercise] ?? {});
    },
    reference: (test) => recordedReference(recorded, exercise, test),
    seed: (test) => visibleSeed(exercise, test),
    locate: options.locate,
    backend: toleranceBackend(tf.getBackend()),
    keepCalls: true,
  });
  const sum = (key: 'score' | 'points') =>
    results.reduce((total, result) => total + result[key], 0);
  return {
    lesson,
    exercise,
    results: results.map(withLikely),
    score: sum('score'),
    points: sum('points'),
    hiddenPoints: recorded.hiddenPoints[exercise] ?? 0,
  };
}

async function findExercise(
  exercise: string,
  lesson?: string,
): Promise<{ lesson: string; tests: TestsByExercise }> {
  const all: { lesson: string; tests: TestsByExercise }[] = [];
  for (const entry of (await readdir(referenceFolder)).sort()) {
    const file = new URL(`${entry}/visible.js`, referenceFolder);
    if ((lesson !== undefined && entry !== lesson) || !existsSync(file)) continue;
    const module = (await import(file.href)) as { tests: TestsByExercise };
    all.push({ lesson: entry, tests: module.tests });
  }
  const found = all.filter(({ tests }) => Object.hasOwn(tests, exercise));
  const names = (list: typeof all) =>
    list.flatMap(({ lesson: id, tests }) => Object.keys(tests).map((name) => `${id}/${name}`));
  if (found.length > 1) {
    throw new UnknownExerciseError(
      exercise,
      names(found).filter((n) => n.endsWith(`/${exercise}`)),
      true,
    );
  }
  if (found[0] === undefined) throw new UnknownExerciseError(exercise, names(all), false);
  return found[0];
}
