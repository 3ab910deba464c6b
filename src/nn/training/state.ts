/** All that a training changes, as plain data, and put back. */
import type { Optimizer } from '../../backend/tf.js';
import type { SavedTensor, Snapshot } from '../callbacks/callback.js';
import type { RunState } from './plan.js';
import { readOptimizer, readVariables, restoreOptimizer, restoreVariables } from './snapshot.js';
import type { Task } from './task.js';

export async function snapshotOf(task: Task, state: RunState): Promise<Snapshot> {
  const weights = await readVariables(task.all());
  const optimizers: SavedTensor[][] = [];
  for (const optimizer of task.optimizers) optimizers.push(await readOptimizer(optimizer));
  return {
    step: state.done,
    epochSum: state.epochSum,
    epochRows: state.epochRows,
    batches: Object.fromEntries(state.batches),
    history: structuredClone(state.history),
    weights,
    optimizer: optimizers.flat(),
    // One alone needs no sizes, as before there were several.
    ...(optimizers.length === 1 ? {} : { optimizerSizes: optimizers.map(({ length }) => length) }),
    noise: task.noise(),
  };
}

/**
 * Puts weights, optimisers and generators into a saved state.
 *
 * @throws RangeError when the weights or the optimisers are others; where weights differ, nothing was
 *   changed
 */
export async function restoreTask(task: Task, snapshot: Snapshot): Promise<void> {
  const { optimizer, optimizerSizes: sizes = [optimizer.length] } = snapshot;
  if (sizes.length !== task.optimizers.length) {
    throw new RangeError(
      `Expected a snapshot of ${task.optimizers.length} optimizers. Received: one of ${sizes.length}`,
    );
  }
  restoreVariables(task.all(), snapshot.weights);
  let begin = 0;
  for (const [i, size] of sizes.entries()) {
    const saved = optimizer.slice(begin, begin + size);
    await restoreOptimizer(task.optimizers[i] as Optimizer, saved);
    begin += size;
  }
  task.restoreNoise(snapshot.noise);
}
