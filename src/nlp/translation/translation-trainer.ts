/** The training of an encoder–decoder: each next token of a target from those before it. */
import * as core from '@tensorflow/tfjs-core';
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { type LayersModel, type Scalar, type Tensor, tf } from '../../nn/tf.js';
import {
  type ExampleFitOptions,
  type ExampleObjective,
  ExampleTrainer,
  type ExampleTrainerOptions,
} from '../../nn/training/example-trainer.js';
import { tokenCrossEntropy, tokensOf } from '../token-loss.js';
import type { TranslationExamples } from './examples.js';

export interface TranslationTrainerOptions extends ExampleTrainerOptions {
  /** Made by `transformer` or `seq2seq`, or any model of source and target with logits. */
  model: LayersModel;
}

export type TranslationFitOptions = ExampleFitOptions<TranslationExamples>;

/** The mean cross-entropy of the tokens that are none of padding, in nats. */
function lossOf(model: LayersModel, { source, target }: TranslationExamples, training: boolean) {
  return tf.tidy((): Scalar => {
    const [batch, length] = target.shape;
    const before = tf.slice(target, [0, 0], [batch, length - 1]); // [B, T]
    const next = tf.slice(target, [0, 1], [batch, length - 1]); // [B, T]
    const logits = model.apply([source, before] as Tensor[], { training }) as Tensor; // [B, T, V]
    return tokenCrossEntropy(next, logits, tokensOf(next));
  });
}

function check(where: string, { source, target }: TranslationExamples): void {
  const isRows = (x: unknown): x is core.Tensor =>
    x instanceof core.Tensor && x.rank === 2 && x.dtype === 'int32';
  const fits = isRows(source) && isRows(target) && source.shape[0] === target.shape[0];
  if (fits && (source.shape[0] as number) > 0 && (target.shape[1] as number) > 1) return;
  throw new RangeError(
    messages().translation.examples({ where, given: shown({ source, target }) }),
  );
}

/**
 * Trains an encoder–decoder by teacher forcing: it is given the target up to each token, and learns the next one.
 * Padding counts for nothing. Each step is one graph, and a run goes on exactly where it was left (`checkpoint`,
 * `resume`).
 *
 * @throws RangeError for a `clipNorm` that is not above 0
 * @example
 * const trainer = new TranslationTrainer({ model, optimizer: tf.train.adam(1e-3), clipNorm: 1 });
 * await trainer.fit(translationExamples(pairs), { epochs: 10, batchSize: 64 });
 */
export class TranslationTrainer extends ExampleTrainer<TranslationExamples> {
  constructor(options: TranslationTrainerOptions) {
    const { model } = options;
    const objective: ExampleObjective<TranslationExamples> = {
      train: (batch) => ({ loss: lossOf(model, batch, true) }),
      evaluate: (batch) => lossOf(model, batch, false),
      check,
      batchOf: ({ source, target }) => ({ source, target }),
    };
    super(options, objective, 'TranslationTrainer');
  }
}
