/** Tuning by examples of what is to be answered. */
import { type LayersModel, type Scalar, tf } from '../../nn/tf.js';
import {
  type ExampleFitOptions,
  type ExampleObjective,
  ExampleTrainer,
} from '../../nn/training/example-trainer.js';
import { gptParts } from '../next-logits.js';
import type { InstructionExamples } from './instruction-examples.js';
import { tokenLogProbabilities } from './token-log-probabilities.js';
import { type AssistantTrainerOptions, checkExamples } from './trainer-options.js';

export type InstructionTrainerOptions = AssistantTrainerOptions;

export type InstructionFitOptions = ExampleFitOptions<InstructionExamples>;

/** The mean of −ln P of the tokens that count, in nats. */
function lossOf(model: LayersModel, examples: InstructionExamples, training: boolean): Scalar {
  const { tokens, counts } = examples;
  return tf.tidy((): Scalar => {
    const each = tokenLogProbabilities(model, tokens, { training }); // [B, T]
    return tf.neg<Scalar>(tf.div(tf.sum(tf.mul(each, counts)), tf.sum(counts)));
  });
}

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
export class InstructionTrainer extends ExampleTrainer<InstructionExamples> {
  constructor(options: InstructionTrainerOptions) {
    const { model } = options;
    gptParts(model);
    const objective: ExampleObjective<InstructionExamples> = {
      train: (batch) => ({ loss: lossOf(model, batch, true) }),
      evaluate: (batch) => lossOf(model, batch, false),
      check: (where, { tokens, counts }) => checkExamples(where, model, tokens, counts),
      batchOf: ({ tokens, counts }) => ({ tokens, counts }),
    };
    super(options, objective, 'InstructionTrainer');
  }
}
