/**
 * Runs the tests of one exercise and says of each what happened to it.
 *
 * Visible tests come first; `onHidden` is called before the first hidden input leaves the judge.
 * A test whose process ended is followed by a fresh process. Every test starts as `not-run`.
 */
import type { Seed } from '../../src/backend/random.js';
import { createContext, endedFailure } from './context.js';
import type { Driver } from './driver.js';
import type { Ended } from './ended.js';
import { Failure } from './failure.js';
import type { RemoteFunctions, Test } from './test.js';
import type { ToleranceBackend } from './tolerance.js';
import type {
  Issue,
  SourceLocation,
  TestCall,
  TestNotice,
  TestResult,
  Verdict,
} from './verdict.js';

/** A solution needs some 20 ms for all its tests. */
const defaultTestMs = 1000;

/** What one test needs beside a driver. */
export interface TestOptions {
  exercise: string;
  /** The reference as this test may use it. */
  reference: (test: Test) => RemoteFunctions;
  seed: (test: Test) => Seed;
  locate?: ((stack: string) => SourceLocation | undefined) | undefined;
  /** Where the student's values are computed: how close is equal depends on it. Default `cpu`. */
  backend?: ToleranceBackend | undefined;
  /**
   * Whether what the test left behind must have happened when it is over. Default true: what comes
   * too late is this test's own. Where only passing all tests counts, once after the last is enough.
   */
  settles?: boolean;
  /** Keeps what each visible test called last, to show it. */
  keepCalls?: boolean;
  /** Processor time that a call may take, in ms, whatever its test allows. */
  mostMs?: number;
  /** What is kept of an issue once its test is over: a wrong answer can be large. Default: all. */
  keep?: ((issue: Issue) => Issue) | undefined;
}

export interface RunOptions extends TestOptions {
  tests: readonly Test[];
  /** Starts a driver with the student's code loaded, or says why it cannot be. */
  start: () => Promise<Driver | Ended>;
  /** Called once, before the first hidden test. */
  onHidden?: (() => Promise<void>) | undefined;
  /**
   * Wall-clock budget of all tests together, in ms. Default two minutes: several calls that only wait,
   * or one busy machine.
   */
  budgetMs?: number;
  /** The judge's clock. */
  now?: () => number;
  onResult?: ((result: TestResult) => void) | undefined;
  /** Asked after each test; when it says so, the rest is not run and has no result. */
  until?: ((results: readonly TestResult[]) => boolean) | undefined;
}

/** Runs all tests; one result each, in the order visible then hidden. Never rejects for what a student does. */
export async function runTests(options: RunOptions): Promise<TestResult[]> {
  const { now = () => performance.now(), budgetMs = 120_000 } = options;
  const ordered = [...options.tests].sort((a, b) => Number(b.visible) - Number(a.visible));
  const begun = now();
  const results: TestResult[] = [];
  let driver: Driver | undefined;
  let unloadable: Ended | undefined;
  let hidden = false;

  try {
    for (const test of ordered) {
      if (!test.visible && !hidden) {
        hidden = true;
        await options.onHidden?.();
      }
      const started = now();
      let outcome: Outcome;
      if (unloadable === undefined && driver === undefined && started - begun < budgetMs) {
        const fresh = await options.start();
        if ('kind' in fresh) unloadable = fresh;
        else driver = fresh;
      }
      if (unloadable !== undefined) {
        outcome = { verdict: unloadable.verdict, issue: unloadable.issue };
      } else if (driver === undefined || now() - begun >= budgetMs) {
        outcome = {
          verdict: 'not-run',
          issue: { code: 'not-run', params: { reason: 'budget' } },
        };
      } else {
        outcome = await performTest(test, driver, options);
        if (outcome.ended) {
          await driver.close();
          driver = undefined;
        }
      }
      const result = toResult(options, test, outcome, now() - started);
      results.push(result);
      options.onResult?.(result);
      if (options.until?.(results) === true) break;
    }
  } finally {
    await driver?.close();
  }
  return results;
}

/** Runs one test; `ended` tells that the driver is of no use any more. */
export async function runTest(
  test: Test,
  driver: Driver,
  options: TestOptions,
  now = () => performance.now(),
): Promise<{ result: TestResult; ended: boolean }> {
  const started = now();
  const outcome = await performTest(test, driver, options);
  const result = toResult(options, test, outcome, now() - started);
  return { result, ended: outcome.ended === true };
}

interface Outcome {
  verdict: Verdict;
  issue?: Issue;
  call?: TestCall | undefined;
  notices?: readonly TestNotice[];
  ended?: boolean;
}

async function performTest(test: Test, driver: Driver, options: TestOptions): Promise<Outcome> {
  let ended: Ended | undefined;
  let call: TestCall | undefined;
  const notices = new Set<TestNotice>();
  const context = createContext({
    driver,
    reference: options.reference(test),
    seed: options.seed(test),
    callMs: Math.min(test.timeoutMs ?? defaultTestMs, options.mostMs ?? Number.POSITIVE_INFINITY),
    locate: options.locate,
    backend: options.backend,
    onNotice: (code) => test.visible && notices.add(code),
    onEnded: (event) => {
      ended ??= event;
    },
    onCall: (made) => {
      if (options.keepCalls && test.visible) call = { ...made, count: (call?.count ?? 0) + 1 };
    },
  });
  let failure: Failure | undefined;
  try {
    await test.run(context);
  } catch (error) {
    failure =
      error instanceof Failure
        ? error
        : new Failure(
            'judge-failed',
            { message: error instanceof Error ? error.message : String(error) },
            {},
            'error',
          );
  }
  // What is still in the pipe was sent during this test: a forged frame is seen here.
  if (options.settles !== false) ended ??= await driver.settle();
  if (ended !== undefined) failure = endedFailure(ended);
  const told = notices.size === 0 ? {} : { notices: [...notices] };
  if (failure === undefined) return { verdict: 'passed', call, ...told };
  const { verdict, issue } = failure;
  return { verdict, issue, call, ended: ended !== undefined, ...told };
}

/** What a result says of its test, whatever came of it. */
export const factsOf = (exercise: string, { id, name, kind, visible, points }: Test) => ({
  id: `${exercise}/${id}`,
  exercise,
  name,
  kind,
  visible,
  points,
});

function toResult(
  { exercise, keep = (issue) => issue }: TestOptions,
  test: Test,
  outcome: Outcome,
  ms: number,
): TestResult {
  const { verdict, issue, call, notices } = outcome;
  return {
    ...factsOf(exercise, test),
    score: verdict === 'passed' ? test.points : 0,
    verdict,
    ...(issue === undefined ? {} : { issue: keep(issue) }),
    ...(notices === undefined ? {} : { notices }),
    ...(verdict !== 'passed' && test.visible && test.hint !== undefined ? { hint: test.hint } : {}),
    ...(call === undefined ? {} : { call }),
    ms,
  };
}
