/** What a GPT takes of the memory. */
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import type { GptOptions } from '../../models/nlp/gpt.js';
import { checkCounts } from '../check-integers.js';
import { gptSize, shapeOf } from './gpt-size.js';

export interface KvCacheOptions {
  /** Tokens of each sequence. Default: the context. */
  length?: number;
  /** Sequences side by side. Default 1. */
  batchSize?: number;
  /** Bytes of a number: 4 of float32, as the library has it, 2 of float16. Default 4. */
  bytesPerNumber?: number;
}

/**
 * The bytes of the keys and values that generation keeps: 2 · layers · G · (D / H) numbers for each token, of G
 * heads of keys and values.
 *
 * @throws RangeError for options out of range
 * @example
 * // Llama 2 7B in float16: half a megabyte for each token.
 * kvCacheBytes({ vocabSize: 32000, layers: 32, heads: 32, width: 4096 }, { length: 1, bytesPerNumber: 2 }); // 524288
 */
export function kvCacheBytes(options: GptOptions, cache: KvCacheOptions = {}): number {
  const where = 'kvCacheBytes';
  const { context, layers, keyValueWidth } = shapeOf(where, options);
  const { length = context, batchSize = 1, bytesPerNumber = 4 } = cache;
  checkCounts(where, { length, batchSize, bytesPerNumber });
  return 2 * layers * keyValueWidth * length * batchSize * bytesPerNumber;
}

/** Numbers that an optimiser keeps for each weight. */
const kept = { sgd: 0, momentum: 1, adam: 2 } as const;

export interface TrainingMemoryOptions {
  /** `sgd` keeps nothing, `momentum` a number for each weight, `adam` (and AdamW) two. Default adam. */
  optimizer?: keyof typeof kept;
  /** Bytes of a number. Default 4, float32. */
  bytesPerNumber?: number;
}

export interface TrainingMemory {
  readonly weights: number;
  readonly gradients: number;
  /** What the optimiser keeps of the steps before. */
  readonly optimizer: number;
  /** These three together; what the backward pass needs of the forward one comes on top. */
  readonly total: number;
}

/**
 * The bytes that training takes whatever the batch: of weights, gradients and the optimiser's state, 16 bytes for
 * each parameter with Adam in float32. What grows with the batch is told by `activationBytes`.
 *
 * @throws RangeError for options out of range
 * @example
 * trainingMemory({ vocabSize: 65, width: 128 }).total / 2 ** 20; // in MiB
 */
export function trainingMemory(
  options: GptOptions,
  training: TrainingMemoryOptions = {},
): TrainingMemory {
  const { optimizer = 'adam', bytesPerNumber = 4 } = training;
  checkCounts('trainingMemory', { bytesPerNumber });
  if (!Object.hasOwn(kept, optimizer)) {
    const known = Object.keys(kept)
      .map((name) => `\`${name}\``)
      .join(', ');
    throw new RangeError(messages().nlp.sizes.optimizer({ known, given: shown(optimizer) }));
  }
  const weights = gptSize(options).parameters * bytesPerNumber;
  const state = kept[optimizer] * weights;
  return { weights, gradients: weights, optimizer: state, total: 2 * weights + state };
}

export interface ActivationOptions {
  /** Tokens of each sequence, s. Default: the context. */
  length?: number;
  /** Sequences in a batch, b. Default 1. */
  batchSize?: number;
}

/**
 * An estimate of the bytes that the forward pass keeps for the backward one, in 16 bits: s · b · D · (34 + 5 · H ·
 * s / D) for each block (Korthikanti et al. 2022, arXiv:2205.05198, equation 2). The formula is for blocks of
 * GPT-2's kind with dropout; other blocks, and other programs, keep other numbers. In float32 it is twice as much.
 *
 * @throws RangeError for options out of range
 * @example
 * activationBytes({ vocabSize: 50257, context: 1024, layers: 12, heads: 12, width: 768 }, { batchSize: 8 });
 */
export function activationBytes(options: GptOptions, batch: ActivationOptions = {}): number {
  const where = 'activationBytes';
  const { context, layers, heads, width } = shapeOf(where, options);
  const { length = context, batchSize = 1 } = batch;
  checkCounts(where, { length, batchSize });
  return layers * length * batchSize * (34 * width + 5 * heads * length);
}
