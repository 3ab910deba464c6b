import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { createRng } from '../backend/random.js';
import { vaeParts } from '../models/vae/parts/vae-parts.js';
import { vae } from '../models/vae/vae.js';
import { use } from '../nn/layers/test-tools.js';
import { type Tensor, tf } from '../nn/tf.js';
import { collapseReport } from './collapse-report.js';
import { attributeVector, interpolate } from './latent-space.js';
import { projectCodes } from './project-codes.js';

beforeAll(() => use('cpu'));

const rowsOf = (make: () => Tensor): number[][] => tf.tidy(() => make().arraySync()) as number[][];

test('both ways begin and end at the codes; the line is even, the circle keeps the length', () => {
  const [a, b] = [tf.tensor1d([3, 0]), tf.tensor1d([0, 3])];
  const line = rowsOf(() => interpolate(a, b, { steps: 4 }));
  const expected = [
    [3, 0],
    [2, 1],
    [1, 2],
    [0, 3],
  ];
  line.forEach((row, i) => {
    row.forEach((value, j) => {
      expect(value).toBeCloseTo(expected[i]?.[j] ?? Number.NaN, 5);
    });
  });
  const circle = rowsOf(() => interpolate(a, b, { steps: 5, path: 'spherical' }));
  circle.forEach((row, i) => {
    expect(Math.hypot(...row)).toBeCloseTo(3, 5);
    expect(Math.atan2(row[1] ?? 0, row[0] ?? 0)).toBeCloseTo((i * Math.PI) / 8, 5);
  });
  tf.dispose([a, b]);
});

test('the way back is the way turned round', () => {
  const code = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), {
    minLength: 3,
    maxLength: 3,
  });
  fc.assert(
    fc.property(code, code, fc.constantFrom('linear', 'spherical'), (one, other, path) => {
      const small = (v: number[]) => Math.hypot(...v) < 0.1;
      const dot = one.reduce((sum, v, i) => sum + v * (other[i] as number), 0);
      const cosine = dot / (Math.hypot(...one) * Math.hypot(...other));
      fc.pre(!small(one) && !small(other) && cosine > -0.999);
      const there = rowsOf(() =>
        interpolate(tf.tensor1d(one), tf.tensor1d(other), { steps: 5, path }),
      );
      const back = rowsOf(() =>
        interpolate(tf.tensor1d(other), tf.tensor1d(one), { steps: 5, path }),
      );
      there.forEach((row, i) => {
        row.forEach((value, j) => {
          expect(Math.abs(value - (back[4 - i]?.[j] ?? Number.NaN))).toBeLessThan(1e-4);
        });
      });
      (there[0] as number[]).forEach((value, i) => {
        expect(Math.abs(value - (one[i] as number))).toBeLessThan(1e-4);
      });
    }),
    { numRuns: 60, seed: 2 },
  );
});

test('ways that there are not are refused', () => {
  const [a, b, zero] = [tf.tensor1d([1, 2]), tf.tensor1d([-2, -4]), tf.zeros([2])];
  for (const other of [b, zero]) {
    expect(() => interpolate(a, other, { path: 'spherical' })).toThrow(
      'Expected two codes between which there is one circle around 0. Received: opposite ones, or 0. ' +
        "Take `path: 'linear'`",
    );
  }
  expect(() => interpolate(a, tf.zeros([3]))).toThrow('as [2], float32. Received: float32 [3]');
  expect(() => interpolate(a, b, { steps: 1 })).toThrow('an integer >= 2. Received: 1');
  expect(() => interpolate(a, b, { path: 'round' as never })).toThrow(
    'Expected `path` of interpolate to be one of `linear`, `spherical`. Received: "round"',
  );
  tf.dispose([a, b, zero]);
});

test('the vector of an attribute is the difference of two means', () => {
  const codes = tf.tensor2d([1, 0, 3, 2, 0, 0, 2, -2], [4, 2]);
  const expected = [2 - 1, 1 - -1];
  const flags = [1, 1, 0, 0];
  for (const has of [flags, tf.tensor1d(flags), tf.tensor1d(flags, 'bool')]) {
    expect(tf.tidy(() => Array.from(attributeVector(codes, has).dataSync()))).toEqual(expected);
  }
  expect(() => attributeVector(codes, [1, 0])).toThrow(
    'Expected `has` of attributeVector to have one number for each of the 4 examples. Received: 2',
  );
  expect(() => attributeVector(codes, [1, 1, 1, 1])).toThrow(
    'Expected `has` of attributeVector to hold for some of the 4 examples and not for others. Received: 4 ' +
      'with it',
  );
  codes.dispose();
});

test('codes are projected along the axes in which they lie, with their shares', () => {
  const rng = createRng(1);
  // Deviations 4, 2 and 0.5 along three directions at right angles.
  const s = Math.SQRT1_2;
  const axes = [
    [s, s, 0],
    [-s, s, 0],
    [0, 0, 1],
  ];
  const rows = Array.from({ length: 500 }, () => {
    const along = [rng.normal(0, 4), rng.normal(0, 2), rng.normal(0, 0.5)];
    return [0, 1, 2].map((j) =>
      along.reduce((sum, value, i) => sum + value * (axes[i]?.[j] ?? 0), 1),
    );
  });
  const codes = tf.tensor2d(rows);
  const { points, explained } = projectCodes(codes);
  const all = points.arraySync() as number[][];
  const variance = [0, 1].map((j) => {
    const column = all.map((row) => row[j] as number);
    expect(column.reduce((a, b) => a + b, 0) / 500).toBeCloseTo(0, 4);
    return column.reduce((sum, value) => sum + value * value, 0) / 499;
  }) as [number, number];
  expect(Math.abs(variance[0] - 16)).toBeLessThan(3);
  expect(Math.abs(variance[1] - 4)).toBeLessThan(1);
  const crossed = all.reduce((sum, row) => sum + (row[0] as number) * (row[1] as number), 0) / 499;
  expect(Math.abs(crossed)).toBeLessThan(1e-3);
  const total = variance[0] / explained[0];
  expect(explained[1]).toBeCloseTo(variance[1] / total, 5);
  expect(explained[0] + explained[1]).toBeGreaterThan(0.97);
  expect(() => projectCodes(tf.zeros([1, 4]))).toThrow(
    'Expected codes of projectCodes as [N, latent] with at least two examples and two dimensions. ' +
      'Received: float32 [1, 4]',
  );
  tf.dispose([codes, points]);
});

test('a unit that says nothing has collapsed', () => {
  const model = vae({ inputShape: [2], latent: 2, hidden: [], likelihood: 'gaussian' });
  const { encoder } = vaeParts(model);
  tf.tidy(() => {
    // The first dimension is the first number, with variance ½; the second one is the prior.
    encoder.getLayer('mean').setWeights([tf.tensor2d([1, 0, 0, 0], [2, 2]), tf.zeros([2])]);
    encoder
      .getLayer('log_variance')
      .setWeights([tf.zeros([2, 2]), tf.tensor1d([Math.log(0.5), 0])]);
  });
  const x = tf.tensor2d([1, 5, -1, 7, 2, -3, -2, 0], [4, 2]);
  const { units, activeUnits, kl } = collapseReport(model, x);
  expect(activeUnits).toBe(1);
  expect(units.map(({ active }) => active)).toEqual([true, false]);
  expect(units[0]?.variance).toBeCloseTo(2.5, 5);
  expect(units[0]?.kl).toBeCloseTo(0.5 * (2.5 + 0.5 - Math.log(0.5) - 1), 5);
  expect(units[1]).toEqual({ kl: 0, variance: 0, active: false });
  expect(kl).toBeCloseTo(units[0]?.kl ?? Number.NaN, 6);
  expect(collapseReport(model, x, { threshold: 3 }).activeUnits).toBe(0);
  x.dispose();
  model.dispose();
});
