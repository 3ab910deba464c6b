/** From the scores of a network trained with CTC to labels. */
import type * as core from '@tensorflow/tfjs-core';
import type { BeamPath } from '../backend/fused/ctc-beam.js';
import * as fused from '../backend/fused/ctc-decode.js';
import type { Tensor3D } from '../nn/tf.js';

export type { BeamPath };

/** What both decoders take beside logits. */
export interface CtcDecodeOptions {
  /** Valid steps of each example. Default: all T. */
  readonly logitLengths?: readonly number[] | undefined;
  /** The class that stands for no label. Default: the last, C - 1. */
  readonly blank?: number | undefined;
}

/** What the beam search takes beside logits. */
export interface CtcBeamOptions extends CtcDecodeOptions {
  /** How many label sequences are kept at each step. Default 100. */
  readonly beamWidth?: number | undefined;
  /** How many are given for each example. Default 1. */
  readonly topPaths?: number | undefined;
}

/**
 * The labels of the best class of each step: repeats merged, blanks left out.
 *
 * @param logits scores before or after softmax, `[N, T, C]`; not disposed
 * @returns the labels of each example
 * @throws RangeError for another shape, lengths or a blank out of range
 * @example
 * const logits = tf.oneHot(tf.tensor2d([[0, 0, 2, 1]], [1, 4], 'int32'), 3).toFloat();
 * ctcGreedyDecode(logits); // [[0, 1]]
 */
export function ctcGreedyDecode(logits: Tensor3D, options: CtcDecodeOptions = {}): number[][] {
  return fused.ctcGreedyDecode(logits as core.Tensor3D, options);
}

/**
 * The most probable label sequences, found by a beam search over prefixes (Graves 2012, section
 * 7.5.3): the probabilities of all ways to spread a sequence in time are added up.
 *
 * On the tensorflow backend it is one operation; elsewhere plain TypeScript. Once the beam is too
 * narrow for all prefixes, the two may drop different ones.
 *
 * @param logits scores before softmax, `[N, T, C]`; not disposed
 * @returns for each example `topPaths` sequences, best first, with log-probability in nats
 * @throws RangeError for another shape, lengths, a blank or widths out of range
 * @example
 * const logits = tf.oneHot(tf.tensor2d([[0, 0, 2, 1]], [1, 4], 'int32'), 3).toFloat();
 * const [[best]] = ctcBeamSearchDecode(logits, { beamWidth: 20 });
 * console.log(best.labels, best.logProbability);
 */
export function ctcBeamSearchDecode(logits: Tensor3D, options: CtcBeamOptions = {}): BeamPath[][] {
  return fused.ctcBeamSearchDecode(logits as core.Tensor3D, options);
}
