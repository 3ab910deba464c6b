import { expect, test } from 'vitest';
import type { ImageTrace } from './figure.js';
import { imageFigure } from './image-figure.js';
import { toSvg } from './svg/to-svg.js';
import { pixelsOf } from './test-tools.js';

const source = (options: Omit<Parameters<typeof imageFigure>[0], 'title'>) =>
  pixelsOf((imageFigure({ title: 'I', ...options }).data[0] as ImageTrace).source);

test('lists, flat lists with a shape and tensors are the same picture', () => {
  const expected = [
    [
      [0, 0, 0, 255],
      [255, 255, 255, 255],
    ],
  ];
  expect(source({ image: [[0, 1]] })).toEqual(expected);
  expect(source({ image: [0, 1], shape: [1, 2] })).toEqual(expected);
  expect(source({ image: { shape: [1, 2, 1], dataSync: () => [0, 1] } })).toEqual(expected);
  expect(
    source({
      image: [
        [
          [0, 0, 0],
          [255, 255, 255],
        ],
      ],
    }),
  ).toEqual(expected);
});

test('a small picture is enlarged by a whole number, without blur', () => {
  const figure = imageFigure({
    title: 'I',
    image: [
      [0, 1],
      [1, 0],
    ],
  });
  expect(toSvg(figure)).toContain('image-rendering:pixelated');
  expect(toSvg(figure)).toContain('width="420" height="420"');
  expect(figure.alt).toBe('Picture: I. 2 by 2 pixels, grey.');
});

test('refuses what is no picture', () => {
  expect(() => source({ image: [[1, 2], [3]] })).toThrow(
    '`image[1]` to be a row of 2 pixels, as the first is',
  );
  expect(() => source({ image: [[[1, 2]]] })).toThrow(
    '[height, width, channels] with 1, 3 or 4. Received: [1, 1, 2]',
  );
  expect(() => source({ image: [1, 2, 3], shape: [2, 2] })).toThrow(
    '`image` to hold 2 x 2 x 1 = 4 numbers. Received: 3',
  );
  expect(() => source({ image: [1, 2] })).toThrow(
    '`shape` to be [height, width] of `image`, a flat list',
  );
  expect(() => source({ image: { shape: [5000, 5000], dataSync: () => [] } })).toThrow(
    'at most 4000000 pixels',
  );
  expect(() => source({ image: [[1]], range: [1, 1] })).toThrow('`range` to be [black, white]');
});
