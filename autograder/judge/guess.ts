/**
 * A guess at what went wrong: the mutant that gives the same wrong value on the same input; where
 * there is none, what the values alone tell (`likely.ts`).
 *
 * Mutants are the course's own code, so they run in the judge's process. A student's package has
 * none, so `check` in a notebook has the second kind alone.
 */
import { tf } from '../../src/backend/tf.js';
import { sameWording } from '../../src/messages/text.js';
import { expectClose } from './compare.js';
import { visibleSeed } from './in-process.js';
import { withLikely } from './likely.js';
import { localDriver } from './local-driver.js';
import type { Mutant, Reference } from './reference.js';
import { runTests, type TestOptions } from './runner.js';
import { tensorAdapter } from './tensor-adapter.js';
import type { Test } from './test.js';
import type { Issue, TestResult } from './verdict.js';

/**
 * Mutants always answer. A limit near what they need would make a guess depend on how busy the
 * machine is, and equal input must give equal reports.
 */
const limitMs = 300_000;

/** What a mutant did on visible tests of recorded inputs: the same for every student. */
const visibleRuns = new WeakMap<Mutant, Map<string, Promise<TestResult | undefined>>>();

export interface GuessOptions extends Pick<TestOptions, 'exercise' | 'seed'> {
  reference: Reference;
}

/** The results with a guess at each failed test whose wrong value a mutant gives too. */
export async function withGuesses(
  results: readonly TestResult[],
  options: GuessOptions,
): Promise<TestResult[]> {
  const { exercise, reference } = options;
  const mutants = reference.mutants?.[exercise] ?? [];
  const matches = new Map<string, Mutant[]>();
  for (const result of results) {
    const test = reference.tests[exercise]?.find(({ id }) => `${exercise}/${id}` === result.id);
    if (test === undefined || !isComparable(result)) continue;
    const givesTheSame = async (candidates: readonly Mutant[]): Promise<Mutant[]> => {
      const found: Mutant[] = [];
      for (const mutant of candidates) {
        const other = await mutantResult(mutant, test, options);
        if (sameFailure(result.issue, other?.issue)) found.push(mutant);
      }
      return found;
    };
    // A student usually made one mistake: mutants that explain an earlier failure are tried first.
    const known = [...new Set([...matches.values()].flat())];
    let found = await givesTheSame(known);
    if (found.length === 0) {
      found = await givesTheSame(mutants.filter((mutant) => !known.includes(mutant)));
    }
    if (found.length > 0) matches.set(result.id, found);
  }
  return withLikely(results).map((result) => {
    const found = matches.get(result.id);
    if (found === undefined || result.issue === undefined) return result;
    // Of several the one that explains most. Hidden results say nothing about a visible test.
    const explained = (mutant: Mutant): number =>
      results.filter((r) => r.visible === result.visible && matches.get(r.id)?.includes(mutant))
        .length;
    const best = found.reduce((a, b) => (explained(b) > explained(a) ? b : a));
    return { ...result, issue: { ...result.issue, guess: best.guess } };
  });
}

/** Only a value can be compared: code that threw or was stopped has given none. */
function isComparable({ verdict, issue }: TestResult): boolean {
  return verdict === 'failed' && issue !== undefined && issue.code !== 'not-solved';
}

function mutantResult(
  mutant: Mutant,
  test: Test,
  options: GuessOptions,
): Promise<TestResult | undefined> {
  const drawn = options.seed(test) !== visibleSeed(options.exercise, test);
  if (!test.visible || drawn) return run(mutant, test, options);
  const known = visibleRuns.get(mutant) ?? new Map<string, Promise<TestResult | undefined>>();
  visibleRuns.set(mutant, known);
  const result = known.get(test.id) ?? run(mutant, test, options);
  known.set(test.id, result);
  return result;
}

async function run(
  mutant: Mutant,
  test: Test,
  { exercise, reference, seed }: GuessOptions,
): Promise<TestResult | undefined> {
  const [result] = await runTests({
    exercise,
    tests: [{ ...test, timeoutMs: limitMs }],
    budgetMs: limitMs,
    start: async () => localDriver({ [exercise]: mutant.fn }, tensorAdapter(tf)),
    reference: () => reference.functions,
    seed,
  });
  return result;
}

/** Whether two tests failed in the same way: the same wrong value, or the same sentence without one. */
export function sameFailure(a: Issue | undefined, b: Issue | undefined): boolean {
  if (a === undefined || b === undefined || a.code !== b.code) return false;
  if (!sameParam(a.params.what, b.params.what)) return false;
  if (!('got' in a) || !('got' in b)) {
    return !('got' in a) && !('got' in b) && sameParams(a.params, b.params);
  }
  try {
    // Of an entry of a list the whole list counts: one number is soon the same by chance.
    const [one, other] = [a.within?.got ?? a.got, b.within?.got ?? b.got];
    // Both ways: an object may hold more than is compared.
    expectClose(one, other);
    expectClose(other, one);
    return true;
  } catch {
    return false;
  }
}

type Param = Issue['params'][string] | undefined;

function sameParams(a: Issue['params'], b: Issue['params']): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => sameParam(a[key], b[key]));
}

function sameParam(a: Param, b: Param): boolean {
  if (a === undefined || b === undefined || typeof a === 'number' || typeof b === 'number') {
    return a === b;
  }
  return sameWording(a, b);
}
