/** A multi-layer perceptron. */
import * as z from 'zod/mini';
import { type Sequential, tf } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { rate, seed, size, sizes } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelSpec } from '../spec.js';

export interface MlpOptions {
  /** Shape of one example without the batch, such as `[64]` or `[28, 28, 1]`. */
  inputShape: readonly number[];
  /** Units of each hidden layer. */
  hidden: readonly number[];
  /** Classes, C. */
  classes: number;
  /** Rate of dropout after each hidden layer, in [0, 1). Default 0. */
  dropout?: number | undefined;
  /** Fixes the weights at the start and the dropout. Default 0. */
  seed?: number | undefined;
}

const options = z.strictObject({
  inputShape: sizes('Shape of one example without the batch, such as `[64]` or `[28, 28, 1]`.', 1),
  hidden: sizes('Units of each hidden layer.'),
  classes: size('Classes, C.'),
  dropout: z._default(rate('Rate of dropout after each hidden layer, in [0, 1).'), 0),
  seed: z._default(seed('Fixes the weights at the start and the dropout.'), 0),
}) satisfies z.ZodMiniType<Complete<MlpOptions>, MlpOptions>;

function build({ inputShape, hidden, classes, dropout, seed }: Complete<MlpOptions>): Sequential {
  const seedOf = partSeeds(seed);
  const model = tf.sequential({ name: 'mlp' });
  // TensorFlow.js refuses to flatten what is flat: then the first dense layer takes the examples.
  const flat = inputShape.length === 1;
  if (!flat) model.add(tf.layers.flatten({ inputShape: [...inputShape], name: 'flatten' }));
  const first = (layer: number): { inputShape?: number[] } =>
    flat && layer === 0 ? { inputShape: [...inputShape] } : {};
  hidden.forEach((units, i) => {
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

export const spec: ModelSpec<MlpOptions, Sequential> = {
  id: 'deep-learning/mlp',
  task: 'classification',
  source:
    'Rosenblatt 1961, Principles of Neurodynamics; ReLU and start of He et al. 2015, arXiv:1502.01852',
  input: 'examples [B, ...inputShape], float32',
  output: 'logits [B, C], float32',
  options,
  build,
  example: {
    options: { inputShape: [4], hidden: [6], classes: 3, dropout: 0.1, seed: 1 },
    inputs: [{ shape: [4] }],
    parameters: 4 * 6 + 6 + 6 * 3 + 3,
  },
};

/**
 * A multi-layer perceptron with ReLU: examples → logits `[B, C]`.
 *
 * Weights start as He et al. 2015 (arXiv:1502.01852), those of the last layer as Glorot & Bengio
 * 2010; biases 0.
 *
 * @throws RangeError for sizes that are no integers >= 1, or a rate out of range
 * @example
 * const model = mlp({ inputShape: [64], hidden: [64, 32], classes: 10, seed: 1 });
 * const trainer = new Trainer({
 *   model, loss: sparseSoftmaxCrossEntropy, optimizer: tf.train.adam(1e-3),
 * });
 */
export function mlp(options: MlpOptions): Sequential {
  return buildModel(spec, options);
}
