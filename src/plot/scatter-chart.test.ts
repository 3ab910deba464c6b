import { expect, test } from 'vitest';
import type { LineTrace } from './figure.js';
import { scatterChart } from './scatter-chart.js';

test('groups differ by colour and by mark, also beyond seven of them', () => {
  const groups = Array.from({ length: 15 }, (_, i) => ({ name: `g${i}`, x: [i], y: [i] }));
  const data = scatterChart({ title: 't', groups }).data as LineTrace[];
  const looks = new Set(data.map(({ marker }) => `${marker.color} ${marker.symbol}`));
  expect(looks.size).toBe(15);
});

test('a point without a finite place is left out and counted', () => {
  const figure = scatterChart({
    title: 'T',
    x: [1, Number.NaN, 3],
    y: [1, 2, Infinity],
    hover: ['a', 'b', 'c'],
  });
  expect(figure.data[0]).toMatchObject({ x: [1], y: [1], text: ['a'] });
  expect(figure.alt).toBe(
    'Scatter plot: T. T: 1 point, x from 1 to 1, y from 1 to 1. 2 values are not finite (NaN or Infinity) and left out.',
  );
});

test('of very many points every n-th is drawn, and said so', () => {
  const x = Float32Array.from({ length: 20_000 }, (_, i) => i);
  const figure = scatterChart({ title: 'T', x, y: x, sizes: x.map(() => 5) });
  const [trace] = figure.data as LineTrace[];
  expect(trace?.x).toHaveLength(5000);
  expect(trace?.marker.size).toHaveLength(5000);
  expect(figure.alt).toContain('5000 of 20000 points are drawn.');
});

test('names the argument that is wrong', () => {
  expect(() => scatterChart({ title: 't' })).toThrow(
    'Expected `x` to be a list of numbers (or give `groups`)',
  );
  expect(() => scatterChart({ title: 't', x: [1], y: [1, 2] })).toThrow(
    '`groups[0].y` to be as long as `groups[0].x` (1)',
  );
  expect(() => scatterChart({ title: 't', x: [1], y: [1], sizes: [400] })).toThrow(
    '`groups[0].sizes[0]` to be from 2 to 40 pixels. Received: 400',
  );
  expect(() => scatterChart({ title: 't', groups: [] })).toThrow('`groups` to be a non-empty list');
});
