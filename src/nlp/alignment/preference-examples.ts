/** Pairs of answers as rows. */

import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import type { Tensor2D } from '../../nn/tf.js';
import { examplesOf, type InstructionExamplesOptions } from './instruction-examples.js';

/** Two answers to a prompt, of which one is preferred. */
export interface PreferencePair {
  readonly prompt: string;
  readonly chosen: string;
  readonly rejected: string;
}

/** Each prompt with both of its answers, as `instructionExamples` has them; an object of tensors, `[N, T]` each. */
export type PreferenceExamples = {
  readonly chosen: Tensor2D;
  readonly chosenCounts: Tensor2D;
  readonly rejected: Tensor2D;
  readonly rejectedCounts: Tensor2D;
};

/**
 * Pairs of answers as rows to learn a preference from.
 *
 * @throws TypeError for anything but such pairs, or a tokenizer without the special tokens; RangeError for a row that is
 *   longer than `length`
 * @example
 * const pairs = preferenceExamples(preferences({ count: 200, seed: 1 }), { tokenizer, length: 40 });
 */
export function preferenceExamples(
  pairs: readonly PreferencePair[],
  options: InstructionExamplesOptions,
): PreferenceExamples {
  const where = 'preferenceExamples';
  const isPair = (one: PreferencePair): boolean =>
    [one?.prompt, one?.chosen, one?.rejected].every((text) => typeof text === 'string');
  if (!Array.isArray(pairs) || pairs.length === 0 || !pairs.every(isPair)) {
    throw new TypeError(messages().nlp.alignment.preferences({ where, given: shown(pairs) }));
  }
  const rows = (side: 'chosen' | 'rejected') =>
    examplesOf(
      where,
      pairs.map((pair: PreferencePair) => ({ prompt: pair.prompt, answer: pair[side] })),
      options,
    );
  const [chosen, rejected] = [rows('chosen'), rows('rejected')];
  return {
    chosen: chosen.tokens,
    chosenCounts: chosen.counts,
    rejected: rejected.tokens,
    rejectedCounts: rejected.counts,
  };
}
