import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, test } from 'vitest';
import { tf } from '../../../src/backend/tf.js';
import { test as judgeTest, type RemoteFunctions, type Test } from '../../judge/test.js';
import type { LoadedReference } from '../load.js';
import { noParts } from '../parts.js';
import { comparedAnswers } from './shown-equal.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

type Mapping = (x: number) => number;

/** The sum of what a function makes of the numbers below `n`. */
const sumOf = (n: number, f: Mapping): number => {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += f(i);
  return sum;
};

/** Draws a number and a function; its calls are counted, as tests of real lessons do. */
const drawn: Test = judgeTest(
  { name: 'drawn', points: 1, kind: 'value', visible: false },
  async (t) => {
    const n = t.rng.integer(1, 1_000_000);
    const scale = t.rng.integer(1, 9);
    const small = n % 7;
    const f = t.callback((x) => Number(x) * scale);
    const sum = await t.student.sumOf?.(small, f, n);
    t.expectClose(sum, (scale * small * (small - 1)) / 2);
    t.expect(f.calls.length === small, 'Each number is given once.');
  },
);

const reference = {
  ...{ lesson: '07-sample', parts: noParts, tests: { sumOf: [drawn] }, solution: { sumOf } },
  ...{ functions: {} as RemoteFunctions, allowed: {}, hash: '' },
} as LoadedReference;

test('what is given a function is compared on as many inputs as what is not', async () => {
  const backwards = (n: number, f: Mapping): number => {
    let sum = 0;
    for (let i = n - 1; i >= 0; i--) sum += f(i);
    return sum;
  };
  const { inputs, differs } = await comparedAnswers(reference, 'sumOf', backwards as never, 100);
  expect(differs).toBeUndefined();
  expect(inputs).toBeGreaterThanOrEqual(100);
});

test.each([
  ['answers otherwise for one of seven', (n: number, f: Mapping) => (n === 6 ? 0 : sumOf(n, f))],
  ['throws for one of seven', (n: number, f: Mapping) => (n === 5 ? f(Number.NaN) : sumOf(n, f))],
  ['never calls it', (n: number) => n],
])('what %s is told', async (_name, mutant) => {
  const { differs } = await comparedAnswers(reference, 'sumOf', mutant as never, 100);
  expect(differs).toBeDefined();
});
