/** What the LSTM and GRU layers have in common. */
import * as core from '@tensorflow/tfjs-core';
import type { LayerVariable, layers } from '@tensorflow/tfjs-layers';
import { markLibrary } from '../../backend/capture/index.js';
import { dropout } from '../../backend/fused/random.js';
import { nativeOps } from '../../backend/native-op.js';
import { generator } from './noise.js';
import { type CallOptions, type LayerActivation, onlyInput } from './tfjs-class.js';

/** The cell of a recurrent layer of tfjs. */
interface CellFields {
  readonly kernel: LayerVariable;
  readonly recurrentKernel: LayerVariable;
  readonly bias: LayerVariable | null;
  readonly activation: LayerActivation | null;
  readonly recurrentActivation: LayerActivation | null;
  readonly dropout: number;
  readonly recurrentDropout: number;
  /** What tfjs makes its masks with, in the place of `tf.dropout`. */
  dropoutFunc?: (x: core.Tensor, rate: number) => core.Tensor;
}

/** The fields of a recurrent layer of tfjs. */
export interface RecurrentFields {
  readonly cell: CellFields;
  readonly returnSequences: boolean;
  readonly returnState: boolean;
  readonly goBackwards: boolean;
  readonly stateful: boolean;
  states: core.Tensor[] | null[];
  resetStates(states?: core.Tensor[], training?: boolean): void;
}

/**
 * Whether the fused form computes what the layer is configured for; else tfjs does: other
 * activations than sigmoid and tanh, and dropout of the states while training.
 */
export function isFused({ cell }: RecurrentFields, options: CallOptions): boolean {
  const { activation, recurrentActivation, recurrentDropout } = cell;
  return (
    nativeOps() !== undefined &&
    activation?.getClassName() === 'tanh' &&
    recurrentActivation?.getClassName() === 'sigmoid' &&
    !(recurrentDropout > 0 && options?.training === true)
  );
}

/** Makes tfjs draw the masks of a layer's cell from the layer's generator. */
export function seedDropout(layer: RecurrentFields): void {
  layer.cell.dropoutFunc ??= markLibrary((x: core.Tensor, rate: number) =>
    dropout(x, rate, generator(layer)),
  );
}

/** The input while training: each example loses the same features at all of its steps. */
function dropInput(layer: RecurrentFields, x: core.Tensor3D, options: CallOptions): core.Tensor3D {
  const rate = layer.cell.dropout;
  if (options?.training !== true || rate <= 0 || rate >= 1) return x;
  return dropout(x, rate, generator(layer), [x.shape[0], 1, x.shape[2]]) as core.Tensor3D;
}

/** A sequence and its mask in the order of the steps; while training features of it are dropped. */
export function sequenceOf(
  layer: RecurrentFields,
  inputs: core.Tensor | core.Tensor[],
  options: CallOptions,
): { sequence: core.Tensor3D; mask: core.Tensor2D | undefined } {
  const inTime = <T extends core.Tensor>(x: T): T => (layer.goBackwards ? core.reverse(x, 1) : x);
  const mask = options?.mask as core.Tensor2D | null | undefined;
  return {
    sequence: inTime(dropInput(layer, onlyInput(inputs) as core.Tensor3D, options)),
    mask: mask == null ? undefined : inTime(mask),
  };
}

/** The weights as the functions of `backend/fused` take them. */
export function weightsOf({ cell }: RecurrentFields) {
  return {
    kernel: cell.kernel.read() as core.Tensor2D,
    recurrentKernel: cell.recurrentKernel.read() as core.Tensor2D,
    bias: cell.bias?.read() as core.Tensor1D | undefined,
  };
}

/** The state that a call starts from, or undefined for zeros. */
export function startOf(
  layer: RecurrentFields,
  options: CallOptions,
  count: number,
): core.Tensor2D[] | undefined {
  const given = options?.initialState as core.Tensor2D[] | null | undefined;
  const kept = layer.stateful ? (layer.states as core.Tensor2D[]) : undefined;
  const states = given ?? kept;
  if (states != null && states.length !== count) {
    throw new RangeError(
      `Expected ${count} initial state${count === 1 ? '' : 's'} of \`${(layer as RecurrentFields & layers.Layer).name}\`. ` +
        `Received: ${states.length}`,
    );
  }
  return states ?? undefined;
}

/** What a recurrent layer gives for its states, and keeps of them if it is stateful. */
export function output(
  layer: RecurrentFields,
  options: CallOptions,
  all: core.Tensor | undefined,
  states: core.Tensor[],
): core.Tensor | core.Tensor[] {
  if (layer.stateful) layer.resetStates(states, options?.training === true);
  const value = (layer.returnSequences ? all : states[0]) as core.Tensor;
  return layer.returnState ? [value, ...states] : value;
}
