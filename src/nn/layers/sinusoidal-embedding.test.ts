import { beforeAll, expect, test } from 'vitest';
import { type Tensor, tf } from '../tf.js';

import { use } from './test-tools.js';
import { sinusoidalEmbedding } from './transformer-layers.js';

beforeAll(() => use('cpu'));

test('is the sines, then the cosines, of the formula', () => {
  tf.tidy(() => {
    const times = [0, 1, 37.5, 999];
    const layer = sinusoidalEmbedding({ width: 6 });
    const rows = (layer.apply(tf.tensor2d(times, [4, 1])) as Tensor).arraySync() as number[][];
    for (const [row, t] of times.entries()) {
      const angles = [0, 1, 2].map((i) => t * 10_000 ** (-i / 3));
      const expected = [...angles.map(Math.sin), ...angles.map(Math.cos)];
      expected.forEach((value, i) => {
        expect(rows[row]?.[i]).toBeCloseTo(value, 4);
      });
    }
  });
});

test('says what it takes', () => {
  expect(() => sinusoidalEmbedding({ width: 5 })).toThrow(
    'Expected `width` to be an even integer >= 2. Received: 5',
  );
  expect(() => sinusoidalEmbedding({ width: 4, maxPeriod: 0 })).toThrow('`maxPeriod`');
});
