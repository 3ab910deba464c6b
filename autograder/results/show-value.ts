/** A value as short text: what a report shows as expected and got. */
import {
  CallbackValue,
  ErrorValue,
  HelperValue,
  ModelValue,
  OpaqueValue,
  TensorValue,
  type Value,
} from '../judge/value.js';
import { capText, oneLine } from './plain-text.js';

/** Elements shown of one row, list, map or object; more are an ellipsis. */
const shownElements = 8;
const shownDepth = 4;
const longestText = 400;

/** Six significant digits: float32 has about seven, and the last is noise. */
function showNumber(value: number): string {
  if (Object.is(value, -0)) return '-0';
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
}

/** The element of complex pairs: `1 - 0.5i`. */
function showComplex(pairs: ArrayLike<number>, i: number): string {
  const [real, imag] = [pairs[2 * i] ?? 0, pairs[2 * i + 1] ?? 0];
  const isNegative = imag < 0 || Object.is(imag, -0);
  return `${showNumber(real)} ${isNegative ? '-' : '+'} ${showNumber(Math.abs(imag))}i`;
}

function showRow(items: readonly string[], total: number): string {
  return `[${items.join(', ')}${total > items.length ? ', …' : ''}]`;
}

/** Characters that may still be made; a shape with a 0 in it has millions of empty rows for nothing. */
interface Room {
  characters: number;
}
const mostCharacters = 64 * 1024;

function showNested(tensor: TensorValue, axis: number, offset: number, room: Room): string {
  const size = tensor.shape[axis];
  const at = (i: number): string => {
    if (tensor.dtype === 'complex64') return showComplex(tensor.data, i);
    const x = tensor.data[i] ?? 0;
    return tensor.dtype === 'bool' ? String(x !== 0) : showNumber(x);
  };
  if (size === undefined) return at(offset);
  const stride = tensor.shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const shown = Math.min(size, shownElements);
  const parts: string[] = [];
  for (let i = 0; i < shown && room.characters > 0; i++) {
    parts.push(showNested(tensor, axis + 1, offset + i * stride, room));
  }
  const row = showRow(parts, size);
  room.characters -= row.length;
  return row;
}

function show(value: Value, depth: number, room: Room): string {
  if (value === null || value === undefined || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return showNumber(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'string') return JSON.stringify(capText(value, longestText));
  if (value instanceof TensorValue) {
    return `${value.dtype} [${value.shape.join(', ')}] ${showNested(value, 0, 0, room)}`;
  }
  if (value instanceof ErrorValue) return `${value.name}: ${value.message}`;
  if (value instanceof OpaqueValue) return value.description || value.type;
  if (value instanceof CallbackValue) return 'function';
  if (value instanceof HelperValue) return value.name;
  if (value instanceof ModelValue) return 'model';
  if (ArrayBuffer.isView(value)) {
    const items: string[] = [];
    for (const x of value.subarray(0, shownElements)) {
      items.push(typeof x === 'bigint' ? `${x}n` : showNumber(x));
    }
    return `${value.constructor.name}(${value.length}) ${showRow(items, value.length)}`;
  }
  if (depth >= shownDepth) return '…';
  if (Array.isArray(value)) {
    const items = value.slice(0, shownElements).map((x) => show(x, depth + 1, room));
    return showRow(items, value.length);
  }
  if (value instanceof Map) {
    const items = [...value]
      .slice(0, shownElements)
      .map(([k, v]) => `${show(k, depth + 1, room)} → ${show(v, depth + 1, room)}`);
    return `Map(${value.size}) ${showRow(items, value.size)}`;
  }
  if (value instanceof Set) {
    const items = [...value].slice(0, shownElements).map((x) => show(x, depth + 1, room));
    return `Set(${value.size}) ${showRow(items, value.size)}`;
  }
  const keys = Object.keys(value);
  const items = keys
    .slice(0, shownElements)
    .map((key) => `${oneLine(capText(key, 60))}: ${show(value[key], depth + 1, room)}`);
  return `{ ${items.join(', ')}${keys.length > items.length ? ', …' : ''} }`;
}

/** A value of which only what is shown of it is left. No decoder makes one. */
export class ShownValue extends OpaqueValue {}

/**
 * One line of at most 400 characters.
 *
 * @example
 * showValue(new TensorValue('float32', [2], new Float32Array([0.5, 1]))); // 'float32 [2] [0.5, 1]'
 */
export function showValue(value: Value): string {
  if (value instanceof ShownValue) return value.description;
  return capText(oneLine(show(value, 0, { characters: mostCharacters })), longestText);
}
