/** Examples from a trained generator. */
import { createRng, type Seed } from '../backend/random.js';
import { checkSizes } from '../checks.js';
import { messages } from '../messages/index.js';
import { type LayersModel, type Tensor, tf } from '../nn/tf.js';
import { checkLabels, inputsOf, oneHotOf } from './networks.js';

/** Examples that are made at once; it changes no number. */
const BATCH = 256;

export interface SampleOptions {
  /** How many; without it, as many as there are `labels`. */
  count?: number;
  /** The class of each, for a conditional generator. */
  labels?: readonly number[];
  /** Fixes the noise. Default 0. */
  seed?: Seed;
}

/**
 * Examples that a generator makes of normal noise; the same for the same seed.
 *
 * @param generator of `ganGenerator`, `dcganGenerator` or `conditionalGenerator`, or one of your own with
 *   inputs `[B, latent]` and, where it is told the class, one-hot `[B, C]`
 * @returns `[count, …]`
 * @throws RangeError for a count that is no integer >= 1, or classes that do not fit
 * @example
 * const digits = sampleGenerator(generator, { labels: [0, 1, 2, 3], seed: 1 }); // [4, 8, 8, 1]
 */
export function sampleGenerator(generator: LayersModel, options: SampleOptions): Tensor {
  const { labels, count = labels?.length, seed = 0 } = options;
  const { latent, classes } = inputsOf(generator);
  const fits = (labels === undefined) === (classes === undefined);
  if (count === undefined || !fits || (labels !== undefined && labels.length !== count)) {
    throw new RangeError(messages().gan.whichSamples());
  }
  checkSizes({ count });
  if (classes !== undefined) checkLabels(labels ?? [], classes);
  const numbers = createRng(seed).normals(count * latent);
  return tf.tidy(() => {
    const noise = tf.tensor2d(numbers, [count, latent]);
    if (classes === undefined) return generator.predict(noise, { batchSize: BATCH }) as Tensor;
    const condition = oneHotOf(tf.tensor1d([...(labels ?? [])], 'int32'), classes);
    return generator.predict([noise, condition], { batchSize: BATCH }) as Tensor;
  });
}
