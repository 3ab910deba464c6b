import { expect, test } from 'vitest';
import { embeddingPlot } from './embedding-plot.js';
import type { LineTrace } from './figure.js';

test('points of one class are one group, described by their centre', () => {
  const figure = embeddingPlot({
    title: 'E',
    points: [
      [0, 0],
      [2, 4],
      [9, 9],
    ],
    classes: ['a', 'a', 'b'],
  });
  expect(figure.data.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(figure.alt).toBe(
    'Embedding: E. 3 points in two dimensions. a: 2 points around (1, 2). b: 1 point around (9, 9).',
  );
});

test('ten digits are named in their order, each in a colour of its own; words stay as they come', () => {
  const namesOf = (classes: (string | number)[]) =>
    embeddingPlot({ title: 'E', points: classes.map((_, i) => [i, i]), classes }).data;
  const digits = namesOf([7, 0, 9, 10, 3, 2, 8, 1, 4, 6, 5, 7]) as LineTrace[];
  expect(digits.map(({ name }) => name)).toEqual(Array.from({ length: 11 }, (_, i) => String(i)));
  const ten = digits.slice(0, 10).map(({ marker }) => marker.color);
  expect(new Set(ten).size).toBe(10);
  const looks = digits.map(({ marker }) => `${marker.color} ${marker.symbol}`);
  expect(new Set(looks).size).toBe(11);
  expect(namesOf(['2', 'b', '1']).map(({ name }) => name)).toEqual(['2', 'b', '1']);
});

test('both axes have the same unit', () => {
  const { layout } = embeddingPlot({
    title: 'E',
    points: [
      [0, 0],
      [100, 1],
    ],
  });
  const span = (range?: [number, number]) => (range?.[1] ?? 0) - (range?.[0] ?? 0);
  const width = (layout.width ?? 0) - layout.margin.l - layout.margin.r;
  const height = layout.height - layout.margin.t - layout.margin.b;
  expect(width / span(layout.xaxis.range)).toBeCloseTo(height / span(layout.yaxis.range), 6);
});

test('a word that would cover another is left out, and read under the mouse', () => {
  const figure = embeddingPlot({
    title: 'E',
    points: [
      [0, 0],
      [0.001, 0],
      [9, 9],
    ],
    labels: ['one', 'two', 'three'],
  });
  expect(figure.layout.annotations?.map(({ text }) => text)).toEqual(['one', 'three']);
  expect(figure.data[0]).toMatchObject({ text: ['one', 'two', 'three'] });
});

test('takes a tensor; refuses other shapes, and says what to do', () => {
  const tensor = (shape: number[], n: number) => ({ shape, dataSync: () => new Float32Array(n) });
  expect(embeddingPlot({ title: 'E', points: tensor([3, 2], 6) }).alt).toContain('3 points');
  expect(() => embeddingPlot({ title: 'E', points: tensor([3, 5], 15) })).toThrow(
    '[N, 2] (project to two dimensions first). Received: [3, 5]',
  );
  expect(() => embeddingPlot({ title: 'E', points: [[1, 2, 3]] })).toThrow(
    '`points[0]` to be a pair [x, y]',
  );
  expect(() => embeddingPlot({ title: 'E', points: [[1, 2]], labels: [] })).toThrow('`labels`');
});

test('points that are all equal, or not finite, still make a picture', () => {
  expect(
    embeddingPlot({
      title: 'E',
      points: [
        [1, 1],
        [1, 1],
      ],
    }).layout.xaxis.range?.every(Number.isFinite),
  ).toBe(true);
  expect(embeddingPlot({ title: 'E', points: [[Number.NaN, 1]] }).alt).toContain('no points');
});
