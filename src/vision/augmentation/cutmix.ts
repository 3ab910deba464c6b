/** CutMix: a box of another image, pasted in. */
import { checkOptionNames } from '../../backend/known-options.js';
import type { Rng } from '../../backend/random.js';
import { type Tensor2D, type Tensor4D, tf } from '../../nn/tf.js';
import { betaDraw } from './beta.js';
import { checkAlpha, checkImages, checkLabels } from './checks.js';
import { drawPartners, type MixedBatch, partnersOf, weighted } from './mix.js';

export interface CutmixOptions {
  /** The share that stays is drawn from Beta(alpha, alpha). Default 1: each share equally likely. */
  alpha?: number | undefined;
}

/** Rows `top` to `bottom` and columns `left` to `right`, the ends not included. */
export interface CutmixBox {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** What was drawn for one batch: each example's partner, and the box that comes from it. */
export interface CutmixDraw {
  readonly partners: readonly number[];
  readonly boxes: readonly CutmixBox[];
}

/**
 * The box around a pixel that has the share 1 − λ of the image, and its form; at the edge it is cut off.
 */
export function boxAround(
  centre: { readonly x: number; readonly y: number },
  lambda: number,
  height: number,
  width: number,
): CutmixBox {
  const half = 0.5 * Math.sqrt(1 - lambda);
  const [rows, columns] = [Math.trunc(half * height), Math.trunc(half * width)];
  return {
    top: Math.max(0, centre.y - rows),
    bottom: Math.min(height, centre.y + rows),
    left: Math.max(0, centre.x - columns),
    right: Math.min(width, centre.x + columns),
  };
}

/** The share of an image that a box leaves to it. */
export const shareLeft = (box: CutmixBox, height: number, width: number): number =>
  1 - ((box.bottom - box.top) * (box.right - box.left)) / (height * width);

export function pasteBoxes(
  images: Tensor4D,
  labels: Tensor2D,
  { partners, boxes }: CutmixDraw,
): MixedBatch {
  const [count, height, width] = images.shape;
  const inside = new Uint8Array(count * height * width);
  boxes.forEach(({ top, bottom, left, right }, image) => {
    for (let y = top; y < bottom; y++) {
      const row = (image * height + y) * width;
      inside.fill(1, row + left, row + right);
    }
  });
  // By the pasted area, not by what was drawn: at the edge a box is smaller.
  const kept = boxes.map((box) => shareLeft(box, height, width));
  return tf.tidy(() => {
    const mask = tf.tensor4d(inside, [count, height, width, 1], 'bool');
    return {
      x: tf.where(mask, partnersOf(images, partners), images),
      y: weighted(labels, partnersOf(labels, partners), kept),
    };
  });
}

/**
 * CutMix (Yun et al. 2019, arXiv:1905.04899): each image gets a box of another of the batch, and its
 * label the other's in the share of the pasted area. Each example has a partner and a box of its own.
 *
 * @param images `[B, H, W, C]`, float32; stays the caller's
 * @param labels `[B, C]`, float32, such as one-hot; stays the caller's
 * @param rng a seeded generator
 * @returns images and labels of the same shapes, which the caller owns
 * @throws TypeError for other images or labels, or without a generator; RangeError for `alpha` <= 0
 * @example
 * const labels = tf.cast(tf.oneHot(classNumbers, 10), 'float32') as Tensor2D;
 * const { x, y } = cutmix(images, labels, createRng(1));
 */
export function cutmix(
  images: Tensor4D,
  labels: Tensor2D,
  rng: Rng,
  options: CutmixOptions = {},
): MixedBatch {
  const { alpha = 1 } = options;
  checkImages('cutmix', images, rng);
  checkLabels('cutmix', labels, images.shape[0]);
  checkOptionNames('cutmix', options, ['alpha']);
  checkAlpha('cutmix', alpha);
  const [count, height, width] = images.shape;
  const partners = drawPartners(count, rng);
  const boxes = partners.map(() => {
    const lambda = betaDraw(alpha, rng);
    const centre = { x: rng.integer(0, width), y: rng.integer(0, height) };
    return boxAround(centre, lambda, height, width);
  });
  return pasteBoxes(images, labels, { partners, boxes });
}
