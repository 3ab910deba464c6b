import { describe, expect, test } from 'vitest';
import { createRng } from '../../../src/backend/random.js';
import { makeTensor } from '../../judge/make-tensor.js';
import { epochsOf, fullSteps, sameOrder } from './steps.js';

const rng = createRng('steps');
const draw = (n: number): Float64Array => Float64Array.from({ length: n }, () => rng.normal());
const data = {
  x: makeTensor(Array.from(draw(6)), [3, 2]),
  y: makeTensor([0, 1, 1], [3], 'int32'),
};
const start = { w1: draw(6), b1: draw(3), w2: draw(6), b2: draw(2) };

test('one step after the other is the same as both at once', () => {
  const two = fullSteps(start, data, { epochs: 2, learningRate: 0.2 });
  const one = fullSteps(start, data, { epochs: 1, learningRate: 0.2 });
  const second = fullSteps(one.end, data, { epochs: 1, learningRate: 0.2 });
  expect(two.end).toEqual(second.end);
  expect(two.losses).toEqual([...one.losses, ...second.losses]);
  expect(two.losses[1]).toBeLessThan(two.losses[0] ?? 0);
});

test('tells an example at the kink of a unit', () => {
  const still = { epochs: 1, learningRate: 0 };
  expect(fullSteps(start, data, still).nearKink).toBe(false);
  // Units that are 0 for every example are at it.
  const dead = { ...start, w1: new Float64Array(6), b1: new Float64Array(3) };
  expect(fullSteps(dead, data, still).nearKink).toBe(true);
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
        const { end, losses } = fullSteps(network, one, { epochs: 1, learningRate: 0.5 });
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
    expect(sameOrder(start, data, schedule, run([a, a, a, a] as number[][]))).toBeLessThan(0.03);
    expect(sameOrder(start, data, schedule, run([a, a, b, a] as number[][]))).toBeUndefined();
    expect(sameOrder(start, data, schedule, [9, 9, 9, 9])).toBeUndefined();
    expect(sameOrder(start, data, schedule, [Number.NaN])).toBeUndefined();
  });

  test('cannot be told where the examples are alike', () => {
    const alike = { x: makeTensor([1, 2, 1, 2], [2, 2]), y: makeTensor([1, 1], [2], 'int32') };
    const still = { epochs: 1, batchSize: 1, learningRate: 0 };
    const { losses } = fullSteps(start, alike, still);
    expect(sameOrder(start, alike, still, losses)).toBe(2);
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
  const still = fullSteps({ ...dead, b2: new Float64Array(2) }, negative, schedule);
  expect(still.end.w1).toEqual(dead.w1);
  expect(still.isTelling).toBe(false);
  // A second layer of zeros passes nothing back to the first.
  const halfDead = { ...start, w2: new Float64Array(6) };
  expect(fullSteps(halfDead, data, schedule).isTelling).toBe(false);
});

test('an epoch is dealt out in every way, the last minibatch with what is left', () => {
  const ways = epochsOf(start, data, { batchSize: 2, learningRate: 0.2 });
  expect(ways.map(({ sizes }) => sizes)).toEqual([
    [2, 1],
    [2, 1],
    [2, 1],
  ]);
  const [whole] = epochsOf(start, data, { batchSize: 3, learningRate: 0.2 });
  const full = fullSteps(start, data, { epochs: 1, learningRate: 0.2 });
  expect(whole?.end).toEqual(full.end);
  expect(whole?.losses).toEqual(full.losses);
});
