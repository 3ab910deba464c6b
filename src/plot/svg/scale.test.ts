import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bandScale, linearScale, niceTicks } from './scale.js';

describe('niceTicks', () => {
  test('labels are round numbers, without rounding dust', () => {
    expect(niceTicks(0, 1)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(niceTicks(-5, 9)).toEqual([-4, -2, 0, 2, 4, 6, 8]);
    expect(niceTicks(3, 3)).toEqual([3]);
  });

  test('lie inside the range, evenly, two to fifteen of them', () => {
    const range = fc.tuple(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
    );
    fc.assert(
      fc.property(range, ([low, span]) => {
        const ticks = niceTicks(low, low + span);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(15);
        expect(ticks[0]).toBeGreaterThanOrEqual(low - span * 1e-6);
        expect(ticks.at(-1)).toBeLessThanOrEqual(low + span * (1 + 1e-6));
      }),
    );
  });
});

describe('scales', () => {
  test('a linear scale maps the ends of the range to the ends of the axis', () => {
    const scale = linearScale([0, 10], 100, 0);
    expect([scale.position(0), scale.position(10), scale.position(5)]).toEqual([100, 0, 50]);
  });

  test('a band scale puts names in the middle of equal bands and thins crowded labels', () => {
    expect(bandScale(['a', 'b'], 0, 100).ticks).toEqual([
      { at: 25, label: 'a' },
      { at: 75, label: 'b' },
    ]);
    const many = Array.from({ length: 100 }, (_, i) => String(i));
    expect(bandScale(many, 0, 100).ticks.length).toBeLessThan(10);
  });
});
