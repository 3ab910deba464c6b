/** Augmentations in a row. */

import type { Rng } from '../../backend/random.js';
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { type Tensor4D, tf } from '../../nn/tf.js';
import { checkImages } from './checks.js';

/** A function of a batch of images and a generator. */
export type Augmentation = (images: Tensor4D, rng: Rng) => Tensor4D;

/**
 * One augmentation that makes those of a list, one after the other (torchvision's `Compose`). What lies
 * between them is disposed.
 *
 * @param steps functions (images, rng) => images
 * @returns a function of images, which stay the caller's, and a seeded generator; the caller owns what
 *   it returns
 * @throws TypeError for anything but a list of functions; at a call, for a step that returns no tensor
 * @example
 * const augment = compose([
 *   (images, rng) => randomFlip(images, rng),
 *   (images, rng) => randomCrop(images, rng, { padding: 4 }),
 * ]);
 * const batch = augment(images, createRng(`epoch ${epoch}`));
 */
export function compose(steps: readonly Augmentation[]): Augmentation {
  const { vision } = messages();
  if (!Array.isArray(steps) || !steps.every((step) => typeof step === 'function')) {
    throw new TypeError(vision.steps({ where: 'compose', given: shown(steps) }));
  }
  const all: readonly Augmentation[] = [...steps];
  return (images, rng) => {
    checkImages('compose', images, rng);
    return tf.tidy(() => {
      const last = all.reduce((current, step, i) => {
        const made = step(current, rng);
        if (made instanceof tf.Tensor) return made;
        const params = { place: i + 1, where: 'compose', given: shown(made) };
        throw new TypeError(messages().vision.step(params));
      }, images);
      return last === images ? tf.clone(images) : last;
    });
  };
}
