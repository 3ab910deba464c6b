import * as core from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { type BackendName, useBackend } from '../index.js';
import { createRng } from '../random.js';
import { ComplexNumbersError } from './complex-kernels.js';

type Pair = [re: number, im: number];
const left: Pair[] = [
  [1, 5],
  [2, -6],
  [-3, 7],
  [4, 0.5],
];
const right: Pair[] = [
  [0.5, 1],
  [2, 2],
  [1, -1],
  [-4, 3],
];
const make = (pairs: Pair[], shape: number[]): core.Tensor =>
  core.complex(
    core.tensor(
      pairs.map(([re]) => re),
      shape,
    ),
    core.tensor(
      pairs.map(([, im]) => im),
      shape,
    ),
  );
const times = ([a, b]: Pair, [c, d]: Pair): Pair => [a * c - b * d, a * d + b * c];
const over = (x: Pair, [c, d]: Pair): Pair => {
  const [re, im] = times(x, [c, -d]);
  return [re / (c * c + d * d), im / (c * c + d * d)];
};
const plus = (...all: Pair[]): Pair => [
  all.reduce((sum, [re]) => sum + re, 0),
  all.reduce((sum, [, im]) => sum + im, 0),
];
const at = (pairs: Pair[], i: number): Pair => pairs[i] as Pair;

/** By definition, in double precision. */
function dft(signal: Pair[], sign: 1 | -1): Pair[] {
  return signal.map((_, k) =>
    plus(
      ...signal.map((value, n) => {
        const angle = (sign * 2 * Math.PI * k * n) / signal.length;
        return times(value, [Math.cos(angle), Math.sin(angle)]);
      }),
    ),
  );
}

function expectClose(given: core.Tensor, expected: Pair[], shape?: number[]): void {
  expect(given.dtype).toBe('complex64');
  if (shape !== undefined) expect(given.shape).toEqual(shape);
  const gap = Array.from(given.dataSync()).map((v, i) => v - (expected.flat()[i] as number));
  expect(given.size * 2).toBe(expected.flat().length);
  expect(Math.hypot(...gap) / Math.hypot(...expected.flat())).toBeLessThan(1e-5);
}

function suite(backend: BackendName): void {
  beforeAll(async () => void (await useBackend({ backend, printBackend: false })));
  afterAll(async () => void (await useBackend({ backend: 'cpu', printBackend: false })));

  /** Without a tensor left. */
  const tested = (name: string, work: () => void): void =>
    test(name, () => {
      const { numTensors, numDataBuffers } = core.memory();
      core.tidy(work);
      expect(core.memory()).toMatchObject({ numTensors, numDataBuffers });
    });

  tested('parts, size and values', () => {
    const x = make(left, [2, 2]);
    expect(Array.from(core.real(x).dataSync())).toEqual([1, 2, -3, 4]);
    expect(Array.from(core.imag(x).dataSync())).toEqual([5, -6, 7, 0.5]);
    const sizes = left.map((pair) => Math.hypot(...pair));
    core
      .abs(x)
      .dataSync()
      .forEach((size, i) => void expect(size).toBeCloseTo(sizes[i] as number, 5));
    expect(x.arraySync()).toEqual([
      [1, 5, 2, -6],
      [-3, 7, 4, 0.5],
    ]);
    expect(x.toString()).toContain('5j');
  });

  tested('arithmetic, with real numbers and other shapes too', () => {
    const [a, b] = [make(left, [2, 2]), make(right, [2, 2])];
    expectClose(
      core.add(a, b),
      left.map((x, i) => plus(x, at(right, i))),
    );
    expectClose(
      core.sub(a, b),
      left.map(([re, im], i) => [re - at(right, i)[0], im - at(right, i)[1]]),
    );
    expectClose(
      core.mul(a, b),
      left.map((x, i) => times(x, at(right, i))),
    );
    expectClose(
      core.div(a, b),
      left.map((x, i) => over(x, at(right, i))),
    );
    expectClose(
      core.add(a, 1),
      left.map(([re, im]) => [re + 1, im]),
    );
    expectClose(
      core.mul(2, a),
      left.map(([re, im]) => [2 * re, 2 * im]),
    );
    expectClose(
      core.mul(a, make([at(right, 0)], [1])),
      left.map((x) => times(x, at(right, 0))),
    );
    expectClose(
      core.neg(a),
      left.map(([re, im]) => [-re, -im]),
    );
    expectClose(
      core.square(a),
      left.map((x) => times(x, x)),
    );
    expectClose(
      core.exp(a),
      left.map(([re, im]) => [Math.exp(re) * Math.cos(im), Math.exp(re) * Math.sin(im)]),
    );
    expect(Array.from(core.equal(a, a).dataSync())).toEqual([1, 1, 1, 1]);
    expect(Array.from(core.notEqual(a, b).dataSync())).toEqual([1, 1, 1, 1]);
  });

  tested('sums, means and products of matrices', () => {
    const [a, b] = [make(left, [2, 2]), make(right, [2, 2])];
    expectClose(core.sum(a), [plus(...left)], []);
    const [re, im] = plus(...left);
    expectClose(core.mean(a), [[re / 4, im / 4]], []);
    const entry = (i: number, j: number): Pair =>
      plus(times(at(left, 2 * i), at(right, j)), times(at(left, 2 * i + 1), at(right, 2 + j)));
    expectClose(core.matMul(a, b), [entry(0, 0), entry(0, 1), entry(1, 0), entry(1, 1)], [2, 2]);
  });

  tested('what only moves numbers', () => {
    const x = make(left, [2, 2]);
    const [p, q, r, s] = left as [Pair, Pair, Pair, Pair];
    expectClose(core.transpose(x), [p, r, q, s], [2, 2]);
    expectClose(core.reverse(x, 0), [r, s, p, q]);
    expectClose(core.slice(x, [0, 1], [2, 1]), [q, s], [2, 1]);
    expectClose(core.stridedSlice(x, [0, 0], [2, 2], [1, 2]), [p, r], [2, 1]);
    expectClose(core.concat([x, x], 1), [p, q, p, q, r, s, r, s], [2, 4]);
    expectClose(core.stack([x, x]), [...left, ...left], [2, 2, 2]);
    expectClose(core.unstack(x)[1] as core.Tensor, [r, s], [2]);
    expectClose(core.split(x, 2, 1)[0] as core.Tensor, [p, r], [2, 1]);
    expectClose(core.tile(x, [1, 2]), [p, q, p, q, r, s, r, s]);
    expectClose(core.gather(x, core.tensor1d([1], 'int32')), [r, s], [1, 2]);
    expectClose(
      core.pad(x as core.Tensor2D, [
        [0, 0],
        [1, 0],
      ]),
      [[0, 0], p, q, [0, 0], r, s],
      [2, 3],
    );
    expectClose(core.squeeze(core.expandDims(x, 0)), left, [2, 2]);
    expectClose(core.reshape(x, [4]), left, [4]);
    const condition = core.tensor2d([1, 0, 0, 1], [2, 2], 'bool');
    expectClose(core.where(condition, x, core.zerosLike(x)), [p, [0, 0], [0, 0], s]);
    expectClose(core.onesLike(x), [
      [1, 0],
      [1, 0],
      [1, 0],
      [1, 0],
    ]);
    expectClose(core.cast(core.tensor1d([1, 2]), 'complex64'), [
      [1, 0],
      [2, 0],
    ]);
    expect(Array.from(core.cast(x, 'float32').dataSync())).toEqual([1, 2, -3, 4]);
  });

  describe.each([1, 4, 6, 16])('Fourier transforms of %i numbers', (size) => {
    const rng = createRng(`fft ${size}`);
    const rows = [0, 1].map(() =>
      Array.from({ length: size }, (): Pair => rng.normals(2) as unknown as Pair),
    );
    tested('there and back', () => {
      const x = make(rows.flat(), [2, size]);
      expectClose(
        core.spectral.fft(x),
        rows.flatMap((row) => dft(row, -1)),
        [2, size],
      );
      expectClose(
        core.spectral.ifft(x),
        rows.flatMap((row) => dft(row, 1).map(([re, im]): Pair => [re / size, im / size])),
      );
      const signal = core.real(x);
      const half = Math.floor(size / 2) + 1;
      const real = rows.map((row) => row.map(([re]): Pair => [re, 0]));
      const spectrum = core.spectral.rfft(signal);
      expectClose(
        spectrum,
        real.flatMap((row) => dft(row, -1).slice(0, half)),
        [2, half],
      );
      if (size % 2 === 1) return;
      const back = core.spectral.irfft(spectrum).dataSync();
      const gap = Array.from(back).map((v, i) => v - (real.flat()[i]?.[0] as number));
      expect(Math.hypot(...gap)).toBeLessThan(1e-5);
    });
  });
}

describe('complex numbers on the cpu backend', () => {
  suite('cpu');
  test('what it cannot do with them is said, with the remedy', () => {
    expect(() => core.relu(make(left, [4]))).toThrow(
      "Expected real numbers for relu on the backend `cpu`. Received: complex64. Compute with `tf.real(x)` and `tf.imag(x)`, or use `await useBackend('tensorflow')`",
    );
  });
});
describeIf('wasm', 'complex numbers on the wasm backend', () => {
  suite('wasm');
  test('a kernel that would misread them refuses them', async () => {
    await useBackend({ backend: 'wasm', printBackend: false });
    expect(() => core.max(make(left, [4]))).toThrow(ComplexNumbersError);
    expect(() => core.relu(make(left, [4]))).toThrow('on the backend `wasm`');
  });
  test('they go with their values when another backend runs', async () => {
    await useBackend({ backend: 'wasm', printBackend: false });
    const x = make(left, [2, 2]);
    await useBackend({ backend: 'cpu', printBackend: false });
    expectClose(
      core.add(x, x),
      left.map(([re, im]) => [2 * re, 2 * im]),
    );
    await useBackend({ backend: 'wasm', printBackend: false });
    expectClose(core.mul(x, 1), left);
  });
});
describeIf('native', 'complex numbers on TensorFlow', () => suite('tensorflow'));
