/** Parts of images, cut out at random places. */

import { checkOptionNames } from '../../backend/known-options.js';
import type { Rng } from '../../backend/random.js';
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { type Tensor4D, tf } from '../../nn/tf.js';
import { checkImages } from './checks.js';

/** Where a row or column beyond the edge, `i` < 0 or >= `size`, comes from; -1 is the fill. */
const beyond = {
  constant: () => -1,
  edge: (i: number, size: number) => Math.min(size - 1, Math.max(0, i)),
  reflect: (i: number, size: number) => (i < 0 ? -i : 2 * size - 2 - i),
  symmetric: (i: number, size: number) => (i < 0 ? -i - 1 : 2 * size - 1 - i),
} as const;

/**
 * What lies beyond the edge: `fill`; the pixel of the edge; the image mirrored at its last pixel, which
 * is not repeated; the image mirrored at its edge.
 */
export type PaddingMode = keyof typeof beyond;

export interface RandomCropOptions {
  /** Height and width of what is cut out. Default: those of the images. */
  size?: number | readonly [height: number, width: number] | undefined;
  /** Pixels that are added at each of the four sides before. Default 0. */
  padding?: number | undefined;
  /** What is added. Default `constant`. */
  paddingMode?: PaddingMode | undefined;
  /** The value of added pixels, with `constant`. Default 0, black. */
  fill?: number | undefined;
}

/** The upper left corner of a crop, in the padded image. */
export interface CropPlace {
  readonly top: number;
  readonly left: number;
}

export interface CropGeometry {
  readonly size: readonly [height: number, width: number];
  readonly padding: number;
  readonly paddingMode: PaddingMode;
  readonly fill: number;
}

/** Cuts one part out of each image: every pixel is looked up, so that it comes out to the bit. */
export function cropImages(
  images: Tensor4D,
  places: readonly CropPlace[],
  { size: [rows, columns], padding, paddingMode, fill }: CropGeometry,
): Tensor4D {
  const [count, height, width, channels] = images.shape;
  const from = (i: number, size: number): number =>
    i >= 0 && i < size ? i : beyond[paddingMode](i, size);
  const pixels = new Int32Array(count * rows * columns);
  let next = 0;
  places.forEach(({ top, left }, image) => {
    const xs = Array.from({ length: columns }, (_, x) => from(left + x - padding, width));
    for (let row = 0; row < rows; row++) {
      const y = from(top + row - padding, height);
      for (const x of xs) {
        // Behind all pixels lies one of the fill.
        const at = x < 0 || y < 0 ? count * height * width : (image * height + y) * width + x;
        pixels[next++] = at;
      }
    }
  });
  return tf.tidy(() => {
    const all = tf.reshape(images, [count * height * width, channels]);
    const table = tf.concat([all, tf.fill([1, channels], fill)], 0);
    const picked = tf.gather(table, tf.tensor1d(pixels, 'int32'), 0);
    return tf.reshape(picked, [count, rows, columns, channels]) as Tensor4D;
  });
}

function checkGeometry(where: string, images: Tensor4D, options: RandomCropOptions): CropGeometry {
  const { vision } = messages();
  const [, height, width] = images.shape;
  const { size = [height, width], padding = 0, paddingMode = 'constant', fill = 0 } = options;
  const sizes = typeof size === 'number' ? [size, size] : size;
  const isSize = (value: number): boolean => Number.isInteger(value) && value >= 1;
  if (!Array.isArray(sizes) || sizes.length !== 2 || !sizes.every(isSize)) {
    throw new RangeError(vision.size({ where, given: shown(size) }));
  }
  if (!Object.hasOwn(beyond, paddingMode)) {
    const known = Object.keys(beyond).join(', ');
    throw new RangeError(vision.paddingMode({ where, known, given: shown(paddingMode) }));
  }
  const least = Math.min(height, width);
  const mirrored = { reflect: least - 1, symmetric: least };
  const most = Reflect.get(mirrored, paddingMode) ?? Number.POSITIVE_INFINITY;
  if (!Number.isInteger(padding) || padding < 0 || padding > most) {
    const limit = Number.isFinite(most) ? vision.mostPadding({ most }) : '';
    throw new RangeError(vision.padding({ where, most: limit, given: shown(padding) }));
  }
  if (!Number.isFinite(fill)) throw new RangeError(vision.fill({ where, given: shown(fill) }));
  const [rows, columns] = sizes as [number, number];
  const padded = { height: height + 2 * padding, width: width + 2 * padding };
  const same = rows === padded.height && columns === padded.width;
  if (rows > padded.height || columns > padded.width || same) {
    throw new RangeError(vision.noRoom({ ...padded, given: `${rows}×${columns}` }));
  }
  return { size: [rows, columns], padding, paddingMode, fill };
}

/**
 * Cuts a part of `size` out of each image, at a place of its own (torchvision's `RandomCrop`). With
 * `padding: 4` and the images' own size it moves them by up to 4 pixels, as is usual for images of
 * 32×32 (He et al. 2016, arXiv:1512.03385).
 *
 * @param images `[B, H, W, C]`, float32; stays the caller's
 * @param rng a seeded generator; each image has draws of its own
 * @returns images `[B, height, width, C]`, which the caller owns
 * @throws TypeError for other images, or without a generator; RangeError for options out of range, and
 *   for a size that leaves no choice of places
 * @example
 * const moved = randomCrop(images, createRng(1), { padding: 4 });
 */
export function randomCrop(images: Tensor4D, rng: Rng, options: RandomCropOptions = {}): Tensor4D {
  checkImages('randomCrop', images, rng);
  checkOptionNames('randomCrop', options, ['size', 'padding', 'paddingMode', 'fill']);
  const geometry = checkGeometry('randomCrop', images, options);
  const [count, height, width] = images.shape;
  const { padding, size } = geometry;
  const places = Array.from({ length: count }, () => ({
    top: rng.integer(0, height + 2 * padding - size[0] + 1),
    left: rng.integer(0, width + 2 * padding - size[1] + 1),
  }));
  return cropImages(images, places, geometry);
}
