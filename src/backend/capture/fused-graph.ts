/** When and how a captured graph gives way to one whose elementwise operations XLA compiles. */
import type * as core from '@tensorflow/tfjs-core';
import { CapturedGraph, planFor } from './captured-graph.js';
import { compareReplay, type StepValues } from './compare-eager.js';
import type { NativeBackend } from './native-backend.js';
import type { Recording } from './recorder.js';
import { fuseElementwise } from './xla-clusters.js';

/**
 * Nanoseconds that compiling a function takes. Once as much would have been saved, it is likely
 * that as much will be.
 */
const COMPILING = 150e6;
/** Fewest replays, whatever the step saves: short trainings are not held up. */
const FEWEST_REPLAYS = 250;
/** Values that the step may assign: comparing holds them several times. */
const MOST_STATE = 2 ** 25;

/** What XLA could compile: how many functions, and how many nanoseconds a run would save. */
export interface Fusible {
  readonly functions: number;
  readonly saved: number;
}

/** What XLA could compile of the graph of a recording. */
export function fusibleOf(
  recording: Recording,
  inputs: readonly core.Tensor[],
  backend: NativeBackend,
): Fusible {
  const { nodes, types } = planFor(recording, inputs, backend);
  const { functions, saved } = fuseElementwise(nodes, types);
  return { functions: functions.length, saved };
}

/**
 * After how many replays a graph is made anew; infinite where XLA is not to be used.
 *
 * The environment decides: `GRADUS_CAPTURE=no-xla` is never, `GRADUS_CAPTURE=xla` at once;
 * else a step that trains is never made anew.
 *
 * @param fusible called only where the graph may be made anew, since looking for it takes a while
 */
export function replaysBeforeFused(
  graph: Pick<CapturedGraph, 'assigned'>,
  fusible: () => Fusible,
  backend: Pick<NativeBackend, 'isUsingGpuDevice'>,
): number {
  const mode = process.env.GRADUS_CAPTURE;
  if (mode === 'no-xla' || backend.isUsingGpuDevice) return Infinity;
  const assigned = graph.assigned();
  if (assigned.reduce((sum, { size }) => sum + size, 0) > MOST_STATE) return Infinity;
  // XLA rounds otherwise: a run that is resumed from a checkpoint must have the same losses.
  if (mode !== 'xla' && assigned.some(({ trainable }) => trainable)) return Infinity;
  const { functions, saved } = fusible();
  if (functions === 0) return Infinity;
  if (mode === 'xla') return 1;
  return Math.max(FEWEST_REPLAYS, Math.ceil((functions * COMPILING) / saved));
}

/**
 * Does a step with a captured graph and with one made anew for XLA, from the same state.
 *
 * @param captured the graph, whose outputs and state are taken
 * @param recording what it was made of
 * @param values what its step inputs give for this step
 * @returns the outputs, and the graph to go on with: the new one if it gave the same, and then the
 * old one is closed
 * @throws Error when the captured graph fails
 */
export function fuseCaptured(
  captured: CapturedGraph,
  recording: Recording,
  inputs: core.Tensor[],
  values: StepValues,
  backend: NativeBackend,
): { outputs: core.Tensor[]; graph: CapturedGraph } {
  const run = (): core.Tensor[] => captured.run(inputs, values);
  let fused: CapturedGraph;
  try {
    fused = new CapturedGraph(recording, inputs, backend, true);
  } catch {
    return { outputs: run(), graph: captured };
  }
  let graph = captured;
  try {
    const { outputs, reason } = compareReplay(fused, inputs, values, run, 0);
    if (reason === undefined) graph = fused;
    return { outputs, graph };
  } finally {
    (graph === fused ? captured : fused).close();
  }
}
