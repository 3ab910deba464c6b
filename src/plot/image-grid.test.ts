import { describe, expect, test } from 'vitest';
import type { ImageTrace } from './figure.js';
import { imageGrid } from './image-grid.js';
import { pixelsOf } from './test-tools.js';

const grey = (value: number) => [value, value, value, 255];

describe('imageGrid', () => {
  test('cuts a flat list of pixels into images, row by row', () => {
    const pixels = Float32Array.from({ length: 12 }, (_, i) => i);
    const figure = imageGrid({ title: 'Two', images: pixels, shape: [2, 3] });
    const [first, second] = figure.data as ImageTrace[];
    const byte = (i: number) => grey(Math.round((i / 11) * 255));
    expect(pixelsOf(first?.source)).toEqual([
      [byte(0), byte(1), byte(2)],
      [byte(3), byte(4), byte(5)],
    ]);
    expect(pixelsOf(second?.source)[0]?.[0]).toEqual(byte(6));
    expect(pixelsOf(second?.source)[1]?.[2]).toEqual(grey(255));
  });

  test('colours stay as they are, channels last, in each of the usual ranges', () => {
    const source = (images: number[], range?: [number, number]) => {
      const shape = [1, 1, 3] as const;
      const figure = imageGrid({ title: 't', images, shape, ...(range ? { range } : {}) });
      return pixelsOf((figure.data[0] as ImageTrace).source)[0]?.[0];
    };
    expect(source([0, 0.5, 1])).toEqual([0, 128, 255, 255]);
    expect(source([0, 128, 200])).toEqual([0, 128, 200, 255]);
    expect(source([-1, 0, 0.5])).toEqual([0, 128, 191, 255]);
    expect(source([0.2, 0.4, 0.6])).toEqual([51, 102, 153, 255]);
    expect(source([1, 2, 3], [1, 3])).toEqual([0, 128, 255, 255]);
  });

  test('opacity is the fourth channel, and a pixel that is not finite is transparent', () => {
    const figure = imageGrid({ title: 't', images: [1, 0, 0, 0.5], shape: [1, 1, 4] });
    expect(pixelsOf((figure.data[0] as ImageTrace).source)).toEqual([[[255, 0, 0, 128]]]);
    const gap = imageGrid({ title: 't', images: [1, Number.NaN, 0], shape: [1, 3] });
    expect(pixelsOf((gap.data[0] as ImageTrace).source)[0]?.[1]).toEqual([0, 0, 0, 0]);
  });

  test('takes a tensor [N, height, width, channels] without a shape', () => {
    const tensor = { shape: [2, 1, 1, 3], dataSync: () => Float32Array.of(1, 0, 0, 0, 0, 1) };
    const [red, blue] = imageGrid({ title: 't', images: tensor }).data as ImageTrace[];
    expect(pixelsOf(red?.source)).toEqual([[[255, 0, 0, 255]]]);
    expect(pixelsOf(blue?.source)).toEqual([[[0, 0, 255, 255]]]);
    expect(() =>
      imageGrid({ title: 't', images: { shape: [4], dataSync: () => [1, 2, 3, 4] } }),
    ).toThrow('Expected `images.shape` to be [height, width]');
  });

  test('lays images out in rows of `columns`', () => {
    const images = [[1], [2], [3]];
    const figure = imageGrid({ title: 'Three', images, shape: [1, 1], columns: 2 });
    const [a, b, c] = figure.data as ImageTrace[];
    expect(b?.x0).toBeGreaterThan(a?.x0 ?? 0);
    expect(c?.x0).toBe(a?.x0);
    expect(c?.y0).toBeGreaterThan(a?.y0 ?? 0);
  });

  test('a row of many images still fits on the page', () => {
    const images = Array.from({ length: 12 }, () => [0]);
    const width = (columns: number) =>
      imageGrid({ title: 'Row', images, shape: [1, 1], columns }).layout.width;
    expect(width(12)).toBeLessThanOrEqual(820);
    expect(width(4)).toBeLessThan(width(12) ?? 0);
  });

  test('writes captions above the pictures and into the alt text', () => {
    const figure = imageGrid({
      title: 'Mistakes',
      images: [[0], [1]],
      shape: [1, 1],
      captions: ['4 → 9', 7],
    });
    expect(figure.layout.annotations?.map((note) => note.text)).toEqual(['4 → 9', '7']);
    expect(figure.alt).toBe('2 pictures: Mistakes. Captions: 4 → 9; 7.');
  });

  test('names the argument that is wrong', () => {
    const grid = (images: number[] | number[][], captions?: string[]) =>
      imageGrid({ title: 't', images, shape: [2, 2], ...(captions ? { captions } : {}) });
    expect(() => grid([1, 2, 3])).toThrow(
      'Expected `images` to hold whole images of 2 x 2 = 4 pixels. Received: 3 pixels',
    );
    expect(() => grid([[1, 2]])).toThrow('Expected `images[0]` to be a list of 2 x 2 = 4 pixels');
    expect(() => grid([1, 2, 3, 4], ['a', 'b'])).toThrow(
      'Expected `captions` to be as long as `images` (1). Received: 2',
    );
    expect(() => imageGrid({ title: 't', images: Array(1001).fill([1]), shape: [1, 1] })).toThrow(
      'at most 1000 images (show some of them: `slice`). Received: 1001',
    );
    expect(() => imageGrid({ title: 't', images: [1], shape: [0, 1] })).toThrow(
      'Expected `shape` to be [height, width], two integers > 0',
    );
  });
});
