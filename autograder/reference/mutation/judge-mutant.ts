/** Whether the tests of an exercise reject one mutant. */
import { tf } from '../../../src/backend/tf.js';
import { runExercise } from '../../judge/in-process.js';
import { rulesOf } from '../../judge/library-rules.js';
import type { TestResult } from '../../judge/verdict.js';
import type { LoadedReference } from '../load.js';
import { notPassed } from '../verify.js';
import { type CompiledMutant, compileMutant } from './compile.js';
import type { GeneratedMutant } from './generate.js';

export type Answering = CompiledMutant['fn'];

export interface Judged {
  /** `broken`: a test broke on the answer before any rejected it. */
  fate: 'rejected' | 'survived' | 'broken';
  /** The test that rejected it, or broke; undefined where the text is no program. */
  by?: TestResult;
}

export interface JudgedMutant extends Judged {
  /** Draws of inputs in which a test rejects one that survived the first. */
  rejectedIn: number;
}

/** Processor time of a call, whatever its test allows. */
interface Limit {
  mostMs: number;
}

const isBroken = ({ issue }: TestResult): boolean => issue?.code === 'judge-failed';

/**
 * Compiles a mutant and runs the tests until one rejects it.
 *
 * @param moreDraws of inputs that one is tried with which no test rejects
 */
export async function judgeMutant(
  reference: LoadedReference,
  { exercise, text }: Pick<GeneratedMutant, 'exercise' | 'text'>,
  options: Limit & { imports: ReadonlyMap<string, unknown>; moreDraws: number },
): Promise<JudgedMutant> {
  const { imports, mostMs, moreDraws } = options;
  let mutant: CompiledMutant;
  try {
    mutant = await compileMutant(text, exercise, imports, mostMs);
  } catch {
    return { fate: 'rejected', rejectedIn: 0 };
  }
  try {
    const judged = await judgeFunction(reference, exercise, mutant.fn, { mostMs });
    let rejectedIn = 0;
    for (let seed = 1; judged.fate === 'survived' && seed <= moreDraws; seed++) {
      const again = await judgeFunction(reference, exercise, mutant.fn, { mostMs, seed });
      if (again.fate !== 'survived') rejectedIn++;
    }
    return { ...judged, rejectedIn };
  } finally {
    mutant.stop();
  }
}

/** Draw 0 has the recorded inputs of visible tests, every other draws them, as a class does. */
export async function judgeFunction(
  reference: LoadedReference,
  exercise: string,
  fn: Answering,
  { mostMs, seed = 0 }: Limit & { seed?: number },
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
