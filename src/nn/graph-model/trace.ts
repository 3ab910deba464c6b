/** What a model does, as the kernels of TensorFlow.js that its call runs. */
import * as core from '@tensorflow/tfjs-core';
import { composedForms } from '../../backend/native-op.js';
import { messages } from '../../messages/index.js';
import { CannotSaveError } from '../saving.js';

/** Numbers that no input reaches. */
export interface Constant {
  readonly kind: 'constant';
  readonly values: core.TypedArray;
  readonly shape: readonly number[];
  readonly dtype: core.DataType;
}

/** Where a tensor of a trace comes from. */
export type Source =
  | { readonly kind: 'input'; readonly index: number }
  | { readonly kind: 'weight'; readonly weight: core.Variable }
  | { readonly kind: 'result'; readonly call: number; readonly output: number }
  | Constant;

/** A tensor as a call has it. */
export interface Traced {
  readonly source: Source;
  readonly shape: readonly number[];
  readonly dtype: core.DataType;
}

/** A kernel that was run. */
export interface Call {
  readonly kernel: string;
  readonly inputs: readonly (readonly [name: string, tensor: Traced])[];
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly outputs: readonly Pick<Traced, 'shape' | 'dtype'>[];
}

export interface Trace {
  readonly calls: readonly Call[];
  readonly outputs: readonly Traced[];
}

/** What is replaced of the engine for the time of a trace. */
interface Engine {
  runKernel(
    name: string,
    inputs: core.NamedTensorMap,
    attributes?: core.NamedAttrMap,
  ): core.Tensor | core.Tensor[];
  readSync(dataId: object): core.TypedArray;
}

class Tracer {
  readonly calls: Call[] = [];
  private readonly sources = new Map<number, Source>();
  private readonly read: Engine['readSync'];

  constructor(engine: Engine, inputs: readonly core.Tensor[], weights: readonly core.Variable[]) {
    this.read = engine.readSync.bind(engine);
    for (const [index, { id }] of inputs.entries()) {
      this.sources.set(id, { kind: 'input', index });
    }
    for (const weight of weights) this.sources.set(weight.id, { kind: 'weight', weight });
  }

  tracedOf(tensor: core.Tensor): Traced {
    const { id, shape, dtype } = tensor;
    const known = this.sources.get(id);
    if (known !== undefined) return { source: known, shape, dtype };
    // It may be disposed when the trace is looked at.
    const values = this.read(tensor.dataId).slice();
    return { source: { kind: 'constant', values, shape, dtype }, shape, dtype };
  }

  /** Whether something of the inputs, or of the weights, is in a tensor. */
  follows = ({ id }: core.Tensor): boolean => this.sources.has(id);

  note(
    kernel: string,
    given: core.NamedTensorMap,
    attributes: Readonly<Record<string, unknown>>,
    results: readonly core.Tensor[],
  ): void {
    const tensors = Object.entries(given).filter(([, tensor]) => tensor != null);
    // What follows from constants alone is a constant.
    if (!tensors.some(([, tensor]) => this.follows(tensor))) return;
    const inputs = tensors.map(([name, tensor]) => [name, this.tracedOf(tensor)] as const);
    const call = this.calls.length;
    const outputs = results.map(({ shape, dtype }) => ({ shape, dtype }));
    this.calls.push({ kernel, inputs, attributes: structuredClone(attributes), outputs });
    for (const [output, { id }] of results.entries()) {
      this.sources.set(id, { kind: 'result', call, output });
    }
  }
}

/** As `tf.tidy`, for work that gives no tensor: all that it made is disposed. */
export function scoped<T>(work: () => T): T {
  core.engine().startScope();
  try {
    return work();
  } finally {
    core.engine().endScope();
  }
}

/**
 * Runs `work` and notes the kernels that its results are made by.
 *
 * @param weights stay weights; every other tensor from before is a constant
 * @throws CannotSaveError when numbers of a tensor that follows from inputs are read on the way
 */
export function trace(
  work: (inputs: core.Tensor[]) => core.Tensor[],
  inputs: readonly core.Tensor[],
  weights: readonly core.Variable[],
): Trace {
  const engine = core.engine() as unknown as Engine;
  const tracer = new Tracer(engine, inputs, weights);
  const before = { runKernel: engine.runKernel, readSync: engine.readSync };
  const own = (['runKernel', 'readSync'] as const).filter((name) => Object.hasOwn(engine, name));
  const followed = new WeakSet<object>(inputs.map(({ dataId }) => dataId));
  let depth = 0;
  engine.runKernel = (name, given, attributes) => {
    // A kernel may run others: they are its own business.
    depth += 1;
    try {
      const results = composedForms(false, () =>
        before.runKernel.call(engine, name, given, attributes),
      );
      if (depth > 1) return results;
      const all = [results].flat();
      tracer.note(name, given, attributes ?? {}, all);
      for (const one of all) if (tracer.follows(one)) followed.add(one.dataId);
      return results;
    } finally {
      depth -= 1;
    }
  };
  engine.readSync = (dataId) => {
    if (depth === 0 && followed.has(dataId)) {
      throw new CannotSaveError(messages().models.graph.reads());
    }
    return before.readSync.call(engine, dataId);
  };
  try {
    return scoped(() => {
      const results = composedForms(true, () => work([...inputs]));
      return { calls: tracer.calls, outputs: results.map((tensor) => tracer.tracedOf(tensor)) };
    });
  } finally {
    for (const name of ['runKernel', 'readSync'] as const) {
      if (own.includes(name)) Object.assign(engine, { [name]: before[name] });
      else Reflect.deleteProperty(engine, name);
    }
  }
}
