/** The compared translator in gradus. */
import { transformer } from 'gradus/nlp';
import { tokenLoss } from './token-loss.mjs';

/** @typedef {import('gradus').Tensor} Tensor */

/**
 * @param {import('../tasks.mjs').Config} config
 * @param {() => import('gradus').Optimizer} optimizer
 * @returns {import('../generators/gradus.mjs').Generator}
 */
export function translatorOf({ vocabSize = 0, layers = 0, heads = 0, width = 0 }, optimizer) {
  const model = transformer({
    ...{ sourceVocabSize: vocabSize, targetVocabSize: vocabSize },
    ...{ layers, heads, width, seed: 1 },
  });
  const adam = optimizer();
  return {
    networks: [model],
    models: [model],
    optimizers: [adam],
    step([source, given, next]) {
      const loss = adam.minimize(() => {
        const inputs = /** @type {Tensor[]} */ ([source, given]);
        const logits = /** @type {Tensor} */ (model.apply(inputs, { training: true })); // [B, T, V]
        return tokenLoss(/** @type {Tensor} */ (next), logits);
      }, true);
      return /** @type {import('gradus').Scalar} */ (loss);
    },
  };
}
