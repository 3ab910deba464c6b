/**
 * Nodes become values (the table of tags is in `codec-types.ts`). They may be written by student code,
 * so nothing is taken on trust: each tag, length, range and shape is checked before anything is made
 * of it, and what does not fit is a `CodecError`, which the judge takes for tampering.
 */
import {
  CodecError,
  type DriverHooks,
  maxBigintDigits,
  maxDepth,
  maxKeyBytes,
  maxNodes,
  maxRank,
  maxStringBytes,
  type TypedArrayName,
  tensorArrays,
  typedArrays,
} from './codec-types.js';
import { isErrorClass } from './error-class.js';
import {
  type DType,
  ErrorValue,
  type ObjectValue,
  OpaqueValue,
  TensorValue,
  type TypedArrayValue,
  type Value,
} from './value.js';

/** A mark of the order of bytes is part of the text. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const bigints = new RegExp(`^-?\\d{1,${maxBigintDigits}}$`);

/**
 * Decodes nodes of one frame; every length, tag and shape is checked. No byte of the body is decoded
 * twice: nodes that each claim all of it would come to a thousand times its size.
 */
export class Decoder {
  #nodes = 0;
  #claimed = 0;

  constructor(
    private readonly body: Uint8Array,
    private readonly hooks?: DriverHooks,
  ) {}

  decode(node: unknown, depth = 0): Value {
    if (depth > maxDepth) throw new CodecError('depth', `nested deeper than ${maxDepth} levels`);
    if (++this.#nodes > maxNodes) throw new CodecError('nodes', `more than ${maxNodes} parts`);
    if (node === null || typeof node === 'boolean' || typeof node === 'number') return node;
    if (typeof node === 'string') return text(node);
    // JSON has objects, the format has none.
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
        if (typeof first !== 'string' || !bigints.test(first)) throw malformed('a bigint');
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
        if (fourth !== undefined && !isErrorClass(fourth)) throw malformed('a class of errors');
        return new ErrorValue(text(first), text(second), text(third), fourth);
      case 'f':
        return this.#opaque(text(first), text(second), third);
      case 'c':
        if (this.hooks?.callback === undefined || (second !== 'value' && second !== 'promise')) {
          throw malformed('a callback');
        }
        return this.hooks.callback(handle(first), second) as Value;
      case 'h': {
        if (this.hooks?.helper === undefined) throw malformed('a helper');
        const args = list(second).map((item) => this.decode(item, depth + 1));
        return this.hooks.helper(text(first), args) as Value;
      }
      case 'x':
        return this.#bytesOfText(first, second);
      case 'w':
        if (this.hooks?.model === undefined || typeof first !== 'boolean') {
          throw malformed('a model');
        }
        return this.hooks.model(first, this.decode(second, depth + 1) as never) as Value;
      default:
        throw malformed('an unknown tag');
    }
  }

  /** Where the driver decodes, its own function or object; where the judge does, a description. */
  #opaque(type: string, description: string, held: unknown): Value {
    if (held === undefined) return new OpaqueValue(type, description);
    return this.hooks?.held === undefined
      ? new OpaqueValue(type, description, handle(held))
      : (this.hooks.held(handle(held)) as Value);
  }

  #object(entries: unknown, depth: number): ObjectValue {
    const result: ObjectValue = Object.create(null);
    for (const pair of list(entries)) {
      const [key, value] = list(pair, 2);
      result[text(key, maxKeyBytes)] = this.decode(value, depth + 1);
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
    const { type, parts } = tensorArrays[dtype as DType];
    if (count * parts * type.BYTES_PER_ELEMENT !== length) {
      throw malformed('a tensor of another size');
    }
    const data = new type(this.#bytes(offset, length, type.BYTES_PER_ELEMENT));
    const tensor = new TensorValue(dtype as DType, sizes as number[], data);
    // What a driver makes of a tensor is its own affair; the judge's decoder has no adapter.
    return this.hooks === undefined ? tensor : (this.hooks.fromValue(tensor) as Value);
  }

  #bytesOfText(offset: unknown, length: unknown): string {
    if (typeof length === 'number' && length > maxStringBytes) throw malformed('a text');
    const bytes = this.#bytes(offset, length, 1);
    try {
      return utf8.decode(bytes);
    } catch {
      throw malformed('UTF-8');
    }
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
    // Counted before it is copied, over all nodes of the frame.
    this.#claimed += length as number;
    if (this.#claimed > this.body.byteLength) {
      throw new CodecError('bytes', 'more bytes than the frame has');
    }
    const from = this.body.byteOffset + (offset as number);
    return this.body.buffer.slice(from, from + (length as number)) as ArrayBuffer;
  }
}

function malformed(what: string): CodecError {
  return new CodecError('malformed', `The frame holds ${what} that the protocol does not know`);
}

function text(value: unknown, most = maxStringBytes): string {
  if (typeof value !== 'string' || Buffer.byteLength(value) > most) throw malformed('a text');
  return value;
}

function handle(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw malformed('a handle');
  return value as number;
}

function list(value: unknown, length?: number): unknown[] {
  if (!Array.isArray(value) || value.length > maxNodes) throw malformed('a list');
  if (length !== undefined && value.length !== length) throw malformed('a list');
  return value;
}
