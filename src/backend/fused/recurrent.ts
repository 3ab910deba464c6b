/** What the recurrent layers have in common. */
import { availableParallelism } from 'node:os';
import * as core from '@tensorflow/tfjs-core';
import { isRecording } from '../capture/recording.js';
import { nativeOps } from '../native-op.js';
import { concat, pack, split, unpack } from './native-math.js';

/**
 * The axis of time in `[N, T, D]`. Steps are cut out along it and stacked along it again, so that
 * no transposed copy is made.
 */
export const TIME = 1;

/** What of its states a recurrence gives. */
export interface Wanted {
  /** All steps, `[N, T, H]`; else the last, `[N, H]`. */
  readonly everyStep: boolean;
  /** LSTM: hidden and cell states, stacked along a first axis; else the hidden ones alone. */
  readonly cells: boolean;
}

/** How sequences of different lengths are given, and what is asked for. */
export interface SequenceOptions {
  /** `[N, T]`; zero or false leaves the state of that step as it was. Default: none. */
  readonly mask?: core.Tensor2D | undefined;
  /** `[N]`, valid steps of each example, at its start; in the place of `mask`. */
  readonly lengths?: core.Tensor1D | undefined;
  /** Whether the states of all steps are given, and not only the last. Default false. */
  readonly everyStep?: boolean | undefined;
}

/** The weights of a recurrent layer; G gates, four of an LSTM, three of a GRU. */
export interface RecurrentWeights {
  /** `[D, G * H]` */
  readonly kernel: core.Tensor2D;
  /** `[H, G * H]` */
  readonly recurrentKernel: core.Tensor2D;
  /** `[G * H]`; default zeros */
  readonly bias?: core.Tensor1D | undefined;
}

/**
 * In how many parts the batch is computed.
 *
 * A step waits for the one before it, so a graph has nothing to do side by side, and matrices this
 * small are not worth sharing among cores: two halves of the batch keep two cores busy.
 */
export function batchParts(batch: number): 1 | 2 {
  const worthIt = batch >= 32 && batch % 2 === 0 && availableParallelism() > 1;
  return isRecording() && worthIt && nativeOps()?.isUsingGpuDevice === false ? 2 : 1;
}

/** The states of the parts of a batch, joined; `states[part][time]` is `[N / parts, H]`. */
export function joinParts(states: readonly core.Tensor[][], everyStep: boolean): core.Tensor {
  const parts = states.map((steps) =>
    everyStep ? pack(steps, TIME) : (steps.at(-1) as core.Tensor),
  );
  return concat(parts, 0);
}

/** The gradient of `joinParts`: `[part][time]`, undefined where a state was not given. */
export function splitParts(
  dy: core.Tensor,
  parts: number,
  steps: number,
  everyStep: boolean,
): (core.Tensor | undefined)[][] {
  return split(dy, parts, 0).map((part) => {
    if (everyStep) return unpack(part, TIME);
    const gradients: (core.Tensor | undefined)[] = new Array(steps).fill(undefined);
    gradients[steps - 1] = part;
    return gradients;
  });
}

/** The sum of what is there. */
export function addPresent(a: core.Tensor | undefined, b: core.Tensor | undefined) {
  return a === undefined || b === undefined ? (a ?? b) : core.add(a, b);
}

/** The last of all states, `[N, H]`. */
export function lastStep(states: core.Tensor3D): core.Tensor2D {
  const [batch, steps, units] = states.shape;
  const last = core.slice(states, [0, steps - 1, 0], [batch, 1, units]);
  return core.reshape(last, [batch, units]);
}

/** @throws RangeError when shapes do not fit together */
export function checkRecurrent(
  name: string,
  gates: number,
  x: core.Tensor3D,
  { kernel, recurrentKernel, bias }: RecurrentWeights,
): void {
  const units = recurrentKernel.shape[0];
  const fits =
    x.rank === 3 &&
    kernel.rank === 2 &&
    recurrentKernel.shape[1] === gates * units &&
    kernel.shape[0] === x.shape[2] &&
    kernel.shape[1] === gates * units &&
    (bias === undefined || (bias.rank === 1 && bias.shape[0] === gates * units));
  if (!fits || x.shape[1] === 0) {
    throw new RangeError(
      `Expected \`${name}\` to get x [N, T, D] with T >= 1, kernel [D, ${gates}H], recurrentKernel ` +
        `[H, ${gates}H] and bias [${gates}H]. Received: x [${x.shape}], kernel [${kernel.shape}], ` +
        `recurrentKernel [${recurrentKernel.shape}], bias [${bias?.shape ?? 'none'}]`,
    );
  }
}

/** @throws RangeError when a state has another shape than `[N, H]` */
export function checkStates(
  name: string,
  states: readonly core.Tensor[],
  expected: readonly [number, number],
): void {
  for (const { shape } of states) {
    if (`${shape}` !== `${expected}`) {
      throw new RangeError(
        `Expected each initial state of \`${name}\` to be [N, H] = [${expected}]. Received: [${shape}]`,
      );
    }
  }
}

/**
 * The mask that options ask for, `[N, T]`.
 *
 * @throws RangeError when its shape does not fit, or both `mask` and `lengths` are given
 */
export function maskOf(
  name: string,
  x: core.Tensor3D,
  { mask, lengths }: SequenceOptions,
): core.Tensor2D | undefined {
  const [batch, steps] = x.shape;
  if (mask !== undefined && lengths !== undefined) {
    throw new RangeError(`Expected \`mask\` or \`lengths\` of \`${name}\`. Received: both`);
  }
  if (mask !== undefined && `${mask.shape}` !== `${[batch, steps]}`) {
    throw new RangeError(
      `Expected the mask of \`${name}\` to be [N, T] = [${batch},${steps}]. Received: [${mask.shape}]`,
    );
  }
  if (lengths === undefined) return mask;
  if (`${lengths.shape}` !== `${batch}`) {
    throw new RangeError(
      `Expected the lengths of \`${name}\` to be [N] = [${batch}]. Received: [${lengths.shape}]`,
    );
  }
  const times = core.tensor1d(Int32Array.from({ length: steps }, (_, t) => t));
  return core.less(times, core.reshape(core.cast(lengths, 'int32'), [batch, 1]));
}
