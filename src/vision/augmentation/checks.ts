/** What all augmentations ask of images, labels and the generator. */
import type { Rng } from '../../backend/random.js';
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { type Tensor, type Tensor2D, type Tensor4D, tf } from '../../nn/tf.js';

const isTensor = (value: unknown, rank: number): value is Tensor =>
  value instanceof tf.Tensor && value.rank === rank && value.dtype === 'float32';

/** @throws TypeError for anything but float32 images [B, H, W, C]; for no generator */
export function checkImages(where: string, images: Tensor4D, rng: Rng): void {
  const { vision } = messages();
  if (!isTensor(images, 4)) throw new TypeError(vision.images({ where, given: shown(images) }));
  if (typeof rng?.uniform !== 'function') {
    throw new TypeError(vision.rng({ where, given: shown(rng) }));
  }
}

/** @throws TypeError for anything but float32 labels [B, C] of as many examples */
export function checkLabels(where: string, labels: Tensor2D, count: number): void {
  if (isTensor(labels, 2) && labels.shape[0] === count) return;
  throw new TypeError(messages().vision.labels({ where, count, given: shown(labels) }));
}

/** @throws RangeError for pixels out of [0, 1], and for other channels than grey or RGB */
export function checkColours(where: string, images: Tensor4D): void {
  const { vision } = messages();
  const channels = images.shape[3];
  if (channels !== 1 && channels !== 3) {
    throw new RangeError(vision.channels({ where, given: channels }));
  }
  if (images.size === 0) return;
  const [least, most] = tf.tidy(() =>
    [tf.min(images), tf.max(images)].map((end) => end.dataSync()[0] as number),
  ) as unknown as [number, number];
  if (!(least >= 0 && most <= 1)) throw new RangeError(vision.pixels({ where, least, most }));
}

/** @throws RangeError for anything but a number in [0, 1] */
export function checkShare(where: string, option: string, value: number): void {
  if (typeof value === 'number' && value >= 0 && value <= 1) return;
  throw new RangeError(messages().vision.share({ where, option, given: shown(value) }));
}

/** @throws RangeError for anything but a number > 0 */
export function checkAlpha(where: string, alpha: number): void {
  if (typeof alpha === 'number' && alpha > 0 && alpha < Number.POSITIVE_INFINITY) return;
  throw new RangeError(messages().vision.alpha({ where, given: shown(alpha) }));
}

/** One number for each example, to be multiplied with images: [B, 1, 1, 1]. */
export const perImage = (values: readonly number[] | Float32Array): Tensor4D =>
  tf.tensor4d(Float32Array.from(values), [values.length, 1, 1, 1]);
