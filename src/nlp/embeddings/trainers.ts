/** Training of skip-gram and GloVe. */
import { markLibrary } from '../../backend/capture/index.js';
import type { TrainerCallback } from '../../nn/callbacks/callback.js';
import type { Schedule } from '../../nn/schedules/schedule.js';
import type { LayersModel, Optimizer, Scalar, Tensor, Variable } from '../../nn/tf.js';
import { TrainingLoop } from '../../nn/training/training-loop.js';
import type { GloveBatch } from './glove-batches.js';
import { gloveLoss, skipGramLoss } from './losses.js';
import { type EmbeddingModelId, madeBy } from './made-by.js';
import type { SkipGramBatch } from './skip-gram-batches.js';

export interface EmbeddingTrainerOptions {
  model: LayersModel;
  /** Made by `tf.train`; the caller disposes it. */
  optimizer: Optimizer;
  /** Default: the optimizer's own. */
  learningRate?: number | Schedule;
  callbacks?: readonly TrainerCallback[];
  /** Whether a step is recorded once and replayed as one graph. Default true. */
  capture?: boolean;
}

function loopOf<B extends SkipGramBatch | GloveBatch>(
  options: EmbeddingTrainerOptions,
  id: EmbeddingModelId,
  lossOf: (output: Tensor, batch: B) => Scalar,
): TrainingLoop<B> {
  const { model, optimizer, learningRate, callbacks, capture = true } = options;
  madeBy(model, [id]);
  const step = (batch: B): Scalar => {
    const weights = model.trainableWeights.map((weight) => weight.read() as Variable);
    const loss = (): Scalar => {
      const inputs = [batch.word, batch.context];
      return lossOf(model.apply(inputs, { training: true }) as Tensor, batch);
    };
    return optimizer.minimize(loss, true, weights) as Scalar;
  };
  return new TrainingLoop<B>({
    step: markLibrary(step),
    models: [model],
    optimizers: [optimizer],
    ...(learningRate === undefined ? {} : { learningRate }),
    ...(callbacks === undefined ? {} : { callbacks }),
    capture,
  });
}

/**
 * A training loop for a model that `skipGram` made.
 *
 * @returns a loop whose `fit` takes what `skipGramBatches` makes, with as many negatives as the model has
 * @throws TypeError for another model
 * @example
 * const optimizer = tf.train.adam(0.01);
 * const loop = skipGramTrainer({ model, optimizer });
 * await loop.fit(skipGramBatches(tokens, { vocabularySize, seed: 1 }), { epochs: 5 });
 */
export function skipGramTrainer(options: EmbeddingTrainerOptions): TrainingLoop<SkipGramBatch> {
  return loopOf<SkipGramBatch>(options, 'nlp/skip-gram', (logits) => skipGramLoss(logits));
}

/**
 * A training loop for a model that `glove` made. The paper trains with AdaGrad at 0.05.
 *
 * @returns a loop whose `fit` takes what `gloveBatches` makes
 * @throws TypeError for another model
 * @example
 * const optimizer = tf.train.adagrad(0.05);
 * const loop = gloveTrainer({ model, optimizer });
 * await loop.fit(gloveBatches(tokens, { vocabularySize, seed: 1 }), { epochs: 50 });
 */
export function gloveTrainer(options: EmbeddingTrainerOptions): TrainingLoop<GloveBatch> {
  return loopOf<GloveBatch>(options, 'nlp/glove', (predicted, { logCount, weight }) =>
    gloveLoss({ predicted, logCount, weight }),
  );
}
