/**
 * Values as a small JSON tree and raw bytes, with caps that hold before anything walks the tree.
 *
 * A JSON array is always a tagged node (`["t", dtype, shape, offset, length]` is a tensor), so no
 * student value can pass for another kind. Numbers that JSON cannot say (NaN, ±Infinity, -0) are
 * tagged; long lists of numbers travel as float64 bytes. Decoding makes plain data only: objects
 * have a null prototype and are filled by own keys.
 */
import {
  type DType,
  ErrorValue,
  type ObjectValue,
  OpaqueValue,
  TensorValue,
  type TypedArrayValue,
  type Value,
} from './value.js';

export const maxDepth = 32;
export const maxNodes = 10_000;
export const maxStringBytes = 8 * 1024;
const maxRank = 8;
/** From this length on a list of numbers is packed. */
const packFrom = 16;

export type CodecCode = 'depth' | 'nodes' | 'bytes' | 'string' | 'type' | 'malformed';

/** A value that cannot be encoded, or bytes that are no value. */
export class CodecError extends Error {
  constructor(
    readonly code: CodecCode,
    message: string,
  ) {
    super(message);
  }
}

/** How the driver's own tensors become data and back. The judge needs none. */
export interface TensorAdapter {
  /** The tensor's data, or undefined when the value is no tensor. Throws when it is disposed. */
  toValue(value: unknown): TensorValue | undefined;
  fromValue(value: TensorValue): unknown;
}

const typedArrays = {
  Float32Array,
  Float64Array,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  BigInt64Array,
  BigUint64Array,
} as const;
type TypedArrayName = keyof typeof typedArrays;

const tensorArrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

/** Collects nodes and bytes of one frame. */
export class Encoder {
  readonly chunks: Uint8Array[] = [];
  #bytes = 0;
  #nodes = 0;

  constructor(
    private readonly adapter?: TensorAdapter,
    private readonly maxBytes = 32 * 1024 * 1024,
  ) {}

  encode(value: unknown, depth = 0): unknown {
    if (depth > maxDepth) {
      throw new CodecError('depth', `nested deeper than ${maxDepth} levels (or a cycle)`);
    }
    if (++this.#nodes > maxNodes) throw new CodecError('nodes', `more than ${maxNodes} parts`);
    switch (typeof value) {
      case 'undefined':
        return ['u'];
      case 'boolean':
        return value;
      case 'number':
        return Number.isFinite(value) && !Object.is(value, -0)
          ? value
          : ['n', Object.is(value, -0) ? '-0' : String(value)];
      case 'string':
        return this.#text(value);
      case 'bigint':
        return ['i', this.#text(value.toString())];
      case 'symbol':
        throw new CodecError('type', 'a symbol');
      case 'function':
        return ['f', 'function', this.#short(value.name)];
      default:
        return value === null ? null : this.#object(value as object, depth);
    }
  }

  #object(value: object, depth: number): unknown {
    if (value instanceof TensorValue) return this.#tensor(value);
    const tensor = this.adapter?.toValue(value);
    if (tensor !== undefined) return this.#tensor(tensor);
    if (Array.isArray(value)) return this.#list(value, depth);
    if (ArrayBuffer.isView(value)) return this.#typedArray(value);
    if (value instanceof Map) {
      return [
        'm',
        [...value].map(([k, v]) => [this.encode(k, depth + 1), this.encode(v, depth + 1)]),
      ];
    }
    if (value instanceof Set) return ['s', [...value].map((v) => this.encode(v, depth + 1))];
    if (value instanceof Error || value instanceof ErrorValue) {
      return [
        'e',
        this.#short(value.name),
        this.#short(value.message),
        this.#short(value.stack ?? ''),
      ];
    }
    if (value instanceof OpaqueValue) return ['f', value.type, value.description];
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) {
      const name = (value as { constructor?: { name?: unknown } }).constructor?.name;
      if (typeof (value as { then?: unknown }).then === 'function') {
        throw new CodecError('type', 'a promise inside the answer');
      }
      return ['f', 'object', this.#short(typeof name === 'string' ? name : 'object')];
    }
    return [
      'o',
      Object.keys(value).map((key) => [
        this.#text(key),
        this.encode((value as Record<string, unknown>)[key], depth + 1),
      ]),
    ];
  }

  #list(value: readonly unknown[], depth: number): unknown {
    if (value.length >= packFrom && value.every((item) => typeof item === 'number')) {
      return ['p', ...this.#push(Float64Array.from(value as number[]))];
    }
    if (value.length > maxNodes) throw new CodecError('nodes', `more than ${maxNodes} parts`);
    const items: unknown[] = [];
    for (let i = 0; i < value.length; i++) items.push(this.encode(value[i], depth + 1));
    return ['a', items];
  }

  #typedArray(value: ArrayBufferView): unknown {
    for (const name of Object.keys(typedArrays) as TypedArrayName[]) {
      if (value instanceof typedArrays[name]) return ['y', name, ...this.#push(value)];
    }
    throw new CodecError('type', 'a DataView');
  }

  #tensor(value: TensorValue): unknown {
    return ['t', value.dtype, [...value.shape], ...this.#push(value.data)];
  }

  #push(view: ArrayBufferView): [number, number] {
    const padding = (8 - (this.#bytes % 8)) % 8;
    const offset = this.#bytes + padding;
    if (offset + view.byteLength > this.maxBytes) {
      throw new CodecError('bytes', `more than ${this.maxBytes / 1024 / 1024} MB of numbers`);
    }
    if (padding > 0) this.chunks.push(new Uint8Array(padding));
    this.chunks.push(new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice());
    this.#bytes = offset + view.byteLength;
    return [offset, view.byteLength];
  }

  #text(text: string): string {
    if (Buffer.byteLength(text) > maxStringBytes) {
      throw new CodecError('string', `a text longer than ${maxStringBytes / 1024} KB`);
    }
    return text;
  }

  #short(text: unknown): string {
    return String(text).slice(0, 2000);
  }
}

/** Decodes nodes of one frame; every length, tag and shape is checked. */
export class Decoder {
  #nodes = 0;

  constructor(
    private readonly body: Uint8Array,
    private readonly adapter?: TensorAdapter,
  ) {}

  decode(node: unknown, depth = 0): Value {
    if (depth > maxDepth) throw new CodecError('depth', `nested deeper than ${maxDepth} levels`);
    if (++this.#nodes > maxNodes) throw new CodecError('nodes', `more than ${maxNodes} parts`);
    if (node === null || typeof node === 'boolean' || typeof node === 'number') return node;
    if (typeof node === 'string') return text(node);
    if (!Array.isArray(node)) throw malformed('an untagged object');
    const [tag, first, second, third, fourth] = node as unknown[];
    switch (tag) {
      case 'u':
        return undefined;
      case 'n':
        if (first === '-0' || first === 'NaN' || first === 'Infinity' || first === '-Infinity') {
          return Number(first);
        }
        throw malformed('a number tag');
      case 'i':
        if (typeof first !== 'string' || !/^-?\d{1,1000}$/.test(first)) throw malformed('a bigint');
        return BigInt(first);
      case 'a':
        return list(first).map((item) => this.decode(item, depth + 1));
      case 'p':
        return Array.from(new Float64Array(this.#bytes(first, second, 8)));
      case 's':
        return new Set(list(first).map((item) => this.decode(item, depth + 1)));
      case 'm':
        return new Map(
          list(first).map((pair) => {
            const [key, value] = list(pair, 2);
            return [this.decode(key, depth + 1), this.decode(value, depth + 1)];
          }),
        );
      case 'o':
        return this.#object(first, depth);
      case 'y':
        return this.#typedArray(first, second, third);
      case 't':
        return this.#tensor(first, second, third, fourth);
      case 'e':
        return new ErrorValue(text(first), text(second), text(third));
      case 'f':
        return new OpaqueValue(text(first), text(second));
      default:
        throw malformed('an unknown tag');
    }
  }

  #object(entries: unknown, depth: number): ObjectValue {
    const result: ObjectValue = Object.create(null);
    for (const pair of list(entries)) {
      const [key, value] = list(pair, 2);
      result[text(key)] = this.decode(value, depth + 1);
    }
    return result;
  }

  #typedArray(name: unknown, offset: unknown, length: unknown): TypedArrayValue {
    if (typeof name !== 'string' || !Object.hasOwn(typedArrays, name))
      throw malformed('a list type');
    const type = typedArrays[name as TypedArrayName];
    return new type(this.#bytes(offset, length, type.BYTES_PER_ELEMENT));
  }

  #tensor(dtype: unknown, shape: unknown, offset: unknown, length: unknown): Value {
    if (typeof dtype !== 'string' || !Object.hasOwn(tensorArrays, dtype))
      throw malformed('a dtype');
    const sizes = list(shape);
    if (sizes.length > maxRank) throw malformed('a rank');
    let count = 1;
    for (const size of sizes) {
      if (!Number.isSafeInteger(size) || (size as number) < 0) throw malformed('a shape');
      count *= size as number;
    }
    const type = tensorArrays[dtype as DType];
    if (count * type.BYTES_PER_ELEMENT !== length) throw malformed('a tensor of another size');
    const data = new type(this.#bytes(offset, length, type.BYTES_PER_ELEMENT));
    const tensor = new TensorValue(dtype as DType, sizes as number[], data);
    // What a driver makes of a tensor is its own affair; the judge's decoder has no adapter.
    return this.adapter === undefined ? tensor : (this.adapter.fromValue(tensor) as Value);
  }

  #bytes(offset: unknown, length: unknown, unit: number): ArrayBuffer {
    if (
      !Number.isSafeInteger(offset) ||
      !Number.isSafeInteger(length) ||
      (offset as number) < 0 ||
      (length as number) < 0 ||
      (length as number) % unit !== 0 ||
      (offset as number) + (length as number) > this.body.byteLength
    ) {
      throw malformed('a range of bytes');
    }
    const from = this.body.byteOffset + (offset as number);
    return this.body.buffer.slice(from, from + (length as number)) as ArrayBuffer;
  }
}

function malformed(what: string): CodecError {
  return new CodecError('malformed', `The frame holds ${what} that the protocol does not know`);
}

function text(value: unknown): string {
  if (typeof value !== 'string' || Buffer.byteLength(value) > maxStringBytes)
    throw malformed('a text');
  return value;
}

function list(value: unknown, length?: number): unknown[] {
  if (!Array.isArray(value) || value.length > maxNodes) throw malformed('a list');
  if (length !== undefined && value.length !== length) throw malformed('a list');
  return value;
}
