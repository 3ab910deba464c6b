/** Layers that give tags to tokens, as the library offers them; without the types of TensorFlow.js. */
import type { Layer } from '../tf.js';
import { LinearChainCrf } from './linear-chain-crf.js';

export interface LinearChainCrfOptions {
  name?: string;
  trainable?: boolean;
}

/**
 * A layer that turns scores of tags at each token, `[B, T, K]`, into log-probabilities of tags given the whole
 * sequence, `[B, T, K]`: a linear-chain CRF (Lafferty, McCallum & Pereira 2001) with weights `transitions` `[K, K]`,
 * `start` `[K]` and `end` `[K]`, all 0 at first.
 *
 * Padding that an embedding with `maskZero` names is passed over; there the log-probability of tag 0 is 0, that of
 * others -30.
 *
 * @throws RangeError when the number of tags is not known
 * @example
 * const scores = tf.input({ shape: [20, 5] });
 * const logProbabilities = linearChainCrf().apply(scores);
 */
export function linearChainCrf(options: LinearChainCrfOptions = {}): Layer {
  return new LinearChainCrf(options);
}
