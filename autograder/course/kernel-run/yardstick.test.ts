import { expect, test } from 'vitest';
import { slownessOf, timedWork } from './yardstick.js';

test('the work takes some time, and type-checks', async () => {
  const seconds = await timedWork();
  expect(seconds).toBeGreaterThan(0.1);
  expect(seconds).toBeLessThan(60);
});

test('a faster machine has the same limits, a slower one longer ones, and none more than four times as long', () => {
  expect(slownessOf(0.2)).toBe(1);
  expect(slownessOf(1.4)).toBe(1);
  expect(slownessOf(2.8)).toBe(2);
  expect(slownessOf(100)).toBe(4);
});
