import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, test } from 'vitest';
import { tf } from '../../../src/backend/tf.js';
import { test as judgeTest, type RemoteFunctions, type Test } from '../../judge/test.js';
import type { LoadedReference } from '../load.js';
import { noParts } from '../parts.js';
import type { Equivalent } from './equivalents.js';
import { isClean, type MutateOptions, mutateExercise } from './mutate.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const text = `export function sumTo(n: number): number {
  let sum = 0;
  for (let i = 0; i <= n; i++) sum += i;
  return sum;
}
`;
const sumTo = (n: number): number => (n * (n + 1)) / 2;

const named = (name: string, run: Test['run']): Test =>
  judgeTest({ name, points: 1, kind: 'value', visible: true }, run);
const at = (n: number): Test =>
  named(`up to ${n}`, async (t) => t.expectClose(await t.student.sumTo?.(n), sumTo(n)));

const reference = (tests: readonly Test[]): LoadedReference => ({
  ...{ lesson: '07-sample', parts: noParts, tests: { sumTo: tests }, solution: { sumTo } },
  ...{ functions: {} as RemoteFunctions, allowed: {}, hash: '' },
});

const mutated = (tests: readonly Test[], options: MutateOptions = {}) =>
  mutateExercise(reference(tests), 'sumTo', { text, at: new URL(import.meta.url) }, options);

/** The loop may begin with 1: adding 0 does nothing. */
const start: Equivalent = {
  ...{ exercise: 'sumTo', operator: 'off-by-one' },
  before: 'for (let i = 0; i <= n; i++) sum += i;',
  after: 'for (let i = 1; i <= n; i++) sum += i;',
  reason: 'Adding 0 does nothing.',
};

test('what no test rejects is named with its line', async () => {
  const score = await mutated([at(0), at(4)]);
  expect(score.survivors).toMatchObject([
    { operator: 'off-by-one', line: 3, after: start.after, rejectedIn: 0, draws: 10 },
  ]);
  expect(score.rejected).toBe(score.mutants - 1);
  expect(isClean(score)).toBe(false);
});

test('tests that are too weak let more of them pass', async () => {
  const { survivors } = await mutated([at(0)]);
  expect(survivors.length).toBeGreaterThan(3);
  expect(survivors.map(({ operator }) => operator)).toContain('constant-return');
});

test('one that some draws reject is told as such', async () => {
  const drawn = named('a drawn one', async (t) => {
    const n = t.rng.integer(0, 2) * 3;
    t.expectClose(await t.student.sumTo?.(n), sumTo(n));
  });
  const lucky = (await mutated([drawn])).survivors.map(({ rejectedIn }) => rejectedIn);
  const always = (await mutated([at(0)])).survivors.map(({ rejectedIn }) => rejectedIn);
  expect(always.every((count) => count === 0)).toBe(true);
  // Draw 0 gives 0 or 3; where it gives 3, all but the equivalent one are rejected at once.
  expect(lucky.length === 1 || lucky.some((count) => count > 0)).toBe(true);
});

test('a record makes a survivor equivalent; a record too many, a stale or a wrong one is told', async () => {
  const both = [at(0), at(4)];
  expect((await mutated(both, { equivalents: [start] })).equivalent).toBe(1);
  expect(isClean(await mutated(both, { equivalents: [start] }))).toBe(true);

  const stale = { ...start, after: 'for (let i = 7; i <= n; i++) sum += i;' };
  expect((await mutated(both, { equivalents: [start, stale] })).stale).toEqual([stale]);

  const wrong: Equivalent = { ...start, operator: 'dropped-statement', after: 'sum' };
  expect((await mutated(both, { equivalents: [wrong] })).stale).toEqual([wrong]);
  const rejected: Equivalent = { ...start, after: start.after.replace('i = 1', 'i = (-1)') };
  const score = await mutated(both, { equivalents: [start, rejected] });
  expect(score.rejectedEquivalents).toMatchObject([{ after: rejected.after }]);
  expect(score.mostEquivalents).toBe(Math.floor(score.mutants / 10));
  expect(isClean(score)).toBe(false);
});

test('a test that breaks has rejected nothing', async () => {
  const breaks = named('breaks', async (t) => {
    const got = await t.student.sumTo?.(4);
    if (got !== 10) throw new TypeError('no number that I know');
  });
  const { broken, rejected } = await mutated([breaks]);
  expect(broken.length).toBeGreaterThan(3);
  expect(broken[0]).toMatchObject({ test: 'sumTo/breaks' });
  expect(rejected).toBeLessThan(broken.length);
});

test('a sample is drawn from its seed, and records are held against all mutants', async () => {
  const drawn = async (seed: number) => {
    const score = await mutated([at(0)], { sample: 5, seed });
    expect(score.mutants).toBe(5);
    return score.survivors.map(({ after }) => after);
  };
  expect(await drawn(1)).toEqual(await drawn(1));
  const all = await Promise.all([1, 2, 3, 4].map(drawn));
  expect(new Set(all.map(String)).size).toBeGreaterThan(1);
  expect((await mutated([at(4)], { sample: 1, equivalents: [start] })).stale).toEqual([]);
});

test('a mutant that waits for ever is ended, and a stray rejection ends nothing', async () => {
  const waits = `export async function sumTo(n: number): Promise<number> {
  await new Promise<void>((resolve) => { if (n >= 0) resolve(); });
  try { await later(); } catch {}
  return (n * (n + 1)) / 2;
}
async function later(): Promise<void> {
  throw new RangeError('nobody is told');
}
`;
  const source = { text: waits, at: new URL(import.meta.url) };
  const score = await mutateExercise(reference([at(0), at(4)]), 'sumTo', source);
  // `n >= 0` as `false` waits; without `await` the error is caught by nobody.
  expect(score.rejected).toBeGreaterThan(0);
  const survived = score.survivors.map(({ after }) => after);
  expect(survived).toContain('try { later(); } catch {}');
  expect(survived.join()).not.toContain('if (false)');
});

test('a solution that does not pass is no ground for mutants', async () => {
  const source = { text: text.replace('<=', '<'), at: new URL(import.meta.url) };
  await expect(mutateExercise(reference([at(4)]), 'sumTo', source)).rejects.toThrow(/up-to-4/);
});
