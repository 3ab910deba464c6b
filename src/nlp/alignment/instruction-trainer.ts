/** Tuning by examples of what is to be answered. */
import type { History, Snapshot } from '../../nn/callbacks/callback.js';
import { type LayersModel, type Scalar, tf } from '../../nn/tf.js';
import { ObjectiveLoop } from '../../nn/training/objective-loop.js';
import { gptParts } from '../next-logits.js';
import type { InstructionExamples } from './instruction-examples.js';
import { tokenLogProbabilities } from './token-log-probabilities.js';
import { type AssistantTrainerOptions, checkExamples } from './trainer-options.js';

export type InstructionTrainerOptions = AssistantTrainerOptions;

export interface InstructionFitOptions {
  /** Times that all examples are used. Give this or `steps`. */
  epochs?: number;
  /** Steps in all. */
  steps?: number;
  /** Examples a step; the last batch of an epoch may be smaller. Default 32. */
  batchSize?: number;
  /** Examples that are not learnt from; their loss is measured after each epoch. */
  validation?: InstructionExamples;
}

/** The mean of −ln P of the tokens that count, in nats. */
function lossOf(model: LayersModel, examples: InstructionExamples, training: boolean): Scalar {
  const { tokens, counts } = examples;
  return tf.tidy((): Scalar => {
    const each = tokenLogProbabilities(model, tokens, { training }); // [B, T]
    return tf.neg<Scalar>(tf.div(tf.sum(tf.mul(each, counts)), tf.sum(counts)));
  });
}

/** Rows alone: a batch holds nothing else. */
const rowsOf = ({ tokens, counts }: InstructionExamples): InstructionExamples => ({
  tokens,
  counts,
});

/**
 * Tunes a GPT to answer (supervised instruction tuning; Ouyang et al. 2022, arXiv:2203.02155, first step): by the
 * cross-entropy of the answers' tokens, while prompts and padding count for nothing. Each step is one graph, and a run
 * goes on exactly where it was left (`checkpoint`, `resume`).
 *
 * @throws TypeError for a model that is no GPT; RangeError for a `clipNorm` that is not above 0
 * @example
 * const trainer = new InstructionTrainer({ model, optimizer: tf.train.adam(3e-3), clipNorm: 1 });
 * await trainer.fit(examples, { steps: 3000, batchSize: 64 });
 * const [answer] = await answerPrompts(model, ['add 12 and 34'], { tokenizer }); // '46'
 */
export class InstructionTrainer {
  private readonly loop: ObjectiveLoop<InstructionExamples>;
  private readonly model: LayersModel;

  constructor(options: InstructionTrainerOptions) {
    const { model } = options;
    gptParts(model);
    this.model = model;
    this.loop = new ObjectiveLoop<InstructionExamples>(options, {
      train: (batch) => ({ loss: lossOf(model, batch, true) }),
      evaluate: (batch) => lossOf(model, batch, false),
    });
  }

  /**
   * Puts model and optimizer into a saved state; the next `fit` goes on from there, with the same batches as if it
   * had never stopped.
   *
   * @throws RangeError when the model has other weights
   */
  async resume(snapshot: Snapshot): Promise<void> {
    await this.loop.resume(snapshot);
  }

  /**
   * Trains.
   *
   * @param data made by `instructionExamples`; not disposed
   * @returns losses of steps and epochs; those so far when the stop button is pressed
   * @throws RangeError for rows that the model cannot read, or options out of range; NonFiniteError when the loss is not
   *   finite; InterruptedError when interrupted twice
   */
  async fit(data: InstructionExamples, options: InstructionFitOptions): Promise<History> {
    const { validation, ...rest } = options;
    const check = (where: string, { tokens, counts }: InstructionExamples): void =>
      checkExamples(where, this.model, tokens, counts);
    check('InstructionTrainer.fit', data);
    if (validation !== undefined) check('InstructionTrainer.fit, validation', validation);
    return this.loop.fit(rowsOf(data), { ...rest, validation: validation && rowsOf(validation) });
  }
}
