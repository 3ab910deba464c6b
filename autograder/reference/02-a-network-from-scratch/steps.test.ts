import { expect, test } from 'vitest';
import { createRng } from '../../../src/backend/random.js';
import { makeTensor } from '../../judge/context.js';
import { fullSteps, ordersFrom } from './steps.js';

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

test('reads the orders of the examples from the losses, and says when none fits', () => {
  const schedule = { epochs: 2, learningRate: 0.5 };
  const one = (i: number) => ({
    x: makeTensor(Array.from(data.x.data.slice(2 * i, 2 * i + 2)), [1, 2]),
    y: makeTensor([data.y.data[i] ?? 0], [1], 'int32'),
  });
  let network = start;
  const orders = [
    [2, 0, 1],
    [1, 2, 0],
  ];
  const losses = orders.map((order) => {
    let total = 0;
    for (const i of order) {
      const { end, losses } = fullSteps(network, one(i), { epochs: 1, learningRate: 0.5 });
      total += losses[0] ?? 0;
      network = end;
    }
    return total / 3;
  });
  expect(ordersFrom(start, data, schedule, losses)).toEqual(orders);
  expect(ordersFrom(start, data, schedule, [9, 9])).toBeUndefined();
});
