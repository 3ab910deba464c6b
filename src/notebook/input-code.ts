/**
 * What a test called, as code that a student can paste into a cell: the same call, with the very
 * same numbers.
 */
import type { JudgeCall, TensorLike } from './judge-types.js';

/** Numbers of one call that are written out; more would bury the table. */
const mostNumbers = 2000;
const lineWidth = 88;

/** Thrown inside this file where a value has no code. */
class NoCode extends Error {}

/** The call as code; undefined where it cannot be written down, or is too long to be pasted. */
export function callCode(call: JudgeCall, options: { isAsync?: boolean } = {}): string | undefined {
  const room = { numbers: mostNumbers };
  try {
    const args = call.args.map((arg) => valueCode(arg, room));
    const head = `${options.isAsync ? 'await ' : ''}${call.constructs ? 'new ' : ''}${call.fn}`;
    const line = `${head}(${args.join(', ')})`;
    if (line.length <= lineWidth && !line.includes('\n')) return line;
    return `${head}(\n${args.map((arg) => `  ${arg.replaceAll('\n', '\n  ')},\n`).join('')})`;
  } catch (error) {
    if (error instanceof NoCode) return undefined;
    throw error;
  }
}

interface Room {
  numbers: number;
}

function take(room: Room, count: number): void {
  room.numbers -= count;
  if (room.numbers < 0) throw new NoCode();
}

function valueCode(value: unknown, room: Room): string {
  if (typeof value === 'number') return numberCode(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (isTensor(value)) return tensorCode(value, room);
  if (Array.isArray(value)) {
    take(room, value.length);
    return listCode(value.map((item) => valueCode(item, room)));
  }
  if (ArrayBuffer.isView(value) && 'length' in value) {
    const items = value as ArrayLike<number | bigint> & ArrayBufferView;
    take(room, items.length);
    const list = Array.from(items, (item) => valueCode(item, room));
    return `${value.constructor.name}.of(${list.join(', ')})`;
  }
  if (value instanceof Map) {
    const pairs = [...value].map(([k, v]) => `[${valueCode(k, room)}, ${valueCode(v, room)}]`);
    return `new Map([${pairs.join(', ')}])`;
  }
  if (value instanceof Set) {
    return `new Set([${[...value].map((item) => valueCode(item, room)).join(', ')}])`;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) {
    const entries = Object.entries(value).map(([key, item]) => {
      const name =
        /^[A-Za-z_$][\w$]*$/.test(key) && key !== '__proto__' ? key : `[${JSON.stringify(key)}]`;
      return `${name}: ${valueCode(item, room)}`;
    });
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  // A pure helper of the library, such as a seeded generator, is made by its name.
  if ('name' in value && 'args' in value && Array.isArray(value.args)) {
    return `${String(value.name)}(${value.args.map((arg) => valueCode(arg, room)).join(', ')})`;
  }
  // A function of the judge that says what it does.
  if ('answersBy' in value && 'shown' in value && typeof value.shown === 'string') {
    return value.shown;
  }
  // Another, or what an earlier call handed out.
  throw new NoCode();
}

function isTensor(value: object): value is TensorLike {
  return 'dtype' in value && 'shape' in value && 'data' in value;
}

const numberCode = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

/** The shortest decimal that is the same float32. */
function float32Code(value: number): string {
  if (!Number.isFinite(value) || Object.is(value, -0)) return numberCode(value);
  for (let digits = 1; digits <= 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return numberCode(short);
  }
  return numberCode(value);
}

function tensorCode({ dtype, shape, data }: TensorLike, room: Room): string {
  if (dtype === 'complex64') {
    const part = (first: number): string => {
      const numbers = new Float32Array(data.length / 2).map((_, i) => data[2 * i + first] ?? 0);
      return tensorCode({ dtype: 'float32', shape, data: numbers }, room);
    };
    return `tf.complex(${part(0)}, ${part(1)})`;
  }
  take(room, data.length);
  const element = (i: number): string => {
    const x = data[i] ?? 0;
    if (dtype === 'bool') return String(x !== 0);
    return dtype === 'float32' ? float32Code(x) : numberCode(x);
  };
  const type = dtype === 'float32' ? '' : `, '${dtype}'`;
  const [first] = shape;
  if (first === undefined) return `tf.scalar(${element(0)}${type})`;
  // Nested lists say nothing of the shape where an axis is empty, and have no function above six.
  if (data.length === 0 || shape.length > 6) {
    const flat = Array.from({ length: data.length }, (_, i) => element(i)).join(', ');
    return `tf.tensor([${flat}], [${shape.join(', ')}]${type})`;
  }
  const nested = (axis: number, offset: number): string => {
    const size = shape[axis];
    if (size === undefined) return element(offset);
    const stride = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
    const items = Array.from({ length: size }, (_, i) => nested(axis + 1, offset + i * stride));
    return axis === shape.length - 1 ? `[${items.join(', ')}]` : listCode(items);
  };
  return `tf.tensor${shape.length}d(${nested(0, 0)}${type})`;
}

/** A list in one line, or one item a line where it is long. */
function listCode(items: readonly string[]): string {
  const line = `[${items.join(', ')}]`;
  if (line.length <= lineWidth - 16 && !line.includes('\n')) return line;
  return `[\n${items.map((item) => `  ${item.replaceAll('\n', '\n  ')},\n`).join('')}]`;
}
