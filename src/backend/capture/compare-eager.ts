/** Comparing a replay with eager execution, from the same state and the same values. */
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

/**
 * Replays a step, puts the state back, and runs it eagerly.
 *
 * @returns the outputs of the eager run, whose state stays, and why the replay is of no use if so
 * @throws whatever the step throws when it runs eagerly
 */
export function compareWithEager(
  graph: CapturedGraph,
  step: (inputs: core.Tensor[]) => core.Tensor[],
  inputs: core.Tensor[],
  number: number,
): { outputs: core.Tensor[]; reason?: Reason } {
  const variables = graph.assigned();
  const values = graph.readStepInputs();
  const snapshot = (): core.Tensor[] => variables.map((one) => core.keep(one.clone()));
  const eager = (): core.Tensor[] => during({ repeated: [...values] }, () => step(inputs));
  const before = snapshot();
  let after: core.Tensor[] = [];
  let replayed: core.Tensor[] = [];
  try {
    try {
      replayed = graph.run(inputs, values);
    } catch (error) {
      graph.handOver();
      return { outputs: eager(), reason: reasonOf(error) };
    }
    after = snapshot();
    for (const [i, variable] of variables.entries()) variable.assign(before[i] as core.Tensor);
    const outputs = eager();
    const same = allClose(replayed, outputs) && allClose(after, variables);
    return same ? { outputs } : { outputs, reason: { code: 'differs', params: { step: number } } };
  } finally {
    core.dispose([...before, ...after, ...replayed]);
  }
}
