/** CTC loss from operations that every backend has, by the forward recursion in logarithms. */
import * as core from '@tensorflow/tfjs-core';

/** Stands for log 0; a true infinity would make gradients NaN. */
const NEVER = -1e30;

/** `log(e^a + e^b + …)` of tensors of one shape. */
function logAddExp(tensors: core.Tensor[]): core.Tensor {
  return core.logSumExp(core.stack(tensors), 0);
}

/** Moved `by` places along the last axis; the room is filled with log 0. */
function shifted(alpha: core.Tensor, by: number): core.Tensor {
  const [batch, states] = alpha.shape as [number, number];
  if (states <= by) return core.fill([batch, states], NEVER);
  const filler = core.fill([batch, by], NEVER);
  return core.concat([filler, core.slice(alpha, [0, 0], [batch, states - by])], 1);
}

/** 0 where a condition holds, log 0 elsewhere. */
function logOf(condition: core.Tensor): core.Tensor {
  return core.mul(core.sub(1, core.cast(condition, 'float32')), NEVER);
}

/**
 * Minus the log-probability of each label sequence (Graves et al. 2006, equations 5 to 8).
 *
 * @param logits `[N, T, C]`
 * @param labels `[N, L]`, int32
 * @param logitLengths valid steps, `[N]`, int32
 * @param labelLengths valid labels, `[N]`, int32
 * @returns `[N]`
 */
export function composedCtcLoss(
  logits: core.Tensor3D,
  labels: core.Tensor2D,
  logitLengths: core.Tensor1D,
  labelLengths: core.Tensor1D,
  blank: number,
): core.Tensor1D {
  const [batch, steps, classes] = logits.shape;
  const length = labels.shape[1];
  const states = 2 * length + 1;
  // Blanks around each label: ␣ a ␣ b ␣.
  const blanks = core.fill([batch, length, 1], blank, 'int32');
  const pairs = core.concat([blanks, core.reshape(labels, [batch, length, 1])], 2);
  const last = core.fill([batch, 1], blank, 'int32');
  const symbols = core.concat([core.reshape(pairs, [batch, 2 * length]), last], 1); // [N, S]
  const before = core.concat(
    [core.fill([batch, 2], -1, 'int32'), core.slice(symbols, [0, 0], [batch, states])],
    1,
  );
  const twoBack = core.slice(before, [0, 0], [batch, states]);
  // A blank between two labels may be left out, unless they are equal.
  const maySkip = logOf(
    core.logicalAnd(core.notEqual(symbols, blank), core.notEqual(symbols, twoBack)),
  );
  const ofSymbols = core.matMul(
    core.logSoftmax(logits),
    core.cast(core.oneHot(core.cast(symbols, 'int32'), classes), 'float32') as core.Tensor3D,
    false,
    true,
  ); // [N, T, S]
  const emitted = core.unstack(ofSymbols, 1);
  const place = core.range(0, states, 1, 'int32');
  let alpha = core.add(emitted[0] as core.Tensor, logOf(core.less(place, 2)));
  for (let t = 1; t < steps; t++) {
    const from = [alpha, shifted(alpha, 1), core.add(shifted(alpha, 2), maySkip)];
    const next = core.add(logAddExp(from), emitted[t] as core.Tensor);
    const running = core.reshape(core.greater(logitLengths, core.scalar(t, 'int32')), [batch, 1]);
    alpha = core.where(core.tile(running, [1, states]), next, alpha);
  }
  const end = core.reshape(core.mul(labelLengths, core.scalar(2, 'int32')), [batch, 1]);
  const atEnd = core.logicalOr(
    core.equal(place, end),
    core.equal(place, core.sub(end, core.scalar(1, 'int32'))),
  );
  return core.neg(core.logSumExp(core.add(alpha, logOf(atEnd)), 1));
}
