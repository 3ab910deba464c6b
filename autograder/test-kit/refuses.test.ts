import { describe, expect, test } from 'vitest';
import { tf } from '../../src/backend/tf.js';
import { runExercise } from '../judge/in-process.js';
import { test as exerciseTest } from '../judge/test.js';
import { expectRefusal } from './refuses.js';

const asked = exerciseTest(
  { name: 'it refuses -1', points: 1, kind: 'contract', visible: true },
  (t) => expectRefusal(t, 'root', 'root(-1)', [-1]),
);

const judged = async (fn: (x: number) => unknown) => {
  const [result] = await runExercise({ exercise: 'root', tests: [asked], fn, solution: {}, tf });
  return result;
};

describe('expectRefusal', () => {
  test('a RangeError passes, also a rejected promise', async () => {
    const refused = (x: number) => {
      if (x < 0) throw new RangeError('below 0');
      return Math.sqrt(x);
    };
    expect((await judged(refused))?.verdict).toBe('passed');
    expect((await judged(async (x) => refused(x)))?.verdict).toBe('passed');
  });

  test('an answer fails with a sentence that names the call, in both languages', async () => {
    const result = await judged((x) => Math.sqrt(x));
    expect(result?.verdict).toBe('failed');
    expect(JSON.stringify(result?.issue?.params)).toMatch(/`root\(-1\)` must throw.*应抛出/);
  });

  test('another error is told as what it is', async () => {
    const result = await judged(() => {
      throw new TypeError('x is not a number');
    });
    expect(result).toMatchObject({ verdict: 'error', issue: { code: 'threw' } });
    expect(result?.issue?.params).toMatchObject({ name: 'TypeError' });
  });
});
