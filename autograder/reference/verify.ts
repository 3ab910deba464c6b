/**
 * Whether the tests of an exercise hold what they promise: the same questions for the lessons of the
 * course and for a private reference (`gradus verify`).
 */
import { tf } from '../../src/backend/tf.js';
import { runExercise } from '../judge/in-process.js';
import { rulesOf } from '../judge/library-rules.js';
import type { TestResult } from '../judge/verdict.js';
import type { LoadedReference } from './load.js';

/** A function of a reference whose verdicts are known beforehand. */
export interface Subject {
  part: 'solution' | 'variants' | 'mutants';
  /** The exercise, or the name of the variant or mutant. */
  name: string;
  fn: unknown;
}

/** A subject about which the tests say the wrong thing. */
export interface Finding extends Pick<Subject, 'part' | 'name'> {
  seed: number;
  /** The test that must pass and does not, or that broke; undefined where no test rejects a mutant. */
  failed?: TestResult;
  /** Of a mutant that no test rejects which should: the tests that it passes, by id. */
  passed?: readonly string[];
  /** Of the same: the hidden tests that do reject it, where visible ones should. */
  rejectedBy?: readonly string[];
}

export interface VerifySpec {
  /** How many draws of inputs the subject must pass, or fail in. Default 5, of a mutant 1. */
  seeds?: number;
  /** `visible`: a visible test must reject a mutant, so that a student learns of it. Default `all`. */
  rejectedBy?: 'visible' | 'all';
}

/** Solution, variants and mutants of one exercise. */
export function subjectsOf({ solution, parts }: LoadedReference, exercise: string): Subject[] {
  const { variants, mutants } = parts;
  return [
    { part: 'solution', name: exercise, fn: solution[exercise] },
    ...(variants[exercise] ?? []).map(({ name, fn }): Subject => ({ part: 'variants', name, fn })),
    ...(mutants[exercise] ?? []).map(({ name, fn }): Subject => ({ part: 'mutants', name, fn })),
  ];
}

/**
 * What is wrong with the tests of one exercise, told by all its subjects.
 *
 * @param spec of `verifySubject`, for mutants and for what is right
 */
export async function verifyExercise(
  reference: LoadedReference,
  exercise: string,
  spec: { mutants?: VerifySpec; right?: VerifySpec } = {},
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const subject of subjectsOf(reference, exercise)) {
    const own = subject.part === 'mutants' ? spec.mutants : spec.right;
    const found = await verifySubject(reference, exercise, subject, own);
    if (found !== undefined) findings.push(found);
  }
  return findings;
}

/**
 * Runs the tests of an exercise against one function: a mutant must not pass, all else must. Draw 0
 * has the recorded inputs of visible tests, every other draws them too, as a class does.
 */
export async function verifySubject(
  reference: LoadedReference,
  exercise: string,
  { part, name, fn }: Subject,
  spec: VerifySpec = {},
): Promise<Finding | undefined> {
  const isMutant = part === 'mutants';
  const { seeds = isMutant ? 1 : 5, rejectedBy = 'all' } = spec;
  for (let seed = 0; seed < seeds; seed++) {
    const results = await judgeWith(reference, exercise, fn, seed);
    const failed = notPassed(results);
    // A test that breaks on a wrong answer has not rejected it.
    const broken = failed.find(({ issue }) => issue?.code === 'judge-failed');
    const seen = rejectedBy === 'all' ? failed : failed.filter(({ visible }) => visible);
    const wrong = isMutant ? broken : failed[0];
    if (wrong !== undefined) return { part, name, seed, failed: wrong };
    if (isMutant && seen.length === 0) {
      const asked = results.filter(({ visible }) => visible || rejectedBy === 'all');
      const passed = asked.map(({ id }) => id);
      return { part, name, seed, passed, rejectedBy: failed.map(({ id }) => id) };
    }
  }
  return undefined;
}

/** The verdicts of all tests of an exercise on one function, under the exercise's rules. */
export function judgeWith(
  reference: LoadedReference,
  exercise: string,
  fn: unknown,
  seed: number,
): Promise<TestResult[]> {
  // A solution may leave tensors behind; TensorFlow.js's own tests would not let it.
  tf.env().set('IS_TEST', false);
  return runExercise({
    exercise,
    fn,
    seed,
    tf,
    solution: reference.solution,
    tests: reference.tests[exercise] ?? [],
    rules: rulesOf(reference, exercise),
    visible: seed === 0 ? 'recorded' : 'drawn',
  });
}

/** The tests that a function does not pass. */
export const notPassed = (results: readonly TestResult[]): TestResult[] =>
  results.filter(({ verdict }) => verdict !== 'passed');
