/** Comparing a replay with eager execution, from the same state and the same values. */
import * as core from '@tensorflow/tfjs-core';
import type { CapturedGraph } from './captured-graph.js';
import { during } from './current-run.js';

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
 * @returns the outputs of the eager run, whose state stays, and whether both agree
 * @throws whatever the graph or the step throws
 */
export function compareWithEager(
  graph: CapturedGraph,
  step: (inputs: core.Tensor[]) => core.Tensor[],
  inputs: core.Tensor[],
): { outputs: core.Tensor[]; same: boolean } {
  const variables = graph.assigned();
  const values = graph.readStepInputs();
  const snapshot = (): core.Tensor[] => variables.map((one) => core.keep(one.clone()));
  const before = snapshot();
  let after: core.Tensor[] = [];
  let replayed: core.Tensor[] = [];
  try {
    replayed = graph.run(inputs, values);
    after = snapshot();
    for (const [i, variable] of variables.entries()) variable.assign(before[i] as core.Tensor);
    const outputs = during({ repeated: [...values] }, () => step(inputs));
    return { outputs, same: allClose(replayed, outputs) && allClose(after, variables) };
  } finally {
    core.dispose([...before, ...after, ...replayed]);
  }
}
