/**
 * From a recording to a graph whose variables live in the session.
 *
 * Order inside the graph: the old values of variables are read first; then everything is computed
 * that needs no updated variable (`ready`); only then is anything assigned. So a step that fails
 * leaves the state as it was. What a variable held is read before it is replaced, and an update in
 * place comes after all who use the old value, so that TensorFlow need not copy it.
 *
 * Nodes are named by a letter and a number. Of a variable or a large constant, by its slot
 * (`graph-nodes.ts`):
 *
 * | node | what it is |
 * | --- | --- |
 * | `v` | the variable itself, a `VarHandleOp` |
 * | `p`, `d`, `w`, `k` | filling it: the value that is fed, its copy, the assignment, the constant that is fetched when that is done |
 * | `o` | its value, fetched from outside of a step |
 * | `r` | its value as the step finds it |
 *
 * Of a step, by the id of a tensor or by a running number:
 *
 * | node | what it is |
 * | --- | --- |
 * | `f`, `c` | a value from outside: fed at each step, or a constant of the graph |
 * | `n` | a recorded operation |
 * | `l` | the value of a variable after an update, read again |
 * | `u`, `a` | an update in place, an assignment |
 * | `s` | a copy that is assigned, where the value may share its memory with another |
 * | `out` | a result of the step |
 */
import type * as core from '@tensorflow/tfjs-core';
import type { StepInput } from './current-run.js';
import { GraphNodes, type Slot, typeAttribute as type, type ValueType } from './graph-nodes.js';
import { DataTypes } from './native-backend.js';
import { neededIds, resultsOf } from './needed-ids.js';
import { maskBeforePool } from './pool-before-mask.js';
import { NotCapturable } from './reason.js';
import type { RecordedOp, RecordedUpdate, Recording, UpdatedVariable, Upload } from './recorder.js';
import { type GraphNode, type NodeAttribute, nodeAttribute } from './saved-model.js';

/** A graph and the names by which it is run. */
export interface GraphPlan {
  readonly nodes: readonly GraphNode[];
  readonly types: ReadonlyMap<string, ValueType>;
  readonly slots: readonly Slot[];
  /** Which inputs of the step are fed, in the order of the names. */
  readonly inputs: readonly number[];
  /** Large values that the step only reads, fed after them without a copy. */
  readonly fed: readonly (core.Variable | core.TensorInfo)[];
  /** What is read anew before each step, in the order of the step. */
  readonly stepInputs: readonly StepInput[];
  /** Which of them are fed, last of all; the others are drawn and thrown away, as eagerly. */
  readonly fedSteps: readonly number[];
  readonly feeds: string;
  readonly fetches: string;
}

/** Constants up to this many bytes are written into the graph, where TensorFlow can fold them. */
const INLINE_BYTES = 4096;
/** What a step only reads and is larger is fed each time, which copies nothing on the CPU. */
const FED_ELEMENTS = 65_536;

/** Operations whose result may share the memory of their input. */
const SHARING = new Set(
  'Identity Reshape ExpandDims Squeeze Slice StridedSlice Split SplitV Unpack Cast Transpose BroadcastTo ConcatV2 Tile'.split(
    ' ',
  ),
);

/** Kernels of tfjs that say no `T`, or not that of the first input, and leave it to be inferred. */
const INFERRED = new Set(['ExpandDims', 'Mean', 'Abs', 'Exp', 'ArgMax', 'ArgMin']);

/** What the graph must know of the device. */
export interface Device {
  /** TensorFlow's type of a tensor. */
  dtypeOf(tensor: core.TensorInfo): number;
  /** Whether tensors are fed without a copy. */
  readonly feedsFree: boolean;
}

/** How far the building of a graph has come with one variable. */
interface VariableInGraph {
  readonly slot: number;
  readonly dtype: number;
  /** The id of the value that its handle holds at this point. */
  holds: number;
  /** Nodes that must run before it is changed again. */
  readonly before: string[];
}

class GraphBuilder {
  private readonly graph = new GraphNodes();
  readonly inputs: number[] = [];
  readonly fedSteps: number[] = [];
  readonly fed: (core.Variable | core.TensorInfo)[] = [];
  private readonly feeds: string[] = [];
  private readonly fedFeeds: string[] = [];
  private readonly stepFeeds: string[] = [];
  private readonly refs = new Map<number, string>();
  private readonly dtypes = new Map<number, number>();
  private readonly makers = new Map<number, string>();
  private readonly variables = new Map<core.Variable, VariableInGraph>();
  /** Values that exist only after an update of a variable. */
  private readonly late = new Map<number, { variable: VariableInGraph; after: string }>();
  private readonly tainted = new Set<number>();
  private readonly ready = new Set<string>();
  private readonly done: string[] = [];
  private readonly changing: Set<core.Variable>;
  private readonly recording: Recording;
  private readonly device: Device;

  constructor(recording: Recording, device: Device) {
    this.recording = recording;
    this.device = device;
    this.changing = new Set(recording.assigned.keys());
    for (const event of recording.events) {
      if (event.kind === 'op') continue;
      for (const input of event.inputs) {
        if (typeof input !== 'number') this.changing.add(input.variable);
      }
    }
  }

  build(inputs: readonly core.Tensor[]): GraphPlan {
    const { events, assigned, outputs } = this.recording;
    const needed = neededIds(this.recording);
    for (const [i, id] of this.recording.inputs.entries()) {
      if (needed.has(id)) this.placeInput(i, id, inputs[i] as core.Tensor);
    }
    const stepInputs = [...this.recording.stepInputs];
    for (const [i, [id, input]] of stepInputs.entries()) {
      if (needed.has(id)) this.placeStepInput(i, id, input);
    }
    for (const event of events) {
      if (event.kind === 'update') this.placeUpdate(event);
      else if (event.outputs.some(({ id }) => needed.has(id))) this.placeOp(event);
    }
    for (const [variable, id] of assigned) {
      const entry = this.variable(variable);
      if (entry.holds !== id) this.assign(entry, id);
    }
    for (const id of outputs) this.waitFor(id, this.ref(id));
    const fetches = this.placeOutputs(outputs);
    this.graph.add('ready', 'NoOp', [...this.ready], {});
    this.graph.add('done', 'NoOp', [...this.done, '^ready'], {});
    const { nodes, types, slots } = this.graph;
    return {
      ...{ nodes, types, slots },
      inputs: this.inputs,
      fed: this.fed,
      stepInputs: stepInputs.map(([, input]) => input),
      fedSteps: this.fedSteps,
      feeds: [...this.feeds, ...this.fedFeeds, ...this.stepFeeds].join(','),
      fetches: fetches.join(','),
    };
  }

  private placeInput(index: number, id: number, tensor: core.Tensor): void {
    const dtype = this.device.dtypeOf(tensor);
    const name = this.graph.placeholder(`in${index}`, dtype, tensor.shape);
    this.define(id, name, dtype, 'Identity');
    this.inputs.push(index);
    this.feeds.push(`${name}:0`);
  }

  private placeStepInput(index: number, id: number, input: StepInput): void {
    const dtype = DataTypes[input.dtype];
    const name = this.graph.placeholder(`step${index}`, dtype, input.shape);
    this.define(id, name, dtype, 'Identity');
    this.fedSteps.push(index);
    this.stepFeeds.push(`${name}:0`);
  }

  private define(id: number, ref: string, dtype: number, maker: string): void {
    this.refs.set(id, ref);
    this.dtypes.set(id, dtype);
    this.makers.set(id, maker);
  }

  /** The name of a value; what comes from outside the step is placed when first used. */
  private ref(id: number): string {
    const known = this.refs.get(id);
    if (known !== undefined) return known;
    const late = this.late.get(id);
    if (late !== undefined) {
      const { slot, dtype, before } = late.variable;
      const name = this.graph.readSlot(`l${id}`, slot, dtype, [`^${late.after}`]);
      before.push(`^${name}`);
      this.define(id, name, dtype, 'Identity');
      return name;
    }
    const upload = this.recording.uploads.get(id);
    if (upload !== undefined) return this.placeUpload(id, upload);
    const variable = this.recording.variables.get(id);
    if (variable !== undefined) {
      if (!this.changing.has(variable) && this.isLarge(variable))
        return this.placeFed(id, variable);
      const entry = this.variable(variable);
      const name = this.graph.readSlot(`r${entry.slot}`, entry.slot, entry.dtype, []);
      entry.before.push(`^${name}`);
      this.define(id, name, entry.dtype, 'Identity');
      return name;
    }
    const tensor = this.recording.outside.get(id);
    if (tensor === undefined) throw new NotCapturable('updates-other');
    if (this.isLarge(tensor)) return this.placeFed(id, tensor);
    const dtype = this.device.dtypeOf(tensor);
    const slot = this.graph.slot({ kind: 'tensor', tensor }, dtype, tensor.shape);
    const name = this.graph.readSlot(`r${slot}`, slot, dtype, []);
    this.define(id, name, dtype, 'Identity');
    return name;
  }

  private isLarge({ shape }: core.TensorInfo): boolean {
    return this.device.feedsFree && shape.reduce((a, b) => a * b, 1) > FED_ELEMENTS;
  }

  private placeFed(id: number, value: core.Variable | core.TensorInfo): string {
    const dtype = this.device.dtypeOf(value);
    const name = this.graph.placeholder(`f${this.fed.length}`, dtype, value.shape);
    this.fed.push(value);
    this.fedFeeds.push(`${name}:0`);
    this.define(id, name, dtype, 'Identity');
    return name;
  }

  private placeUpload(id: number, upload: Upload): string {
    const { dtype, shape, values } = upload;
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    let name = `c${id}`;
    if (bytes.length > INLINE_BYTES) {
      const slot = this.graph.slot({ kind: 'upload', upload }, dtype, shape);
      name = this.graph.readSlot(`r${slot}`, slot, dtype, []);
    } else {
      this.graph.constant(name, dtype, shape, bytes, []);
    }
    this.define(id, name, dtype, 'Identity');
    return name;
  }

  private variable(variable: core.Variable): VariableInGraph {
    const known = this.variables.get(variable);
    if (known !== undefined) return known;
    const dtype = this.device.dtypeOf(variable);
    const slot = this.graph.slot({ kind: 'variable', variable }, dtype, variable.shape);
    let holds = -1;
    for (const [id, one] of this.recording.variables) if (one === variable) holds = id;
    const entry = { slot, dtype, holds, before: [] };
    this.variables.set(variable, entry);
    return entry;
  }

  /** Notes that a value must be there before anything is assigned, unless it comes later. */
  private waitFor(id: number, ref: string): void {
    if (!this.tainted.has(id)) this.ready.add(`^${ref.split(':')[0]}`);
  }

  private placeOp(event: RecordedOp): void {
    const name = `n${(event.outputs[0] as { id: number }).id}`;
    const inputs = event.inputs.map((id) => this.ref(id));
    const attributes: Record<string, NodeAttribute> = {};
    for (const attribute of event.attributes) {
      attributes[attribute.name] = nodeAttribute(attribute);
    }
    if (INFERRED.has(event.name)) {
      attributes.T = type(this.dtypes.get(event.inputs[0] as number) as number);
    }
    this.graph.add(name, event.name, inputs, attributes, event.outputs);
    for (const id of event.inputs) {
      const variable = this.recording.variables.get(id);
      if (variable !== undefined) this.variables.get(variable)?.before.push(`^${name}`);
    }
    const tainted = event.inputs.some((id) => this.tainted.has(id));
    for (const [i, { id, dtype }] of event.outputs.entries()) {
      this.define(id, i === 0 ? name : `${name}:${i}`, dtype, event.name);
      if (tainted) this.tainted.add(id);
    }
  }

  private placeUpdate({ name: op, attributes, inputs }: RecordedUpdate): void {
    const name = `u${this.done.length}`;
    const updated: { input: UpdatedVariable; entry: VariableInGraph }[] = [];
    const refs = inputs.map((input) => {
      if (typeof input === 'number') {
        const ref = this.ref(input);
        this.waitFor(input, ref);
        return ref;
      }
      const entry = this.variable(input.variable);
      if (entry.holds !== input.before) this.assign(entry, input.before);
      updated.push({ input, entry });
      return `v${entry.slot}`;
    });
    const order = new Set([...updated.flatMap(({ entry }) => entry.before), '^ready']);
    const needsUpdated = inputs.some((id) => typeof id === 'number' && this.tainted.has(id));
    if (needsUpdated) order.delete('^ready');
    this.graph.add(
      name,
      op,
      [...refs, ...order],
      Object.fromEntries(attributes.map((one) => [one.name, nodeAttribute(one)])),
    );
    this.done.push(`^${name}`);
    for (const { input, entry } of updated) {
      this.changed(entry, input.after, name);
      this.late.set(input.after, { variable: entry, after: name });
      this.tainted.add(input.after);
    }
  }

  private assign(entry: VariableInGraph, id: number): void {
    let ref = this.ref(id);
    this.waitFor(id, ref);
    const name = `a${this.done.length}`;
    if (SHARING.has(this.makers.get(id) ?? '')) {
      ref = this.graph.add(`s${this.done.length}`, 'DeepCopy', [ref], { T: type(entry.dtype) });
    }
    const order = this.tainted.has(id) ? entry.before : [...entry.before, '^ready'];
    this.graph.add(name, 'AssignVariableOp', [`v${entry.slot}`, ref, ...new Set(order)], {
      dtype: type(entry.dtype),
    });
    this.done.push(`^${name}`);
    this.changed(entry, id, name);
  }

  private changed(entry: VariableInGraph, holds: number, by: string): void {
    entry.holds = holds;
    entry.before.length = 0;
    entry.before.push(`^${by}`);
    this.graph.setWritten(entry.slot);
  }

  /** The first output waits until the state is changed: a run ends when its outputs are there. */
  private placeOutputs(outputs: readonly number[]): string[] {
    if (outputs.length === 0) {
      this.graph.constant('out', DataTypes.bool, [], Uint8Array.of(1), ['^done']);
      return ['out:0'];
    }
    return outputs.map((id, i) => {
      const name = `out${i}`;
      const dtype = this.dtypes.get(id) as number;
      this.graph.add(name, 'Identity', [this.ref(id), ...(i === 0 ? ['^done'] : [])], {
        T: type(dtype),
      });
      return `${name}:0`;
    });
  }
}

/**
 * Turns a recording into a graph.
 *
 * @param inputs the tensors that the recorded step was given
 * @throws NotCapturable when an update in place changed a variable that is not among its inputs
 */
export function planGraph(
  recording: Recording,
  inputs: readonly core.Tensor[],
  device: Device,
): GraphPlan {
  const events = maskBeforePool(recording.events, resultsOf(recording));
  return new GraphBuilder({ ...recording, events }, device).build(inputs);
}
