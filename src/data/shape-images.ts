/** Drawn shapes on small images: which shape it is, wherever it lies and however it is turned. */
import { createRng, type Rng, type Seed } from '../backend/random.js';
import { checkSizes } from '../checks.js';
import { type Tensor1D, type Tensor4D, tf } from '../nn/tf.js';

type Point = readonly [x: number, y: number];
/** A line through points, in units of the shape's radius. */
type Stroke = readonly Point[];

const corners = (count: number, radius = 1): Point[] =>
  Array.from({ length: count }, (_, i) => {
    const angle = (2 * Math.PI * i) / count;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
const closed = (points: readonly Point[]): Stroke => [...points, points[0] as Point];
const star: Point[] = corners(10).map(([x, y], i) => (i % 2 === 0 ? [x, y] : [0.4 * x, 0.4 * y]));

const shapes: Readonly<Record<string, readonly Stroke[]>> = {
  circle: [closed(corners(24))],
  triangle: [closed(corners(3))],
  square: [closed(corners(4))],
  star: [closed(star)],
  cross: [
    [
      [-1, 0],
      [1, 0],
    ],
    [
      [0, -1],
      [0, 1],
    ],
  ],
  corner: [
    [
      [1, 0],
      [0, 0],
      [0, 1],
    ],
  ],
  parallels: [
    [
      [-0.9, -0.4],
      [0.9, -0.4],
    ],
    [
      [-0.9, 0.4],
      [0.9, 0.4],
    ],
  ],
  arc: [corners(24).slice(0, 13)],
};

/** Images of drawn shapes. */
export interface ShapeImages {
  /** Grey values in [0, 1], float32: `[N, size, size, 1]`. */
  x: Tensor4D;
  /** The index of each shape in `classes`, int32: `[N]`. */
  y: Tensor1D;
  classes: readonly string[];
}

export interface ShapeImagesOptions {
  /** How many images, N. */
  count: number;
  /** Rows and columns of an image. Default 28. */
  size?: number;
  /** Standard deviation of the noise on each pixel. Default 0.1. */
  noise?: number;
  /** Fixes the images. Default 0. */
  seed?: Seed;
}

function distance([px, py]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const along = ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy);
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(px - ax - t * dx, py - ay - t * dy);
}

/** One image: the shape turned, scaled and moved at random, its lines about two pixels wide. */
function draw(strokes: readonly Stroke[], size: number, noise: number, rng: Rng): Float32Array {
  const radius = size * rng.uniform(0.2, 0.34);
  const turn = rng.uniform(0, 2 * Math.PI);
  const room = size / 2 - radius;
  const [cx, cy] = [size / 2 + rng.uniform(-room, room), size / 2 + rng.uniform(-room, room)];
  const [sin, cos] = [Math.sin(turn) * radius, Math.cos(turn) * radius];
  const placed = strokes.map((stroke) =>
    stroke.map(([x, y]): Point => [cx + x * cos - y * sin, cy + x * sin + y * cos]),
  );
  const segments = placed.flatMap((line) =>
    line.slice(1).map((end, i): [Point, Point] => [line[i] as Point, end]),
  );
  const width = rng.uniform(0.8, 1.2);
  return Float32Array.from({ length: size * size }, (_, i) => {
    const pixel: Point = [(i % size) + 0.5, Math.floor(i / size) + 0.5];
    const near = Math.min(...segments.map(([a, b]) => distance(pixel, a, b)));
    const ink = Math.min(1, Math.max(0, width + 0.5 - near));
    return Math.min(1, Math.max(0, ink + rng.normal(0, noise)));
  });
}

/**
 * Images of eight drawn shapes, at random places, sizes and angles, so that no pixel tells the
 * class: circle, triangle, square, star, cross, corner, parallels, arc. As many of each as can be.
 *
 * @returns tensors that the caller owns
 * @throws RangeError for options out of range
 * @example
 * const { x, y, classes } = shapeImages({ count: 1000, seed: 1 });
 * x.shape; // [1000, 28, 28, 1]
 */
export function shapeImages(options: ShapeImagesOptions): ShapeImages {
  const { count, size = 28, noise = 0.1, seed = 0 } = options;
  checkSizes({ count, size });
  if (!(noise >= 0)) {
    throw new RangeError(`Expected \`noise\` to be a number >= 0. Received: ${noise}`);
  }
  const rng = createRng(seed);
  const classes = Object.keys(shapes);
  const labels = rng.shuffle(Array.from({ length: count }, (_, i) => i % classes.length));
  const pixels = new Float32Array(count * size * size);
  labels.forEach((label, i) => {
    const strokes = shapes[classes[label] as string] as readonly Stroke[];
    pixels.set(draw(strokes, size, noise, rng), i * size * size);
  });
  return {
    x: tf.tensor4d(pixels, [count, size, size, 1]),
    y: tf.tensor1d(labels, 'int32'),
    classes,
  };
}
