import { describe, expect, test } from 'vitest';
import type { HeatmapTrace } from './figure.js';
import { imageGrid } from './image-grid.js';

describe('imageGrid', () => {
  test('cuts a flat list of pixels into images, row by row', () => {
    const pixels = Float32Array.from({ length: 12 }, (_, i) => i);
    const figure = imageGrid({ title: 'Two', images: pixels, shape: [2, 3] });
    const [first, second] = figure.data as HeatmapTrace[];
    expect(first?.z).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ]);
    expect(second?.z[0]).toEqual([6, 7, 8]);
    expect([first?.zmin, first?.zmax]).toEqual([0, 11]);
  });

  test('lays images out in rows of `columns`', () => {
    const images = [[1], [2], [3]];
    const figure = imageGrid({ title: 'Three', images, shape: [1, 1], columns: 2 });
    const [a, b, c] = figure.data as HeatmapTrace[];
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
    expect(() => imageGrid({ title: 't', images: [1], shape: [0, 1] })).toThrow(
      'Expected `shape` to be [height, width], two integers > 0',
    );
  });
});
