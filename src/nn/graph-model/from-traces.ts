/** Two traces of a model, on inputs of other sizes, become one graph for any sizes. */
import type * as core from '@tensorflow/tfjs-core';
import { messages } from '../../messages/index.js';
import { CannotSaveError } from '../saving.js';
import { Emitting, type TensorInGraph } from './emitting.js';
import { attribute, Graph } from './graph.js';
import { emitters } from './ops.js';
import { isOpen, type OpenSize, type Size, sizeOf } from './sizes.js';
import type { Call, Constant, Trace, Traced } from './trace.js';

export interface GraphInput {
  readonly name: string;
  /** null where any size will do. */
  readonly shape: readonly (number | null)[];
  readonly dtype: core.DataType;
}

/** Where a graph takes what it is given, and has what it gives. */
export interface Place {
  readonly node: string;
  /** −1 where any size will do. */
  readonly shape: readonly number[];
  readonly dtype: core.DataType;
}

export interface BuiltGraph {
  readonly graph: Graph;
  readonly inputs: readonly Place[];
  readonly outputs: readonly Place[];
}

/** The numbers of the calls that outputs depend on. */
function neededCalls({ calls, outputs }: Trace): number[] {
  const needed = new Set<number>();
  const open = [...outputs];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.source.kind !== 'result' || needed.has(next.source.call)) continue;
    needed.add(next.source.call);
    open.push(...(calls[next.source.call] as Call).inputs.map(([, tensor]) => tensor));
  }
  return [...needed].sort((a, b) => a - b);
}

class Builder {
  readonly graph = new Graph();
  private readonly inputs: string[];
  private readonly weights = new Map<core.Variable, string>();
  /** The nodes of calls, by their number in the first trace. */
  private readonly nodes = new Map<number, string>();
  private kernel = 'Identity';

  constructor(
    private readonly open: readonly OpenSize[],
    inputs: readonly GraphInput[],
    private readonly weightNames: ReadonlyMap<core.Variable, string>,
  ) {
    this.inputs = inputs.map(({ name, shape, dtype }) => {
      const sizes = shape.map((size) => size ?? -1);
      const attr = { dtype: attribute.type(dtype), shape: attribute.shape(sizes) };
      return this.graph.add('Placeholder', [], attr, name);
    });
  }

  /** @throws CannotSaveError, for a number that changes otherwise than by a product of open sizes */
  private readonly merge = (a: unknown, b: unknown): unknown => {
    const { open: say } = messages().models.graph;
    const refuse = (): never => {
      throw new CannotSaveError(say({ kernel: this.kernel }));
    };
    if (typeof a === 'number' && typeof b === 'number') return sizeOf(this.open, a, b) ?? refuse();
    if (Array.isArray(a) && Array.isArray(b)) {
      return a.length === b.length ? a.map((one, i) => this.merge(one, b[i])) : refuse();
    }
    return a === b ? a : refuse();
  };

  /** The number of elements along an axis of an input, when the graph runs. */
  private axisNode({ input, axis }: OpenSize): string {
    const ints = { T: attribute.type('int32'), Index: attribute.type('int32') };
    const shape = this.graph.addOnce('Shape', [this.inputs[input] as string], {
      out_type: attribute.type('int32'),
    });
    const vectors = [axis, axis + 1, 1].map((value) => this.graph.ints([value]));
    return this.graph.addOnce('StridedSlice', [shape, ...vectors], {
      ...ints,
      shrink_axis_mask: attribute.int(1),
    });
  }

  private readonly sizeNode = (size: Size): string => {
    if (!isOpen(size)) return this.graph.scalar(size);
    const factors = size.powers.flatMap((power, i) =>
      Array.from({ length: power }, () => this.axisNode(this.open[i] as OpenSize)),
    );
    if (size.factor !== 1) factors.push(this.graph.scalar(size.factor));
    const type = { T: attribute.type('int32') };
    return factors.reduce((product, factor) => this.graph.addOnce('Mul', [product, factor], type));
  };

  private sizesOf(a: Traced, b: Traced): Size[] {
    return this.merge([...a.shape], [...b.shape]) as Size[];
  }

  private filled(value: number, sizes: readonly Size[], dtype: 'float32' | 'int32'): string {
    const shape = this.emitting(new Map(), {}, []).vector(sizes);
    return this.graph.add('Fill', [shape, this.graph.scalar(value, dtype)], {
      T: attribute.type(dtype),
      index_type: attribute.type('int32'),
    });
  }

  /** One value on and below the diagonal, another above: a mask of attention of any length. */
  private triangle(length: Size, [below, above]: readonly [number, number]): string {
    const { graph } = this;
    const ends = [graph.scalar(0), this.sizeNode(length), graph.scalar(1)];
    const places = graph.addOnce('Range', ends, { Tidx: attribute.type('int32') });
    const type = { T: attribute.type('int32') };
    const rows = graph.addOnce('ExpandDims', [places, graph.scalar(1)], type);
    const visible = graph.addOnce('GreaterEqual', [rows, places], type);
    const values = [below, above].map((value) => graph.scalar(value, 'float32'));
    return graph.addOnce('SelectV2', [visible, ...values], { T: attribute.type('float32') });
  }

  private constant(a: Constant, b: Constant): string {
    const { shape, values, dtype } = a;
    if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') {
      throw new CannotSaveError(messages().models.graph.noOp({ kernel: this.kernel }));
    }
    const equal =
      String(shape) === String(b.shape) &&
      values.every((value, i) => Object.is(value, b.values[i]));
    if (equal) return this.graph.constant({ shape, dtype, values });
    const sizes = this.merge([...shape], [...b.shape]) as Size[];
    const [first = 0] = values;
    const uniform = [values, b.values].every((all) => all.every((value) => value === first));
    if (uniform && dtype !== 'bool') return this.filled(first, sizes, dtype);
    const ends = [values[0] ?? 0, values[1] ?? 0] as const;
    const isTriangle = [a, b].every(({ shape: [rows = 0, columns], values: all }) =>
      all.every(
        (value, i) => value === ends[i % rows <= Math.floor(i / rows) ? 0 : 1] && rows === columns,
      ),
    );
    if (shape.length === 2 && isTriangle && dtype === 'float32') {
      return this.triangle(sizes[0] as Size, ends);
    }
    throw new CannotSaveError(messages().models.graph.open({ kernel: this.kernel }));
  }

  private weight(variable: core.Variable): string {
    const known = this.weights.get(variable);
    if (known !== undefined) return known;
    const { shape, dtype } = variable;
    const values = variable.dataSync().slice();
    const name = this.weightNames.get(variable) ?? variable.name;
    const node = this.graph.constant({ shape, dtype: dtype as 'float32', values }, name);
    this.weights.set(variable, node);
    return node;
  }

  /** The node of a tensor, which is the same one in both traces. */
  tensor(a: Traced, b: Traced, numbers: ReadonlyMap<number, number>): TensorInGraph {
    const refuse = (): never => {
      throw new CannotSaveError(messages().models.graph.steps({ kernel: this.kernel }));
    };
    const ref = (): string => {
      const [one, other] = [a.source, b.source];
      if (one.kind === 'constant' && other.kind === 'constant') return this.constant(one, other);
      if (one.kind === 'weight' && other.kind === 'weight' && one.weight === other.weight) {
        return this.weight(one.weight);
      }
      if (one.kind === 'input' && other.kind === 'input' && one.index === other.index) {
        return this.inputs[one.index] as string;
      }
      if (one.kind !== 'result' || other.kind !== 'result') return refuse();
      if (numbers.get(one.call) !== other.call || one.output !== other.output) return refuse();
      const node = this.nodes.get(one.call) as string;
      return one.output === 0 ? node : `${node}:${one.output}`;
    };
    return { ref: ref(), sizes: this.sizesOf(a, b), dtype: a.dtype };
  }

  private emitting(
    given: ReadonlyMap<string, TensorInGraph>,
    attributes: Readonly<Record<string, unknown>>,
    outputs: Emitting['outputs'],
  ): Emitting {
    return new Emitting(this.graph, this.kernel, given, attributes, outputs, this.sizeNode);
  }

  call(number: number, a: Call, b: Call, numbers: ReadonlyMap<number, number>): void {
    const { graph: say } = messages().models;
    this.kernel = a.kernel;
    const emit = Object.hasOwn(emitters, a.kernel) ? emitters[a.kernel] : undefined;
    if (emit === undefined) throw new CannotSaveError(say.noOp({ kernel: a.kernel }));
    const named = (call: Call): string => call.inputs.map(([name]) => name).join();
    if (a.kernel !== b.kernel || named(a) !== named(b) || a.outputs.length !== b.outputs.length) {
      throw new CannotSaveError(say.steps({ kernel: a.kernel }));
    }
    const given = new Map(
      a.inputs.map(([name, tensor], i) => {
        const other = (b.inputs[i] as (typeof b.inputs)[number])[1];
        return [name, this.tensor(tensor, other, numbers)];
      }),
    );
    const names = new Set([...Object.keys(a.attributes), ...Object.keys(b.attributes)]);
    const attributes = Object.fromEntries(
      [...names].map((name) => [name, this.merge(a.attributes[name], b.attributes[name])]),
    );
    const outputs = a.outputs.map((output, i) => ({
      dtype: output.dtype,
      sizes: this.merge([...output.shape], [...(b.outputs[i]?.shape ?? [])]) as Size[],
    }));
    this.nodes.set(number, emit(this.emitting(given, attributes, outputs)));
  }

  /** A node of its own for an output: one tensor may be given twice, or be an input. */
  output({ ref, sizes, dtype }: TensorInGraph): Place {
    const node = this.graph.add('Identity', [ref], { T: attribute.type(dtype) });
    return { node, shape: sizes.map((size) => (isOpen(size) ? -1 : size)), dtype };
  }

  places(inputs: readonly GraphInput[]): Place[] {
    return inputs.map(({ shape, dtype }, i) => ({
      node: this.inputs[i] as string,
      shape: shape.map((size) => size ?? -1),
      dtype,
    }));
  }
}

/**
 * The graph of what two traces have in common.
 *
 * @param open the sizes in which the two runs differ
 * @param weightNames the names that weights get
 * @throws CannotSaveError for a kernel without an operation, for numbers that depend on the open sizes
 *   otherwise than as a product, and where the two runs took other steps
 */
export function graphOf(
  traces: readonly [Trace, Trace],
  open: readonly OpenSize[],
  inputs: readonly GraphInput[],
  weightNames: ReadonlyMap<core.Variable, string>,
): BuiltGraph {
  const builder = new Builder(open, inputs, weightNames);
  const [first, second] = traces;
  const [needed, others] = [neededCalls(first), neededCalls(second)];
  const numbers = new Map(needed.map((number, i) => [number, others[i] ?? -1]));
  if (needed.length !== others.length) {
    const at = needed.findIndex(
      (number, i) => first.calls[number]?.kernel !== second.calls[others[i] ?? -1]?.kernel,
    );
    const kernel = first.calls[needed[at] ?? -1]?.kernel ?? 'Identity';
    throw new CannotSaveError(messages().models.graph.steps({ kernel }));
  }
  for (const [number, other] of numbers) {
    builder.call(number, first.calls[number] as Call, second.calls[other] as Call, numbers);
  }
  const outputs = first.outputs.map((tensor, i) =>
    builder.output(builder.tensor(tensor, second.outputs[i] as Traced, numbers)),
  );
  return { graph: builder.graph, inputs: builder.places(inputs), outputs };
}
