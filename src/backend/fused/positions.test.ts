import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { numericalGradient, relativeError } from '../../deep-learning/test-tools.js';
import { tensorsKept, use } from '../../nn/layers/test-tools.js';
import { createRng } from '../random.js';
import { alibiBias, alibiSlopes } from './alibi.js';
import { rotate, turnsOf } from './rotary-positions.js';
import { positionsOf } from './sequence-positions.js';
import { addSinusoids } from './sinusoidal-positions.js';
import { swiglu } from './swiglu.js';

const read = (f: () => tf.Tensor): number[] => tf.tidy(() => Array.from(f().dataSync()));

/** The gradient of a weighted sum, by the tape and by finite differences. */
function gradients(f: (x: tf.Tensor) => tf.Tensor, shape: number[]): number {
  const size = shape.reduce((a, b) => a * b, 1);
  const rng = createRng(5);
  const x = rng.normals(size);
  const shaped = (values: Float32Array): tf.Tensor => tf.tensor(values, shape);
  const loss = (at: tf.Tensor): tf.Tensor => {
    const y = f(at);
    return tf.sum(tf.mul(y, tf.tensor(createRng(6).normals(y.size), y.shape)));
  };
  const byTape = read(() => tf.grad(loss)(shaped(x)));
  const numeric = numericalGradient((v) => read(() => loss(shaped(v)))[0] as number, x);
  return relativeError(byTape, numeric);
}

function suite(): void {
  test('gradients are those of finite differences', () => {
    const turns = (): ReturnType<typeof turnsOf> => turnsOf(tf.tensor1d([0, 3, 7]), 4);
    expect(gradients((x) => rotate(x as never, turns()), [1, 2, 3, 4])).toBeLessThan(1e-3);
    expect(gradients(swiglu, [2, 3, 6])).toBeLessThan(1e-3);
    expect(gradients((x) => addSinusoids(x, 100), [2, 3, 4])).toBeLessThan(1e-3);
  });

  test('positions are counted along the sequence, whatever is in it', () => {
    const x = () => tf.tensor3d(createRng(1).normals(24), [2, 4, 3]);
    expect(read(() => positionsOf(x()))).toEqual([0, 1, 2, 3]);
  });

  test('leave no tensor behind', async () => {
    const kept = await tensorsKept(() =>
      tf.tidy(() => {
        const x = tf.zeros([1, 1, 3, 4]);
        tf.grad((y) => tf.sum(rotate(y as tf.Tensor4D, turnsOf(tf.range(0, 3), 4))))(x);
        tf.grad((y) => tf.sum(swiglu(y)))(x);
        alibiBias(2, tf.range(0, 3), tf.range(0, 3));
        addSinusoids(tf.zeros([1, 3, 4]), 10_000);
      }),
    );
    expect(kept).toEqual([0, 0]);
  });
}

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));
  suite();

  test('a turned query and key: their product depends on how far apart they are, and not on where', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.nat(40), fc.nat(40), fc.nat(1000), (i, j, shift, seed) => {
        const rng = createRng(seed);
        const [q, k] = [rng.normals(8), rng.normals(8)];
        const at = (values: Float32Array, position: number): tf.Tensor =>
          rotate(tf.tensor4d(values, [1, 1, 1, 8]), turnsOf(tf.tensor1d([position]), 8));
        const product = (a: number, b: number): number =>
          read(() => tf.sum(tf.mul(at(q, a), at(k, b))))[0] as number;
        expect(product(i + shift, j + shift)).toBeCloseTo(product(i, j), 3);
        // A turn keeps lengths.
        const length = read(() => tf.norm(at(q, i)))[0] as number;
        expect(length).toBeCloseTo(Math.hypot(...q), 4);
      }),
      { numRuns: 40 },
    );
  });

  test('the slopes and biases of ALiBi are those of the paper', () => {
    expect(alibiSlopes(8)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((i) => 2 ** -i));
    expect(alibiSlopes(3)).toEqual([2 ** -4, 2 ** -8, 2 ** -2]);
    expect(alibiSlopes(12).slice(8)).toEqual([0.5, 1.5, 2.5, 3.5].map((i) => 2 ** -i));
    expect(read(() => alibiBias(1, tf.tensor1d([2]), tf.range(0, 4)))).toEqual(
      [2, 1, 0, 1].map((distance) => -distance / 256),
    );
  });

  test('waves: sine and cosine in turn, as the formula has them', () => {
    const rows = read(() => addSinusoids(tf.zeros([1, 5, 6]), 10_000));
    for (let position = 0; position < 5; position++) {
      for (let i = 0; i < 3; i++) {
        const angle = position / 10_000 ** ((2 * i) / 6);
        expect(rows[position * 6 + 2 * i]).toBeCloseTo(Math.sin(angle), 5);
        expect(rows[position * 6 + 2 * i + 1]).toBeCloseTo(Math.cos(angle), 5);
      }
    }
    const one = read(() => addSinusoids(tf.zeros([1, 1, 6]), 10_000, tf.tensor1d([3])));
    one.forEach((value, i) => {
      expect(value).toBeCloseTo(rows[18 + i] as number, 6);
    });
  });

  test('swiglu is the swish of one half times the other', () => {
    const y = read(() => swiglu(tf.tensor2d([[1, -2, 3, 5]])));
    expect(y[0]).toBeCloseTo(3 / (1 + Math.exp(-1)), 5);
    expect(y[1]).toBeCloseTo((-2 * 5) / (1 + Math.exp(2)), 5);
  });
});

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));
  suite();
});
