import { expect, test } from 'vitest';
import type { ImageTrace } from './figure.js';
import { latentGrid } from './latent-grid.js';
import { pixelsOf } from './test-tools.js';

test('the first row is at the bottom, the first column at the left', () => {
  const figure = latentGrid({
    title: 'L',
    images: [0, 1, 2, 3],
    shape: [1, 1],
    x: [-1, 1],
    y: [5, 6],
  });
  const [image] = figure.data as ImageTrace[];
  const bytes = pixelsOf(image?.source).map((row) => row.map(([grey]) => grey));
  expect(bytes).toEqual([
    [170, 255],
    [0, 85],
  ]);
  expect(figure.layout.xaxis).toMatchObject({ ticktext: ['-1', '1'] });
  expect(figure.layout.yaxis).toMatchObject({ ticktext: ['6', '5'], range: [1.5, -0.5] });
  expect(figure.alt).toBe(
    'Latent grid: L. 2 by 2 decoded pictures, z₁ from -1 to 1, z₂ from 5 to 6.',
  );
});

test('pixels of each picture stay in their order, in colour too', () => {
  const tensor = { shape: [2, 1, 2, 3], dataSync: () => [1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1] };
  const [image] = latentGrid({ title: 'L', images: tensor, x: [0, 1], y: [0] })
    .data as ImageTrace[];
  expect(pixelsOf(image?.source)).toEqual([
    [
      [255, 0, 0, 255],
      [0, 255, 0, 255],
      [0, 0, 255, 255],
      [255, 255, 255, 255],
    ],
  ]);
});

test('refuses uneven axes and another number of pictures', () => {
  const grid = (x: number[], images: number[]) =>
    latentGrid({ title: 'L', images, shape: [1, 1], x, y: [0] });
  expect(() => grid([0, 1, 3], [1, 2, 3])).toThrow(
    '`x` to be evenly spaced numbers in ascending order',
  );
  expect(() => grid([0, 1], [1, 2, 3])).toThrow(
    'one picture for each pair of `x` and `y`, that is 2 of 1 values. Received: 3 pictures',
  );
});
