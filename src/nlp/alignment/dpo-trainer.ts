/** Tuning by pairs of answers of which one is preferred. */
import { checkPositive } from '../../checks.js';
import type { History, Snapshot } from '../../nn/callbacks/callback.js';
import { type LayersModel, type Scalar, type Tensor1D, type Tensor2D, tf } from '../../nn/tf.js';
import type { ExampleFitOptions } from '../../nn/training/example-trainer.js';
import { ObjectiveLoop } from '../../nn/training/objective-loop.js';
import { gptParts } from '../next-logits.js';
import { dpoLoss, dpoMargin } from './dpo-loss.js';
import type { PreferenceExamples } from './preference-examples.js';
import { sequenceLogProbability } from './sequence-log-probability.js';
import { type AssistantTrainerOptions, checkExamples } from './trainer-options.js';

export interface DpoTrainerOptions extends AssistantTrainerOptions {
  /** The model before, such as a copy of it; only read, and its gradient is never asked for. */
  reference: LayersModel;
  /** How strongly the model is held to the reference, above 0. Default 0.1. */
  beta?: number;
}

export type DpoFitOptions = ExampleFitOptions<PreferenceExamples>;

/** Pairs, with what the reference thinks of them: it never changes, so it is asked once. */
type ReadPairs = PreferenceExamples & {
  readonly referenceChosen: Tensor1D;
  readonly referenceRejected: Tensor1D;
};

/** Rows that the reference reads at once. */
const READ = 128;

/** ln P of the answers under a model that does not learn, `[N]`. */
function readBy(model: LayersModel, tokens: Tensor2D, counts: Tensor2D): Tensor1D {
  return tf.tidy(() => {
    const parts: Tensor1D[] = [];
    for (let from = 0; from < tokens.shape[0]; from += READ) {
      const size = [Math.min(READ, tokens.shape[0] - from), -1] as [number, number];
      const rows = (of: Tensor2D): Tensor2D => tf.slice(of, [from, 0], size) as Tensor2D;
      parts.push(sequenceLogProbability(model, rows(tokens), rows(counts)));
    }
    return tf.concat(parts, 0) as Tensor1D;
  });
}

/**
 * Tunes a GPT by direct preference optimisation (`dpoLoss`; Rafailov et al. 2023, arXiv:2305.18290): the chosen answer
 * becomes more probable against the rejected one, and the model stays near the reference. The history's `metrics` have
 * of each step the `accuracy`, the share of pairs with a margin above 0, and the mean `margin`. Each step is one graph,
 * and a run goes on exactly where it was left (`checkpoint`, `resume`).
 *
 * @throws TypeError for models that are no GPTs; RangeError for a `beta` or `clipNorm` that is not above 0
 * @example
 * const reference = gpt(options);
 * reference.setWeights(model.getWeights());
 * const trainer = new DpoTrainer({ model, reference, optimizer: tf.train.adam(1e-4), beta: 0.1 });
 * const { metrics } = await trainer.fit(pairs, { epochs: 5 });
 */
export class DpoTrainer {
  private readonly loop: ObjectiveLoop<ReadPairs>;
  private readonly models: Pick<DpoTrainerOptions, 'model' | 'reference'>;

  constructor(options: DpoTrainerOptions) {
    const { model, reference, beta = 0.1 } = options;
    for (const one of [model, reference]) gptParts(one);
    checkPositive({ beta });
    this.models = { model, reference };
    const measured = (pairs: ReadPairs, training: boolean) =>
      tf.tidy((): { loss: Scalar; accuracy: Scalar; margin: Scalar } => {
        const read = (tokens: Tensor2D, counts: Tensor2D): Tensor1D =>
          sequenceLogProbability(model, tokens, counts, { training });
        const policy = {
          chosen: read(pairs.chosen, pairs.chosenCounts),
          rejected: read(pairs.rejected, pairs.rejectedCounts),
        };
        const before = { chosen: pairs.referenceChosen, rejected: pairs.referenceRejected };
        const margin = dpoMargin(policy, before, { beta });
        return {
          loss: tf.mean(dpoLoss(policy, before, { beta })),
          accuracy: tf.mean(tf.cast(tf.greater(margin, 0), 'float32')),
          margin: tf.mean(margin),
        };
      });
    this.loop = new ObjectiveLoop<ReadPairs>(options, {
      train: (batch) => measured(batch, true),
      evaluate: (batch) => measured(batch, false).loss,
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
   * @param data made by `preferenceExamples`; not disposed
   * @returns losses of steps and epochs, and `metrics`; those so far when the stop button is pressed
   * @throws RangeError for rows that a model cannot read, or options out of range; NonFiniteError when the loss is not
   *   finite; InterruptedError when interrupted twice
   */
  async fit(data: PreferenceExamples, options: DpoFitOptions): Promise<History> {
    const { validation, ...rest } = options;
    const pairs = this.read('DpoTrainer.fit', data);
    const held = validation && this.read('DpoTrainer.fit, validation', validation);
    try {
      return await this.loop.fit(pairs, { ...rest, validation: held });
    } finally {
      for (const one of [pairs, held]) {
        if (one !== undefined) tf.dispose([one.referenceChosen, one.referenceRejected]);
      }
    }
  }

  private read(where: string, data: PreferenceExamples): ReadPairs {
    const { chosen, chosenCounts, rejected, rejectedCounts } = data;
    const { model, reference } = this.models;
    for (const one of [model, reference]) {
      checkExamples(where, one, chosen, chosenCounts);
      checkExamples(where, one, rejected, rejectedCounts);
    }
    return {
      ...{ chosen, chosenCounts, rejected, rejectedCounts },
      referenceChosen: readBy(reference, chosen, chosenCounts),
      referenceRejected: readBy(reference, rejected, rejectedCounts),
    };
  }
}
