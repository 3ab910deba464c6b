/** A classifier of texts that reads them in order. */
import { createRng } from '../backend/random.js';
import { checkSizes } from '../nn/check-sizes.js';
import { type Sequential, tf } from '../nn/tf.js';

export interface LstmClassifierOptions {
  /** How many tokens there are, V; token 0 is padding. */
  vocabSize: number;
  /** Tokens of a text, T; shorter ones are padded with 0 in front. */
  length: number;
  /** Classes, C. */
  classes: number;
  /** Size of the vector of a token. Default 32. */
  width?: number;
  /** Units of the LSTM. Default 64. */
  units?: number;
  /** Fixes the weights at the start. Default 0. */
  seed?: number;
}

/**
 * Embedding, LSTM (Hochreiter & Schmidhuber 1997), dense: tokens `[B, T]` int32 → logits `[B, C]`.
 *
 * The logits come from the LSTM's last state, so padding belongs in front of a text. Weights start as
 * Glorot & Bengio 2010, biases 0, those of the forget gate 1.
 *
 * @throws RangeError for sizes that are no integers >= 1
 * @example
 * const model = lstmClassifier({ vocabSize: 30, length: 20, classes: 2, seed: 1 });
 */
export function lstmClassifier(options: LstmClassifierOptions): Sequential {
  const { vocabSize, length, classes, width = 32, units = 64, seed = 0 } = options;
  checkSizes({ vocabSize, length, classes, width, units });
  const rng = createRng(seed);
  const seedOf = (part: string): number => rng.split(part).integer(1, 2 ** 31);
  const { initializers, layers } = tf;
  return tf.sequential({
    name: 'lstm_classifier',
    layers: [
      layers.embedding({
        inputDim: vocabSize,
        outputDim: width,
        inputLength: length,
        embeddingsInitializer: initializers.randomUniform({
          minval: -0.05,
          maxval: 0.05,
          seed: seedOf('embedding'),
        }),
        name: 'embedding',
      }),
      layers.lstm({
        units,
        kernelInitializer: initializers.glorotUniform({ seed: seedOf('kernel') }),
        recurrentInitializer: initializers.glorotUniform({ seed: seedOf('recurrent') }),
        name: 'lstm',
      }),
      layers.dense({
        units: classes,
        kernelInitializer: initializers.glorotUniform({ seed: seedOf('logits') }),
        name: 'logits',
      }),
    ],
  });
}
