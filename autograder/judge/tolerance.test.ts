import { describe, expect, test } from 'vitest';
import { expectClose } from './compare.js';
import { limitsFor, toleranceBackend, tolerances } from './tolerance.js';
import { TensorValue } from './value.js';

const accepts = (...args: Parameters<typeof expectClose>): boolean => {
  try {
    expectClose(...args);
    return true;
  } catch {
    return false;
  }
};

describe('the table', () => {
  test('no backend is held closer than the plain one', () => {
    for (const { atol, rtol } of Object.values(tolerances)) {
      expect(atol).toBeGreaterThanOrEqual(tolerances.cpu.atol);
      expect(rtol).toBeGreaterThanOrEqual(tolerances.cpu.rtol);
    }
  });

  test('what a test states grows with the backend, and exact stays exact', () => {
    expect(limitsFor({})).toEqual(tolerances.cpu);
    expect(limitsFor({ atol: 0, rtol: 0 }, 'gpu')).toEqual({ atol: 0, rtol: 0 });
    expect(limitsFor({ atol: 1e-4 }, 'tensorflow').atol).toBeCloseTo(2e-4, 10);
  });

  test('an unknown backend is taken for the least exact', () => {
    expect(['cpu', 'wasm', 'tensorflow', 'webgpu', 'constructor'].map(toleranceBackend)).toEqual([
      'cpu',
      'wasm',
      'tensorflow',
      'gpu',
      'gpu',
    ]);
  });

  test('decides what is close', () => {
    const [got, expected] = [1.0015, 1];
    expect(accepts(got, expected, {}, 'cpu')).toBe(false);
    expect(accepts(got, expected, {}, 'gpu')).toBe(true);
    const tensor = (x: number) => new TensorValue('float32', [1], Float32Array.of(x));
    expect(accepts(tensor(got), tensor(expected), {}, 'tensorflow')).toBe(false);
    expect(accepts(tensor(got), tensor(expected), {}, 'gpu')).toBe(true);
  });
});

describe('numbers that are no measure', () => {
  const { NaN: nan, POSITIVE_INFINITY: inf, NEGATIVE_INFINITY: minus } = Number;
  test.each([
    [nan, nan, true],
    [nan, 1, false],
    [1, nan, false],
    [inf, inf, true],
    [minus, inf, false],
    [1, inf, false],
    [inf, 1, false],
    [-0, 0, true],
  ])('%d where %d is expected: %s', (got, expected, equal) => {
    expect(accepts(got, expected)).toBe(equal);
    expect(accepts([got, 1], [expected, 1], { atol: 0, rtol: 0 })).toBe(equal);
  });
});
