/** What trainers of an assistant have in common. */
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import type { LayersModel, Tensor2D } from '../../nn/tf.js';
import type { ExampleTrainerOptions } from '../../nn/training/example-trainer.js';
import { gptParts } from '../next-logits.js';
import { checkRows } from './check-rows.js';

export interface AssistantTrainerOptions extends ExampleTrainerOptions {
  /** Made by `gpt`, or loaded from one. */
  model: LayersModel;
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
