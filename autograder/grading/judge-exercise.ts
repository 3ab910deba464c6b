/** One exercise of one submission, judged through a sandbox. */
import { createHmac } from 'node:crypto';
import { isAllowed } from '../../src/backend/allowed.js';
import type { Driver } from '../judge/driver.js';
import type { Ended } from '../judge/ended.js';
import { withGuesses } from '../judge/guess.js';
import { visibleSeed } from '../judge/in-process.js';
import { rulesOf } from '../judge/library-rules.js';
import type { Reference } from '../judge/reference.js';
import { factsOf, type RunOptions, runTests } from '../judge/runner.js';
import type { Test } from '../judge/test.js';
import type { Issue, TestResult, Verdict } from '../judge/verdict.js';
import type { Limits } from '../sandbox/limits.js';
import type { PreStarted } from '../sandbox/pre-started.js';
import type { PassedOr, Sandbox } from '../sandbox/sandbox.js';
import { shortened } from '../sandbox/shorten.js';
import { addUncaught, type Uncaught } from '../sandbox/uncaught.js';
import type { CompiledSlice } from '../submission/compile.js';

export interface GradingContext {
  reference: Reference;
  /** Where sandboxes come from. */
  sandboxes: Pick<PreStarted, 'take'>;
  limits: Limits;
  /** The class secret; undefined when only visible tests are run. */
  secret: Uint8Array | undefined;
}

/** One exercise of a submission, ready to be loaded. */
export interface RunnableExercise {
  exercise: string;
  compiled: CompiledSlice;
  /** What `passedOr` gives it. Default: the student's function */
  passedOr?: PassedOr | undefined;
}

export interface Judged {
  tests: TestResult[];
  /** What was printed in the visible part. */
  output: string;
  /** For the instructor: see `noticedBy`. */
  noticed: string[];
  /** Errors that nobody caught; they changed no verdict. */
  uncaught: Uncaught[];
}

/** Printed output that a report shows of one exercise, in characters. */
export const mostOutput = 16 * 1024;

/**
 * Runs all tests of an exercise (only the visible ones without a secret) in a sandbox of its own.
 *
 * @param until gives up, where the answer is then of no use: some tests have no result
 */
export async function judgeExercise(
  judge: GradingContext,
  student: string,
  { exercise, compiled, passedOr }: RunnableExercise,
  until?: RunOptions['until'],
): Promise<Judged> {
  const { reference } = judge;
  let sandbox: Sandbox | undefined;
  let output = '';
  let keeping = true;
  const noticed = new Set<string>();
  const uncaught: Uncaught[] = [];
  const keepOutput = async (): Promise<void> => {
    for (const name of noticedBy(judge, exercise, sandbox)) noticed.add(name);
    addUncaught(uncaught, sandbox?.takeUncaught() ?? [], compiled.locate, !keeping);
    if (keeping && sandbox !== undefined) output += await sandbox.takeOutput();
  };
  const start = async (): Promise<Driver | Ended> => {
    await keepOutput();
    const fresh = judge.sandboxes.take();
    if (!keeping) fresh.discardOutput();
    sandbox = fresh;
    let isLoaded = false;
    try {
      const ended = await loadExercise(judge, fresh, { exercise, compiled, passedOr });
      isLoaded = ended === undefined;
      return ended ?? fresh;
    } finally {
      if (!isLoaded) await fresh.close();
    }
  };

  const seed = (test: Test): string => seedOf(judge, student, exercise, test);
  const results = await runTests({
    exercise,
    tests: testsOf(judge, exercise),
    start,
    reference: (test) => reference.recorded?.(exercise, test) ?? reference.functions,
    seed,
    locate: compiled.locate,
    keep: shortened,
    keepCalls: true,
    until,
    onHidden: async () => {
      await keepOutput();
      sandbox?.discardOutput();
      keeping = false;
    },
  });
  await keepOutput();
  const tests = await withGuesses(results, { exercise, reference, seed });
  return { tests, output: output.slice(0, mostOutput), noticed: [...noticed], uncaught };
}

/** Modules that an exercise about models has no use for. */
const foreignModules = [
  ...['child_process', 'cluster', 'dgram', 'dns', 'fs', 'fs/promises', 'http', 'http2', 'https'],
  ...['inspector', 'module', 'net', 'os', 'process', 'tls', 'v8', 'vm', 'wasi', 'worker_threads'],
].map((name) => `node:${name}`);

/** A name of the library, or a way to the engine. */
const exported =
  /^(?:tf|gradus(?:\/[a-z-]{1,20})?)(?:\.[A-Za-z]\w{0,40}){1,3}$|^globalThis\._tf(?:engine|Globals)$/;

/**
 * What an exercise was seen to reach for, and should not: what it may not use, or a module of
 * Node's that leads out of the process. Nothing that is no name of the library's form is believed.
 */
export function noticedBy(
  judge: GradingContext,
  exercise: string,
  sandbox: Pick<Sandbox, 'takeNoticed'> | undefined,
): string[] {
  const rules = rulesOf(judge.reference, exercise);
  const isOurs = (name: string): boolean =>
    foreignModules.includes(name) || (exported.test(name) && !isAllowed(rules, name));
  return (sandbox?.takeNoticed() ?? []).filter(isOurs);
}

/** Loads an exercise's cells; says why its tests cannot be run, where that is so. */
export async function loadExercise(
  judge: GradingContext,
  sandbox: Sandbox,
  { exercise, compiled, passedOr }: RunnableExercise,
  { deadlineMs = judge.limits.loadMs }: { deadlineMs?: number } = {},
): Promise<Ended | undefined> {
  const rules = rulesOf(judge.reference, exercise);
  const loaded = await sandbox.load(compiled.code, rules, deadlineMs, passedOr);
  return loadFailure(exercise, loaded, compiled);
}

/**
 * Where a test's inputs come from. With a class secret those of visible tests are drawn too: a table
 * of recorded answers gives the worked examples and no more.
 */
export function seedOf(
  judge: GradingContext,
  student: string,
  exercise: string,
  test: Test,
): string {
  const { secret, reference } = judge;
  return secret === undefined
    ? visibleSeed(exercise, test)
    : hiddenSeed(secret, student, reference.lesson, exercise, test);
}

/** Inputs of a test when graded: fixed for a class, student and test, and known to nobody else. */
export function hiddenSeed(
  secret: Uint8Array,
  student: string,
  lesson: string,
  exercise: string,
  test: Pick<Test, 'id'>,
): string {
  return createHmac('sha256', secret)
    .update(JSON.stringify([student, lesson, exercise, test.id]))
    .digest('hex');
}

export function testsOf(judge: GradingContext, exercise: string): readonly Test[] {
  const all = judge.reference.tests[exercise] ?? [];
  return judge.secret === undefined ? all.filter((test) => test.visible) : all;
}

/** The same verdict for every test, where none could be run. */
export function allTests(
  judge: GradingContext,
  exercise: string,
  verdict: Exclude<Verdict, 'passed'>,
  issue: Issue,
): TestResult[] {
  return testsOf(judge, exercise).map((test) => ({
    ...factsOf(exercise, test),
    score: 0,
    verdict,
    issue,
    ms: 0,
  }));
}

function loadFailure(
  exercise: string,
  loaded: Awaited<ReturnType<Sandbox['load']>>,
  compiled: CompiledSlice,
): Ended | undefined {
  if ('kind' in loaded) return loaded;
  if ('error' in loaded) {
    const { name, message, stack } = loaded.error;
    const place = compiled.locate(stack);
    const issue: Issue = {
      code: 'load-failed',
      params: { message: `${name}: ${message}` },
      ...(place === undefined ? {} : { place }),
    };
    return { kind: 'ended', verdict: 'error', issue };
  }
  const type = loaded.types.get(exercise) ?? 'undefined';
  if (type === 'function') return undefined;
  return type === 'undefined'
    ? { kind: 'ended', verdict: 'not-run', issue: { code: 'missing', params: { name: exercise } } }
    : {
        kind: 'ended',
        verdict: 'failed',
        issue: { code: 'not-a-function', params: { name: exercise, type } },
      };
}
