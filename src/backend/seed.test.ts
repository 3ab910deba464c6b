import { expect, test } from 'vitest';
import { nextSeed, setSeed, sharedRng } from './seed.js';

test('seeds are positive int32, follow the seed, and differ from one another', () => {
  const draw = (): number[] => Array.from({ length: 100 }, nextSeed);
  setSeed(5);
  const first = draw();
  setSeed(5);
  expect(draw()).toEqual(first);
  expect(new Set(first).size).toBe(100);
  for (const seed of first) {
    expect(Number.isInteger(seed)).toBe(true);
    expect(seed).toBeGreaterThan(0);
    expect(seed).toBeLessThan(2 ** 31);
  }
});

test('the shared generator is the one that was seeded', () => {
  setSeed('a');
  const value = sharedRng().uniform();
  setSeed('a');
  expect(sharedRng().uniform()).toBe(value);
});

test('a seed that is no whole number is refused', () => {
  expect(() => setSeed(0.5)).toThrow(
    'Expected `seed` to be a safe integer or a string. Received: 0.5',
  );
});
