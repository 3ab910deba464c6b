/** A recorded step as a graph in a session: one call of TensorFlow a step. */
import * as core from '@tensorflow/tfjs-core';
import type { StepInput } from './current-run.js';
import { type Slot, slotNames } from './graph-nodes.js';
import {
  type NativeBackend,
  shareOf,
  type TensorData,
  type TensorMetadata,
  tensorIdOf,
} from './native-backend.js';
import { type GraphPlan, planGraph } from './plan-graph.js';
import type { Recording } from './recorder.js';
import { openSession, type Session } from './session.js';
import { valuesOf } from './step-input.js';
import { attach, detach, stateOf, type VariableState } from './variable-state.js';
import { fuseElementwise } from './xla-clusters.js';

/** A variable whose value the session keeps a copy of. */
interface VariableSlot {
  readonly slot: number;
  readonly state: VariableState;
  readonly written: boolean;
  /** The version that the session has; -1 before it has any. */
  version: number;
  /** tfjs's data while only the session has the value. */
  data: TensorData | undefined;
}

/** How many shares of the data of a tensor captured graphs hold. */
const shares = new WeakMap<object, number>();

/** Distinct sets of variables that are filled on their own; each costs TensorFlow an executor. */
const PUSHED_SETS = 8;

/** Graphs kept in all; a notebook whose cells are run again makes models and forgets them. */
const KEPT_GRAPHS = 24;
/** Least recently used first. */
const open = new Set<CapturedGraph>();

function freeForgotten(): void {
  for (const graph of open) if (!graph.valid()) graph.close();
  for (const graph of open) {
    if (open.size < KEPT_GRAPHS) return;
    graph.close();
  }
}

/** The graph of a recording, for this backend's device. */
export function planFor(
  recording: Recording,
  inputs: readonly core.Tensor[],
  backend: NativeBackend,
): GraphPlan {
  return planGraph(recording, inputs, {
    dtypeOf: ({ dataId }) => backend.tensorMap.get(dataId).dtype,
    feedsFree: !backend.isUsingGpuDevice,
  });
}

export class CapturedGraph {
  private readonly backend: NativeBackend;
  private readonly session: Session;
  private readonly plan: Pick<
    GraphPlan,
    'inputs' | 'stepInputs' | 'fedSteps' | 'feeds' | 'fetches'
  >;
  private readonly variables: VariableSlot[] = [];
  private written: readonly VariableSlot[] = [];
  private writtenNames = '';
  private readonly outside: core.Tensor[] = [];
  private readonly fed: core.Tensor[];
  private readonly used: { readonly variable: core.Variable; readonly trainable: boolean }[] = [];
  private readonly pushedSets = new Set<string>();
  private closed = false;

  /**
   * @param inputs the tensors that the recorded step was given
   * @param fused whether elementwise operations are put together for XLA
   * @throws Error when TensorFlow refuses the graph
   */
  constructor(
    recording: Recording,
    inputs: readonly core.Tensor[],
    backend: NativeBackend,
    fused = false,
  ) {
    freeForgotten();
    this.backend = backend;
    const plan = planFor(recording, inputs, backend);
    // The nodes and the constants in them are TensorFlow's from here on.
    const { inputs: fedInputs, stepInputs, fedSteps, feeds, fetches } = plan;
    this.plan = { inputs: fedInputs, stepInputs, fedSteps, feeds, fetches };
    const { nodes, functions } = fused
      ? fuseElementwise(plan.nodes, plan.types)
      : { nodes: plan.nodes, functions: [] };
    this.session = openSession(backend.binding, nodes, functions);
    this.fed = plan.fed.map((one) => (one instanceof core.Variable ? one : this.keep(one)));
    try {
      for (const [slot, { source, written }] of plan.slots.entries()) {
        if (source.kind === 'variable') {
          const state = stateOf(source.variable);
          this.variables.push({ slot, state, written, version: -1, data: undefined });
        } else this.fill(slot, source);
      }
    } catch (error) {
      this.close();
      throw error;
    }
    const held = this.variables.map(({ state }) => state.variable);
    for (const variable of [...held, ...this.fed.filter((one) => one instanceof core.Variable)]) {
      this.used.push({ variable, trainable: variable.trainable });
    }
    this.written = this.variables.filter(({ written }) => written);
    this.writtenNames = this.written.map(({ slot }) => slotNames.value(slot)).join(',');
    open.add(this);
  }

  /** Whether what the graph was made of is still there, so that it may be run. */
  valid(): boolean {
    return (
      !this.closed &&
      this.used.every(
        ({ variable, trainable }) => !variable.isDisposed && variable.trainable === trainable,
      ) &&
      this.outside.every(
        ({ dataId }) => this.backend.tensorMap.get(dataId).refCount > (shares.get(dataId) ?? 0),
      )
    );
  }

  /**
   * One step.
   *
   * @param values what `readStepInputs` gave for this step
   * @throws Error when TensorFlow does; then the state is as before, and is handed back when asked for
   */
  run(
    inputs: readonly core.Tensor[],
    values: readonly (number | Float32Array | Int32Array)[],
  ): core.Tensor[] {
    open.delete(this);
    open.add(this);
    const { plan } = this;
    const { binding } = this.backend;
    // A variable may be emptied by this very step; a clone of it keeps the value.
    const clones = inputs.map((input) =>
      input instanceof core.Variable ? input.clone() : undefined,
    );
    const made: number[] = [];
    let outputs: TensorMetadata[];
    try {
      this.takeState();
      const ids = this.backend.getInputTensorIds([
        ...plan.inputs.map((i) => clones[i] ?? (inputs[i] as core.Tensor)),
        ...this.fed,
      ]);
      for (const i of plan.fedSteps) {
        const { shape, dtype } = plan.stepInputs[i] as StepInput;
        const typed = valuesOf(values[i] as number, dtype);
        made.push(binding.createTensor(shape, dtype === 'float32' ? 1 : 3, typed));
      }
      outputs = this.session.run([...ids, ...made], plan.feeds, plan.fetches);
    } finally {
      for (const id of made) binding.deleteTensor(id);
      for (const clone of clones) clone?.dispose();
    }
    for (const slot of this.written) slot.version = ++slot.state.version;
    return outputs.map((output) => this.backend.createOutputTensor(output));
  }

  /** What the step inputs give for the next step. */
  readStepInputs(): (number | Float32Array | Int32Array)[] {
    return this.plan.stepInputs.map(({ read }) => read());
  }

  /** The variables that the step assigns. */
  assigned(): core.Variable[] {
    return this.written.map(({ state }) => state.variable);
  }

  /** Gives every value that only the session has back to tfjs. */
  handOver(): void {
    const waiting = this.written.filter(({ data }) => data !== undefined);
    if (waiting.length === 0) return;
    let values: TensorMetadata[];
    try {
      values = this.session.run([], '', this.writtenNames);
    } catch (cause) {
      throw new Error(
        'The weights that a captured training step kept could not be copied back. Start the kernel again and train from the last checkpoint, with GRADUS_CAPTURE=off if it happens again.',
        { cause },
      );
    }
    for (const [i, slot] of this.written.entries()) {
      const { id } = values[i] as TensorMetadata;
      if (slot.data === undefined) this.backend.binding.deleteTensor(id);
      else attach(slot.data, id);
      slot.data = undefined;
    }
  }

  /** Frees the session; what it keeps goes back to tfjs. */
  close(): void {
    if (this.closed) return;
    this.handOver();
    this.closed = true;
    open.delete(this);
    this.session.close();
    for (const tensor of this.outside) {
      shares.set(tensor.dataId, (shares.get(tensor.dataId) ?? 1) - 1);
      tensor.dispose();
    }
  }

  /** Makes the session the only holder of what the step assigns, with the newest values. */
  private takeState(): void {
    let stale: VariableSlot[] | undefined;
    let cloned = false;
    for (const slot of this.variables) {
      const { state, data } = slot;
      if (state.dataId !== state.variable.dataId || state.version !== slot.version) {
        stale ??= [];
        stale.push(slot);
      }
      if (data !== undefined && data.refCount > 1) cloned = true;
    }
    // A clone made while the session had the value must not follow the variable.
    if (cloned) this.handOver();
    if (stale !== undefined) this.push(stale);
    for (const slot of this.written) {
      slot.data ??= detach(slot.state, this.backend, () => this.handOver());
    }
  }

  private push(stale: readonly VariableSlot[]): void {
    const key = stale.map(({ slot }) => slot).join();
    const known = this.pushedSets.has(key) || this.pushedSets.size < PUSHED_SETS;
    if (known) this.pushedSets.add(key);
    const pushed = known ? stale : this.variables;
    const ids = this.backend.getInputTensorIds(pushed.map(({ state }) => state.variable));
    const feeds = pushed.map(({ slot }) => slotNames.feed(slot)).join(',');
    const fetches = pushed.map(({ slot }) => slotNames.filled(slot)).join(',');
    for (const { id } of this.session.run(ids, feeds, fetches)) {
      this.backend.binding.deleteTensor(id);
    }
    for (const slot of pushed) slot.version = stateOf(slot.state.variable).version;
  }

  /** Holds a tensor from outside the step, so that it can be told when its owner disposes it. */
  private keep(tensor: core.TensorInfo): core.Tensor {
    const share = shareOf(tensor, this.backend);
    shares.set(share.dataId, (shares.get(share.dataId) ?? 0) + 1);
    this.outside.push(share);
    return share;
  }

  /** Gives the session a value that stays as it is. */
  private fill(slot: number, source: Exclude<Slot['source'], { kind: 'variable' }>): void {
    const { backend, session } = this;
    const { binding } = backend;
    let id: number;
    if (source.kind === 'tensor') {
      id = tensorIdOf(backend, this.keep(source.tensor));
    } else {
      const { shape, dtype, values } = source.upload;
      id = binding.createTensor(shape, dtype, values);
    }
    for (const done of session.run([id], slotNames.feed(slot), slotNames.filled(slot))) {
      binding.deleteTensor(done.id);
    }
    if (source.kind === 'upload') binding.deleteTensor(id);
  }
}
