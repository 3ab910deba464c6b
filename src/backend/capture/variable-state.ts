/**
 * Where the newest value of a variable is: with tfjs, or in the session of a captured step.
 *
 * While a session has it, tfjs's data of the variable holds nothing; whoever asks for it (an
 * operation, `data()`, saving, disposal) makes the session hand over all the values it keeps. A
 * version counts the changes, so that every session knows whether its own copy is still the newest.
 */
import * as core from '@tensorflow/tfjs-core';
import type { NativeBackend, TensorData } from './native-backend.js';

/** What is known of a variable. */
export interface VariableState {
  readonly variable: core.Variable;
  version: number;
  /** The data at that version; another object means that JavaScript assigned a new value. */
  dataId: object;
}

const states = new WeakMap<core.Variable, VariableState>();

/** The state of a variable, brought up to date with what JavaScript assigned. */
export function stateOf(variable: core.Variable): VariableState {
  let state = states.get(variable);
  if (state === undefined) {
    state = { variable, version: 0, dataId: variable.dataId };
    states.set(variable, state);
  }
  if (state.dataId !== variable.dataId) {
    state.dataId = variable.dataId;
    state.version++;
  }
  return state;
}

/**
 * Leaves the value of a variable to a session.
 *
 * @param handOver called when somebody asks for the value; must give it back by `attach`
 * @returns the emptied data, for `attach`
 */
export function detach(
  state: VariableState,
  backend: NativeBackend,
  handOver: () => void,
): TensorData {
  const { variable } = state;
  const old = backend.tensorMap.get(variable.dataId);
  let data = old;
  if (old.refCount > 1) {
    // Clones of the variable keep the old value; the variable gets data of its own.
    const engine = core.engine();
    engine.disposeTensor(variable);
    data = { shape: old.shape, dtype: old.dtype, id: -1, values: null, refCount: 0 };
    variable.dataId = {};
    state.dataId = variable.dataId;
    backend.tensorMap.set(variable.dataId, data);
    engine.incRef(variable, core.backend());
  } else if (old.id >= 0) {
    backend.binding.deleteTensor(old.id);
  }
  Object.defineProperty(data, 'id', {
    configurable: true,
    enumerable: true,
    get: () => {
      handOver();
      return data.id;
    },
    set: (id: number) => attach(data, id),
  });
  return data;
}

/** Gives emptied data its value. */
export function attach(data: TensorData, id: number): void {
  Object.defineProperty(data, 'id', {
    configurable: true,
    enumerable: true,
    writable: true,
    value: id,
  });
}
