/** What a trainer tells while it trains. */
import type { RngState } from '../../backend/random.js';
import type { Variable } from '../tf.js';

/** One step of training, after it was made. */
export interface StepReport {
  /** The number of this step, counted from 1, and of all. */
  readonly step: number;
  readonly steps: number;
  /** The epoch that it belongs to, counted from 1, and how many there are. */
  readonly epoch: number;
  readonly epochs: number;
  /** Mean loss of its batch, before the step. */
  readonly loss: number;
  readonly learningRate: number;
  /** Norm of all gradients together, before clipping; NaN where a step of your own does not say. */
  readonly gradientNorm: number;
  /** What a step of your own measured beside its loss. */
  readonly metrics?: Readonly<Record<string, number>>;
}

/** One epoch of training, after its last step. */
export interface EpochReport {
  readonly epoch: number;
  readonly epochs: number;
  /** Mean loss of its examples, each measured before its step. */
  readonly loss: number;
  /** Mean loss of the validation examples, after the epoch. */
  readonly validationLoss?: number;
}

/** Losses of a training run. */
export interface History {
  /** Of each step. */
  readonly steps: number[];
  /** Mean of each epoch. */
  readonly loss: number[];
  /** After each epoch; empty without validation examples. */
  readonly validationLoss: number[];
  /** What steps of your own measured beside the loss: of each step, by name. */
  metrics?: Record<string, number[]>;
}

/** The run that a callback belongs to. */
export interface TrainingRun {
  readonly steps: number;
  readonly epochs: number;
  /** The losses so far; those of an earlier run too, where training was resumed. */
  readonly history: History;
  /** Every weight of the model, those that are not trained too. */
  weights(): readonly Variable[];
  /** All that it takes to go on from here. */
  snapshot(): Promise<Snapshot>;
  /** Ends the training after this step. */
  stop(): void;
}

/** Values of one tensor. */
export interface SavedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
  readonly values: Float32Array | Int32Array | Uint8Array;
}

/** A training run at the end of a step. */
export interface Snapshot {
  /** Steps made. */
  readonly step: number;
  /** Sum of the losses of the examples of this epoch so far. */
  readonly epochSum: number;
  /** How many examples these are. */
  readonly epochRows?: number;
  /** Steps made by batches of each signature, such as `float32[8,3] int32[8]`. */
  readonly batches?: Readonly<Record<string, number>>;
  readonly history: History;
  readonly weights: readonly SavedTensor[];
  /** The state of all optimizers, one after another. */
  readonly optimizer: readonly SavedTensor[];
  /** How many tensors belong to each optimizer, where there is not just one. */
  readonly optimizerSizes?: readonly number[];
  /** Where the generator of each layer is; null for layers that drew nothing. */
  readonly noise: readonly (RngState | null)[];
}

/** Functions that a trainer calls, and awaits, while it trains; each may be left out. */
export interface TrainerCallback {
  onBegin?(run: TrainingRun): void | Promise<void>;
  onStep?(report: StepReport, run: TrainingRun): void | Promise<void>;
  onEpoch?(report: EpochReport, run: TrainingRun): void | Promise<void>;
  /** Not called when training failed. */
  onEnd?(run: TrainingRun): void | Promise<void>;
}
