/** Laws of known constants, found again from runs that follow them. */
import { expect, test } from 'vitest';
import { createRng } from '../../backend/random.js';
import type { ScalingRun } from './fit-law.js';
import { scalingLaw } from './scaling-law.js';
import { studentTQuantile, studentTWithin } from './student-t.js';

const sizes = [1e4, 3e4, 1e5, 3e5, 1e6];
/** As of small models of language: 2.9 nats to 2.0. */
const [E, A, alpha] = [1.8, 25, 0.34];
const lossOf = (size: number): number => E + A / size ** alpha;

test('exact runs give the constants, and predictions without a spread', () => {
  const law = scalingLaw(sizes.map((size) => ({ size, loss: lossOf(size) })));
  expect(law.irreducible).toBeCloseTo(E, 5);
  expect(law.exponent).toBeCloseTo(alpha, 6);
  expect(law.coefficient / A).toBeCloseTo(1, 5);
  const { loss, low, high } = law.predict(1e7);
  expect(loss).toBeCloseTo(lossOf(1e7), 6);
  expect(high - low).toBeLessThan(1e-4);

  const power = scalingLaw(
    sizes.map((size) => ({ size, loss: 30 * size ** -0.2 })),
    { form: 'power' },
  );
  expect(power.coefficient).toBeCloseTo(30, 8);
  expect(power.exponent).toBeCloseTo(0.2, 10);
  expect(power.irreducible).toBe(0);
  expect(power.predict(1e8).loss).toBeCloseTo(30 * 1e8 ** -0.2, 8);
});

/** How often the interval of five runs holds a sixth one, three times as large as the largest. */
function coverage(form: 'offset' | 'power', level: number, deviation: number): number {
  const rng = createRng(`${form} ${level}`);
  const run = (size: number): ScalingRun => ({
    size,
    loss:
      form === 'offset'
        ? lossOf(size) + rng.normal(0, deviation)
        : 30 * size ** -0.2 * Math.exp(rng.normal(0, deviation)),
  });
  const count = 600;
  let inside = 0;
  for (let i = 0; i < count; i++) {
    const law = scalingLaw(sizes.map(run), { form });
    const { low, high } = law.predict(3e6, { level });
    const { loss } = run(3e6);
    if (loss > low && loss < high) inside += 1;
  }
  return inside / count;
}

test('the interval holds as often as it says', () => {
  for (const level of [0.95, 0.8]) {
    // Of 600, the share scatters by 0.009 and 0.016.
    expect(Math.abs(coverage('power', level, 0.02) - level)).toBeLessThan(0.05);
    expect(Math.abs(coverage('offset', level, 0.01) - level)).toBeLessThan(0.05);
  }
});

test('an interval grows with what is asked of it, and with the way from the runs', () => {
  const noise = [0.01, -0.02, 0.015, -0.005, 0.002];
  const runs = sizes.map((size, i) => ({ size, loss: lossOf(size) + (noise[i] as number) }));
  for (const form of ['offset', 'power'] as const) {
    const law = scalingLaw(runs, { form });
    const width = (size: number, level = 0.95): number => {
      const { low, high, loss } = law.predict(size, { level });
      return (high - low) / loss;
    };
    expect(width(1e7)).toBeGreaterThan(width(3e6));
    expect(width(3e6)).toBeGreaterThan(width(1e5));
    expect(width(3e6, 0.99)).toBeGreaterThan(width(3e6, 0.9));
  }
});

test("Student's t is that of the tables", () => {
  const table = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262];
  for (const [i, expected] of table.entries()) {
    expect(studentTQuantile(0.95, i + 1)).toBeCloseTo(expected, 3);
  }
  expect(studentTQuantile(0.99, 2)).toBeCloseTo(9.925, 3);
  expect(studentTWithin(1, 1)).toBeCloseTo(0.5, 12);
});

test('says what does not fit', () => {
  const runs = sizes.map((size) => ({ size, loss: lossOf(size) }));
  expect(() => scalingLaw(runs.slice(0, 3))).toThrow(
    'Expected runs of 4 different sizes at least. Received: 3',
  );
  expect(() => scalingLaw(runs.slice(0, 2), { form: 'power' })).toThrow('of 3 different sizes');
  expect(() => scalingLaw([...runs, { size: 0, loss: 1 }])).toThrow(
    'Expected runs with a `size` and a `loss` above 0, both finite. Received: {"size":0,"loss":1}',
  );
  for (const form of ['offset', 'power'] as const) {
    expect(() =>
      scalingLaw(
        sizes.map((size) => ({ size, loss: Math.log(size) })),
        { form },
      ),
    ).toThrow('Expected losses that fall with the size');
  }
  expect(() => scalingLaw(runs, { form: 'exponential' as never })).toThrow('`form`');
  expect(() => scalingLaw(runs).predict(-1)).toThrow('`size` to be a number > 0');
  expect(() => scalingLaw(runs).predict(1, { level: 1 })).toThrow('`level`');
});
