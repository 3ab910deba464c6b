/** What a step that runs just now is part of: a recording, or a comparison with a replay. */
import type * as core from '@tensorflow/tfjs-core';
import type { NativeAttributes } from '../native-attributes.js';

/** A value that changes from step to step: a learning rate, a seed. */
export interface StepInput {
  /** Called once when the step runs eagerly, and once before each replay. */
  read(): number | Float32Array | Int32Array;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
}

/** One operation of the `ResourceApply…` family. */
export interface VariableUpdate {
  /** Its name in TensorFlow, such as `ResourceApplyAdam`. */
  readonly op: string;
  readonly attributes: NativeAttributes;
  /** In the order of its definition: a variable stands for its handle, a tensor for its value. */
  readonly inputs: readonly (core.Variable | core.Tensor)[];
}

/** Whoever writes down what a step does. */
export interface RunRecorder {
  addStepInput(tensor: core.Tensor, input: StepInput): void;
  addUpdate(update: () => VariableUpdate, eager: () => void): void;
  /** Runs something that is no part of the step. */
  unobserved<T>(work: () => T): T;
}

/** A run of a step under observation. */
export interface Run {
  readonly recorder?: RunRecorder;
  /** The values that step inputs gave at the replay that this run repeats, in their order. */
  readonly repeated?: (number | Float32Array | Int32Array)[];
}

let current: Run | undefined;
const layers: string[] = [];

/** The run under observation, if there is one. */
export function currentRun(): Run | undefined {
  return current;
}

/** Runs something as (part of) the run; inside, captured steps run eagerly. */
export function during<T>(run: Run, work: () => T): T {
  const before = current;
  current = run;
  try {
    return work();
  } finally {
    current = before;
  }
}

/** Runs something that is no part of a step, such as a trial of an operation. */
export function unobserved<T>(work: () => T): T {
  const recorder = current?.recorder;
  return recorder === undefined ? work() : recorder.unobserved(work);
}

/** Names the layer that runs inside `work`, for messages. */
export function insideLayer<T>(name: string, work: () => T): T {
  layers.push(name);
  try {
    return work();
  } finally {
    layers.pop();
  }
}

/** The innermost layer that runs now. */
export function currentLayer(): string | undefined {
  return layers.at(-1);
}
