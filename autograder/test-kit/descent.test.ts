import { describe, expect, test } from 'vitest';
import { createRng } from '../../src/backend/random.js';
import { makeTensor } from '../judge/make-tensor.js';
import { deals, epochsOf, fullSteps, sameOrder } from './descent.js';
import { dense, relu } from './float64.js';
import { classifier } from './model.js';

type Weight = 'w1' | 'b1' | 'w2' | 'b2';
const mlp = classifier<Weight>({
  kinks: ({ w1, b1 }, example) => dense(example, w1, b1),
  scores: ({ w1, b1, w2, b2 }, example) => dense(relu(dense(example, w1, b1)), w2, b2),
});

const rng = createRng('steps');
const draw = (n: number): Float64Array => Float64Array.from({ length: n }, () => rng.normal());
const data = {
  x: makeTensor(Array.from(draw(6)), [3, 2]),
  y: makeTensor([0, 1, 1], [3], 'int32'),
};
const start = { w1: draw(6), b1: draw(3), w2: draw(6), b2: draw(2) };

test('one step after the other is the same as both at once', () => {
  const two = fullSteps(mlp, start, data, { epochs: 2, learningRate: 0.2 });
  const one = fullSteps(mlp, start, data, { epochs: 1, learningRate: 0.2 });
  const second = fullSteps(mlp, one.end, data, { epochs: 1, learningRate: 0.2 });
  expect(two.end).toEqual(second.end);
  expect(two.losses).toEqual([...one.losses, ...second.losses]);
  expect(two.losses[1]).toBeLessThan(two.losses[0] ?? 0);
});

test('tells an example at the kink of a unit', () => {
  const still = { epochs: 1, learningRate: 0 };
  expect(fullSteps(mlp, start, data, still).nearKink).toBe(false);
  // Units that are 0 for every example are at it.
  const dead = { ...start, w1: new Float64Array(6), b1: new Float64Array(3) };
  expect(fullSteps(mlp, dead, data, still).nearKink).toBe(true);
});

describe('an order that is the same in every epoch', () => {
  const schedule = { epochs: 4, batchSize: 1, learningRate: 0.5 };
  const run = (orders: readonly number[][]): number[] => {
    let network = start;
    return orders.map((order) => {
      let total = 0;
      for (const i of order) {
        const one = {
          x: makeTensor(Array.from(data.x.data.slice(2 * i, 2 * i + 2)), [1, 2]),
          y: makeTensor([data.y.data[i] ?? 0], [1], 'int32'),
        };
        const { end, losses } = fullSteps(mlp, network, one, { epochs: 1, learningRate: 0.5 });
        total += losses[0] ?? 0;
        network = end;
      }
      return total / 3;
    });
  };
  const [a, b] = [
    [2, 0, 1],
    [1, 2, 0],
  ];

  test('is told from the losses, with the chance that new orders look like it', () => {
    expect(sameOrder(mlp, start, data, schedule, run([a, a, a, a] as number[][]))).toBeLessThan(
      0.03,
    );
    expect(sameOrder(mlp, start, data, schedule, run([a, a, b, a] as number[][]))).toBeUndefined();
    expect(sameOrder(mlp, start, data, schedule, [9, 9, 9, 9])).toBeUndefined();
    expect(sameOrder(mlp, start, data, schedule, [Number.NaN])).toBeUndefined();
  });

  test('cannot be told where the examples are alike', () => {
    const alike = { x: makeTensor([1, 2, 1, 2], [2, 2]), y: makeTensor([1, 1], [2], 'int32') };
    const still = { epochs: 1, batchSize: 1, learningRate: 0 };
    const { losses } = fullSteps(mlp, start, alike, still);
    expect(sameOrder(mlp, start, alike, still, losses)).toBe(2);
  });
});

test('data that moves nothing tells nothing', () => {
  const schedule = { epochs: 1, learningRate: 0.1 };
  // Units that see only negative sums, two balanced classes and no bias: every slope is 0.
  const dead = { ...start, w1: start.w1.map(Math.abs), b1: new Float64Array(3) };
  const negative = {
    x: makeTensor(
      Array.from(draw(8), (v) => -Math.abs(v)),
      [4, 2],
    ),
    y: makeTensor([0, 1, 0, 1], [4], 'int32'),
  };
  const still = fullSteps(mlp, { ...dead, b2: new Float64Array(2) }, negative, schedule);
  expect(still.end.w1).toEqual(dead.w1);
  expect(still.isTelling).toBe(false);
  // A second layer of zeros passes nothing back to the first.
  const halfDead = { ...start, w2: new Float64Array(6) };
  expect(fullSteps(mlp, halfDead, data, schedule).isTelling).toBe(false);
});

test('an epoch is dealt out in every way, the last minibatch with what is left', () => {
  const ways = epochsOf(mlp, start, data, { batchSize: 2, learningRate: 0.2 });
  expect(ways.map(({ sizes }) => sizes)).toEqual([
    [2, 1],
    [2, 1],
    [2, 1],
  ]);
  const [whole] = epochsOf(mlp, start, data, { batchSize: 3, learningRate: 0.2 });
  const full = fullSteps(mlp, start, data, { epochs: 1, learningRate: 0.2 });
  expect(whole?.end).toEqual(full.end);
  expect(whole?.losses).toEqual(full.losses);
});

test('of five items there are ten ways to take three, and of four six to take two', () => {
  expect(deals([0, 1, 2, 3, 4], 3)).toHaveLength(10);
  expect(deals([0, 1, 2, 3], 2)).toHaveLength(6);
  expect(deals([0, 1], 5)).toEqual([[[0, 1]]]);
});

describe('any set of parameters and any loss', () => {
  /** A line: half the mean of squared errors, whose gradients are known. */
  const line = {
    loss: (
      { a, b }: Record<'a' | 'b', Float64Array>,
      x: readonly ArrayLike<number>[],
      y: ArrayLike<number>,
    ) =>
      x.reduce((sum, example, i) => {
        const error = dense(example, a, b)[0] as number;
        return sum + (error - (y[i] as number)) ** 2 / 2;
      }, 0) / x.length,
  };
  const from = { a: Float64Array.of(2), b: Float64Array.of(-1) };
  const points = { x: makeTensor([[1], [3]]), y: makeTensor([0, 1], [2]) };

  test('a step on a line is the one by formula', () => {
    const { end, losses, isTelling } = fullSteps(line, from, points, {
      epochs: 1,
      learningRate: 0.1,
    });
    // Errors are 1 and 4: slopes (1 * 1 + 4 * 3) / 2 and (1 + 4) / 2.
    expect(end.a[0]).toBeCloseTo(2 - 0.1 * 6.5, 8);
    expect(end.b[0]).toBeCloseTo(-1 - 0.1 * 2.5, 8);
    expect(losses).toEqual([(1 + 16) / 4]);
    expect(isTelling).toBe(true);
    expect(from.a[0]).toBe(2);
  });

  test('a step that leaves one of the parameters where it is tells nothing', () => {
    const centred = { x: makeTensor([[-1], [1]]), y: makeTensor([-2, 0], [2]) };
    const flat = fullSteps(line, { ...from, a: Float64Array.of(1) }, centred, {
      epochs: 1,
      learningRate: 0.1,
    });
    expect(flat.end.b[0]).toBeCloseTo(-1, 8);
    expect(flat.isTelling).toBe(false);
  });
});
