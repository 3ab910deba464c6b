/** What a token costs a GPT to compute. */
import type { GptOptions } from '../../models/nlp/gpt.js';
import { checkInteger } from '../check-integers.js';
import { gptSize, shapeOf } from './gpt-size.js';

export interface GptFlops {
  /** Of the matrix products of one token forwards, a product and a sum being two. */
  readonly forward: number;
  /** Of forwards and backwards: three times as many. */
  readonly training: number;
  /** The rule of thumb for training: 6N, with N all parameters. */
  readonly rule: number;
  /** The part of `forward` that grows with the length: attention's scores and their sums of values. */
  readonly attentionScores: number;
}

export interface GptFlopsOptions {
  /** How long the sequences are, T. Default: the context. */
  length?: number;
}

/**
 * The floating-point operations for each token of a GPT, on average over a sequence of `length`.
 *
 * Counted are matrix products alone, each score of attention whether it is masked or not, as the library computes
 * them: `forward` = 2 · (weights in matrices) + 4 · layers · D · T. It is the count of PaLM (Chowdhery et al. 2022,
 * arXiv:2204.02311, appendix B) and of nanoGPT. `rule` is that of Kaplan et al. 2020 (arXiv:2001.08361).
 *
 * @throws RangeError for options out of range
 * @example
 * const { training } = gptFlops({ vocabSize: 65, width: 128, layers: 4 });
 * const seconds = (training * tokens) / 100e9; // at 100 GFLOP/s
 */
export function gptFlops(options: GptOptions, { length }: GptFlopsOptions = {}): GptFlops {
  const shape = shapeOf('gptFlops', options);
  const { layers, width, keyValueWidth, hidden, matrices, vocabSize } = shape;
  const steps = length ?? shape.context;
  checkInteger('gptFlops', 'length', steps, 1);
  const weights = width * (2 * width + 2 * keyValueWidth) + matrices * width * hidden;
  const attentionScores = 4 * layers * width * steps;
  const forward = 2 * (layers * weights + vocabSize * width) + attentionScores;
  const rule = 6 * gptSize(options).parameters;
  return { forward, training: 3 * forward, rule, attentionScores };
}
