/** One recorded kernel while it becomes nodes of a graph. */
import type * as core from '@tensorflow/tfjs-core';
import { messages } from '../../messages/index.js';
import { CannotSaveError } from '../saving.js';
import { attribute, type Graph } from './graph.js';
import { isOpen, type Size } from './sizes.js';

export interface TensorInGraph {
  /** `node` or `node:1`. */
  readonly ref: string;
  readonly sizes: readonly Size[];
  readonly dtype: core.DataType;
}

/** Gives the node of an open size: a scalar, int32. */
export type SizeNode = (size: Size) => string;

export class Emitting {
  constructor(
    readonly graph: Graph,
    readonly kernel: string,
    readonly given: ReadonlyMap<string, TensorInGraph>,
    readonly attributes: Readonly<Record<string, unknown>>,
    readonly outputs: readonly Omit<TensorInGraph, 'ref'>[],
    private readonly sizeNode: SizeNode,
  ) {}

  /** @throws CannotSaveError that names the kernel */
  refuse(): never {
    throw new CannotSaveError(messages().models.graph.noOp({ kernel: this.kernel }));
  }

  has(name: string): boolean {
    return this.given.has(name);
  }

  tensor(name: string): TensorInGraph {
    return this.given.get(name) ?? this.refuse();
  }

  refs(...names: readonly string[]): string[] {
    return names.map((name) => this.tensor(name).ref);
  }

  /** All tensors, as a kernel with a list of them has them. */
  all(): string[] {
    return [...this.given.values()].map(({ ref }) => ref);
  }

  /** A fixed number. */
  number(name: string): number {
    const value = this.attributes[name];
    return typeof value === 'number' ? value : this.openElsewhere();
  }

  flag(name: string): boolean {
    return this.attributes[name] === true;
  }

  text(name: string): string {
    const value = this.attributes[name];
    return typeof value === 'string' ? value : this.refuse();
  }

  /** Numbers of which some may be open. */
  sizes(name: string): Size[] {
    return [this.attributes[name]].flat(3) as Size[];
  }

  /** Fixed numbers, of a list however deep. */
  numbers(name: string): number[] {
    const sizes = this.sizes(name);
    return sizes.every((size) => !isOpen(size)) ? (sizes as number[]) : this.openElsewhere();
  }

  openElsewhere(): never {
    throw new CannotSaveError(messages().models.graph.open({ kernel: this.kernel }));
  }

  /** A vector, int32; open sizes are computed when the graph runs. */
  vector(sizes: readonly Size[]): string {
    if (sizes.every((size) => !isOpen(size))) return this.graph.ints(sizes as number[]);
    const parts = sizes.map((size) =>
      isOpen(size) ? this.sizeNode(size) : this.graph.scalar(size),
    );
    const attributes = {
      N: attribute.int(parts.length),
      T: attribute.type('int32'),
      axis: attribute.int(0),
    };
    return this.graph.addOnce('Pack', parts, attributes);
  }

  /** A scalar, int32. */
  scalar(size: Size): string {
    return isOpen(size) ? this.sizeNode(size) : this.graph.scalar(size);
  }

  /** The type attribute that most operations have. */
  type(name: string): { T: ReturnType<typeof attribute.type> } {
    return { T: attribute.type(this.tensor(name).dtype) };
  }
}
