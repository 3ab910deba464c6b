import { beforeAll, describe, expect, test } from 'vitest';
import { type Tensor2D, tf } from '../../src/backend/tf.js';
import { loadReference } from '../reference/load.js';
import { sameFailure, withGuesses } from './guess.js';
import { runExercise } from './in-process.js';
import type { Reference } from './reference.js';
import type { Issue, TestResult } from './verdict.js';

let reference: Reference;
beforeAll(async () => {
  reference = await loadReference('02-a-network-from-scratch');
});

const exercise = 'softmax';
const seed = ({ id }: { id: string }): string => `guess/${id}`;

async function guesses(fn: unknown): Promise<TestResult[]> {
  const results = await runExercise({
    exercise,
    tests: reference.tests[exercise] ?? [],
    fn,
    solution: reference.solution,
    tf,
  });
  // `runExercise` draws its own inputs, so only visible tests see the same ones here.
  return withGuesses(
    results.filter(({ visible }) => visible),
    { exercise, reference, seed: (t) => (t.visible ? `visible/${exercise}/${t.id}` : seed(t)) },
  );
}

describe('a guess', () => {
  test('is the sentence of the mutant that gives the same wrong value', async () => {
    const results = await guesses((z: Tensor2D) => tf.exp(z).div(tf.exp(z).sum(0)));
    const worked = results.find(({ id }) => id === 'softmax/the-worked-example');
    expect(worked?.verdict).toBe('failed');
    expect(worked?.issue?.guess).toEqual({
      en: 'The columns sum to 1 instead of the rows: use axis 1.',
      zh: '和为 1 的是各列，而应是各行：请沿轴 1。',
    });
  });

  test('is not made where no mutant gives that value, nor where nothing failed', async () => {
    for (const fn of [
      (z: Tensor2D) => tf.mul(z, 0.123),
      (z: Tensor2D) => z.sub(z.logSumExp(1, true)).exp(),
    ]) {
      for (const { issue } of await guesses(fn)) expect(issue?.guess).toBeUndefined();
    }
  });

  test('is not made about code that threw', async () => {
    const fail = (): never => {
      throw new Error('no');
    };
    for (const { issue } of await guesses(fail)) {
      expect(issue?.code).toBe('threw');
      expect(issue?.guess).toBeUndefined();
    }
  });

  test('about a hidden test is made on its own input', async () => {
    const results = await runExercise({
      exercise,
      tests: (reference.tests[exercise] ?? []).filter(({ visible }) => !visible),
      fn: (z: Tensor2D) => tf.sigmoid(z),
      solution: reference.solution,
      tf,
      seed: 5,
    });
    const found = await withGuesses(results, {
      exercise,
      reference,
      seed: ({ id }) => `5/${exercise}/${id}`,
    });
    expect(found.some(({ issue }) => JSON.stringify(issue?.guess).includes('sigmoid'))).toBe(true);
    const other = await withGuesses(results, { exercise, reference, seed });
    const shape = other.find(({ id }) => id === 'softmax/square-matrices-and-others');
    expect(shape?.issue?.guess).toBeUndefined();
  });
});

describe('the same failure', () => {
  const text = (en: string) => ({ en, zh: '文' });
  const issue = (more: Partial<Issue>): Issue => ({ code: 'value-mismatch', params: {}, ...more });

  test.each<[string, Issue, Issue, boolean]>([
    ['the same value', issue({ got: [1, 2] }), issue({ got: [1, 2.000001] }), true],
    ['another value', issue({ got: [1, 2] }), issue({ got: [1, 3] }), false],
    ['more keys', issue({ got: { a: 1 } }), issue({ got: { a: 1, b: 2 } }), false],
    ['no value', issue({ got: undefined }), issue({}), false],
    [
      'the same entry of another list',
      issue({ got: 3, within: { got: [3, 1], expected: [2, 2] } }),
      issue({ got: 3, within: { got: [3, 2], expected: [2, 2] } }),
      false,
    ],
    ['another code', issue({ got: 1 }), issue({ code: 'threw', got: 1 }), false],
    ['another part', issue({ params: { what: 'dx' }, got: 1 }), issue({ got: 1 }), false],
    ['the same sentence', issue({ params: { n: 1 } }), issue({ params: { n: 1 } }), true],
    ['another sentence', issue({ params: { n: 1 } }), issue({ params: { n: 2 } }), false],
    [
      'the same text',
      issue({ params: { a: text('a') } }),
      issue({ params: { a: text('a') } }),
      true,
    ],
    [
      'another text',
      issue({ params: { a: text('a') } }),
      issue({ params: { a: text('b') } }),
      false,
    ],
    ['a text, and none', issue({ params: { a: text('a') } }), issue({ params: { a: 'a' } }), false],
  ])('%s', (_name, a, b, same) => {
    expect(sameFailure(a, b)).toBe(same);
  });
});
