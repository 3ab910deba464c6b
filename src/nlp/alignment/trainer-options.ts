/** What trainers of an assistant have in common. */
import type { Seed } from '../../backend/random.js';
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import type { TrainerCallback } from '../../nn/callbacks/callback.js';
import type { Schedule } from '../../nn/schedules/schedule.js';
import type { LayersModel, Optimizer, Tensor2D } from '../../nn/tf.js';
import { gptParts } from '../next-logits.js';
import { checkRows } from './check-rows.js';

export interface AssistantTrainerOptions {
  /** Made by `gpt`, or loaded from one. */
  model: LayersModel;
  /** Made by `tf.train`; the caller disposes it. */
  optimizer: Optimizer;
  /** One learning rate, or one for each step. Default: the optimizer's own. */
  learningRate?: number | Schedule;
  /** The norm that all gradients together may have at most. Default: any. */
  clipNorm?: number;
  callbacks?: readonly TrainerCallback[];
  /** Fixes the order of the examples, and what is drawn. Default 0. */
  seed?: Seed;
  /** Whether a step is recorded once and replayed as one graph. Default: true where layers are the library's. */
  capture?: boolean;
}

/** @throws RangeError for rows that the model cannot read, or `counts` that count nothing */
export function checkExamples(
  where: string,
  model: LayersModel,
  tokens: Tensor2D,
  counts: Tensor2D,
): void {
  checkRows(tokens, counts);
  const { context, vocabSize } = gptParts(model).embedding.options;
  const { alignment } = messages().nlp;
  if (tokens.shape[1] > context + 1) {
    const given = tokens.shape[1];
    throw new RangeError(alignment.context({ where, context: context + 1, given }));
  }
  const wrong = tokens.dataSync().find((token) => token < 0 || token >= vocabSize);
  if (wrong !== undefined) {
    throw new RangeError(alignment.token({ where, size: vocabSize, given: wrong }));
  }
  const [rows, length] = counts.shape;
  const values = counts.dataSync();
  for (let row = 0; row < rows; row++) {
    const own = values.subarray(row * length + 1, (row + 1) * length);
    if (own.every((one) => one === 0 || one === 1) && own.includes(1)) continue;
    throw new RangeError(alignment.noAnswer({ where, row, given: shown([...own]) }));
  }
}
