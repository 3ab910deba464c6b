/** One exercise of one submission, judged through a sandbox. */
import { createHmac } from 'node:crypto';
import type { Driver, Ended } from '../judge/driver.js';
import { withGuesses } from '../judge/guess.js';
import { visibleSeed } from '../judge/in-process.js';
import type { Reference } from '../judge/reference.js';
import { runTests } from '../judge/runner.js';
import type { Test } from '../judge/test.js';
import type { Issue, TestResult, Verdict } from '../judge/verdict.js';
import { type CompiledSlice, CompileError, compileSlice } from '../submission/compile.js';
import type { Slice } from '../submission/slice.js';
import type { Backend } from './backend.js';
import type { Limits } from './limits.js';
import type { Runtime } from './runtime.js';
import { type Sandbox, startSandbox } from './sandbox.js';

export interface Judge {
  reference: Reference;
  backend: Backend;
  runtime: Runtime;
  limits: Limits;
  /** The class secret; undefined when only visible tests are run. */
  secret: Uint8Array | undefined;
}

/** Runs all tests of an exercise (only the visible ones without a secret). */
export async function judgeExercise(
  judge: Judge,
  student: string,
  exercise: string,
  slice: Slice,
): Promise<{ tests: TestResult[]; output: string }> {
  const { reference, secret } = judge;
  let compiled: CompiledSlice;
  try {
    compiled = await compileSlice(slice.cells, [exercise]);
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    const place = error.place === undefined ? {} : { place: error.place };
    const issue = { code: 'load-failed', params: { message: error.message }, ...place };
    return { tests: allTests(judge, exercise, 'error', issue), output: '' };
  }

  let sandbox: Sandbox | undefined;
  let output = '';
  let keeping = true;
  const keepOutput = (): void => {
    if (keeping && sandbox !== undefined && output.length < 16 * 1024) output += sandbox.output();
    sandbox = undefined;
  };
  const start = async (): Promise<Driver | Ended> => {
    keepOutput();
    const fresh = startSandbox({ ...judge, keepOutput: keeping });
    sandbox = fresh;
    const loaded = await fresh.load(
      compiled.code,
      reference.withheld[exercise] ?? [],
      judge.limits.loadMs,
    );
    const ended = loadFailure(exercise, loaded, compiled);
    if (ended === undefined) return fresh;
    await fresh.close();
    return ended;
  };

  const seed = (test: Test): string =>
    test.visible || secret === undefined
      ? visibleSeed(exercise, test)
      : hiddenSeed(secret, student, reference.lesson, exercise, test);
  const results = await runTests({
    exercise,
    tests: testsOf(judge, exercise),
    start,
    reference: () => reference.functions,
    seed,
    locate: compiled.locate,
    onHidden: async () => {
      await sandbox?.discardOutput();
      keepOutput();
      keeping = false;
    },
  });
  keepOutput();
  const tests = await withGuesses(results, { exercise, reference, seed });
  return { tests, output: output.slice(0, 16 * 1024) };
}

/** Inputs of a hidden test: fixed for a class, student and test, and known to nobody else. */
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

export function testsOf(judge: Judge, exercise: string): readonly Test[] {
  const all = judge.reference.tests[exercise] ?? [];
  return judge.secret === undefined ? all.filter((test) => test.visible) : all;
}

/** The same verdict for every test, where none could be run. */
export function allTests(
  judge: Judge,
  exercise: string,
  verdict: Exclude<Verdict, 'passed'>,
  issue: Issue,
): TestResult[] {
  return testsOf(judge, exercise).map((test) => ({
    id: `${exercise}/${test.id}`,
    exercise,
    name: test.name,
    kind: test.kind,
    visible: test.visible,
    points: test.points,
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
