import { expect, test } from 'vitest';
import { constant, cosineWithWarmup, oneCycle, stepDecay } from './index.js';

test('a constant is the same at every step', () => {
  expect([0, 1, 999].map(constant(0.3))).toEqual([0.3, 0.3, 0.3]);
  expect(() => constant(-1)).toThrow('Expected `rate` to be a number >= 0. Received: -1');
});

test('warm-up rises in equal steps, the cosine falls to the floor and stays', () => {
  const rate = cosineWithWarmup({ peak: 1, warmupSteps: 4, totalSteps: 12, floor: 0.1 });
  expect([0, 1, 2, 3, 4].map(rate)).toEqual([0.25, 0.5, 0.75, 1, 1]);
  expect(rate(8)).toBeCloseTo(0.55, 12);
  expect([rate(12), rate(20)]).toEqual([0.1, 0.1]);
  expect(cosineWithWarmup({ peak: 1, warmupSteps: 0, totalSteps: 2 })(0)).toBe(1);
  expect(() => cosineWithWarmup({ peak: 1, warmupSteps: 5, totalSteps: 5 })).toThrow(
    'Expected `totalSteps` to be an integer >= 6. Received: 5',
  );
});

test('a staircase falls by a factor', () => {
  const rate = stepDecay({ initial: 8, factor: 0.5, everySteps: 10 });
  expect([0, 9, 10, 25, 30].map(rate)).toEqual([8, 8, 4, 2, 1]);
  expect(() => stepDecay({ initial: 1, factor: 2, everySteps: 1 })).toThrow(
    'Expected `factor` to be a number between 0 and 1. Received: 2',
  );
});

test('one cycle is that of PyTorch', () => {
  // torch.optim.lr_scheduler.OneCycleLR(sgd, max_lr=0.1, total_steps=10), PyTorch 2.
  const torch = [
    0.004, 0.052, 0.1, 0.0950485, 0.0811746, 0.0611262, 0.0388742, 0.0188258, 0.00495194, 4e-7,
  ];
  const rate = oneCycle({ peak: 0.1, totalSteps: 10 });
  torch.forEach((value, step) => {
    expect(rate(step)).toBeCloseTo(value, 6);
  });
  expect(rate(50)).toBeCloseTo(4e-7, 12);
  expect(() => oneCycle({ peak: 1, totalSteps: 10, rise: 1 })).toThrow(
    'Expected `rise` to be a number between 0 and 1. Received: 1',
  );
});
