import { inspect } from 'node:util';
import * as core from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { type BackendName, useBackend } from './index.js';
import { showNumbers } from './inspect.js';
import { tf } from './tf.js';

const row = (count: number) => tf.tidy(() => tf.range(0, count));

function shows(name: BackendName): void {
  test(`${name}: shape, dtype and numbers, in columns`, async () => {
    await useBackend({ backend: name, printBackend: false });
    const x = tf.tidy(() => row(6).reshape([2, 3]).div(3));
    expect(inspect(x)).toBe(
      [
        'Tensor float32 [2, 3]',
        '[[       0, 0.333333, 0.666667],',
        ' [       1,  1.33333,  1.66667]]',
      ].join('\n'),
    );
    expect(inspect(tf.scalar(3, 'int32'))).toBe('Tensor int32 [] 3');
    expect(inspect(tf.tensor1d([true, false], 'bool'))).toBe('Tensor bool [2] [true, false]');
    expect(inspect(tf.zeros([0, 3]))).toBe('Tensor float32 [0, 3] []');
    expect(inspect(tf.tensor1d([Number.NaN, 1e-9, -0]))).toBe('Tensor float32 [3] [NaN, 1e-9, -0]');
    expect(inspect(tf.tensor1d(['a"b', 'c'], 'string'))).toBe('Tensor string [2] ["a\\"b", "c"]');
  });

  test(`${name}: reading the numbers leaves no tensor behind`, async () => {
    await useBackend({ backend: name, printBackend: false });
    const x = tf.zeros([30, 30]);
    const { numTensors } = tf.memory();
    inspect(x);
    expect(tf.memory().numTensors).toBe(numTensors);
  });
}

shows('cpu');
shows('wasm');
describeIf('native', 'on TensorFlow', () => shows('tensorflow'));

describe('a tensor in the console', () => {
  test('a long one has the middle of its axes left out', () => {
    expect(inspect(row(1000))).toBe('Tensor float32 [1000] [0, 1, 2, …, 997, 998, 999]');
    expect(inspect(tf.zeros([50, 2, 40])).split('\n')).toHaveLength(1 + 6 * 2 + 1);
    // However many axes there are, and fast.
    const many = inspect(tf.zeros([9, 9, 9, 9, 9, 9]));
    expect(many.split('\n').length).toBeLessThan(45);
  });

  test('inside other values it is indented with them', () => {
    const text = inspect({ loss: tf.scalar(0.5), w: [tf.ones([2, 2])] });
    expect(text).toBe(
      '{\n  loss: Tensor float32 [] 0.5,\n  w: [\n    Tensor float32 [2, 2]\n    [[1, 1],\n     [1, 1]]\n  ]\n}',
    );
  });

  test('a variable says its name; what was disposed says so', () => {
    const w = tf.variable(tf.ones([2]), true, 'kernel-of-a-test');
    expect(inspect(w)).toBe("Variable 'kernel-of-a-test' float32 [2] [1, 1]");
    w.dispose();
    expect(inspect(w)).toMatch(/^Variable .* \(disposed: /);
    const x = tf.ones([3]);
    x.dispose();
    expect(inspect([x])).toContain('disposed');
  });

  test('a complex one and a buffer', () => {
    const z = core.complex([1, -2], [0.5, -3]);
    expect(inspect(z)).toBe('Tensor complex64 [2] [1+0.5i, -2-3i]');
    expect(inspect(core.buffer([2], 'int32'))).toBe('TensorBuffer int32 [2] [0, 0]');
  });
});

test('brackets open and close as in a nested list, whatever the shape', () => {
  for (const shape of [[3], [2, 3], [2, 1, 3], [1, 2, 2, 2], [2, 2, 1, 1, 2], [4, 1], [1, 1, 1]]) {
    const size = shape.reduce((a, b) => a * b, 1);
    const nested: unknown = JSON.parse(showNumbers(shape, String));
    const flat = (nested as unknown[]).flat(Number.POSITIVE_INFINITY);
    expect(flat).toEqual(Array.from({ length: size }, (_, i) => i));
    const sizes: number[] = [];
    for (let at: unknown = nested; Array.isArray(at); at = at[0]) sizes.push(at.length);
    expect(sizes).toEqual(shape);
  }
});
