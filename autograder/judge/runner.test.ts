import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, test as it } from 'vitest';
import { tf } from '../../src/backend/tf.js';
import { runExercise } from './in-process.js';
import { localDriver } from './local-driver.js';
import { runTests } from './runner.js';
import { tensorAdapter } from './tensor-adapter.js';
import { type Test, type TestContext, type TestSpec, test } from './test.js';

beforeAll(async () => {
  tf.env().set('IS_TEST', true);
  await tf.setBackend('cpu');
});

const solution = { double: (x: unknown) => tf.mul(x as never, 2) };
const spec: TestSpec = { name: 'doubles', points: 2, kind: 'value', visible: true, hint: 'Twice.' };
const doubles = test(spec, async (t) => {
  const x = t.randomTensor([2, 3]);
  t.expectClose(await t.student.double?.(x), await t.reference.double?.(x));
  t.expectArgumentsUnchanged();
});

async function judge(fn: unknown, tests: readonly Test[] = [doubles]) {
  const [result] = await runExercise({ exercise: 'double', tests, fn, solution, tf });
  return result;
}

describe('verdicts', () => {
  it('passes what is right', async () => {
    const result = await judge((x: never) => tf.add(x, x));
    expect(result).toMatchObject({ id: 'double/doubles', verdict: 'passed', score: 2 });
    expect(result?.hint).toBeUndefined();
  });

  it.each([
    ['wrong numbers', (x: never) => tf.mul(x, 3), 'failed', 'value-mismatch'],
    ['a wrong shape', (x: never) => tf.sum(tf.mul(x, 2), 0), 'failed', 'shape-mismatch'],
    ['a wrong dtype', (x: never) => tf.cast(tf.mul(x, 2), 'int32'), 'failed', 'dtype-mismatch'],
    ['NaN', (x: never) => tf.mul(x, Number.NaN), 'failed', 'not-finite'],
    ['a number', () => 4, 'failed', 'type-mismatch'],
    ['nothing', () => undefined, 'failed', 'type-mismatch'],
    [
      'a throw',
      () => {
        throw new RangeError('no');
      },
      'error',
      'threw',
    ],
    [
      'a throw of nothing',
      () => {
        throw undefined;
      },
      'error',
      'threw',
    ],
    [
      'a rejection',
      async () => {
        throw new Error('late');
      },
      'error',
      'threw',
    ],
    ['a symbol', () => Symbol('x'), 'failed', 'unencodable'],
    [
      'an evil getter',
      () => ({
        get x() {
          throw new Error('got you');
        },
      }),
      'error',
      'threw',
    ],
    ['no function', 5, 'error', 'threw'],
    [
      'a disposed argument',
      (x: { dispose(): void }) => {
        const y = tf.mul(x as never, 2);
        x.dispose();
        return y;
      },
      'failed',
      'argument-disposed',
    ],
  ])('%s', async (_name, fn, verdict, code) => {
    expect(await judge(fn)).toMatchObject({ verdict, score: 0, issue: { code }, hint: 'Twice.' });
  });

  it('names the first bad index and the largest error', async () => {
    const at = test({ ...spec, name: 'at' }, async (t) => {
      const x = t.tensor([
        [1, 2],
        [3, 4],
      ]);
      t.expectClose(
        await t.student.double?.(x),
        t.tensor([
          [2, 4],
          [7, 8],
        ]),
        { what: 'y' },
      );
    });
    const result = await judge(solution.double, [at]);
    expect(result?.issue).toMatchObject({
      params: {
        what: 'y',
        index: '[1, 0]',
        expected: '7',
        got: '6',
        badCount: 1,
        total: 4,
        maxError: '1',
      },
      index: [1, 0],
      maxError: 1,
    });
  });

  it('a promise that never settles ends at the limit, and the next test still runs', async () => {
    const slow = test({ ...spec, name: 'slow', timeoutMs: 50 }, doubles.run);
    let calls = 0;
    const fn = (x: never) => (calls++ === 0 ? new Promise(() => {}) : tf.mul(x, 2));
    const results = await runExercise({
      exercise: 'double',
      tests: [slow, doubles],
      fn,
      solution,
      tf,
    });
    expect(results.map((r) => r.verdict)).toEqual(['timeout', 'passed']);
  });

  it('visible tests run first and hidden ones draw other inputs', async () => {
    const seen: number[][] = [];
    const spy = (name: string, visible: boolean) =>
      test({ ...spec, name, visible }, async (t: TestContext) => {
        seen.push([...t.randomTensor([2]).data]);
      });
    const tests = [spy('hidden', false), spy('shown', true)];
    const options = { exercise: 'double', tests, fn: solution.double, solution, tf };
    const results = await runExercise({ ...options, seed: 'a' });
    await runExercise({ ...options, seed: 'b' });
    expect(results.map((r) => r.visible)).toEqual([true, false]);
    expect(seen[0]).toEqual(seen[2]);
    expect(seen[1]).not.toEqual(seen[3]);
  });

  it("a test whose own body breaks is the judge's failure, never a pass", async () => {
    const broken = test({ ...spec, name: 'broken' }, async () => {
      throw new TypeError('oops');
    });
    expect(await judge(solution.double, [broken])).toMatchObject({
      verdict: 'error',
      issue: { code: 'judge-failed' },
    });
  });

  it('what cannot be loaded is the verdict of every test, without being tried again', async () => {
    let starts = 0;
    const results = await runTests({
      exercise: 'double',
      tests: [doubles, { ...doubles, id: 'again' }],
      start: async () => {
        starts++;
        return {
          kind: 'ended',
          verdict: 'error',
          issue: { code: 'load-failed', params: { message: 'x' } },
        };
      },
      reference: () => Object.create(null),
      seed: () => 1,
    });
    expect(starts).toBe(1);
    expect(results.map((r) => r.verdict)).toEqual(['error', 'error']);
  });

  it('tests after the time budget are not run, and say so', async () => {
    let clock = 0;
    const late = test({ ...spec, name: 'late' }, async () => {
      clock += 121_000;
    });
    const results = await runTests({
      exercise: 'double',
      tests: [late, doubles],
      start: async () => localDriver(solution, tensorAdapter(tf)),
      reference: () => Object.create(null),
      seed: () => 1,
      now: () => clock,
    });
    expect(results[1]).toMatchObject({
      verdict: 'not-run',
      issue: { code: 'not-run', params: { reason: 'budget' } },
    });
  });
});
