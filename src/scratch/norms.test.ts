import { expect, test } from 'vitest';
import { createRng } from '../backend/random.js';
import { batchNorm, batchNormBackward, layerNorm, layerNormBackward } from './norms.js';

const rng = createRng('norms');
const rows = (count: number, width: number): number[][] =>
  Array.from({ length: count }, () => [...rng.normals(width, 1, 2)]);
const [gamma, beta] = [
  [2, 0.5, -1],
  [1, 0, 3],
];

const options = {
  gamma: [1, 1, 1],
  beta: [0, 0, 0],
  mean: [0, 0, 0],
  variance: [1, 1, 1],
  epsilon: 1e-9,
};

test('while training each feature has mean 0 and variance 1', () => {
  const { y, mean } = batchNorm(rows(8, 3), { ...options, training: true, momentum: 0.9 });
  for (const j of [0, 1, 2]) {
    const column = y.map((row) => row[j] as number);
    expect(column.reduce((a, b) => a + b) / 8).toBeCloseTo(0, 9);
    expect(column.reduce((a, b) => a + b * b, 0) / 8).toBeCloseTo(1, 6);
  }
  expect(mean).not.toEqual(options.mean);
});

test('running statistics move by a share, and are used and left alone afterwards', () => {
  const x = [[1], [3]];
  const one = { gamma: [1], beta: [0], mean: [10], variance: [5], momentum: 0.9, epsilon: 0 };
  const { mean, variance } = batchNorm(x, { ...one, training: true });
  expect(mean[0]).toBeCloseTo(9.2, 12);
  expect(variance[0]).toBeCloseTo(4.6, 12);
  const still = batchNorm([[12]], { ...one, variance: [4], training: false });
  expect(still).toEqual({ y: [[1]], mean: [10], variance: [4] });
});

test('a batch of one becomes beta', () => {
  const { y } = batchNorm(rows(1, 3), { ...options, gamma, beta, training: true });
  expect(y).toEqual([[1, 0, 3]]);
});

const forward = {
  batch: (x: number[][], g: number[], b: number[]) =>
    batchNorm(x, { ...options, gamma: g, beta: b, epsilon: 1e-3, training: true }).y,
  layer: (x: number[][], g: number[], b: number[]) => layerNorm(x, g, b),
};
const backward = { batch: batchNormBackward, layer: layerNormBackward };

test.each(['batch', 'layer'] as const)('the gradients of %s norm are its slopes', (kind) => {
  const [x, dy] = [rows(4, 3), rows(4, 3)];
  const loss = () =>
    forward[kind](x, gamma, beta)
      .flat()
      .reduce((sum, value, i) => sum + value * (dy.flat()[i] as number), 0);
  const slope = (list: number[], i: number): number => {
    const before = list[i] as number;
    list[i] = before + 1e-5;
    const above = loss();
    list[i] = before - 1e-5;
    const below = loss();
    list[i] = before;
    return (above - below) / 2e-5;
  };
  const { dx, dgamma, dbeta } = backward[kind](x, gamma, dy);
  for (const j of [0, 1, 2]) {
    expect(dgamma[j]).toBeCloseTo(slope(gamma, j), 6);
    expect(dbeta[j]).toBeCloseTo(slope(beta, j), 6);
    for (const [i, row] of x.entries()) expect(dx[i]?.[j]).toBeCloseTo(slope(row, j), 6);
  }
});
