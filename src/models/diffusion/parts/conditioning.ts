/** What a network that takes noise away is told beside the example: the time, and maybe a class. */
import { sinusoidalEmbedding } from '../../../nn/layers/transformer-layers.js';
import { type Layer, type SymbolicTensor, tf } from '../../../nn/tf.js';

export type SeedOf = (part: string) => number;

export const apply = (layer: Layer, x: SymbolicTensor): SymbolicTensor => layer.apply(x);

export const swish = (x: SymbolicTensor): SymbolicTensor =>
  apply(tf.layers.activation({ activation: 'swish' }), x);

export const sum = (a: SymbolicTensor, b: SymbolicTensor): SymbolicTensor =>
  tf.layers.add().apply([a, b]) as SymbolicTensor;

/** The layer of the class vectors. */
export const LABEL_EMBEDDING = 'label_embedding';

/** Weights as Glorot & Bengio 2010, biases 0. */
export function dense(
  x: SymbolicTensor,
  options: { units: number; name: string; activation?: 'swish'; biasInitializer?: string },
  seedOf: SeedOf,
): SymbolicTensor {
  const kernelInitializer = tf.initializers.glorotUniform({ seed: seedOf(options.name) });
  return apply(tf.layers.dense({ ...options, kernelInitializer }), x);
}

export interface Conditioning {
  /** Of the sines and cosines. */
  readonly waves: number;
  /** Of the vector that comes out. */
  readonly width: number;
  /** 0 for none. */
  readonly classes: number;
}

export interface Conditioned {
  /** After the noisy example: `time [B, 1]`, and with classes `label [B, 1]`. */
  readonly inputs: SymbolicTensor[];
  /** `[B, width]`, after an activation. */
  readonly vector: SymbolicTensor;
}

/**
 * A vector from a time and a class: sines and cosines of the time through two dense layers, and the vector
 * of the class added to it. There is one class more than there are: the null class of no class at all.
 */
export function conditioning({ waves, width, classes }: Conditioning, seedOf: SeedOf): Conditioned {
  const time = tf.input({ shape: [1], name: 'time' });
  const embedding = sinusoidalEmbedding({ width: waves, name: 'time_embedding' });
  const hidden = dense(
    apply(embedding, time),
    { units: width, activation: 'swish', name: 'time_hidden' },
    seedOf,
  );
  const ofTime = dense(hidden, { units: width, name: 'time_vector' }, seedOf);
  if (classes === 0) return { inputs: [time], vector: swish(ofTime) };
  const label = tf.input({ shape: [1], dtype: 'int32', name: 'label' });
  const rows = tf.layers.embedding({
    inputDim: classes + 1,
    outputDim: width,
    // As large as a unit vector's share, beside a time vector of about that size.
    embeddingsInitializer: tf.initializers.randomNormal({
      stddev: 1 / Math.sqrt(width),
      seed: seedOf(LABEL_EMBEDDING),
    }),
    name: LABEL_EMBEDDING,
  });
  const ofLabel = apply(tf.layers.flatten({ name: 'label_vector' }), apply(rows, label));
  return { inputs: [time, label], vector: swish(sum(ofTime, ofLabel)) };
}

/** How many weights they have. */
export function conditioningParameters({ waves, width, classes }: Conditioning): number {
  const table = classes === 0 ? 0 : (classes + 1) * width;
  return (waves + 1) * width + (width + 1) * width + table;
}
