/** A model's seed becomes a seed for each of its parts. */
import { createRng } from '../backend/random.js';

/**
 * Seeds by the name of a part: the same whatever other parts a model has, below 2³¹.
 *
 * @param seed of the model
 * @param lowest 1, since TensorFlow.js takes 0 for no seed; 0 for a model whose published weights were
 *   drawn so
 * @example
 * const seedOf = partSeeds(seed);
 * tf.initializers.heNormal({ seed: seedOf('hidden_0') });
 */
export function partSeeds(seed: number, lowest: 0 | 1 = 1): (part: string) => number {
  const rng = createRng(seed);
  return (part) => rng.split(part).integer(lowest, 2 ** 31);
}
