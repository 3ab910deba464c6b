/** A multi-layer perceptron. */
import { createRng } from '../backend/random.js';
import { checkSizes } from '../nn/check-sizes.js';
import { type Sequential, tf } from '../nn/tf.js';

export interface MlpOptions {
  /** Shape of one example without the batch, such as `[64]` or `[28, 28, 1]`. */
  inputShape: number[];
  /** Units of each hidden layer. */
  hidden: readonly number[];
  /** Classes, C. */
  classes: number;
  /** Rate of dropout after each hidden layer, in [0, 1). Default 0. */
  dropout?: number;
  /** Fixes the weights at the start and the dropout. Default 0. */
  seed?: number;
}

/**
 * A multi-layer perceptron with ReLU: examples → logits `[B, C]`.
 *
 * Weights start as He et al. 2015 (arXiv:1502.01852), those of the last layer as Glorot & Bengio
 * 2010; biases 0.
 *
 * @throws RangeError for sizes that are no integers >= 1
 * @example
 * const model = mlp({ inputShape: [64], hidden: [64, 32], classes: 10, seed: 1 });
 * const trainer = new Trainer({
 *   model, loss: sparseSoftmaxCrossEntropy, optimizer: tf.train.adam(1e-3),
 * });
 */
export function mlp(options: MlpOptions): Sequential {
  const { inputShape, hidden, classes, dropout = 0, seed = 0 } = options;
  checkSizes({ classes });
  const rng = createRng(seed);
  const seedOf = (part: string): number => rng.split(part).integer(1, 2 ** 31);
  const model = tf.sequential({ name: 'mlp' });
  // TensorFlow.js refuses to flatten what is flat: then the first dense layer takes the examples.
  const flat = inputShape.length === 1;
  if (!flat) model.add(tf.layers.flatten({ inputShape, name: 'flatten' }));
  const first = (layer: number): { inputShape?: number[] } =>
    flat && layer === 0 ? { inputShape } : {};
  hidden.forEach((units, i) => {
    checkSizes({ [`hidden[${i}]`]: units });
    const name = `hidden_${i}`;
    const kernelInitializer = tf.initializers.heNormal({ seed: seedOf(name) });
    const activation = 'relu';
    model.add(tf.layers.dense({ ...first(i), units, activation, kernelInitializer, name }));
    if (dropout > 0) {
      const seed = seedOf(`dropout_${i}`);
      model.add(tf.layers.dropout({ rate: dropout, seed, name: `dropout_${i}` }));
    }
  });
  const kernelInitializer = tf.initializers.glorotUniform({ seed: seedOf('logits') });
  const last = { units: classes, kernelInitializer, name: 'logits' };
  model.add(tf.layers.dense({ ...first(hidden.length), ...last }));
  return model;
}
