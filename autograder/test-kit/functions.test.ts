import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Tensor1D, type Tensor2D, tf } from '../../src/backend/tf.js';
import { runExercise } from '../judge/in-process.js';
import type { Test } from '../judge/test.js';
import { dense } from './float64.js';
import { gradientsAreSlopes, stable, worked } from './functions.js';
import { shown, unseen } from './given.js';
import { atSizes, drawn, hiddenAtSizes } from './sizes.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});
const given = unseen('it', 1);
async function verdict(exercise: string, test: Test, fn: unknown, solution: unknown = fn) {
  const [result] = await runExercise({
    ...{ exercise, tests: [test], fn, solution: { [exercise]: solution }, tf },
  });
  return result?.issue === undefined
    ? result?.verdict
    : { ...result.issue.params, code: result.issue.code };
}

describe('a worked example', () => {
  const add = (a: Tensor1D, b: Tensor1D) => tf.add(a, b);
  const sums = worked('add', given, {
    args: [
      [1, 2],
      [3, 4],
    ],
    expected: [4, 6],
  });

  test('is calls and answers as they are written', async () => {
    expect(await verdict('add', sums, add)).toBe('passed');
    expect(await verdict('add', sums, (a: Tensor1D, b: Tensor1D) => tf.sub(a, b))).toMatchObject({
      code: 'value-mismatch',
    });
  });

  test('a number is a scalar, int32 stays, and an answer may have parts', async () => {
    const total = worked('total', given, { args: [{ int32: [1, 2] }], expected: 3 });
    const sum = (x: Tensor1D) => {
      if (x.dtype !== 'int32') throw new Error(x.dtype);
      return tf.sum(tf.cast(x, 'float32'));
    };
    expect(await verdict('total', total, sum)).toBe('passed');
    const parts = worked('both', given, {
      args: [[1, 2]],
      expected: { max: 2, twice: [2, 4] },
    });
    const both = (x: Tensor1D) => ({ max: tf.max(x), twice: tf.mul(x, 2) });
    expect(await verdict('both', parts, both)).toBe('passed');
    expect(await verdict('both', parts, (x: Tensor1D) => ({ max: tf.max(x) }))).toMatchObject({
      code: 'missing-key',
    });
  });
});

test('stability is judged on the inputs that are given', async () => {
  const large = stable('f', given, ({ tensor }) => [tensor([[1000, 0]])]);
  expect(large.kind).toBe('stability');
  const naive = (z: Tensor2D) => tf.div(tf.exp(z), tf.sum(tf.exp(z), 1, true));
  expect(await verdict('f', large, (z: Tensor2D) => tf.softmax(z))).toBe('passed');
  expect(await verdict('f', large, naive, (z: Tensor2D) => tf.softmax(z))).toMatchObject({
    code: 'not-finite',
  });
});

test('gradients are held against slopes of a forward pass by loops', async () => {
  // y = w x, loss = sum of y squared: dw = 2 y x, dx = 2 w y.
  const square = gradientsAreSlopes<'dx' | 'dw'>('backward', given, (t) => {
    const [x, w] = [t.randomTensor([2]), t.randomTensor([2, 2])];
    const loss = ({ dx, dw }: Record<'dx' | 'dw', Float64Array>) =>
      dense(dx, dw, [0, 0]).reduce((sum, y) => sum + y * y, 0);
    return { args: [x, w], at: { dx: x, dw: w }, loss };
  });
  const right = (x: Tensor1D, w: Tensor2D) => {
    const y = tf.matMul<Tensor2D>(tf.expandDims(x, 0), w); // [1, 2]
    const dx = tf.reshape(tf.matMul(tf.mul<Tensor2D>(y, 2), w, false, true), [2]);
    return { dx, dw: tf.matMul(tf.expandDims<Tensor2D>(x, 1), tf.mul<Tensor2D>(y, 2)) };
  };
  expect(await verdict('backward', square, right)).toBe('passed');
  const spoilt = (x: Tensor1D, w: Tensor2D) => ({ ...right(x, w), dw: tf.transpose(w) });
  expect(await verdict('backward', square, spoilt)).toMatchObject({
    code: 'value-mismatch',
    what: 'dw',
  });
});

test('shapes are drawn by letters, and every function has the same hidden sizes', async () => {
  const shapes: (readonly number[])[] = [];
  const randomTensor = (shape: readonly number[]) => {
    shapes.push(shape);
    return {} as never;
  };
  drawn('BD DH H')({ randomTensor }, 4, 3, 2);
  expect(shapes).toEqual([[4, 3], [3, 2], [2]]);
  const asked = { exercise: 'f', sizes: 2, draw: drawn('BC') };
  const tests = hiddenAtSizes(asked, 0.5);
  expect(tests.map(({ id, points, visible }) => [id, points, visible])).toEqual([
    ['square-matrices-and-others', 0.5, false],
    ['a-batch-of-one', 0.5, false],
    ['other-numbers-of-the-same-shape', 0.5, false],
  ]);
  const seen = atSizes(asked, shown('seen', 1, { en: 'Look.', zh: '看。' }), [2, 3]);
  expect(seen).toMatchObject({ visible: true, hint: { en: 'Look.', zh: '看。' } });
  for (const one of [...tests, seen]) {
    expect(await verdict('f', one, (z: Tensor2D) => tf.exp(z))).toBe('passed');
  }
});
