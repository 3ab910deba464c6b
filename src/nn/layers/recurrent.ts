/** What the LSTM and GRU layers have in common. */
import type * as core from '@tensorflow/tfjs-core';
import type { LayerVariable, layers } from '@tensorflow/tfjs-layers';
import { nativeOps } from '../../backend/native-op.js';
import type { CallOptions, LayerActivation } from './tfjs-class.js';

/** The cell of a recurrent layer of tfjs. */
interface CellFields {
  readonly kernel: LayerVariable;
  readonly recurrentKernel: LayerVariable;
  readonly bias: LayerVariable | null;
  readonly activation: LayerActivation | null;
  readonly recurrentActivation: LayerActivation | null;
  readonly dropout: number;
  readonly recurrentDropout: number;
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
 * activations than sigmoid and tanh, and dropout inside the recurrence while training.
 */
export function isFused({ cell }: RecurrentFields, options: CallOptions): boolean {
  const { activation, recurrentActivation, dropout, recurrentDropout } = cell;
  const dropsOut = dropout > 0 || recurrentDropout > 0;
  return (
    nativeOps() !== undefined &&
    activation?.getClassName() === 'tanh' &&
    recurrentActivation?.getClassName() === 'sigmoid' &&
    !(dropsOut && options?.training === true)
  );
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
