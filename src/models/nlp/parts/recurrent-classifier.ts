/** A classifier of texts that reads them in order, by whichever recurrent layer. */
import * as z from 'zod/mini';
import { type Sequential, tf } from '../../../nn/tf.js';
import { seed, size } from '../../options.js';
import { partSeeds } from '../../part-seeds.js';
import { logits, recurrentWeights, tokenEmbedding } from './text-layers.js';
import { textOptions } from './text-options.js';

type Recurrent = 'gru' | 'lstm';

export interface RecurrentClassifierOptions {
  readonly vocabSize: number;
  readonly length: number;
  readonly classes: number;
  readonly width: number;
  readonly units: number;
  readonly seed: number;
}

export const recurrentOptions = (layer: Recurrent) =>
  z.strictObject({
    ...textOptions('in front'),
    classes: size('Classes, C.'),
    width: z._default(size('Size of the vector of a token.'), 32),
    units: z._default(size(`Units of the ${layer.toUpperCase()}.`), 64),
    seed: z._default(seed('Fixes the weights at the start.'), 0),
  });

/** Embedding, the recurrent layer, and scores of classes from its last state. */
export function recurrentClassifier(layer: Recurrent, all: RecurrentClassifierOptions): Sequential {
  const seedOf = partSeeds(all.seed);
  return tf.sequential({
    name: `${layer}_classifier`,
    layers: [
      tokenEmbedding(all, seedOf, false),
      tf.layers[layer]({ units: all.units, ...recurrentWeights(seedOf), name: layer }),
      logits(all.classes, seedOf),
    ],
  });
}
