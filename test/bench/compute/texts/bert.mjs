/** The compared BERT in gradus. */
import { bertMaskedLm } from 'gradus/nlp';
import { tokenLoss } from './token-loss.mjs';

/** @typedef {import('gradus').Tensor} Tensor */

/**
 * @param {import('../tasks.mjs').Config} config
 * @param {() => import('gradus').Optimizer} optimizer
 * @returns {import('../generators/gradus.mjs').Generator}
 */
export function bertOf({ vocabSize = 0, time = 0, layers = 0, heads = 0, width = 0 }, optimizer) {
  const model = bertMaskedLm({ vocabSize, context: time, layers, heads, width, seed: 1 });
  const adam = optimizer();
  return {
    networks: [model],
    models: [model],
    optimizers: [adam],
    step([tokens, segments, labels]) {
      const loss = adam.minimize(() => {
        const inputs = /** @type {Tensor[]} */ ([tokens, segments]);
        const logits = /** @type {Tensor} */ (model.apply(inputs, { training: true })); // [B, T, V]
        return tokenLoss(/** @type {Tensor} */ (labels), logits);
      }, true);
      return /** @type {import('gradus').Scalar} */ (loss);
    },
  };
}
