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

  add(
    name: string,
    op: string,
    inputs: readonly string[],
    attributes: GraphNode['attributes'],
  ): string {
    this.nodes.push({ name, op, inputs, attributes });
    return name;
  }

  placeholder(name: string, dtype: number, shape: readonly number[]): string {
    return this.add(name, 'Placeholder', [], {
      dtype: typeAttribute(dtype),
      shape: shapeOf(shape),
    });
  }

  constant(
    name: string,
    dtype: number,
    shape: readonly number[],
    bytes: Uint8Array,
    after: readonly string[],
  ): void {
    this.add(name, 'Const', after, {
      dtype: typeAttribute(dtype),
      value: { kind: 'tensor', value: { dtype, shape, bytes } },
    });
  }

  /** A variable of the session, with the nodes that fill it and read it from outside. */
  slot(source: Slot['source'], dtype: number, shape: readonly number[]): number {
    const slot = this.slots.length;
    this.slots.push({ source, written: false });
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
    return this.add(name, 'ReadVariableOp', [`v${slot}`, ...after], {
      dtype: typeAttribute(dtype),
    });
  }

  /** Notes that the step changes the value of a slot. */
  setWritten(slot: number): void {
    const found = this.slots[slot];
    if (found !== undefined) found.written = true;
  }
}
