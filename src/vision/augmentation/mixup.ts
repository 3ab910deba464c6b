/** mixup: images and labels of two examples, added with weights. */
import { checkOptionNames } from '../../backend/known-options.js';
import type { Rng } from '../../backend/random.js';
import { type Tensor2D, type Tensor4D, tf } from '../../nn/tf.js';
import { betaDraw } from './beta.js';
import { checkAlpha, checkImages, checkLabels } from './checks.js';
import { drawPartners, type MixedBatch, partnersOf, weighted } from './mix.js';

export interface MixupOptions {
  /** Weights are drawn from Beta(alpha, alpha); small values mix little. Default 0.2. */
  alpha?: number | undefined;
}

/** What was drawn for one batch: each example's partner, and the weight of the example itself. */
export interface MixupDraw {
  readonly partners: readonly number[];
  readonly lambdas: readonly number[];
}

export function mixImages(
  images: Tensor4D,
  labels: Tensor2D,
  { partners, lambdas }: MixupDraw,
): MixedBatch {
  return tf.tidy(() => ({
    x: weighted(images, partnersOf(images, partners), lambdas),
    y: weighted(labels, partnersOf(labels, partners), lambdas),
  }));
}

/**
 * mixup (Zhang et al. 2018, arXiv:1710.09412): each example becomes λ · itself + (1 − λ) · another of
 * the batch, image and label alike, with a λ of its own drawn from Beta(alpha, alpha). The loss is
 * then the cross-entropy with labels of shares.
 *
 * @param images `[B, H, W, C]`, float32; stays the caller's
 * @param labels `[B, C]`, float32, such as one-hot; stays the caller's
 * @param rng a seeded generator
 * @returns images and labels of the same shapes, which the caller owns
 * @throws TypeError for other images or labels, or without a generator; RangeError for `alpha` <= 0
 * @example
 * const labels = tf.cast(tf.oneHot(classNumbers, 10), 'float32') as Tensor2D;
 * const { x, y } = mixup(images, labels, createRng(1), { alpha: 0.2 });
 */
export function mixup(
  images: Tensor4D,
  labels: Tensor2D,
  rng: Rng,
  options: MixupOptions = {},
): MixedBatch {
  const { alpha = 0.2 } = options;
  checkImages('mixup', images, rng);
  checkLabels('mixup', labels, images.shape[0]);
  checkOptionNames('mixup', options, ['alpha']);
  checkAlpha('mixup', alpha);
  const partners = drawPartners(images.shape[0], rng);
  const lambdas = partners.map(() => betaDraw(alpha, rng));
  return mixImages(images, labels, { partners, lambdas });
}
