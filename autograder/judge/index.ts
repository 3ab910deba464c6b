/**
 * The judge as a notebook reaches it (`gradus/judge`): visible tests, recorded answers, no solution.
 *
 * The engine is the one that grades a class; here the driver is the student's own kernel.
 *
 * @module
 */
import { tf } from '../../src/backend/tf.js';
import { withRecordedGuesses } from './guess.js';
import { visibleSeed } from './in-process.js';
import { rulesOf } from './library-rules.js';
import { localDriver } from './local-driver.js';
import { type Recorded, readRecorded, recordedReference } from './recorded.js';
import { importPart, lessonsWithReference } from './reference-folder.js';
import { runTests } from './runner.js';
import { tensorAdapter } from './tensor-adapter.js';
import type { TestsByExercise } from './test.js';
import { toleranceBackend } from './tolerance.js';
import type { SourceLocation, TestResult } from './verdict.js';

export type { Text, Wording } from '../../src/messages/text.js';
export { type Artefact, type ArtefactsById, folder, predictions } from './artefact.js';
export { typeName } from './compare.js';
export { numberText, shapeText } from './compare-numbers.js';
export { findQuiz, type QuizAnswer, type RecordedQuiz } from './quiz.js';
export { type Test, type TestContext, type TestsByExercise, test } from './test.js';
export { ErrorValue, OpaqueValue, TensorValue, type Value } from './value.js';
export type { Issue, SourceLocation, TestResult, Verdict } from './verdict.js';

export interface CheckOptions {
  exercise: string;
  /** What the student hands to `check`: the function itself. */
  fn: unknown;
  /** Folder name of the lesson; needed only where two lessons have an exercise of this name. */
  lesson?: string;
  /** Where in the notebook a stack points, if the kernel knows. */
  locate?: (stack: string) => SourceLocation | undefined;
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
  readonly code = 'unknown-exercise';
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
  const recorded = await findExercise(exercise, options.lesson);
  const { lesson } = recorded;
  const { tests = {} } = (await importPart<{ tests: TestsByExercise }>(lesson, 'visible')) ?? {};
  const adapter = tensorAdapter(tf);
  const results = await runTests({
    exercise,
    tests: (tests[exercise] ?? []).filter((test) => test.visible),
    start: async () => {
      if (typeof options.fn !== 'function') {
        const params = { name: exercise, type: typeof options.fn };
        return { kind: 'ended', verdict: 'failed', issue: { code: 'not-a-function', params } };
      }
      return localDriver({ [exercise]: options.fn }, adapter, rulesOf(recorded, exercise));
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
    results: await withRecordedGuesses(results, exercise, recorded.guesses[exercise]),
    score: sum('score'),
    points: sum('points'),
    hiddenPoints: recorded.hiddenPoints[exercise] ?? 0,
  };
}

/** What is recorded of the exercise's lesson; the tests of no other lesson are loaded. */
async function findExercise(exercise: string, lesson?: string): Promise<Recorded> {
  const all: Recorded[] = [];
  for (const id of lessonsWithReference()) {
    if (lesson !== undefined && id !== lesson) continue;
    // One that cannot be read stops no other.
    const recorded = await readRecorded(id).catch(() => undefined);
    if (recorded !== undefined) all.push(recorded);
  }
  const found = all.filter(({ hiddenPoints }) => Object.hasOwn(hiddenPoints, exercise));
  const names = (list: readonly Recorded[]) =>
    list.flatMap(({ lesson: id, hiddenPoints }) =>
      Object.keys(hiddenPoints).map((name) => `${id}/${name}`),
    );
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
