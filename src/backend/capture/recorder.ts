/** Recording a step: it runs eagerly, and every call of the binding is noted. */
import * as core from '@tensorflow/tfjs-core';
import { encodeAttributes } from '../native-attributes.js';
import { nativeOps } from '../native-op.js';
import type { StepInput, VariableUpdate } from './current-run.js';
import { currentLayer, during, type RunRecorder } from './current-run.js';
import {
  type Binding,
  DataTypes,
  type NativeBackend,
  type OpAttribute,
  type TensorMetadata,
  type TensorValues,
  tensorIdOf,
} from './native-backend.js';
import type { Reason } from './reason.js';
import { whileRecording } from './recording.js';

/** An operation, with its tensors by id; the binding uses an id once only. */
export interface RecordedOp {
  readonly kind: 'op';
  readonly name: string;
  readonly attributes: readonly OpAttribute[];
  readonly inputs: readonly number[];
  readonly outputs: readonly TensorMetadata[];
  readonly layer: string | undefined;
}

/** A variable that an operation updates in place: its value's id before and after. */
export interface UpdatedVariable {
  readonly variable: core.Variable;
  readonly before: number;
  after: number;
}

/** An operation that updates variables in place. */
export interface RecordedUpdate {
  readonly kind: 'update';
  readonly name: string;
  readonly attributes: readonly OpAttribute[];
  readonly inputs: readonly (number | UpdatedVariable)[];
}

/** Values that the step brought to the device. */
export interface Upload {
  readonly shape: readonly number[];
  readonly dtype: number;
  readonly values: Float32Array | Int32Array | Uint8Array;
}

/** All that a step did. */
export interface Recording {
  readonly events: readonly (RecordedOp | RecordedUpdate)[];
  readonly inputs: readonly number[];
  readonly stepInputs: ReadonlyMap<number, StepInput>;
  readonly uploads: ReadonlyMap<number, Upload>;
  /** Tensors from before the step that are neither inputs nor variables. */
  readonly outside: ReadonlyMap<number, core.TensorInfo>;
  /** All variables by the id of their value before the step. */
  readonly variables: ReadonlyMap<number, core.Variable>;
  /** The ids of the values that changed. */
  readonly assigned: ReadonlyMap<core.Variable, number>;
  readonly outputs: readonly number[];
}

/** Operations that draw anew at each call: in a graph they would draw other numbers than eagerly. */
const RANDOM = /^(Random|Multinomial$|TruncatedNormal$|ParameterizedTruncatedNormal$|Stateful)/;

export class Recorder implements RunRecorder {
  readonly events: (RecordedOp | RecordedUpdate)[] = [];
  readonly stepInputs = new Map<number, StepInput>();
  readonly uploads = new Map<number, Upload>();
  readonly outside = new Map<number, core.TensorInfo>();
  reason: Reason | undefined;
  private readonly made = new Map<number, string>();
  private readonly written = new WeakSet<object>();
  private readonly known: Set<number>;
  private uploading: core.TensorInfo | undefined;
  private paused = false;
  private gathering = false;
  private readonly backend: NativeBackend;
  private readonly binding: Binding;

  constructor(backend: NativeBackend, known: Iterable<number>) {
    this.backend = backend;
    this.binding = backend.binding;
    this.known = new Set(known);
  }

  /** The first reason counts. */
  refuse(code: Reason['code'], params: Reason['params']): void {
    this.reason ??= { code, params };
  }

  addStepInput(tensor: core.Tensor, input: StepInput): void {
    const id = tensorIdOf(this.backend, tensor);
    this.uploads.delete(id);
    this.stepInputs.set(id, input);
  }

  addUpdate(update: () => VariableUpdate, eager: () => void): void {
    const ops = nativeOps();
    if (ops === undefined) {
      eager();
      return;
    }
    core.tidy(() => {
      const { op, attributes, inputs } = update();
      const recorded = inputs.map((input): number | UpdatedVariable => {
        const id = tensorIdOf(this.backend, input);
        return input instanceof core.Variable ? { variable: input, before: id, after: id } : id;
      });
      this.unobserved(eager);
      for (const input of recorded) {
        if (typeof input === 'number') continue;
        input.after = tensorIdOf(this.backend, input.variable);
        this.known.add(input.after);
      }
      this.events.push({
        kind: 'update',
        name: op,
        attributes: encodeAttributes(ops.binding, attributes),
        inputs: recorded,
      });
    });
  }

  unobserved<T>(work: () => T): T {
    const before = this.paused;
    this.paused = true;
    try {
      return work();
    } finally {
      this.paused = before;
    }
  }

  /** Runs the step with the backend's calls passing through here. */
  observe<T>(work: () => T): T {
    const { backend, binding } = this;
    const gather = core.getKernel('GatherV2', 'tensorflow');
    const gatherFunction = gather.kernelFunc;
    // Its kernel reads the indices to check them; the operation of the graph checks them itself.
    gather.kernelFunc = (call) => {
      this.gathering = true;
      try {
        return gatherFunction(call);
      } finally {
        this.gathering = false;
      }
    };
    const { getInputTensorIds, write, readSync } = backend;
    backend.binding = this.observedBinding();
    backend.getInputTensorIds = (tensors) =>
      tensors.map((tensor) => {
        this.uploading = tensor;
        const id = getInputTensorIds.call(backend, [tensor])[0] as number;
        this.uploading = undefined;
        if (!this.known.has(id)) this.noteOutside(id, tensor);
        return id;
      });
    backend.write = (...values) => {
      const dataId = write.apply(backend, values);
      this.written.add(dataId);
      return dataId;
    };
    backend.readSync = (dataId) => {
      const id = backend.tensorMap.get(dataId).id;
      if (!this.gathering && !this.paused) this.noteRead(id);
      return readSync.call(backend, dataId);
    };
    try {
      return whileRecording(() => during({ recorder: this }, work));
    } finally {
      Object.assign(backend, { binding, getInputTensorIds, write, readSync });
      gather.kernelFunc = gatherFunction;
    }
  }

  /** What the step made and did not dispose. */
  left(): ReadonlyMap<number, string> {
    return this.made;
  }

  private observedBinding(): Binding {
    const { binding } = this;
    const executeOp: Binding['executeOp'] = (name, attributes, inputs, count) => {
      const outputs = binding.executeOp(name, attributes, inputs, count);
      if (!this.paused) this.noteOp(name, attributes, inputs, outputs);
      return outputs;
    };
    const createTensor: Binding['createTensor'] = (shape, dtype, values) => {
      const id = binding.createTensor(shape, dtype, values);
      if (!this.paused) this.noteUpload(id, shape, dtype, values);
      return id;
    };
    const deleteTensor: Binding['deleteTensor'] = (id) => {
      this.made.delete(id);
      binding.deleteTensor(id);
    };
    // Its properties are read-only, so they are changed in an object that inherits from it.
    return Object.create(binding, {
      executeOp: { value: executeOp },
      createTensor: { value: createTensor },
      deleteTensor: { value: deleteTensor },
    });
  }

  private noteOp(
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly number[],
    outputs: readonly TensorMetadata[],
  ): void {
    const layer = currentLayer();
    if (RANDOM.test(name)) this.refuse('random-op', { op: name });
    if (outputs.length === 0) this.refuse('effect', { op: name });
    for (const { id, dtype } of outputs) {
      this.known.add(id);
      this.made.set(id, name);
      if (dtype === DataTypes.resource || dtype === DataTypes.string) {
        this.refuse('type', { op: name });
      }
    }
    this.events.push({ kind: 'op', name, attributes: [...attributes], inputs, outputs, layer });
  }

  private noteUpload(
    id: number,
    shape: readonly number[],
    dtype: number,
    values: TensorValues,
  ): void {
    const from = this.uploading;
    // A tensor from before the step that was not uploaded yet.
    if (from !== undefined && 'dataId' in from && !this.written.has(from.dataId)) return;
    this.known.add(id);
    if (Array.isArray(values)) {
      this.refuse('type', { op: 'string' });
      return;
    }
    // int64 scalars are never freed by tfjs, captured or not.
    if (dtype !== DataTypes.int64) this.made.set(id, 'Const');
    this.uploads.set(id, { shape: [...shape], dtype, values: values.slice() });
  }

  private noteOutside(id: number, { dataId, shape, dtype }: core.TensorInfo): void {
    if (this.paused) return;
    this.known.add(id);
    if (dtype === 'string') this.refuse('type', { op: 'string' });
    this.outside.set(id, { dataId, shape, dtype });
  }

  private noteRead(id: number): void {
    const maker = this.events.findLast(
      (event) => event.kind === 'op' && event.outputs.some((output) => output.id === id),
    );
    const layer = currentLayer();
    if (layer !== undefined) this.refuse('host-read-in-layer', { op: maker?.name ?? '?', layer });
    else this.refuse('host-read', { op: maker?.name ?? '?' });
  }
}
