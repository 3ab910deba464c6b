/**
 * Brightness, contrast, saturation and hue of images, as torchvision defines them
 * (`torchvision.transforms.v2.functional.adjust_…`); one factor for each image, `[B, 1, 1, 1]`.
 */
import { type Tensor4D, tf } from '../../nn/tf.js';

const isGrey = (images: Tensor4D): boolean => images.shape[3] === 1;

/** Luma of ITU-R 601, with the digits that torchvision has: `[B, H, W, 1]`. */
function greyOf(images: Tensor4D): Tensor4D {
  if (isGrey(images)) return images;
  return tf.sum<Tensor4D>(tf.mul(images, tf.tensor1d([0.2989, 0.587, 0.114])), -1, true);
}

/** factor · images + (1 − factor) · other, cut off at 0 and 1. */
function blend(images: Tensor4D, other: Tensor4D, factor: Tensor4D): Tensor4D {
  const mixed = tf.add(tf.mul(images, factor), tf.mul(other, tf.sub(1, factor)));
  return tf.clipByValue(mixed, 0, 1) as Tensor4D;
}

/** Factor 0 gives black, 1 the image. */
export function adjustBrightness(images: Tensor4D, factor: Tensor4D): Tensor4D {
  return tf.clipByValue(tf.mul(images, factor), 0, 1) as Tensor4D;
}

/** Factor 0 gives the mean grey of the image, 1 the image. */
export function adjustContrast(images: Tensor4D, factor: Tensor4D): Tensor4D {
  return blend(images, tf.mean<Tensor4D>(greyOf(images), [1, 2, 3], true), factor);
}

/** Factor 0 gives the image in grey, 1 the image; grey images stay as they are. */
export function adjustSaturation(images: Tensor4D, factor: Tensor4D): Tensor4D {
  return isGrey(images) ? tf.clone(images) : blend(images, greyOf(images), factor);
}

const fraction = (x: Tensor4D): Tensor4D => tf.sub(x, tf.floor(x));

/** Hue in turns, saturation and value, `[B, H, W, 1]` each, of RGB images. */
function toHsv(images: Tensor4D): [h: Tensor4D, s: Tensor4D, v: Tensor4D] {
  const v = tf.max<Tensor4D>(images, -1, true);
  const range = tf.sub(v, tf.min<Tensor4D>(images, -1, true));
  const ones = tf.onesLike(v);
  const flat = tf.equal(range, 0);
  // A grey pixel has no hue: with a divisor of 1 it becomes 0.
  const below = tf.div(tf.sub(v, images), tf.where(flat, ones, range));
  const [r, g, b] = tf.split(below, 3, 3) as [Tensor4D, Tensor4D, Tensor4D];
  const [red, green] = tf.split(images, 3, 3) as [Tensor4D, Tensor4D];
  const notRed = tf.where(tf.equal(v, green), tf.add(tf.sub(r, b), 2), tf.add(tf.sub(g, r), 4));
  const sixths = tf.where(tf.equal(v, red), tf.sub(b, g), notRed);
  return [fraction(tf.div(sixths, 6)), tf.div(range, tf.where(flat, ones, v)), v];
}

/** Each channel is v − v·s·max(0, min(k, 4 − k, 1)), k = (n + 6 h) mod 6, n = 5, 3, 1. */
function toRgb(h: Tensor4D, s: Tensor4D, v: Tensor4D): Tensor4D {
  const shift = tf.tensor1d([5 / 6, 3 / 6, 1 / 6]);
  const k = tf.mul(fraction(tf.add(h, shift) as Tensor4D), 6);
  const ramp = tf.clipByValue(tf.minimum(k, tf.sub(4, k)), 0, 1) as Tensor4D;
  // Rounding may lead a little below 0.
  return tf.clipByValue(tf.sub(v, tf.mul(tf.mul(v, s), ramp)) as Tensor4D, 0, 1);
}

/** Turns the colours by so many turns of the colour circle; grey images stay as they are. */
export function adjustHue(images: Tensor4D, turns: Tensor4D): Tensor4D {
  if (isGrey(images)) return tf.clone(images);
  const [h, s, v] = toHsv(images);
  return toRgb(fraction(tf.add(h, turns)), s, v);
}
