/** How the next token is drawn. */
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';

export interface SamplingOptions {
  /** Divides the logits: below 1 plays safe, 0 always takes the likeliest. Default 1. */
  temperature?: number | undefined;
  /** Draw only among this many likeliest tokens, and those as likely as the last of them. Default: among all. */
  topK?: number | undefined;
  /**
   * Draw only among the fewest likeliest tokens that have this share of the probability together, in (0, 1]
   * (nucleus sampling; Holtzman et al. 2020, arXiv:1904.09751). Default 1: among all.
   */
  topP?: number | undefined;
  /**
   * Draw only among tokens at least this many times as probable as the likeliest, in [0, 1] (Nguyen et al. 2024,
   * arXiv:2407.01082). Default 0: among all.
   */
  minP?: number | undefined;
  /**
   * Divides the logits above 0 of tokens that the text has already, and multiplies those below; above 0, and above
   * 1 against repetition (CTRL; Keskar et al. 2019, arXiv:1909.05858). Default 1: no penalty.
   */
  repetitionPenalty?: number | undefined;
}

/** @throws RangeError for one out of range */
export function checkSampling(options: SamplingOptions): void {
  const { temperature = 1, topK, topP = 1, minP = 0, repetitionPenalty = 1 } = options;
  const { generation } = messages().nlp;
  if (!(temperature >= 0 && temperature < Infinity)) {
    throw new RangeError(generation.temperature({ given: shown(temperature) }));
  }
  if (topK !== undefined) checkCount('topK', topK);
  if (!(topP > 0 && topP <= 1)) throw new RangeError(generation.topP({ given: shown(topP) }));
  if (!(minP >= 0 && minP <= 1)) throw new RangeError(generation.minP({ given: shown(minP) }));
  if (!(repetitionPenalty > 0 && repetitionPenalty < Infinity)) {
    throw new RangeError(generation.penalty({ given: shown(repetitionPenalty) }));
  }
}

/** @throws RangeError for anything but an integer >= 1 */
export function checkCount(option: string, given: number): void {
  if (Number.isInteger(given) && given >= 1) return;
  throw new RangeError(messages().nlp.generation.count({ option, given: shown(given) }));
}

/** @throws RangeError for a list that is empty, or has what is no token */
export function checkPrompt(prompt: readonly number[], vocabSize: number): void {
  const wrong = prompt.find((token) => !Number.isInteger(token) || token < 0 || token >= vocabSize);
  if (prompt.length > 0 && wrong === undefined) return;
  const given = prompt.length === 0 ? '[]' : shown(wrong);
  throw new RangeError(messages().nlp.generation.prompt({ size: vocabSize, given }));
}
