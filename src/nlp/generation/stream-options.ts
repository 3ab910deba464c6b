/** How sequences of tokens grow. */
import type { Seed } from '../../backend/random.js';
import {
  checkCount,
  checkPrompt,
  checkSampling,
  type SamplingOptions,
} from './sampling-options.js';

export interface StreamOptions extends SamplingOptions {
  /** How many tokens to make. */
  maxTokens: number;
  /** Fixes the draws. Default 0. */
  seed?: Seed;
  /** Keep keys and values of earlier tokens instead of computing them again. Default true. */
  cache?: boolean;
  /** Stop after this token. */
  stopToken?: number;
}

/** @throws RangeError for prompts or options out of range */
export function checkOptions(
  prompts: readonly (readonly number[])[],
  vocabSize: number,
  options: StreamOptions,
): void {
  for (const prompt of prompts) checkPrompt(prompt, vocabSize);
  checkCount('maxTokens', options.maxTokens);
  checkSampling(options);
}
