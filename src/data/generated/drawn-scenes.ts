/** Pictures of filled shapes, with boxes and masks: for detection and segmentation. */
import { createRng, type Rng, type Seed } from '../../backend/random.js';
import { checkSizes } from '../../checks.js';
import { tf } from '../../nn/tf.js';
import type { Box, SegmentedImages } from '../dataset-types.js';

/** Whether a point is in the shape of radius 1 around 0; down is positive. */
const shapes: Readonly<Record<string, (x: number, y: number) => boolean>> = {
  circle: (x, y) => x * x + y * y <= 1,
  square: (x, y) => Math.max(Math.abs(x), Math.abs(y)) <= 0.85,
  triangle: (x, y) => y <= 0.8 && Math.abs(x) <= (y + 1) * 0.55,
};
export const sceneClasses: readonly string[] = Object.keys(shapes);

export interface DrawnScenesOptions {
  /** How many pictures. */
  count: number;
  /** Rows and columns of a picture. Default 48. */
  size?: number;
  /** Standard deviation of the noise on each pixel. Default 0.05. */
  noise?: number;
  /** Fixes the pictures. Default 0. */
  seed?: Seed;
}

const apart = (a: Box, b: Box): boolean =>
  a.x + a.width < b.x || b.x + b.width < a.x || a.y + a.height < b.y || b.y + b.height < a.y;

interface Drawn {
  box: Box;
  /** Places of its pixels in the picture. */
  ink: number[];
}

function drawOne(size: number, rng: Rng): Drawn {
  const label = rng.integer(0, sceneClasses.length);
  const inside = shapes[sceneClasses[label] as string] as (x: number, y: number) => boolean;
  const radius = size * rng.uniform(0.09, 0.2);
  const [cx, cy] = [rng.uniform(radius, size - radius), rng.uniform(radius, size - radius)];
  const ink: number[] = [];
  let [left, right, top, bottom] = [size, -1, size, -1];
  for (let i = 0; i < size * size; i++) {
    const [column, row] = [i % size, Math.floor(i / size)];
    if (!inside((column + 0.5 - cx) / radius, (row + 0.5 - cy) / radius)) continue;
    ink.push(i);
    [left, right] = [Math.min(left, column), Math.max(right, column)];
    [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
  }
  const box = { label, x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
  return { box, ink };
}

interface Scene {
  pixels: Float32Array;
  /** The class of each pixel; 0 is the ground. */
  mask: Int32Array;
  boxes: Box[];
}

function scene(size: number, noise: number, rng: Rng): Scene {
  const ground = rng.uniform(0, 0.3);
  const pixels = new Float32Array(size * size).fill(ground);
  const mask = new Int32Array(size * size);
  const boxes: Box[] = [];
  const wanted = rng.integer(1, 4);
  // Where there is no room for all of them, there are fewer.
  for (let tries = 0; boxes.length < wanted && tries < 50; tries++) {
    const { box, ink } = drawOne(size, rng);
    if (ink.length === 0 || !boxes.every((other) => apart(box, other))) continue;
    const grey = rng.uniform(0.55, 1);
    for (const place of ink) {
      pixels[place] = grey;
      mask[place] = box.label + 1;
    }
    boxes.push(box);
  }
  return {
    pixels: pixels.map((v) => Math.min(1, Math.max(0, v + rng.normal(0, noise)))),
    mask,
    boxes,
  };
}

/**
 * Pictures with one to three filled shapes (circle, square, triangle) that do not touch, each with
 * the box of its pixels, and with the class of each pixel: 0 for the ground, the label of the shape
 * and 1 for what is drawn. Masks are exact: noise comes after them.
 *
 * @returns pixels `[N, size, size, 1]` and masks `[N, size, size]`, int32, which the caller owns, and
 * the boxes of each picture
 * @throws RangeError for options out of range
 * @example
 * const { x, masks, boxes } = drawnScenes({ count: 100, seed: 1 });
 * boxes[0][0]; // { label: 2, x: 10, y: 4, width: 11, height: 9 }; its pixels in masks are 3
 */
export function drawnScenes(options: DrawnScenesOptions): SegmentedImages {
  const { count, size = 48, noise = 0.05, seed = 0 } = options;
  checkSizes({ count, size });
  if (size < 16 || !(noise >= 0)) {
    throw new RangeError(
      `Expected \`size\` >= 16 and \`noise\` >= 0. Received: size=${size}, noise=${noise}`,
    );
  }
  const rng = createRng(seed);
  const pixels = new Float32Array(count * size * size);
  const masks = new Int32Array(count * size * size);
  const boxes = Array.from({ length: count }, (_, i) => {
    const made = scene(size, noise, rng);
    pixels.set(made.pixels, i * size * size);
    masks.set(made.mask, i * size * size);
    return made.boxes;
  });
  return {
    x: tf.tensor4d(pixels, [count, size, size, 1]),
    masks: tf.tensor3d(masks, [count, size, size], 'int32'),
    boxes,
  };
}
