/** The compared translator in gradus. */
import { sparseSoftmaxCrossEntropy, tf } from 'gradus';
import { transformer } from 'gradus/nlp';

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
        const classes = /** @type {Tensor} */ (next); // [B, T]
        const counts = tf.cast(tf.notEqual(classes, 0), 'float32');
        const losses = tf.mul(sparseSoftmaxCrossEntropy(classes, logits), counts);
        return tf.div(tf.sum(losses), tf.sum(counts));
      }, true);
      return /** @type {import('gradus').Scalar} */ (loss);
    },
  };
}
