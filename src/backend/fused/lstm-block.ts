/** The LSTM by TensorFlow's operation for whole sequences: one call forwards and one backwards. */
import * as core from '@tensorflow/tfjs-core';
import { int64Tensor } from '../int64.js';
import { nativeOp } from '../native-op.js';
import { concat, pack, swapFirstAxes, unpack } from './native-math.js';
import type { Wanted } from './recurrent.js';
import { withGradient } from './with-gradient.js';

const BLOCK = { types: { T: 'float32' }, bools: { use_peephole: false } } as const;
/** It gives i, cs, f, o, ci, co and h, `[T, N, H]` each. */
const OUTPUTS = 7;
const CS = 1;
const H = 6;
/** Its gradient gives those of x, cs, h, w, three peepholes and b. */
const GRADIENTS = 8;

type Inputs = [
  x: core.Tensor,
  kernel: core.Tensor,
  recurrentKernel: core.Tensor,
  bias: core.Tensor,
  ...start: core.Tensor[],
];
type Saved = [
  x: core.Tensor,
  w: core.Tensor,
  bias: core.Tensor,
  h: core.Tensor,
  c: core.Tensor,
  peephole: core.Tensor,
  ...outputs: core.Tensor[],
];

/** The inputs of the operation and of its gradient. */
const blockInputs = ([x, w, bias, h, c, peephole]: Saved): core.Tensor[] => [
  int64Tensor([x.shape[0] as number], []),
  ...[x, c, h, w, peephole, peephole, peephole, bias],
];

/** `[T, N, H]` as asked for: all steps, `[N, T, H]`, or the last, `[N, H]`. */
function chosen(states: core.Tensor, everyStep: boolean): core.Tensor {
  if (everyStep) return swapFirstAxes(states);
  const [steps, batch, units] = states.shape as [number, number, number];
  return core.reshape(core.slice(states, [steps - 1, 0, 0], [1, batch, units]), [batch, units]);
}

/** The gradient of `chosen`. */
function spread(dy: core.Tensor, everyStep: boolean, shape: number[]): core.Tensor {
  if (everyStep) return swapFirstAxes(dy);
  const [steps, batch, units] = shape as [number, number, number];
  const last = core.reshape(dy, [1, batch, units]);
  return steps === 1 ? last : concat([core.zeros([steps - 1, batch, units]), last], 0);
}

const block = withGradient<Inputs, Wanted & { readonly started: boolean }>(
  ([input, kernel, recurrentKernel, bias, ...start], { everyStep, cells }) => {
    const batch = input.shape[0] as number;
    const units = recurrentKernel.shape[0] as number;
    const none = start.length === 0 ? core.zeros([batch, units]) : undefined;
    const given: Saved = [
      swapFirstAxes(input),
      concat([kernel, recurrentKernel], 0),
      bias,
      (start[0] ?? none) as core.Tensor,
      (start[1] ?? none) as core.Tensor,
      core.zeros([units]),
    ];
    // Its gates are in Keras's order; a bound of 0 does not clip.
    const attributes = { ...BLOCK, floats: { cell_clip: 0 } };
    const outputs = nativeOp('BlockLSTMV2', blockInputs(given), attributes, OUTPUTS);
    const states = (at: number): core.Tensor => chosen(outputs[at] as core.Tensor, everyStep);
    return {
      value: cells ? pack([states(H), states(CS)]) : states(H),
      saved: [...given, ...outputs],
    };
  },
  (dy, saved, { everyStep, cells, started }) => {
    const given = saved as Saved;
    const [x, w, , , , , ...outputs] = given;
    const shape = (outputs[H] as core.Tensor).shape;
    const [dHidden, dCells] = (cells ? unpack(dy) : [dy]).map((d) => spread(d, everyStep, shape));
    const gradients = nativeOp(
      'BlockLSTMGradV2',
      [...blockInputs(given), ...outputs, dCells ?? core.zeros(shape), dHidden as core.Tensor],
      BLOCK,
      GRADIENTS,
    ) as [core.Tensor, core.Tensor, core.Tensor, core.Tensor, ...core.Tensor[]];
    const [dx, dc, dh, dw] = gradients;
    const features = x.shape[2] as number;
    const [rows, columns] = w.shape as [number, number];
    return [
      swapFirstAxes(dx),
      core.slice(dw, [0, 0], [features, columns]),
      core.slice(dw, [features, 0], [rows - features, columns]),
      gradients.at(-1) as core.Tensor,
      ...(started ? [dh, dc] : []),
    ];
  },
);

/**
 * The states of an LSTM, as `lstmCells` gives them. Outside of graphs each operation costs some
 * 30 µs, so that one for all steps is faster than one a step.
 *
 * @param x `[N, T, D]`
 * @param weights kernel `[D, 4H]`, recurrent kernel `[H, 4H]`, bias `[4H]`
 * @param start hidden and cell state before the first step, `[N, H]` each; may be left out for zeros
 */
export function lstmBlock(
  x: core.Tensor3D,
  weights: readonly [core.Tensor2D, core.Tensor2D, core.Tensor1D],
  start: readonly [core.Tensor2D, core.Tensor2D] | undefined,
  wanted: Wanted,
): core.Tensor {
  return block([x, ...weights, ...(start ?? [])], { ...wanted, started: start !== undefined });
}
