/** A TensorFlow graph in the JSON that TensorFlow.js reads: nodes, and the values of constants. */
import type * as core from '@tensorflow/tfjs-core';

/** An attribute of a node: TensorFlow's `AttrValue` as JSON. */
export type Attribute =
  | { readonly type: string }
  | { readonly i: string }
  | { readonly f: number }
  | { readonly b: boolean }
  | { readonly s: string }
  | { readonly shape: { readonly dim: readonly { readonly size: string }[] } }
  | { readonly list: { readonly i?: readonly string[]; readonly s?: readonly string[] } }
  | { readonly tensor: { readonly dtype: string; readonly tensorShape: object } };

export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly input: readonly string[];
  readonly attr: Readonly<Record<string, Attribute>>;
}

export interface Weight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
  readonly values: core.TypedArray;
}

const DTYPES: Readonly<Record<string, string>> = {
  float32: 'DT_FLOAT',
  int32: 'DT_INT32',
  bool: 'DT_BOOL',
};

/** TensorFlow's name of a type. */
export const typeName = (dtype: core.DataType): string => DTYPES[dtype] ?? 'DT_STRING';

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

export const attribute = {
  type: (dtype: core.DataType): Attribute => ({ type: typeName(dtype) }),
  int: (value: number): Attribute => ({ i: String(value) }),
  float: (value: number): Attribute => ({ f: value }),
  bool: (value: boolean): Attribute => ({ b: value }),
  string: (value: string): Attribute => ({ s: base64(value) }),
  ints: (values: readonly number[]): Attribute => ({ list: { i: values.map(String) } }),
  strings: (values: readonly string[]): Attribute => ({ list: { s: values.map(base64) } }),
  shape: (sizes: readonly number[]): Attribute => ({ shape: shapeOf(sizes) }),
};

export const shapeOf = (sizes: readonly number[]) => ({
  dim: sizes.map((size) => ({ size: String(size) })),
});

/** Nodes in the order in which they can be run. */
export class Graph {
  readonly nodes: GraphNode[] = [];
  readonly weights: Weight[] = [];
  private readonly names = new Set<string>();
  private readonly known = new Map<string, string>();

  /** A name that no node has yet: `add`, `add_1`. TensorFlow allows letters, digits, `_`, `.`, `-`, `/`. */
  private nameFor(wanted: string): string {
    const plain =
      wanted.replaceAll(/[^A-Za-z0-9_.\-/]/g, '_').replace(/^[^A-Za-z0-9.]+/, '') || 'x';
    let name = plain;
    for (let i = 1; this.names.has(name); i++) name = `${plain}_${i}`;
    this.names.add(name);
    return name;
  }

  /** Adds a node and gives its name, which is that of its first output too. */
  add(
    op: string,
    input: readonly string[],
    attr: Readonly<Record<string, Attribute>> = {},
    wanted = op,
  ): string {
    const name = this.nameFor(wanted);
    this.nodes.push({ name, op, input, attr });
    return name;
  }

  /** As `add`, once for each op, inputs and attributes. */
  addOnce(op: string, input: readonly string[], attr: Readonly<Record<string, Attribute>>): string {
    const key = JSON.stringify([op, input, attr]);
    const name = this.known.get(key) ?? this.add(op, input, attr);
    this.known.set(key, name);
    return name;
  }

  /** A constant, whose values lie in the file of weights. */
  constant(weight: Omit<Weight, 'name'>, wanted = 'Const'): string {
    const { shape, dtype, values } = weight;
    const key =
      values.length > 64 ? undefined : JSON.stringify([shape, dtype, [...values], wanted]);
    const known = key === undefined ? undefined : this.known.get(key);
    if (known !== undefined) return known;
    const tensor = { dtype: typeName(dtype), tensorShape: shapeOf(shape) };
    const attr = { value: { tensor }, dtype: attribute.type(dtype) };
    const name = this.add('Const', [], attr, wanted);
    this.weights.push({ name, shape, dtype, values });
    if (key !== undefined) this.known.set(key, name);
    return name;
  }

  ints(values: readonly number[]): string {
    return this.constant({
      shape: [values.length],
      dtype: 'int32',
      values: Int32Array.from(values),
    });
  }

  scalar(value: number, dtype: 'int32' | 'float32' | 'bool' = 'int32'): string {
    const values =
      dtype === 'float32'
        ? Float32Array.of(value)
        : dtype === 'int32'
          ? Int32Array.of(value)
          : Uint8Array.of(value);
    return this.constant({ shape: [], dtype, values });
  }
}
