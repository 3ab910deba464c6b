/** LSTM: long short-term memory (Hochreiter & Schmidhuber 1997; with forget gate, Gers et al. 2000). */
import * as core from '@tensorflow/tfjs-core';
import { isRecording } from '../capture/recording.js';
import { probe } from '../native-op.js';
import { higherOrder } from './kernel.js';
import { lstmBlock } from './lstm-block.js';
import { lstmCells } from './lstm-cells.js';
import { composedLstm } from './lstm-composed.js';
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

export interface LstmOptions extends SequenceOptions {
  /** Hidden and cell state before the first step, `[N, H]` each. Default zeros. */
  readonly initialState?: readonly [h: core.Tensor2D, c: core.Tensor2D] | undefined;
  /** Whether the last cell state is given too; without it the gradient is cheaper. Default false. */
  readonly cellState?: boolean | undefined;
}

export interface LstmStates {
  /** Last hidden state, `[N, H]`. */
  readonly last: core.Tensor2D;
  /** Hidden states of all steps, `[N, T, H]`, if asked for. */
  readonly all?: core.Tensor3D;
  /** Last cell state, `[N, H]`, if asked for. */
  readonly cell?: core.Tensor2D;
}

/**
 * Weights up to which the gradient of all steps in one operation is the faster one: it adds up that
 * of the weights step by step (measured on two cores: 1.0 against 2.7 ms with 8,192 weights, 40
 * against 24 ms with 98,304).
 */
const FEW_WEIGHTS = 16_384;

/** Whether one operation for all steps is faster than one a step. */
function blockIsFaster(weights: number): boolean {
  if (isRecording()) return false;
  return core.engine().state.gradientDepth === 0 || weights <= FEW_WEIGHTS;
}

/** Whether an LSTM of one unit gives what it should. */
function gives(run: (...args: Parameters<typeof lstmBlock>) => core.Tensor): boolean {
  const one = core.ones<core.Rank.R2>([1, 4]);
  const wanted = { everyStep: false, cells: false };
  const zero = core.zeros<core.Rank.R1>([4]);
  const f = (x: core.Tensor) => run(x as core.Tensor3D, [one, one, zero], undefined, wanted);
  const { value, grad } = core.valueAndGrad(f)(core.ones([1, 1, 1]));
  // σ(1) tanh(σ(1) tanh(1))
  return (
    Math.abs((value.dataSync()[0] as number) - 0.3696) < 1e-3 && (grad.dataSync()[0] as number) > 0
  );
}
const works = probe(() => gives((...args) => lstmCells(...args, 1)));
const blockWorks = probe(() => gives(lstmBlock));

/**
 * The states of an LSTM: `i, f, o = σ(·)`, `g = tanh(·)` of `x kernel + h recurrentKernel + bias`,
 * `c = f c + i g`, `h = o tanh(c)`; gates in the order i, f, g, o, as in Keras.
 *
 * On the tensorflow backend one operation runs all steps, and one their gradient. In a captured
 * graph, and where many weights have a gradient, each step is one operation forwards and two
 * backwards.
 * Elsewhere, and under a second derivative, it is composed of plain operations. Arguments are not
 * disposed.
 *
 * @param x `[N, T, D]`, float32
 * @throws RangeError when shapes do not fit together, or both `mask` and `lengths` are given
 * @example
 * const { last } = lstm(x, { kernel, recurrentKernel, bias }); // [N, H]
 */
export function lstm(
  x: core.Tensor3D,
  weights: RecurrentWeights,
  options: LstmOptions = {},
): LstmStates {
  return core.tidy((): LstmStates & core.NamedTensorMap => {
    const { initialState, everyStep = false, cellState = false } = options;
    checkRecurrent('lstm', 4, x, weights);
    const mask = maskOf('lstm', x, options);
    const batch = x.shape[0];
    const units = weights.recurrentKernel.shape[0];
    checkStates('lstm', initialState ?? [], [batch, units]);
    const { kernel, recurrentKernel, bias = core.zeros<core.Rank.R1>([4 * units]) } = weights;
    const all = [kernel, recurrentKernel, bias] as const;
    const zeros = (): core.Tensor2D => core.zeros([batch, units]);
    if (!works() || higherOrder()) {
      const states = composedLstm(x, all, initialState ?? [zeros(), zeros()], mask);
      return {
        last: lastStep(states.hidden),
        ...(everyStep && { all: states.hidden }),
        ...(cellState && { cell: lastStep(states.cells) }),
      };
    }
    const parts = batchParts(batch);
    const wanted = { everyStep: everyStep || mask !== undefined, cells: cellState };
    const steps = mask && validSteps(mask);
    const sequence = steps ? validFirst(x, steps) : x;
    const value =
      blockIsFaster(kernel.size + recurrentKernel.size) && blockWorks()
        ? lstmBlock(sequence, all, initialState, wanted)
        : lstmCells(sequence, all, initialState, wanted, parts);
    const [hidden, cells] = (cellState ? core.unstack(value) : [value]) as core.Tensor[];
    if (steps !== undefined) {
      const h = statesOfSteps(hidden as core.Tensor3D, initialState?.[0] ?? zeros(), steps);
      const c = cells && statesOfSteps(cells as core.Tensor3D, initialState?.[1] ?? zeros(), steps);
      return { last: h.last(), ...(everyStep && { all: h.all() }), ...(c && { cell: c.last() }) };
    }
    const last = (states: core.Tensor): core.Tensor2D =>
      wanted.everyStep ? lastStep(states as core.Tensor3D) : (states as core.Tensor2D);
    return {
      last: last(hidden as core.Tensor),
      ...(everyStep && { all: hidden as core.Tensor3D }),
      ...(cells && { cell: last(cells) }),
    };
  });
}
