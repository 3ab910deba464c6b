/** GRU: gated recurrent unit (Cho et al. 2014, arXiv:1406.1078). */
import * as core from '@tensorflow/tfjs-core';
import { probe } from '../native-op.js';
import { gruCells } from './gru-cells.js';
import { composedGru } from './gru-composed.js';
import { higherOrder } from './kernel.js';
import {
  batchParts,
  checkRecurrent,
  checkStates,
  lastStep,
  maskOf,
  type RecurrentWeights,
  type SequenceOptions,
} from './recurrent.js';
import { statesOfSteps, validFirst, validSteps } from './valid-steps.js';

export interface GruOptions extends SequenceOptions {
  /** State before the first step, `[N, H]`. Default zeros. */
  readonly initialState?: core.Tensor2D | undefined;
}

export interface GruStates {
  /** Last state, `[N, H]`. */
  readonly last: core.Tensor2D;
  /** States of all steps, `[N, T, H]`, if asked for. */
  readonly all?: core.Tensor3D;
}

const works = probe(() => {
  const one = core.ones<core.Rank.R2>([1, 3]);
  const zero = core.zeros<core.Rank.R1>([3]);
  const f = (x: core.Tensor) => gruCells(x as core.Tensor3D, [one, one, zero], undefined, false, 1);
  const { value, grad } = core.valueAndGrad(f)(core.ones([1, 1, 1]));
  // (1 - σ(1)) tanh(1)
  const [h, dx] = [value.dataSync()[0] as number, grad.dataSync()[0] as number];
  return Math.abs(h - 0.2048) < 1e-3 && Math.abs(dx) < 0.2;
});

/**
 * The states of a GRU: `z, r = σ(·)` of `x kernel + h recurrentKernel + bias`, candidate
 * `c = tanh(x kernel + (r h) recurrentKernel + bias)`, `h = z h + (1 - z) c`; gates in the order
 * z, r, c. The reset gate works before the product, as in Cho et al. and in tf.layers.gru (Keras:
 * `reset_after=False`).
 *
 * On the tensorflow backend each step is one operation forwards and one backwards; elsewhere, and
 * under a second derivative, it is composed of plain operations. Arguments are not disposed.
 *
 * @param x `[N, T, D]`, float32
 * @throws RangeError when shapes do not fit together, or both `mask` and `lengths` are given
 * @example
 * const { last } = gru(x, { kernel, recurrentKernel, bias }); // [N, H]
 */
export function gru(
  x: core.Tensor3D,
  weights: RecurrentWeights,
  options: GruOptions = {},
): GruStates {
  return core.tidy((): GruStates & core.NamedTensorMap => {
    const { initialState, everyStep = false } = options;
    checkRecurrent('gru', 3, x, weights);
    const mask = maskOf('gru', x, options);
    const batch = x.shape[0];
    const units = weights.recurrentKernel.shape[0];
    checkStates('gru', initialState === undefined ? [] : [initialState], [batch, units]);
    const { kernel, recurrentKernel, bias = core.zeros<core.Rank.R1>([3 * units]) } = weights;
    const all = [kernel, recurrentKernel, bias] as const;
    const start = (): core.Tensor2D => initialState ?? core.zeros([batch, units]);
    if (!works() || higherOrder()) {
      const states = composedGru(x, all, start(), mask);
      return { last: lastStep(states), ...(everyStep && { all: states }) };
    }
    const parts = batchParts(batch);
    if (mask === undefined) {
      const states = gruCells(x, all, initialState, everyStep, parts);
      if (!everyStep) return { last: states as core.Tensor2D };
      return { last: lastStep(states as core.Tensor3D), all: states as core.Tensor3D };
    }
    const steps = validSteps(mask);
    const states = gruCells(validFirst(x, steps), all, initialState, true, parts);
    const read = statesOfSteps(states as core.Tensor3D, start(), steps);
    return { last: read.last(), ...(everyStep && { all: read.all() }) };
  });
}
