/** Comparing a replay with another way to do the step, from the same state and the same values. */
import * as core from '@tensorflow/tfjs-core';
import type { CapturedGraph } from './captured-graph.js';
import { during } from './current-run.js';
import { type Reason, reasonOf } from './reason.js';

/** Largest difference allowed, as a part of the largest value of the tensor. */
const TOLERANCE = 1e-4;
const SMALLEST = 1e-6;

/** Whether two tensors are equal but for rounding. */
function close(a: core.Tensor, b: core.Tensor): boolean {
  if (a.dtype !== b.dtype || a.shape.join() !== b.shape.join()) return false;
  const [left, right] = [a.dataSync(), b.dataSync()];
  let [largest, difference] = [0, 0];
  for (let i = 0; i < left.length; i++) {
    const [x, y] = [left[i] as number, right[i] as number];
    // Equal also where both are NaN or the same infinity.
    if (Object.is(x, y)) continue;
    if (!Number.isFinite(x) || !Number.isFinite(y)) return false;
    largest = Math.max(largest, Math.abs(x), Math.abs(y));
    difference = Math.max(difference, Math.abs(x - y));
  }
  return difference <= TOLERANCE * largest + SMALLEST;
}

const allClose = (a: readonly core.Tensor[], b: readonly core.Tensor[]): boolean =>
  a.length === b.length && a.every((one, i) => close(one, b[i] as core.Tensor));

/** The values of the step inputs of one step. */
export type StepValues = ReturnType<CapturedGraph['readStepInputs']>;

/**
 * Replays a step, puts the state back, and does the same step in another way.
 *
 * @param reference the step done in the other way, whose outputs and state are taken as right
 * @returns the outputs of the reference, whose state stays, and why the replay is of no use if so
 * @throws whatever the reference throws
 */
export function compareReplay(
  graph: CapturedGraph,
  inputs: core.Tensor[],
  values: StepValues,
  reference: () => core.Tensor[],
  number: number,
): { outputs: core.Tensor[]; reason?: Reason } {
  const variables = graph.assigned();
  const snapshot = (): core.Tensor[] => variables.map((one) => core.keep(one.clone()));
  const before = snapshot();
  let after: core.Tensor[] = [];
  let replayed: core.Tensor[] = [];
  try {
    try {
      replayed = graph.run(inputs, values);
    } catch (error) {
      graph.handOver();
      return { outputs: reference(), reason: reasonOf(error) };
    }
    after = snapshot();
    for (const [i, variable] of variables.entries()) variable.assign(before[i] as core.Tensor);
    const outputs = reference();
    const same = allClose(replayed, outputs) && allClose(after, variables);
    return same ? { outputs } : { outputs, reason: { code: 'differs', params: { step: number } } };
  } finally {
    core.dispose([...before, ...after, ...replayed]);
  }
}

/** The same with eager execution as the reference. */
export function compareWithEager(
  graph: CapturedGraph,
  step: (inputs: core.Tensor[]) => core.Tensor[],
  inputs: core.Tensor[],
  number: number,
): { outputs: core.Tensor[]; reason?: Reason } {
  const values = graph.readStepInputs();
  const eager = (): core.Tensor[] => during({ repeated: [...values] }, () => step(inputs));
  return compareReplay(graph, inputs, values, eager, number);
}
