/**
 * A guess at what went wrong: the mutant that gives the same wrong value on the same input; where
 * there is none, what the values alone tell (`likely.ts`).
 *
 * Mutants are the course's own code, so they run in the judge's process. A student's package has
 * none; what they give on the recorded inputs of visible tests was taken down at build.
 */
import { tf } from '../../src/backend/tf.js';
import { sameWording, type Wording } from '../../src/messages/text.js';
import { Decoder, Encoder } from './codec.js';
import { expectClose } from './compare.js';
import { visibleSeed } from './in-process.js';
import { withLikely } from './likely.js';
import { localDriver } from './local-driver.js';
import type { RecordedGuess } from './recorded.js';
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

/** A typical mistake, by what it comes to. */
interface Candidate {
  guess: Wording;
  /** How it fails a test; undefined where it does not, or where that is not known. */
  failure(test: Pick<TestResult, 'id'>): Promise<Issue | undefined>;
}

/** The results with a guess at each failed test whose wrong value a mutant gives too. */
export function withGuesses(
  results: readonly TestResult[],
  options: GuessOptions,
): Promise<TestResult[]> {
  const { exercise, reference, seed } = options;
  const tests = new Map(reference.tests[exercise]?.map((test) => [`${exercise}/${test.id}`, test]));
  const mutants = reference.mutants?.[exercise] ?? [];
  const recorded = mutants.length > 0 ? [] : (reference.guesses?.[exercise] ?? []);
  const isRecorded = (test: Test): boolean =>
    test.visible && seed(test) === visibleSeed(exercise, test);
  return explained(results, [
    ...mutants.map((mutant) => ({
      guess: mutant.guess,
      failure: async ({ id }: Pick<TestResult, 'id'>) => {
        const test = tests.get(id);
        return test && (await mutantResult(mutant, test, options))?.issue;
      },
    })),
    ...recordedCandidates(exercise, recorded).map(({ guess, failure }) => ({
      guess,
      failure: async (result: Pick<TestResult, 'id'>) => {
        const test = tests.get(result.id);
        return test && isRecorded(test) ? failure(result) : undefined;
      },
    })),
  ]);
}

/**
 * The same by what was recorded of mutants, for results on recorded inputs.
 *
 * @param guesses of the exercise
 */
export const withRecordedGuesses = (
  results: readonly TestResult[],
  exercise: string,
  guesses: readonly RecordedGuess[] = [],
): Promise<TestResult[]> => explained(results, recordedCandidates(exercise, guesses));

const recordedCandidates = (exercise: string, guesses: readonly RecordedGuess[]): Candidate[] =>
  guesses.map(({ guess, failures }) => ({
    guess,
    async failure({ id }) {
      const name = id.slice(exercise.length + 1);
      return Object.hasOwn(failures, name) ? recordedIssue(failures[name]) : undefined;
    },
  }));

/** Reading a value that a version of the codec wrote which is not this one gives none. */
function recordedIssue(failure: RecordedGuess['failures'][string] | undefined): Issue | undefined {
  if (failure === undefined) return undefined;
  const { code, params, got } = failure;
  const issue = { code: code as Issue['code'], params };
  if (got === undefined) return issue;
  return { ...issue, got: new Decoder(Buffer.from(got.body, 'base64')).decode(got.value) };
}

/** An issue as it is recorded; undefined where its value is too large to be of use. */
export function recordIssue(issue: Issue): RecordedGuess['failures'][string] | undefined {
  const { code, params } = issue;
  // As `sameFailure` compares it.
  const got = issue.within?.got ?? issue.got;
  const kept: Record<string, string | number | { en: string; zh: string }> = {};
  for (const [name, value] of Object.entries(params)) if (value !== undefined) kept[name] = value;
  if (!('got' in issue)) return { code, params: kept };
  const encoder = new Encoder();
  const value = encoder.encode(got);
  const body = Buffer.concat(encoder.chunks).toString('base64');
  if (body.length + JSON.stringify(value).length > mostRecorded) return undefined;
  return { code, params: kept, got: { value, body } };
}

const mostRecorded = 4096;

async function explained(
  results: readonly TestResult[],
  candidates: readonly Candidate[],
): Promise<TestResult[]> {
  const matches = new Map<string, Candidate[]>();
  for (const result of results) {
    if (!isComparable(result)) continue;
    const givesTheSame = async (some: readonly Candidate[]): Promise<Candidate[]> => {
      const found: Candidate[] = [];
      for (const one of some) {
        if (sameFailure(result.issue, await one.failure(result))) found.push(one);
      }
      return found;
    };
    // A student usually made one mistake: mutants that explain an earlier failure are tried first.
    const known = [...new Set([...matches.values()].flat())];
    let found = await givesTheSame(known);
    if (found.length === 0) {
      found = await givesTheSame(candidates.filter((one) => !known.includes(one)));
    }
    if (found.length > 0) matches.set(result.id, found);
  }
  return withLikely(results).map((result) => {
    const found = matches.get(result.id);
    if (found === undefined || result.issue === undefined) return result;
    // Of several the one that explains most. Hidden results say nothing about a visible test.
    const explains = (one: Candidate): number =>
      results.filter((r) => r.visible === result.visible && matches.get(r.id)?.includes(one))
        .length;
    const best = found.reduce((a, b) => (explains(b) > explains(a) ? b : a));
    return { ...result, issue: { ...result.issue, guess: best.guess } };
  });
}

/** Only a value can be compared: code that threw or was stopped has given none. */
export function isComparable({ verdict, issue }: TestResult): boolean {
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
