/**
 * Values become nodes (the table of tags is in `codec-types.ts`). In the driver the encoder runs beside
 * student code: getters, proxies and iterators may do anything while it walks, so each part is read
 * once and counted before the next is asked for.
 */
import {
  CodecError,
  type DriverHooks,
  maxBigintDigits,
  maxDepth,
  maxInlineBytes,
  maxKeyBytes,
  maxNodes,
  maxStringBytes,
  type TypedArrayName,
  typedArrays,
} from './codec-types.js';
import { classNode, errorClassOf } from './error-class.js';
import { shortStack } from './short-stack.js';
import {
  CallbackValue,
  ErrorValue,
  HelperValue,
  ModelValue,
  OpaqueValue,
  TensorValue,
} from './value.js';

/** From this length on a list of numbers is packed. */
const packFrom = 16;
/** All texts in the header of one frame: it has a cap of 4 MB. */
const maxTextBytes = 3 * 1024 * 1024;

const loneSurrogate = /\p{Surrogate}/u;
const tooManyDigits = 10n ** BigInt(maxBigintDigits);

/** Collects nodes and bytes of one frame. */
export class Encoder {
  readonly chunks: Uint8Array[] = [];
  #bytes = 0;
  #nodes = 0;
  #textBytes = 0;

  constructor(
    private readonly hooks?: DriverHooks,
    private readonly maxBytes = 32 * 1024 * 1024,
  ) {}

  encode(value: unknown, depth = 0, owner?: object): unknown {
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
        return this.#bigint(value);
      case 'symbol':
        throw new CodecError('type', 'a symbol');
      case 'function':
        return this.#opaque('function', this.#short(value.name), value, owner);
      default:
        return value === null ? null : this.#object(value as object, depth);
    }
  }

  #object(value: object, depth: number): unknown {
    if (value instanceof TensorValue) return this.#tensor(value);
    const tensor = this.hooks?.toValue(value);
    if (tensor !== undefined) return this.#tensor(tensor);
    const weights = this.hooks?.modelWeights?.(value);
    if (weights !== undefined) return this.#list(weights, depth);
    if (Array.isArray(value)) return this.#list(value, depth);
    if (ArrayBuffer.isView(value)) return this.#typedArray(value);
    if (value instanceof Map) {
      // A student's iterator may go on for ever: each part is counted as it comes.
      const pairs: unknown[] = [];
      for (const [k, v] of value)
        pairs.push([this.encode(k, depth + 1), this.encode(v, depth + 1)]);
      return ['m', pairs];
    }
    if (value instanceof Set) {
      const items: unknown[] = [];
      for (const item of value) items.push(this.encode(item, depth + 1));
      return ['s', items];
    }
    if (value instanceof Error || value instanceof ErrorValue) {
      return [
        'e',
        this.#short(value.name),
        this.#short(value.message),
        shortStack(String(value.stack ?? '')),
        ...classNode(value instanceof ErrorValue ? value.builtin : errorClassOf(value)),
      ];
    }
    if (value instanceof OpaqueValue) {
      const handle = value.handle === undefined ? [] : [value.handle];
      return ['f', value.type, value.description, ...handle];
    }
    if (value instanceof CallbackValue) return ['c', value.handle, value.answersBy];
    if (value instanceof HelperValue) {
      return ['h', value.name, value.args.map((argument) => this.encode(argument, depth + 1))];
    }
    if (value instanceof ModelValue) {
      return ['w', value.trainable, this.encode(value.layers, depth + 1)];
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) {
      const name = (value as { constructor?: { name?: unknown } }).constructor?.name;
      if (typeof (value as { then?: unknown }).then === 'function') {
        throw new CodecError('type', 'a promise inside the answer');
      }
      return this.#opaque('object', this.#short(typeof name === 'string' ? name : 'object'), value);
    }
    const keys = Object.keys(value);
    if (keys.length > maxNodes) throw new CodecError('nodes', `more than ${maxNodes} parts`);
    const entry = (key: string): unknown => (value as Record<string, unknown>)[key];
    return [
      'o',
      keys.map((key) => [
        this.#inline(key, maxKeyBytes),
        this.encode(entry(key), depth + 1, value),
      ]),
    ];
  }

  #opaque(type: string, description: string, value: object, owner?: object): unknown {
    const handle = this.hooks?.hold?.(value, owner);
    return handle === undefined ? ['f', type, description] : ['f', type, description, handle];
  }

  #list(value: readonly unknown[], depth: number): unknown {
    const numbers = value.length >= packFrom ? this.#numbers(value) : undefined;
    if (numbers !== undefined) return ['p', ...this.#push(numbers)];
    if (value.length > maxNodes) throw new CodecError('nodes', `more than ${maxNodes} parts`);
    const items: unknown[] = [];
    for (let i = 0; i < value.length; i++) items.push(this.encode(value[i], depth + 1));
    return ['a', items];
  }

  /** By index, never by the list's own methods: student code may have replaced those. */
  #numbers(value: readonly unknown[]): Float64Array | undefined {
    const { length } = value;
    if (typeof value[0] !== 'number') return undefined;
    if (length * 8 > this.maxBytes) throw this.#tooManyBytes();
    const numbers = new Float64Array(length);
    for (let i = 0; i < length; i++) {
      const item = value[i];
      if (typeof item !== 'number') return undefined;
      numbers[i] = item;
    }
    return numbers;
  }

  #tooManyBytes(): CodecError {
    return new CodecError('bytes', `more than ${this.maxBytes / 1024 / 1024} MB of numbers`);
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
    if (offset + view.byteLength > this.maxBytes) throw this.#tooManyBytes();
    if (padding > 0) this.chunks.push(new Uint8Array(padding));
    this.chunks.push(new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice());
    this.#bytes = offset + view.byteLength;
    return [offset, view.byteLength];
  }

  #text(text: string): unknown {
    // UTF-8 has no half of a pair of surrogates: such a text stays as JSON escapes it.
    const long = text.length > maxInlineBytes / 3 && Buffer.byteLength(text) > maxInlineBytes;
    if (!long || loneSurrogate.test(text)) return this.#inline(text, maxStringBytes);
    const bytes = Buffer.byteLength(text);
    if (bytes > maxStringBytes) throw tooLong(maxStringBytes);
    return ['x', ...this.#push(Buffer.from(text))];
  }

  /** A text in the header. */
  #inline(text: string, most: number): string {
    const bytes = Buffer.byteLength(text);
    if (bytes > most) throw tooLong(most);
    this.#textBytes += bytes;
    if (this.#textBytes > maxTextBytes) {
      throw new CodecError('string', `more than ${maxTextBytes / 1024 / 1024} MB of text`);
    }
    return text;
  }

  #bigint(value: bigint): unknown {
    // Asked before it is written out: that of a million digits takes long.
    if (value >= tooManyDigits || value <= -tooManyDigits) {
      throw new CodecError('string', `a whole number of more than ${maxBigintDigits} digits`);
    }
    return ['i', this.#inline(value.toString(), maxKeyBytes)];
  }

  #short(text: unknown): string {
    return String(text).slice(0, 2000);
  }
}

const tooLong = (most: number): CodecError =>
  new CodecError('string', `a text longer than ${most / 1024} KB`);
