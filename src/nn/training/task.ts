/** One kind of training, as the loop sees it. */
import type * as core from '@tensorflow/tfjs-core';
import type { RngState } from '../../backend/random.js';
import type { Optimizer } from '../../backend/tf.js';
import type { UserPart } from '../user-code.js';
import type { FlatBatch } from './batch.js';

/** What one step measured, read from the device. */
export interface StepNumbers {
  /** Mean loss of the batch, before the step. */
  readonly loss: number;
  /** Norm of all gradients together, before clipping; NaN where the step does not say. */
  readonly gradientNorm: number;
  /** What the step measured beside its loss. */
  readonly metrics?: Readonly<Record<string, number>>;
}

/** What a step does, and all that it changes: the loop saves that, captures the step and reads it. */
export interface Task {
  /** Of what is trained, for messages. */
  readonly name: string;
  /** The public class that runs it, for messages. */
  readonly api: 'Trainer' | 'TrainingLoop';
  readonly optimizers: readonly Optimizer[];
  /** Makes a step; the loss `[]` first, then what `read` makes numbers of. */
  train(batch: FlatBatch): core.Tensor[];
  /** Mean loss `[]` of a batch that is not learnt from. */
  evaluate?(batch: FlatBatch): core.Tensor;
  /** @throws NonFiniteError when the loss is not finite */
  read(step: number, values: readonly ArrayLike<number>[], batch: FlatBatch): Promise<StepNumbers>;
  /** What is trained now: frozen layers are left out. */
  trained(): core.Variable[];
  /** Every weight. */
  all(): core.Variable[];
  /** Where each generator of random numbers in it is; null for one that drew nothing. */
  noise(): (RngState | null)[];
  restoreNoise(states: readonly (RngState | null)[]): void;
  /** What in it is a user's code. */
  readonly userCode: readonly UserPart[];
}
