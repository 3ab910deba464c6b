import { beforeAll, expect, test } from 'vitest';
import { createRng } from '../backend/random.js';
import { tf } from '../nn/tf.js';
import { precisionAndRecall } from './precision-and-recall.js';
import { recorded, tensorOf, tensorsLeft, useCpu } from './test-tools.js';

beforeAll(useCpu);

const column = (...values: number[]) => tf.tensor2d(values, [values.length, 1]);

test('known values: balls that can be drawn on a line', () => {
  // The real balls have radius 1; those of the samples 0.5, 0.5 and 9.5.
  const found = precisionAndRecall(column(0, 0.5, 10), column(0, 1, 2, 3), { k: 1 });
  expect(found).toEqual({ precision: 2 / 3, recall: 1, density: 4 / 3, coverage: 0.5 });
  expect(precisionAndRecall(column(50, 51), column(0, 1, 2), { k: 1 })).toEqual({
    precision: 0,
    recall: 0,
    density: 0,
    coverage: 0,
  });
});

test.each(recorded.balls.found)('as prdc of Naeem et al., k = $k', ({ k, ...expected }) => {
  const { made, real } = recorded.balls;
  const found = precisionAndRecall(tensorOf(made), tensorOf(real), { k });
  for (const [name, value] of Object.entries(expected)) {
    expect(found[name as 'precision']).toBeCloseTo(value, 12);
  }
});

test('lost modes cost recall, blurred samples cost precision', () => {
  const rng = createRng(0);
  const cloud = (modes: number, spread: number) =>
    tf.tensor2d(
      Array.from({ length: 200 }, (_, i) => [
        rng.normal(8 * (i % modes), spread),
        rng.normal(0, spread),
      ]),
    );
  const real = cloud(4, 1);
  const lost = precisionAndRecall(cloud(1, 1), real);
  expect(lost.precision).toBeGreaterThan(0.9);
  expect(lost.recall).toBeLessThan(0.35);
  const blurred = precisionAndRecall(cloud(4, 6), real);
  expect(blurred.precision).toBeLessThan(0.6);
  expect(blurred.recall).toBeGreaterThan(0.9);
});

test('says what does not fit, and leaves no tensor', async () => {
  const x = column(1, 2, 3, 4);
  expect(() => precisionAndRecall(x, column(1, 2, 3), { k: 3 })).toThrow(
    'Expected `k` of precisionAndRecall to be an integer from 1 to 2, as `real` has neighbours. Received: 3',
  );
  expect(() => precisionAndRecall(x, x, { k: 1.5 })).toThrow(RangeError);
  expect(() => precisionAndRecall(column(1), x)).toThrow('N >= 2');
  expect(await tensorsLeft(() => precisionAndRecall(x, x, { k: 2 }))).toBe(0);
});
