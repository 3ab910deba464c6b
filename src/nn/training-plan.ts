/** How long to train, and where a run stands. */

import { checkSizes } from '../checks.js';
import { countExamples } from './batches.js';
import type { History, Snapshot } from './callbacks/callback.js';
import type { Examples } from './training-types.js';

export interface TrainOptions {
  /** Times that every example is used. Give this or `steps`. */
  epochs?: number;
  /** Steps in all. */
  steps?: number;
  /** Examples a step; the last batch of an epoch may be smaller. Default 32. */
  batchSize?: number;
  /** Examples that are not learnt from; their loss is measured after each epoch. */
  validation?: Examples;
}

/** What a run is to do, checked. */
export interface Plan {
  readonly rows: number;
  readonly batchSize: number;
  readonly perEpoch: number;
  readonly steps: number;
  readonly epochs: number;
  readonly validation: Examples | undefined;
}

/** @throws RangeError for options out of range */
export function planOf(data: Examples, options: TrainOptions): Plan {
  const { batchSize = 32, validation } = options;
  const rows = countExamples('data', data);
  if (validation !== undefined) countExamples('validation', validation);
  checkSizes({ batchSize });
  const [name, ...others] = (['epochs', 'steps'] as const).filter(
    (one) => options[one] !== undefined,
  );
  if (name === undefined || others.length > 0) {
    const received = name === undefined ? 'neither' : 'both';
    throw new RangeError(`Expected either \`epochs\` or \`steps\`. Received: ${received}`);
  }
  const count = options[name] as number;
  checkSizes({ [name]: count });
  const perEpoch = Math.ceil(rows / batchSize);
  const steps = name === 'steps' ? count : count * perEpoch;
  return { rows, batchSize, perEpoch, steps, epochs: Math.ceil(steps / perEpoch), validation };
}

/** Where a run stands. */
export interface RunState {
  /** Steps made. */
  done: number;
  /** Sum of the losses of the examples of this epoch so far. */
  epochSum: number;
  readonly history: History;
  stopped: boolean;
}

/** The start, or where a snapshot was taken. */
export function stateOf(snapshot: Snapshot | undefined): RunState {
  const { step: done = 0, epochSum = 0, history } = snapshot ?? {};
  const none: History = { steps: [], loss: [], validationLoss: [] };
  return { done, epochSum, history: structuredClone(history ?? none), stopped: false };
}
