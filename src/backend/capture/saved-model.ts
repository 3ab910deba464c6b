/**
 * A graph as the bytes of a `saved_model.pb`.
 *
 * Message definitions: TensorFlow's `graph.proto`, `node_def.proto`, `attr_value.proto`,
 * `tensor.proto`, `tensor_shape.proto`, `function.proto`, `op_def.proto`, `meta_graph.proto` and
 * `saved_model.proto`.
 */
import type { OpAttribute } from './native-backend.js';
import { bytesField, concatBytes, floatField, integerField, messageField } from './protobuf.js';

/** The value of a constant: little-endian bytes, as typed arrays hold them. */
export interface ConstantValue {
  readonly dtype: number;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** An attribute of a node. */
export type NodeAttribute =
  | { readonly kind: 'type'; readonly value: number }
  | { readonly kind: 'shape'; readonly value: readonly number[] }
  | { readonly kind: 'tensor'; readonly value: ConstantValue }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'int'; readonly value: number | readonly number[] }
  | { readonly kind: 'float'; readonly value: number | readonly number[] }
  | { readonly kind: 'bool'; readonly value: boolean | readonly boolean[] }
  | { readonly kind: 'types'; readonly value: readonly number[] }
  | { readonly kind: 'function'; readonly value: string };

/** A node of a graph; an input is `name`, `name:output`, or `^name` for order alone. */
export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, NodeAttribute>>;
}

/** An input or output of a function. */
export interface FunctionArgument {
  readonly name: string;
  readonly dtype: number;
}

/**
 * A function that nodes of the graph call by name. In its nodes an input is the name of one of its
 * arguments, or `node:port:0` with the name of the operation's output.
 */
export interface GraphFunction {
  readonly name: string;
  readonly inputs: readonly FunctionArgument[];
  /** `from`: where the value comes from, as an input of a node. */
  readonly outputs: readonly (FunctionArgument & { readonly from: string })[];
  readonly nodes: readonly GraphNode[];
  readonly attributes: GraphNode['attributes'];
}

/** Any version since 2020 will do: it tells a reader which rules the writer knew. */
const GRAPH_VERSION = 1087;

const kinds = ['string', 'int', 'float', 'bool', 'type', 'shape'] as const;

function isListOf<T>(value: unknown, isOne: (one: unknown) => one is T): value is T[] {
  return Array.isArray(value) && value.every(isOne);
}
const isNumber = (value: unknown): value is number => typeof value === 'number';
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';

/**
 * An attribute of an eager operation as one of a node; `type` is an index into `TF_AttrType`.
 *
 * @throws TypeError for a kind that no operation of tfjs uses
 */
export function nodeAttribute({ name, type, value }: OpAttribute): NodeAttribute {
  const kind = kinds[type];
  if (kind === 'string' && typeof value === 'string') return { kind, value };
  if (kind === 'type' && isNumber(value)) return { kind, value };
  if (kind === 'shape' && isListOf(value, isNumber)) return { kind, value };
  if (kind === 'bool' && (isBoolean(value) || isListOf(value, isBoolean))) return { kind, value };
  if ((kind === 'int' || kind === 'float') && (isNumber(value) || isListOf(value, isNumber))) {
    return { kind, value };
  }
  throw new TypeError(
    `Expected the attribute \`${name}\` to be a number, a string, a boolean, a type or a shape. Received: ${String(value)} (kind ${type})`,
  );
}

/** TensorShapeProto: `dim = 2`, each with `size = 1`. */
function shapeFields(shape: readonly number[]): Uint8Array[] {
  return shape.map((size) => messageField(2, [integerField(1, size)]));
}

/** AttrValue.list: as the single field of the same kind, repeated inside `list = 1`. */
function oneOrList<T>(
  value: T | readonly T[],
  field: (one: T) => Uint8Array,
  isList: (value: T | readonly T[]) => value is readonly T[],
): Uint8Array[] {
  return isList(value) ? [messageField(1, value.map(field))] : [field(value)];
}

function attributeFields(attribute: NodeAttribute): Uint8Array[] {
  switch (attribute.kind) {
    case 'string':
      return [bytesField(2, attribute.value)];
    case 'int':
      return oneOrList<number>(attribute.value, (one) => integerField(3, one), Array.isArray);
    case 'float':
      return oneOrList<number>(attribute.value, (one) => floatField(4, one), Array.isArray);
    case 'bool':
      return oneOrList<boolean>(attribute.value, (one) => integerField(5, one), Array.isArray);
    case 'type':
      return [integerField(6, attribute.value)];
    case 'shape':
      return [messageField(7, shapeFields(attribute.value))];
    case 'tensor': {
      const { dtype, shape, bytes } = attribute.value;
      return [
        messageField(8, [
          integerField(1, dtype),
          messageField(2, shapeFields(shape)),
          bytesField(4, bytes),
        ]),
      ];
    }
    case 'types':
      return [
        messageField(
          1,
          attribute.value.map((one) => integerField(6, one)),
        ),
      ];
    case 'function':
      return [messageField(10, [bytesField(1, attribute.value)])];
  }
}

/** A map from names to AttrValue: each entry with `key = 1` and `value = 2`. */
function attributeMap(field: number, attributes: GraphNode['attributes']): Uint8Array[] {
  return Object.entries(attributes).map(([key, value]) =>
    messageField(field, [bytesField(1, key), messageField(2, attributeFields(value))]),
  );
}

function nodeFields({ name, op, inputs, attributes }: GraphNode): Uint8Array[] {
  return [
    bytesField(1, name),
    bytesField(2, op),
    ...inputs.map((input) => bytesField(3, input)),
    ...attributeMap(5, attributes),
  ];
}

/** FunctionDef: `signature = 1`, `node_def = 3`, `ret = 4`, `attr = 5`. */
function functionFields({ name, inputs, outputs, nodes, attributes }: GraphFunction): Uint8Array[] {
  const argument = (field: number, { name: of, dtype }: FunctionArgument): Uint8Array =>
    messageField(field, [bytesField(1, of), integerField(3, dtype)]);
  return [
    messageField(1, [
      bytesField(1, name),
      ...inputs.map((input) => argument(2, input)),
      ...outputs.map((output) => argument(3, output)),
    ]),
    ...nodes.map((node) => messageField(3, nodeFields(node))),
    ...outputs.map(({ name: of, from }) =>
      messageField(4, [bytesField(1, of), bytesField(2, from)]),
    ),
    ...attributeMap(5, attributes),
  ];
}

/** The tag by which the graph is loaded. */
export const SERVE = 'serve';

/** The bytes of `saved_model.pb` with this one graph and the functions that it calls. */
export function encodeSavedModel(
  nodes: readonly GraphNode[],
  functions: readonly GraphFunction[] = [],
): Uint8Array {
  const graph = concatBytes([
    ...nodes.map((node) => messageField(1, nodeFields(node))),
    messageField(
      2,
      functions.map((one) => messageField(1, functionFields(one))),
    ),
    messageField(4, [integerField(1, GRAPH_VERSION)]),
  ]);
  return concatBytes([
    integerField(1, 1), // saved_model_schema_version
    messageField(2, [messageField(1, [bytesField(4, SERVE)]), bytesField(2, graph)]),
  ]);
}
