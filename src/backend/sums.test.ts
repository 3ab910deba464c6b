/** Sums of many numbers, against sums in double precision. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { type BackendName, useBackend } from './index.js';
import { createRng } from './random.js';
import { tf } from './tf.js';

const shared = Float32Array.from(createRng('sums').normals(1_000_003), (v) => v + 2);

/** Numbers whose sum no rounding hides: all alike, or all of one sign. */
function numbers(size: number, kind: string): Float32Array {
  return kind === 'alike' ? new Float32Array(size).fill(0.1) : shared.slice(0, size);
}

/** Sums over `axes` in double precision. */
function expectedSums(values: Float32Array, shape: number[], axes: number[]): number[] {
  const kept = shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const steps = shape.map((_, i) => shape.slice(i + 1).reduce((a, b) => a * b, 1));
  const sums = new Array<number>(kept.reduce((n, i) => n * (shape[i] as number), 1)).fill(0);
  for (const [at, value] of values.entries()) {
    let place = 0;
    for (const i of kept) {
      const size = shape[i] as number;
      place = place * size + (Math.floor(at / (steps[i] as number)) % size);
    }
    sums[place] = (sums[place] as number) + value;
  }
  return sums;
}

function worst(given: ArrayLike<number>, expected: readonly number[]): number {
  expect(given.length).toBe(expected.length);
  return Math.max(...expected.map((value, i) => Math.abs((given[i] as number) / value - 1)));
}

const cases: [shape: number[], axes: number[]][] = [
  [[1_000_003], [0]],
  [[2, 400_009], [1]],
  [[400_009, 2], [0]],
  [
    [20, 50, 100, 3],
    [0, 1, 2],
  ],
  [
    [20, 50, 100, 3],
    [0, 2],
  ],
  [
    [20, 50, 100, 3],
    [1, 3],
  ],
  [[3, 5000, 7], [1]],
  [
    [5000, 1],
    [0, 1],
  ],
];

function suite(backend: BackendName): void {
  beforeAll(async () => void (await useBackend({ backend, printBackend: false })));
  afterAll(async () => void (await useBackend({ backend: 'cpu', printBackend: false })));

  describe.each(cases)('of %j along %j', (shape, axes) => {
    test.each(['alike', 'drawn'])('numbers that are %s', (kind) => {
      const values = numbers(
        shape.reduce((a, b) => a * b),
        kind,
      );
      const sums = expectedSums(values, shape, axes);
      const share = sums.length / values.length;
      const count = tf.memory().numTensors;
      tf.tidy(() => {
        const x = tf.tensor(values, shape);
        const kept = tf.sum(x, axes, true);
        expect(kept.shape).toEqual(shape.map((size, i) => (axes.includes(i) ? 1 : size)));
        expect(worst(kept.dataSync(), sums)).toBeLessThan(1e-6);
        expect(worst(tf.sum(x, axes).dataSync(), sums)).toBeLessThan(1e-6);
        const means = sums.map((sum) => sum * share);
        expect(worst(tf.mean(x, axes).dataSync(), means)).toBeLessThan(1e-6);
        if (axes.length === shape.length) {
          expect(
            worst(
              tf
                .cumsum(tf.reshape(x, [-1]))
                .dataSync()
                .slice(-1),
              sums,
            ),
          ).toBeLessThan(1e-6);
        }
      });
      expect(tf.memory().numTensors).toBe(count);
    });
  });

  test('what is made of sums: moments, norms, losses', () => {
    const values = numbers(1_000_003, 'drawn');
    const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
    const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
    const squares = values.reduce((sum, v) => sum + v * v, 0);
    tf.tidy(() => {
      const x = tf.tensor1d(values);
      const given = tf.moments(x);
      expect(worst(given.mean.dataSync(), [mean])).toBeLessThan(1e-6);
      expect(worst(given.variance.dataSync(), [variance])).toBeLessThan(1e-6);
      expect(worst(tf.norm(x).dataSync(), [Math.sqrt(squares)])).toBeLessThan(1e-6);
      const loss = tf.losses.meanSquaredError(tf.zerosLike(x), x);
      expect(worst(loss.dataSync(), [squares / values.length])).toBeLessThan(1e-6);
      const absolute = tf.losses.absoluteDifference(tf.zerosLike(x), x);
      const sizes = values.reduce((sum, v) => sum + Math.abs(v), 0) / values.length;
      expect(worst(absolute.dataSync(), [sizes])).toBeLessThan(1e-6);
    });
  });

  test('running sums: exclusive, reversed, along any axis', () => {
    for (const [exclusive, reverse, axis] of [
      [false, false, 1],
      [true, false, 1],
      [false, true, 1],
      [true, true, -2],
    ] as const) {
      const shape: [number, number, number] = [2, 1200, 3];
      const values = numbers(7200, 'drawn');
      const given = tf.tidy(() =>
        tf.cumsum(tf.tensor(values, shape), axis, exclusive, reverse).dataSync(),
      );
      const expected = new Array<number>(7200);
      for (let block = 0; block < 2; block++) {
        for (let column = 0; column < 3; column++) {
          let sum = 0;
          for (let i = 0; i < 1200; i++) {
            const at = (block * 1200 + (reverse ? 1199 - i : i)) * 3 + column;
            expected[at] = exclusive ? sum : sum + (values[at] as number);
            sum += values[at] as number;
          }
        }
      }
      const gap = Math.max(
        ...expected.map((v, i) => Math.abs((given[i] as number) - v) / Math.max(1, v)),
      );
      expect(gap).toBeLessThan(1e-6);
    }
  });

  test('gradients, integers, truth values, NaN and nothing at all', () => {
    tf.tidy(() => {
      const x = tf.ones([3, 1000]);
      expect(
        tf
          .grad((t) => tf.mean(t))(x)
          .dataSync()[0],
      ).toBeCloseTo(1 / 3000, 9);
      expect(
        tf
          .grad((t) => tf.sum(tf.sum(t, 0)))(x)
          .dataSync()[7],
      ).toBe(1);
      const whole = tf.sum(tf.fill([20_000], 3, 'int32'));
      expect([whole.dtype, whole.dataSync()[0]]).toEqual(['int32', 60_000]);
      expect(tf.mean(tf.fill([4], 3, 'int32')).dtype).toBe('float32');
      expect(tf.sum(tf.fill([5], 1, 'bool')).dataSync()[0]).toBe(5);
      expect(tf.sum(tf.tensor1d([1, Number.NaN, 2])).dataSync()[0]).toBeNaN();
      expect(tf.sum(tf.tensor1d([1, Number.POSITIVE_INFINITY])).dataSync()[0]).toBe(Infinity);
      expect(Array.from(tf.sum(tf.zeros([0, 3]), 0).dataSync())).toEqual([0, 0, 0]);
    });
  });
}

describe('sums on the cpu backend', () => suite('cpu'));
describeIf('wasm', 'sums on the wasm backend', () => suite('wasm'));
describeIf('native', 'sums on TensorFlow', () => suite('tensorflow'));
