/** How long to train, and where a run is. */

import { checkSizes } from '../../checks.js';
import { stepsAllowed } from '../../runtime/course-run.js';
import type { History, Snapshot } from '../callbacks/callback.js';

/** How long a training goes on: by epochs or by steps. */
export interface Length {
  /** Times that all batches are used. Give this or `steps`. */
  epochs?: number;
  /** Steps in all. */
  steps?: number;
}

/** What a run is to do, checked. */
export interface Plan {
  readonly stepsPerEpoch: number;
  readonly steps: number;
  readonly epochs: number;
}

/**
 * @param size batches an epoch; undefined where nobody knows, and then all steps are one epoch
 * @throws RangeError for options out of range
 */
export function planOf(size: number | undefined, options: Length): Plan {
  const [name, ...others] = (['epochs', 'steps'] as const).filter(
    (one) => options[one] !== undefined,
  );
  if (name === undefined || others.length > 0) {
    const received = name === undefined ? 'neither' : 'both';
    throw new RangeError(`Expected either \`epochs\` or \`steps\`. Received: ${received}`);
  }
  const count = options[name] as number;
  checkSizes({ [name]: count });
  if (size === undefined && name === 'epochs') {
    throw new RangeError(
      'Expected `stepsPerEpoch` beside `epochs` for batches whose number is not known. Received: none. Give it, or `steps` alone',
    );
  }
  const whole = size ?? count;
  // Where few steps are allowed an epoch ends with them: its loss is there for what comes after.
  const stepsPerEpoch = stepsAllowed(whole);
  const steps = stepsAllowed(name === 'steps' ? count : count * whole);
  return { stepsPerEpoch, steps, epochs: Math.ceil(steps / stepsPerEpoch) };
}

/** Where a run is. */
export interface RunState {
  /** Steps made. */
  done: number;
  /** Sum of the losses of the examples of this epoch so far, and how many these are. */
  epochSum: number;
  epochRows: number;
  /** Steps made by batches of each signature. */
  readonly batches: Map<string, number>;
  readonly history: History;
  stopped: boolean;
}

/** The start, or where a snapshot was taken. */
export function stateOf(snapshot: Snapshot | undefined): RunState {
  const { step: done = 0, epochSum = 0, epochRows = 0, batches, history } = snapshot ?? {};
  const none: History = { steps: [], loss: [], validationLoss: [] };
  return {
    done,
    epochSum,
    epochRows,
    batches: new Map(Object.entries(batches ?? {})),
    history: structuredClone(history ?? none),
    stopped: false,
  };
}
