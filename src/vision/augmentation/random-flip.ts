/** Images turned left to right. */
import { checkOptionNames } from '../../backend/known-options.js';
import type { Rng } from '../../backend/random.js';
import { type Tensor4D, tf } from '../../nn/tf.js';
import { checkImages, checkShare } from './checks.js';

export interface RandomFlipOptions {
  /** The probability with which an image is flipped, in [0, 1]. Default 0.5. */
  p?: number | undefined;
}

/** Turns those images left to right for which `flips` says so. */
export function flipImages(images: Tensor4D, flips: readonly boolean[]): Tensor4D {
  return tf.tidy(() => {
    const which = tf.tensor4d(flips.map(Number), [flips.length, 1, 1, 1], 'bool');
    return tf.where(which, tf.reverse(images, 2), images);
  });
}

/**
 * Flips images left to right, each with probability `p` (torchvision's `RandomHorizontalFlip`). Only
 * where a mirror image has the same label: not for digits or letters.
 *
 * Masks of a segmentation are flipped alike by a generator of the same seed.
 *
 * @param images `[B, H, W, C]`, float32; stays the caller's
 * @param rng a seeded generator; each image has a draw of its own
 * @returns images of the same shape, which the caller owns
 * @throws TypeError for other images, or without a generator; RangeError for `p` out of [0, 1]
 * @example
 * const flipped = randomFlip(images, createRng(1));
 * const masksToo = randomFlip(masks, createRng(1));
 */
export function randomFlip(images: Tensor4D, rng: Rng, options: RandomFlipOptions = {}): Tensor4D {
  const { p = 0.5 } = options;
  checkImages('randomFlip', images, rng);
  checkOptionNames('randomFlip', options, ['p']);
  checkShare('randomFlip', 'p', p);
  const flips = Array.from({ length: images.shape[0] }, () => rng.uniform() < p);
  return flipImages(images, flips);
}
