import { expect, test } from 'vitest';
import { boxesOnImage } from './boxes-on-image.js';

const image = Array.from({ length: 10 }, () => Array(20).fill(0));

test('found boxes are solid with class and score, true ones dashed; one class, one colour', () => {
  const figure = boxesOnImage({
    title: 'B',
    image,
    boxes: [{ label: 'cat', score: 0.876, box: [2, 3, 8, 9] }],
    truth: [{ label: 'cat', box: [1, 3, 8, 9] }],
  });
  const lines = figure.layout.shapes?.map(({ line }) => line) ?? [];
  expect(lines.map(({ dash }) => dash)).toEqual(['solid', 'dash', 'solid']);
  expect(lines[1]?.color).toBe(lines[2]?.color);
  expect(figure.layout.annotations?.map(({ text }) => text)).toEqual(['True: cat', 'cat 0.88']);
  expect(figure.alt).toBe(
    'Boxes on a picture: B. 20 by 10 pixels. 1 found, 1 true. cat 0.88 at x 2, y 3, 6 by 6. True: cat at x 1, y 3, 7 by 6.',
  );
});

test('a name at the top edge stands in its box, at the right edge it stays on the picture', () => {
  const boxes = [{ label: 'a long name of a class', box: [18, 0, 20, 5] as const }];
  const [note] = boxesOnImage({ title: 'B', image, boxes }).layout.annotations ?? [];
  expect(note?.yanchor).toBe('top');
  expect(note?.x).toBeLessThan(15);
});

test('names the box that is wrong', () => {
  const boxes = (box: number[]) => () =>
    boxesOnImage({ title: 'B', image, boxes: [{ label: 'a', box: box as never }] });
  expect(boxes([5, 1, 2, 4])).toThrow('`boxes[0].box` to be [left, top, right, bottom] in pixels');
  expect(boxes([1, 2, 3])).toThrow('`boxes[0].box`');
  expect(boxes([1, 2, Number.NaN, 4])).toThrow('`boxes[0].box`');
  expect(() =>
    boxesOnImage({ title: 'B', image, boxes: Array(201).fill({ label: 'a', box: [0, 0, 1, 1] }) }),
  ).toThrow('at most 200 in all (keep the surest). Received: 201');
});
