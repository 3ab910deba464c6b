/** The nodes of a graph, and the values that stay in its session. */
import type * as core from '@tensorflow/tfjs-core';
import { DataTypes } from './native-backend.js';
import type { Upload } from './recorder.js';
import type { GraphNode, NodeAttribute } from './saved-model.js';

/** A value that stays in the session: a variable's, or a tensor's that never changes. */
export interface Slot {
  readonly source:
    | { readonly kind: 'variable'; readonly variable: core.Variable }
    | { readonly kind: 'tensor'; readonly tensor: core.TensorInfo }
    | { readonly kind: 'upload'; readonly upload: Upload };
  readonly written: boolean;
}

/** What is known of a value in the graph. */
export interface ValueType {
  readonly dtype: number;
  readonly shape: readonly number[];
}

/** The names by which a session's slot is filled and read from outside. */
export const slotNames = {
  feed: (slot: number): string => `p${slot}:0`,
  filled: (slot: number): string => `k${slot}:0`,
  value: (slot: number): string => `o${slot}:0`,
};

export const typeAttribute = (value: number): NodeAttribute => ({ kind: 'type', value });
const shapeOf = (value: readonly number[]): NodeAttribute => ({ kind: 'shape', value });

export class GraphNodes {
  readonly nodes: GraphNode[] = [];
  readonly slots: { source: Slot['source']; written: boolean }[] = [];
  /** By the names that inputs of nodes have; of values that steps compute with. */
  readonly types = new Map<string, ValueType>();
  private readonly slotTypes: ValueType[] = [];

  add(
    name: string,
    op: string,
    inputs: readonly string[],
    attributes: GraphNode['attributes'],
    outputs: readonly ValueType[] = [],
  ): string {
    this.nodes.push({ name, op, inputs, attributes });
    for (const [i, { dtype, shape }] of outputs.entries()) {
      this.types.set(i === 0 ? name : `${name}:${i}`, { dtype, shape });
    }
    return name;
  }

  placeholder(name: string, dtype: number, shape: readonly number[]): string {
    const attributes = { dtype: typeAttribute(dtype), shape: shapeOf(shape) };
    return this.add(name, 'Placeholder', [], attributes, [{ dtype, shape }]);
  }

  constant(
    name: string,
    dtype: number,
    shape: readonly number[],
    bytes: Uint8Array,
    after: readonly string[],
  ): void {
    const attributes: GraphNode['attributes'] = {
      dtype: typeAttribute(dtype),
      value: { kind: 'tensor', value: { dtype, shape, bytes } },
    };
    this.add(name, 'Const', after, attributes, [{ dtype, shape }]);
  }

  /** A variable of the session, with the nodes that fill it and read it from outside. */
  slot(source: Slot['source'], dtype: number, shape: readonly number[]): number {
    const slot = this.slots.length;
    this.slots.push({ source, written: false });
    this.slotTypes.push({ dtype, shape });
    const handle = this.add(`v${slot}`, 'VarHandleOp', [], {
      dtype: typeAttribute(dtype),
      shape: shapeOf(shape),
      container: { kind: 'string', value: '' },
      shared_name: { kind: 'string', value: `v${slot}` },
    });
    const fed = this.placeholder(`p${slot}`, dtype, shape);
    // A copy: memory that JavaScript lent must not be freed on a thread of TensorFlow.
    const copy = this.add(`d${slot}`, 'DeepCopy', [fed], { T: typeAttribute(dtype) });
    const filled = this.add(`w${slot}`, 'AssignVariableOp', [handle, copy], {
      dtype: typeAttribute(dtype),
    });
    this.constant(`k${slot}`, DataTypes.bool, [], Uint8Array.of(1), [`^${filled}`]);
    this.readSlot(`o${slot}`, slot, dtype, []);
    return slot;
  }

  readSlot(name: string, slot: number, dtype: number, after: readonly string[]): string {
    const attributes = { dtype: typeAttribute(dtype) };
    const type = this.slotTypes[slot] as ValueType;
    return this.add(name, 'ReadVariableOp', [`v${slot}`, ...after], attributes, [type]);
  }

  /** Notes that the step changes the value of a slot. */
  setWritten(slot: number): void {
    const found = this.slots[slot];
    if (found !== undefined) found.written = true;
  }
}
