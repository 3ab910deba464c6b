/** Whether the tests of an exercise reject one mutant. */
import { tf } from '../../../src/backend/tf.js';
import { runExercise } from '../../judge/in-process.js';
import { rulesOf } from '../../judge/library-rules.js';
import type { TestResult } from '../../judge/verdict.js';
import type { LoadedReference } from '../load.js';
import { notPassed } from '../verify.js';
import { compileMutant } from './compile.js';

export type Answering = (...args: unknown[]) => unknown;

export interface Judged {
  /** `broken`: a test broke on the answer before any rejected it. */
  fate: 'rejected' | 'survived' | 'broken';
  /** The test that rejected it, or broke. */
  by?: TestResult;
  /** What was run; undefined where the text is no program. */
  fn?: Answering;
}

const isBroken = ({ issue }: TestResult): boolean => issue?.code === 'judge-failed';

/**
 * Compiles a mutant and runs the tests until one rejects it.
 *
 * @param mostMs processor time of a call, whatever its test allows
 */
export async function judgeMutant(
  reference: LoadedReference,
  exercise: string,
  text: string,
  {
    imports,
    mostMs,
    seed = 0,
  }: { imports: ReadonlyMap<string, unknown>; mostMs: number; seed?: number },
): Promise<Judged> {
  let fn: Answering;
  try {
    fn = await compileMutant(text, exercise, imports);
  } catch {
    return { fate: 'rejected' };
  }
  return { ...(await judgeFunction(reference, exercise, fn, { mostMs, seed })), fn };
}

/** Draw 0 has the recorded inputs of visible tests, every other draws them, as a class does. */
export async function judgeFunction(
  reference: LoadedReference,
  exercise: string,
  fn: Answering,
  { mostMs, seed = 0 }: { mostMs: number; seed?: number },
): Promise<Judged> {
  // A mutant may leave tensors behind; TensorFlow.js's own tests would not let it.
  tf.env().set('IS_TEST', false);
  const results = await runExercise({
    ...{ exercise, fn, seed, tf, mostMs },
    solution: reference.solution,
    tests: reference.tests[exercise] ?? [],
    rules: rulesOf(reference, exercise),
    visible: seed === 0 ? 'recorded' : 'drawn',
    until: (soFar) => notPassed(soFar).some((result) => !isBroken(result)),
  });
  const failed = notPassed(results);
  const broken = failed.find(isBroken);
  if (broken !== undefined) return { fate: 'broken', by: broken };
  const [by] = failed;
  return by === undefined ? { fate: 'survived' } : { fate: 'rejected', by };
}
