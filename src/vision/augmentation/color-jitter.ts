/** Colours of images, changed at random. */

import { checkOptionNames } from '../../backend/known-options.js';
import type { Rng } from '../../backend/random.js';
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { type Tensor4D, tf } from '../../nn/tf.js';
import { adjustBrightness, adjustContrast, adjustHue, adjustSaturation } from './adjust-colour.js';
import { checkColours, checkImages, perImage } from './checks.js';

/** How far a factor may go; a number `a` means [max(0, 1 − a), 1 + a], or [−a, a] for the hue. */
export type JitterRange = number | readonly [least: number, most: number];

export interface ColorJitterOptions {
  /** Range of the factor: 0 is black, 1 the image. Default 0, no change. */
  brightness?: JitterRange | undefined;
  /** Range of the factor: 0 is the image's mean grey, 1 the image. Default 0, no change. */
  contrast?: JitterRange | undefined;
  /** Range of the factor: 0 is the image in grey, 1 the image. Default 0, no change. */
  saturation?: JitterRange | undefined;
  /** Range of the turn of the colour circle, within [-0.5, 0.5]. Default 0, no change. */
  hue?: JitterRange | undefined;
}

/** In the order of torchvision's numbers. */
const adjustments = [
  { name: 'brightness', adjust: adjustBrightness, still: 1 },
  { name: 'contrast', adjust: adjustContrast, still: 1 },
  { name: 'saturation', adjust: adjustSaturation, still: 1 },
  { name: 'hue', adjust: adjustHue, still: 0 },
] as const;

const names = adjustments.map(({ name }) => name);

/** What was drawn for one image. */
export interface JitterDraw {
  /** The numbers of the adjustments in the order in which they are made. */
  readonly order: readonly number[];
  /** The factor of each adjustment, by its number; undefined where it is not made. */
  readonly factors: readonly (number | undefined)[];
}

/** Makes one adjustment of the images whose turn it is, and gives all back in their order. */
function adjustSome(
  images: Tensor4D,
  number: number,
  factors: readonly (number | undefined)[],
): Tensor4D {
  const rows = factors.flatMap((factor, i) => (factor === undefined ? [] : [i]));
  const { adjust } = adjustments[number] as (typeof adjustments)[number];
  const values = rows.map((row) => factors[row] as number);
  if (rows.length === 0) return images;
  if (rows.length === factors.length) return adjust(images, perImage(values));
  const changed = adjust(tf.gather(images, tf.tensor1d(rows, 'int32'), 0), perImage(values));
  // Behind all images lie the changed ones.
  const count = factors.length;
  const places = factors.map((factor, i) => (factor === undefined ? i : count + rows.indexOf(i)));
  return tf.gather(tf.concat([images, changed], 0), tf.tensor1d(places, 'int32'), 0);
}

/** Makes the drawn adjustments, each image in an order of its own. */
export function jitterImages(images: Tensor4D, draws: readonly JitterDraw[]): Tensor4D {
  return tf.tidy(() => {
    let current = images;
    for (let turn = 0; turn < adjustments.length; turn++) {
      for (let number = 0; number < adjustments.length; number++) {
        const factors = draws.map(({ order, factors: all }) =>
          order[turn] === number ? all[number] : undefined,
        );
        current = adjustSome(current, number, factors);
      }
    }
    return current === images ? tf.clone(images) : current;
  });
}

type Range = readonly [least: number, most: number];

const around = (far: number, isHue: boolean): Range =>
  isHue ? [-far, far] : [Math.max(0, 1 - far), 1 + far];

function rangeOf(where: string, option: (typeof names)[number], given: JitterRange): Range {
  const isHue = option === 'hue';
  const [low, high] = isHue ? [-0.5, 0.5] : [0, Number.MAX_VALUE];
  const { vision } = messages();
  const params = { where, option, given: shown(given) };
  const ends: readonly unknown[] =
    typeof given === 'number' && given >= 0 ? around(given, isHue) : [given].flat();
  const fits = ends.every((end) => typeof end === 'number' && end >= low && end <= high);
  const [least, most] = ends as Range;
  if (ends.length === 2 && fits && least <= most) return [least, most];
  throw new RangeError(isHue ? vision.hue(params) : vision.jitter(params));
}

/**
 * Changes brightness, contrast, saturation and hue of each image by factors of its own, in an order of
 * its own (torchvision's `ColorJitter`; definitions of its `adjust_…` functions). Grey images have
 * neither saturation nor hue: both leave them as they are.
 *
 * @param images `[B, H, W, C]`, float32 in [0, 1], C = 1 or 3; stays the caller's
 * @param rng a seeded generator
 * @returns images of the same shape in [0, 1], which the caller owns
 * @throws TypeError for other images, or without a generator; RangeError for pixels out of [0, 1], for
 *   other channels and for options out of range
 * @example
 * const coloured = colorJitter(images, createRng(1), { brightness: 0.3, hue: [-0.05, 0.05] });
 */
export function colorJitter(
  images: Tensor4D,
  rng: Rng,
  options: ColorJitterOptions = {},
): Tensor4D {
  checkImages('colorJitter', images, rng);
  checkOptionNames('colorJitter', options, names);
  const ranges = names.map((name) => rangeOf('colorJitter', name, options[name] ?? 0));
  checkColours('colorJitter', images);
  const draws = Array.from({ length: images.shape[0] }, () => ({
    order: rng.permutation(adjustments.length),
    factors: ranges.map(([least, most], i) => {
      const factor = rng.uniform(least, most);
      return least === most && least === adjustments[i]?.still ? undefined : factor;
    }),
  }));
  return jitterImages(images, draws);
}
