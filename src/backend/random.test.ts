import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRng } from './random.js';

const take = (n: number, draw: () => number): number[] => Array.from({ length: n }, draw);
const mean = (values: readonly number[]): number =>
  values.reduce((a, b) => a + b, 0) / values.length;

describe('the same seed gives the same numbers', () => {
  // Lessons, recorded answers and hidden inputs hang on these: they never change.
  test('for ever', () => {
    const rng = createRng(1);
    expect(take(3, () => rng.uniform())).toEqual([
      0.06681437492796449, 0.4864933414934467, 0.3627045204740067,
    ]);
    expect(createRng('gradus').permutation(8)).toEqual([5, 3, 7, 0, 1, 4, 6, 2]);
  });

  test('for any seed, number or text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.maxSafeInteger(), fc.string()), (seed) => {
        const [a, b] = [createRng(seed), createRng(seed)];
        expect(take(5, () => a.normal())).toEqual(take(5, () => b.normal()));
      }),
    );
  });

  test('and another seed others; a number and its text are two seeds', () => {
    const firsts = [0, 1, 2, -1, '0', '1', ''].map((seed) => createRng(seed).uniform());
    expect(new Set(firsts).size).toBe(firsts.length);
  });
});

describe('distributions', () => {
  const rng = createRng(42);
  const n = 100_000;

  test('uniform: in range, mean one half, variance one twelfth', () => {
    const values = take(n, () => rng.uniform());
    expect(values.every((v) => v >= 0 && v < 1)).toBe(true);
    expect(mean(values)).toBeCloseTo(0.5, 2);
    expect(mean(values.map((v) => (v - 0.5) ** 2))).toBeCloseTo(1 / 12, 3);
    expect(take(100, () => rng.uniform(3, 5)).every((v) => v >= 3 && v < 5)).toBe(true);
  });

  test('normal: moments, and two in three within one deviation', () => {
    const values = take(n, () => rng.normal(2, 3)).map((v) => (v - 2) / 3);
    expect(mean(values)).toBeCloseTo(0, 1);
    expect(mean(values.map((v) => v ** 2))).toBeCloseTo(1, 1);
    expect(mean(values.map((v) => v ** 4))).toBeCloseTo(3, 0);
    expect(values.filter((v) => Math.abs(v) < 1).length / n).toBeCloseTo(0.6827, 2);
  });

  test('integers: each of a range equally often (chi-square, 9 degrees of freedom)', () => {
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < n; i++) {
      const drawn = rng.integer(0, 10);
      counts[drawn] = (counts[drawn] ?? 0) + 1;
    }
    const expected = n / 10;
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeLessThan(27.9); // exceeded by chance once in a thousand seeds
  });
});

describe('lists', () => {
  test('a shuffle is a permutation of a copy', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
        const before = [...items];
        const shuffled = createRng(seed).shuffle(items);
        expect(items).toEqual(before);
        expect([...shuffled].sort()).toEqual([...items].sort());
      }),
    );
  });

  test('every order of three is equally likely', () => {
    const rng = createRng(5);
    const orders = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const key = rng.permutation(3).join('');
      orders.set(key, (orders.get(key) ?? 0) + 1);
    }
    expect(orders.size).toBe(6);
    for (const count of orders.values()) expect(Math.abs(count - 1000)).toBeLessThan(130);
  });

  test('normals and uniforms are float32 lists of the asked size', () => {
    const rng = createRng(1);
    expect(rng.normals(4)).toBeInstanceOf(Float32Array);
    expect(rng.uniforms(3, 1, 2).every((v) => v >= 1 && v < 2)).toBe(true);
  });
});

test('a split is independent, and drawing from it moves nothing', () => {
  const [a, b] = [createRng(9), createRng(9)];
  const child = a.split('data');
  take(10, () => child.uniform());
  expect(a.uniform()).toBe(b.uniform());
  expect(createRng(9).split('data').uniform()).toBe(createRng(9).split('data').uniform());
  expect(createRng(9).split('data').uniform()).not.toBe(createRng(9).split('noise').uniform());
});

test('wrong arguments are said with what was given', () => {
  expect(() => createRng(0.5)).toThrow('Received: 0.5');
  expect(() => createRng(1).integer(3, 3)).toThrow('Received: low=3, high=3');
  expect(() => createRng(1).choice([])).toThrow('Received: []');
});

test('a generator goes on from its state as if it had never stopped', () => {
  const rng = createRng(5);
  rng.normal();
  const state = rng.state();
  const rest = [rng.normal(), rng.uniform(), rng.normal()];
  const other = createRng('another');
  other.restore(JSON.parse(JSON.stringify(state)));
  expect([other.normal(), other.uniform(), other.normal()]).toEqual(rest);
});
