/**
 * Runs an exercise's tests against functions of this process: a solution, a mutant, a variant.
 *
 * For trusted code only. Everything still passes through the driver's codec, so that a test that
 * accepts a variant here accepts it in the sandbox.
 */
import type { LibraryRules } from '../../src/backend/allowed.js';
import type { Seed } from '../../src/backend/random.js';
import { localDriver, referenceFunctions } from './local-driver.js';
import { type RunOptions, runTests } from './runner.js';
import { type TensorNamespace, tensorAdapter } from './tensor-adapter.js';
import type { Test } from './test.js';
import type { TestResult } from './verdict.js';

export interface InProcessOptions extends Pick<RunOptions, 'until' | 'mostMs'> {
  exercise: string;
  tests: readonly Test[];
  /** The function under test. */
  fn: unknown;
  /** The reference solution's functions. */
  solution: Readonly<Record<string, unknown>>;
  tf: TensorNamespace;
  /** What of the library the exercise may use. Default: everything. */
  rules?: LibraryRules;
  /** Seed of hidden inputs, and of visible ones where they are drawn too. */
  seed?: Seed;
  /** `drawn`: visible tests draw their inputs from the seed, as when graded. Default `recorded`. */
  visible?: 'recorded' | 'drawn';
}

/** Verdicts of one function, visible tests first. */
export function runExercise(options: InProcessOptions): Promise<TestResult[]> {
  const adapter = tensorAdapter(options.tf);
  const reference = referenceFunctions(localDriver(options.solution, adapter));
  return runTests({
    exercise: options.exercise,
    tests: options.tests,
    until: options.until,
    ...(options.mostMs !== undefined && { mostMs: options.mostMs }),
    start: async () => localDriver({ [options.exercise]: options.fn }, adapter, options.rules),
    reference: () => reference,
    seed: (test) =>
      test.visible && options.visible !== 'drawn'
        ? visibleSeed(options.exercise, test)
        : `${options.seed ?? 0}/${options.exercise}/${test.id}`,
  });
}

/**
 * Without a class secret a visible test draws the same inputs for everybody: its answers are
 * recorded at build.
 */
export function visibleSeed(exercise: string, test: Pick<Test, 'id'>): string {
  return `visible/${exercise}/${test.id}`;
}
