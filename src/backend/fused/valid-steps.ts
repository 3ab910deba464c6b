/**
 * Masks of recurrent layers: a masked step leaves the state as it was, so it may as well come last.
 *
 * The valid steps of each example are moved to the front, the recurrence runs over all of them
 * without a mask, and each step then reads the state after the last valid step up to it.
 */
import * as core from '@tensorflow/tfjs-core';
import { takeRows } from './native-math.js';

/** Where the steps of a masked batch are found. */
export interface ValidSteps {
  /** `[N, T]`, int32: valid steps up to and including each step. */
  readonly counts: core.Tensor2D;
  /** `[N, T]`, int32: the rows of `[N * T, D]` with the valid steps of each example first. */
  readonly rows: core.Tensor2D;
}

const numbers = (length: number, factor = 1): core.Tensor1D =>
  core.tensor1d(Int32Array.from({ length }, (_, i) => i * factor));

/** @param mask `[N, T]`; zero or false is a masked step */
export function validSteps(mask: core.Tensor2D): ValidSteps {
  const [batch, steps] = mask.shape;
  const valid = core.cast(mask, 'bool');
  const counts = core.cumsum<core.Tensor2D>(core.cast(valid, 'int32'), 1);
  // Largest first: valid steps by time, then the masked ones.
  const late = core.mul(core.cast(core.logicalNot(valid), 'int32'), core.scalar(steps, 'int32'));
  const keys = core.neg(core.add(late, numbers(steps)));
  const { indices } = core.topk(keys, steps);
  const first = core.reshape(numbers(batch, steps), [batch, 1]);
  return { counts, rows: core.add<core.Tensor2D>(indices, first) };
}

/** x with the valid steps of each example first, `[N, T, D]`. */
export function validFirst(x: core.Tensor3D, { rows }: ValidSteps): core.Tensor3D {
  const features = x.shape[2];
  return takeRows(core.reshape(x, [-1, features]), rows) as core.Tensor3D;
}

/**
 * The states that a masked recurrence has after each step.
 *
 * @param states of the reordered steps, `[N, T, H]`
 * @param start before the first step, `[N, H]`
 * @returns all of them, `[N, T, H]`, or the last ones, `[N, H]`
 */
export function statesOfSteps(
  states: core.Tensor3D,
  start: core.Tensor2D,
  { counts }: ValidSteps,
): { all(): core.Tensor3D; last(): core.Tensor2D } {
  const [batch, steps, units] = states.shape;
  const withStart = core.concat([core.reshape(start, [batch, 1, units]), states], 1);
  const flat = core.reshape(withStart, [-1, units]) as core.Tensor2D;
  const first = numbers(batch, steps + 1);
  return {
    all: () => takeRows(flat, core.add(counts, core.reshape(first, [batch, 1]))) as core.Tensor3D,
    last: () => {
      const total = core.reshape(core.slice(counts, [0, steps - 1], [batch, 1]), [batch]);
      return takeRows(flat, core.add(total, first)) as core.Tensor2D;
    },
  };
}
