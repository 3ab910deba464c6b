/** How large a GPT is, by its options alone: nothing is built. */

import { type GptOptions, spec } from '../../models/nlp/gpt.js';
import { checkOptions } from '../../models/options.js';
import type { Complete } from '../../models/spec.js';
import { usualExpansion } from '../../nn/layers/transformer-options.js';

export interface GptSize {
  /** All of them, N. */
  readonly parameters: number;
  /** Those that are no vectors of tokens or positions, as Kaplan et al. 2020 (arXiv:2001.08361) count. */
  readonly withoutEmbeddings: number;
  /** Vectors of tokens, and of positions where they are learned. */
  readonly embedding: number;
  /** Of all blocks together. */
  readonly attention: number;
  /** Of all blocks together. */
  readonly feedForward: number;
  readonly norms: number;
  /** 0 where the vectors of tokens serve as the last layer too. */
  readonly head: number;
}

/** The options of a GPT, with the sizes that follow from them. */
export interface Shape extends Complete<GptOptions> {
  /** Width of keys or of values: less than D with fewer heads of them. */
  readonly keyValueWidth: number;
  /** Width of a hidden layer. */
  readonly hidden: number;
  /** Matrices of a hidden layer: a gated one has a third. */
  readonly matrices: 2 | 3;
}

/**
 * @param where the function that asks, for messages
 * @throws ModelOptionError for one that does not fit; UnknownOptionError for one that is not known
 */
export function shapeOf(where: string, given: GptOptions): Shape {
  const all = checkOptions<Complete<GptOptions>>(
    where,
    spec.options as Parameters<typeof checkOptions<Complete<GptOptions>>>[1],
    given,
  );
  const { heads, width, feedForwardWidth } = all;
  const isGated = all.feedForward === 'swiglu';
  return {
    ...all,
    keyValueWidth: (width / heads) * (all.keyValueHeads === 0 ? heads : all.keyValueHeads),
    hidden:
      feedForwardWidth > 0 ? feedForwardWidth : Math.round(usualExpansion(all.feedForward) * width),
    matrices: isGated ? 3 : 2,
  };
}

/**
 * The parameters of a GPT by its options, in all and by part: those that `gpt(options).countParams()` counts.
 *
 * @throws RangeError for options out of range
 * @example
 * gptSize({ vocabSize: 50257, context: 1024, layers: 12, heads: 12, width: 768 }).parameters; // 124439808
 */
export function gptSize(options: GptOptions): GptSize {
  const shape = shapeOf('gptSize', options);
  const { vocabSize, context, layers, width, useBias, keyValueWidth, hidden, matrices } = shape;
  const biased = (inputs: number, outputs: number): number =>
    inputs * outputs + (useBias ? outputs : 0);
  const embedding = (vocabSize + (shape.positions === 'learned' ? context : 0)) * width;
  const attention = layers * (biased(width, width + 2 * keyValueWidth) + biased(width, width));
  const feedForward = layers * (biased(width, (matrices - 1) * hidden) + biased(hidden, width));
  const norms = (2 * layers + 1) * width * (shape.norm === 'layer' ? 2 : 1);
  const head = shape.tieWeights ? 0 : vocabSize * width;
  const withoutEmbeddings = attention + feedForward + norms + head;
  const parameters = embedding + withoutEmbeddings;
  return { parameters, withoutEmbeddings, embedding, attention, feedForward, norms, head };
}
