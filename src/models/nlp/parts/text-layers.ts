/** Layers that models of texts share: vectors of tokens, reading in one direction or both, scores of classes. */
import { type Layer, type LayersModel, type SymbolicTensor, tf } from '../../../nn/tf.js';

type SeedOf = (part: string) => number;

export interface EmbeddingSizes {
  readonly vocabSize: number;
  readonly length: number;
  readonly width: number;
}

/**
 * A vector for each token, drawn from [-0.05, 0.05].
 *
 * @param maskZero whether layers behind it are told what is padding
 */
export function tokenEmbedding(sizes: EmbeddingSizes, seedOf: SeedOf, maskZero: boolean): Layer {
  return tf.layers.embedding({
    inputDim: sizes.vocabSize,
    outputDim: sizes.width,
    inputLength: sizes.length,
    ...(maskZero ? { maskZero } : {}),
    embeddingsInitializer: tf.initializers.randomUniform({
      minval: -0.05,
      maxval: 0.05,
      seed: seedOf('embedding'),
    }),
    name: 'embedding',
  });
}

/** Scores of classes or tags. */
export function logits(units: number, seedOf: SeedOf): Layer {
  const kernelInitializer = tf.initializers.glorotUniform({ seed: seedOf('logits') });
  return tf.layers.dense({ units, kernelInitializer, name: 'logits' });
}

/** Initialisers of a recurrent layer. */
export const recurrentWeights = (seedOf: SeedOf) => ({
  kernelInitializer: tf.initializers.glorotUniform({ seed: seedOf('kernel') }),
  recurrentInitializer: tf.initializers.glorotUniform({ seed: seedOf('recurrent') }),
});

/** LSTMs from both ends, of the same sizes, side by side: 2 · `units` numbers. */
export function biLstm(units: number, seedOf: SeedOf, returnSequences: boolean): Layer {
  const layer = tf.layers.lstm({
    units,
    returnSequences,
    ...recurrentWeights(seedOf),
    name: 'lstm',
  });
  return tf.layers.bidirectional({ layer, mergeMode: 'concat', name: 'bi_lstm' });
}

/** How many parameters an LSTM has. */
export const lstmParameters = (width: number, units: number): number =>
  4 * units * (width + units + 1);

/** A model of layers one behind another, whose input is declared as whole numbers. */
export function ofTokens(name: string, length: number, layers: readonly Layer[]): LayersModel {
  const tokens = tf.input({ shape: [length], dtype: 'int32', name: 'tokens' }); // [B, T]
  const outputs = layers.reduce(
    (x: SymbolicTensor, layer): SymbolicTensor => layer.apply(x),
    tokens,
  );
  return tf.model({ inputs: tokens, outputs, name });
}
