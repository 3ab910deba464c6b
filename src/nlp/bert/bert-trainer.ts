/** The training of a BERT, whatever its head: to guess tokens, to classify, to answer. */
import * as core from '@tensorflow/tfjs-core';
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { sparseSoftmaxCrossEntropy } from '../../nn/losses/index.js';
import { type LayersModel, type Scalar, type Tensor, tf } from '../../nn/tf.js';
import {
  type ExampleFitOptions,
  type ExampleObjective,
  ExampleTrainer,
  type ExampleTrainerOptions,
} from '../../nn/training/example-trainer.js';
import { tokenCrossEntropy, tokensOf } from '../token-loss.js';
import { checkInputs } from './check-inputs.js';
import { encoderOf } from './encoder.js';
import type { BertInputs } from './inputs.js';

/** Rows with what is to be learnt about each. */
export type BertExamples = BertInputs & {
  /**
   * For `bertMaskedLm` the token at each place that is to be guessed and 0 elsewhere, `[N, T]`; for `bertClassifier`
   * the class, `[N]`; for `bertQuestionAnswering` the places of the answer's first and last token, `[N, 2]`; int32.
   */
  readonly labels: Tensor;
};

export interface BertTrainerOptions extends ExampleTrainerOptions {
  /** Made by `bertMaskedLm`, `bertClassifier` or `bertQuestionAnswering`, or loaded from one. */
  model: LayersModel;
}

export type BertFitOptions = ExampleFitOptions<BertExamples>;

/** Whether logits are `[B, T, V]`, of tokens, and places that are not asked for have label 0. */
const guessesTokens = (model: LayersModel): boolean =>
  model.layers.some(({ name }) => name === 'output_bias');

/** In nats for each token to guess, example, or end of an answer. */
function lossOf(model: LayersModel, examples: BertExamples, training: boolean): Scalar {
  return tf.tidy((): Scalar => {
    const { tokens, segments, labels } = examples;
    const logits = model.apply([tokens, segments] as Tensor[], { training }) as Tensor;
    return guessesTokens(model)
      ? tokenCrossEntropy(labels, logits, tokensOf(labels))
      : tf.mean<Scalar>(sparseSoftmaxCrossEntropy(labels, logits));
  });
}

/** @throws RangeError for rows or labels of other shapes, or labels that the model does not have */
function check(where: string, model: LayersModel, examples: BertExamples): void {
  checkInputs(where, examples, model);
  const { tokens, labels } = examples;
  const [, ...places] = (model.outputs[0]?.shape ?? []) as number[];
  const count = places.pop() as number;
  const expected = [tokens.shape[0], ...places];
  const fits =
    labels instanceof core.Tensor &&
    labels.dtype === 'int32' &&
    String(labels.shape) === String(expected);
  if (!fits) {
    const shape = `[${expected.join(', ')}]`;
    throw new RangeError(messages().bert.labels({ where, expected: shape, given: shown(labels) }));
  }
  const wrong = labels.dataSync().find((label) => label < 0 || label >= count);
  if (wrong !== undefined)
    throw new RangeError(messages().bert.label({ where, count, given: wrong }));
}

/**
 * Trains a BERT by the cross-entropy of what its head says: of masked tokens (pretraining), classes, or both ends of an
 * answer (fine-tuning). Each step is one graph, and a run goes on exactly where it was left (`checkpoint`, `resume`).
 *
 * @throws TypeError for a model that is no BERT; RangeError for a `clipNorm` that is not above 0
 * @example
 * const { examples } = maskTokens(bertInputs(texts, { tokenizer }), { tokenizer, seed: 1 });
 * const trainer = new BertTrainer({ model, optimizer: tf.train.adam(1e-3), clipNorm: 1 });
 * await trainer.fit(examples, { epochs: 10 });
 */
export class BertTrainer extends ExampleTrainer<BertExamples> {
  constructor(options: BertTrainerOptions) {
    const { model } = options;
    encoderOf('`model`', model);
    const objective: ExampleObjective<BertExamples> = {
      train: (batch) => ({ loss: lossOf(model, batch, true) }),
      evaluate: (batch) => lossOf(model, batch, false),
      check: (where, examples) => check(where, model, examples),
      batchOf: ({ tokens, segments, labels }) => ({ tokens, segments, labels }),
    };
    super(options, objective, 'BertTrainer');
  }
}
