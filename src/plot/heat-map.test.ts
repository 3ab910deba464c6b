import { expect, test } from 'vitest';
import type { HeatmapTrace } from './figure.js';
import { heatMap } from './heat-map.js';
import { toSvg } from './svg/to-svg.js';

const map = (values: number[][], more = {}) => heatMap({ title: 'M', values, ...more });

test('says where the lowest and the highest number are', () => {
  expect(
    map(
      [
        [1, 2],
        [3, 4],
      ],
      { rowLabels: ['a', 'b'], columnLabels: ['c', 'd'] },
    ).alt,
  ).toBe('Heat map: M. 2 rows by 2 columns, from 1 (row a, column c) to 4 (row b, column d).');
});

test('numbers on both sides of zero have a scale centred at zero', () => {
  expect(map([[-1, 3]]).data[0]).toMatchObject({ zmin: -3, zmax: 3 });
  expect(map([[1, 3]]).data[0]).toMatchObject({ zmin: 1, zmax: 3 });
  expect(map([[-1, 3]], { range: [-10, 10] }).data[0]).toMatchObject({ zmin: -10, zmax: 10 });
});

test('equal names are two rows, not one', () => {
  const figure = map([[1], [2]], { rowLabels: ['the', 'the'] });
  expect(figure.layout.yaxis).toMatchObject({ tickvals: [0, 1], ticktext: ['the', 'the'] });
});

test('what is not finite is a gap; numbers are written into few cells, in ink that stands out', () => {
  const figure = map([[0, Number.NaN, 1]]);
  expect((figure.data[0] as HeatmapTrace).z).toEqual([[0, null, 1]]);
  const svg = toSvg(figure);
  expect(svg).toMatch(/fill="#ffffff">0</); // on violet
  expect(svg).toMatch(/fill="#24292f">1</); // on yellow
  const large = map(Array.from({ length: 40 }, () => Array(40).fill(1)));
  expect(large.data[0]).not.toHaveProperty('texttemplate');
});

test('refuses what is too large, ragged, or no number', () => {
  expect(() => map(Array.from({ length: 400 }, () => Array(300).fill(0)))).toThrow(
    'at most 100000 cells (take a part of it, or average neighbours). Received: 400 x 300 = 120000',
  );
  expect(() => map([[1, 2], [3]])).toThrow('`values[1]` to be a row of 2 numbers, as the first is');
  expect(() => map([[Number.NaN]])).toThrow('a matrix with a finite number');
  expect(() => map([[1]], { range: [2, 1] })).toThrow('`range` to be [low, high]');
});
