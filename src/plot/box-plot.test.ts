import { expect, test } from 'vitest';
import { boxPlot } from './box-plot.js';
import type { BoxTrace } from './figure.js';
import { toSvg } from './svg/to-svg.js';

const boxes = (...groups: { name: string; values: ArrayLike<number> }[]) =>
  boxPlot({ title: 't', groups }).data as readonly BoxTrace[];

test('quartiles, whiskers and what lies beyond, as NumPy and Tukey have them', () => {
  // numpy.percentile([1, 2, 3, 4, 100, 5, 6, 7], [25, 50, 75]) → 2.75, 4.5, 6.25
  const [box] = boxes({ name: 'a', values: [1, 2, 3, 4, 100, 5, 6, 7] });
  expect(box).toMatchObject({ q1: [2.75], median: [4.5], q3: [6.25], mean: [16] });
  expect(box).toMatchObject({ lowerfence: [1], upperfence: [7], y: [[100]] });
});

test('one value, and values that are all equal, are a line', () => {
  const flat = { q1: [3], median: [3], q3: [3], lowerfence: [3], upperfence: [3] };
  for (const values of [[3], [3, 3, 3, 3], Float32Array.of(3, 3)]) {
    const [box] = boxes({ name: 'a', values });
    expect(box).toMatchObject(flat);
    // An empty list here would make plotly.js draw no box.
    expect(box).not.toHaveProperty('y');
  }
});

test('no whisker points into its box', () => {
  // The upper quartile, 7.75, lies between two values, of which 10 is too far and 1 too low.
  const [box] = boxes({ name: 'a', values: [0, 1, 1, 1, 1, 1, 1, 10, 10, 100] });
  expect(box?.upperfence[0]).toBeGreaterThanOrEqual(box?.q3[0] ?? 0);
  expect(box?.lowerfence[0]).toBeLessThanOrEqual(box?.q1[0] ?? 0);
});

test('of very many values beyond the whiskers some are drawn, the ends among them', () => {
  const values = Array.from({ length: 100_000 }, (_, i) => (i % 50 === 0 ? 1000 + i : (i % 7) / 7));
  const [beyond = []] = boxes({ name: 'a', values })[0]?.y ?? [];
  expect(beyond.length).toBeLessThanOrEqual(202);
  expect([beyond[0], beyond.at(-1)]).toEqual([1000, 100_950]);
});

test('the text has the numbers, and what was left out', () => {
  const { alt } = boxPlot({
    title: 'Runs',
    groups: [{ name: 'sgd', values: [1, 2, 3, Number.NaN] }],
  });
  expect(alt).toBe(
    'Box plot: Runs. sgd: 3 values from 1 to 3, median 2, the middle half from 1.5 to 2.5. 1 value is not finite (NaN or Infinity) and left out.',
  );
});

test('the picture has a box for each group, at its place on the axis', () => {
  const svg = toSvg(
    boxPlot({
      title: 't',
      groups: [
        { name: 'low', values: [1, 2, 3] },
        { name: 'high', values: [11, 12, 13] },
      ],
    }),
  );
  const rects = [...svg.matchAll(/<rect x="([\d.]+)" y="([\d.]+)"[^>]*fill="#[0-9A-F]{6}40"/g)];
  expect(rects).toHaveLength(2);
  expect(Number(rects[0]?.[1])).toBeLessThan(Number(rects[1]?.[1]));
  expect(Number(rects[0]?.[2])).toBeGreaterThan(Number(rects[1]?.[2]));
  expect(svg).toContain('>high</text>');
});

test('no group, an empty one, and a name twice are refused', () => {
  expect(() => boxPlot({ title: 't', groups: [] })).toThrow(/`groups`/);
  expect(() => boxes({ name: 'a', values: [] })).toThrow(/groups\[0\]\.values/);
  expect(() => boxes({ name: 'a', values: [Number.NaN] })).toThrow(/finite/);
  expect(() => boxes({ name: 'a', values: [1] }, { name: 'a', values: [2] })).toThrow(
    /`groups\[1\]\.name`/,
  );
});
