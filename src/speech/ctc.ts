/** Connectionist temporal classification: labels of a sound or a line of writing, without their times. */
import type * as core from '@tensorflow/tfjs-core';
import * as fused from '../backend/fused/ctc.js';
import type { Tensor1D, Tensor2D, Tensor3D } from '../nn/tf.js';

/** What `ctcLoss` takes beside logits and labels. */
export interface CtcLossOptions {
  /** Valid steps of each example, `[N]`, int32. Default: all T. */
  readonly logitLengths?: Tensor1D | undefined;
  /** Valid labels of each example, `[N]`, int32. Default: all L. */
  readonly labelLengths?: Tensor1D | undefined;
  /** The class that stands for no label. Default: the last, C - 1. */
  readonly blank?: number | undefined;
}

/**
 * Minus the log-probability of each example's label sequence, over all ways to spread it in time
 * (Graves et al. 2006).
 *
 * On the tensorflow backend it is one operation with its gradient; elsewhere it is composed. The
 * arguments are not disposed.
 *
 * @param logits scores before softmax, `[N, T, C]`, float32
 * @param labels classes, `[N, L]`, int32; what lies past `labelLengths` is not looked at
 * @returns `[N]`, float32, in nats
 * @throws RangeError for labels that are no classes, lengths out of range, or too few steps
 * @example
 * const logits = tf.zeros([1, 4, 3]); // one example, four steps, two letters and the blank
 * const labels = tf.tensor2d([[0, 1]], [1, 2], 'int32');
 * ctcLoss(logits, labels).print(); // 1.6864: 15 of the 81 paths
 */
export function ctcLoss(
  logits: Tensor3D,
  labels: Tensor2D,
  options: CtcLossOptions = {},
): Tensor1D {
  return fused.ctcLoss(
    logits as core.Tensor3D,
    labels as core.Tensor2D,
    options as fused.CtcLossOptions,
  );
}
