/** A value of the judge as a student reads it: a window of a tensor, with the bad number marked. */
import type { TensorLike } from './judge-types.js';

/** A piece of text; `marked` where expected and got differ first. */
export interface Piece {
  text: string;
  marked?: boolean;
}

/** What fits into a table's cell: more rows or columns are shown as `…`. */
const shownRows = 4;
const shownColumns = 5;
const longest = 240;
const shownKeys = 8;
const longestKey = 40;
const longestItem = 80;

const isTensor = (value: unknown): value is TensorLike =>
  typeof value === 'object' &&
  value !== null &&
  'dtype' in value &&
  'shape' in value &&
  'data' in value;

/**
 * Four significant digits: enough to see what differs, few enough for a column. A number that has as
 * many before its point has one behind it, or it would look whole.
 */
function shortNumber(value: number): string {
  if (Number.isInteger(value)) return String(value);
  const isLong = Math.abs(value) >= 1000 && Math.abs(value) < 1e15;
  return String(Number(isLong ? value.toFixed(1) : value.toPrecision(4)));
}

/** A value in pieces, the number at `index` marked. */
export function showValue(value: unknown, index?: readonly number[]): Piece[] {
  if (isTensor(value)) return showTensor(value, index);
  if (Array.isArray(value) && value.every((item) => typeof item === 'number')) {
    return showRow(value, 0, value.length, index?.at(-1));
  }
  if (ArrayBuffer.isView(value) && 'length' in value) {
    const numbers = Array.from(value as ArrayLike<number> & ArrayBufferView, Number);
    return showRow(numbers, 0, numbers.length, index?.at(-1));
  }
  const text = isRecord(value) ? recordText(value) : cut(plain(value));
  return [{ text, ...(index === undefined ? {} : { marked: true }) }];
}

/** Whether it is a plain object: what the judge decoded has no prototype. */
function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** An object with a key a line: beside each other they would take the table's whole width. */
function recordText(value: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(value);
  if (entries.length === 0) return '{}';
  const lines = entries.slice(0, shownKeys).map(([key, item]) => {
    const name = key.length > longestKey ? `${key.slice(0, longestKey)}…` : key;
    const text = plain(item);
    return `  ${name}: ${text.length > longestItem ? `${text.slice(0, longestItem)}…` : text},`;
  });
  if (entries.length > shownKeys) lines.push('  …');
  return ['{', ...lines, '}'].join('\n');
}

function showTensor(tensor: TensorLike, index: readonly number[] | undefined): Piece[] {
  const { shape, data } = tensor;
  const head = `${tensor.dtype} [${shape.join(', ')}]`;
  const columns = shape.at(-1) ?? 1;
  const rows = shape.at(-2) ?? 1;
  // Of a tensor with more than two axes only the matrix that holds the bad number is shown.
  const leading = shape.slice(0, -2).map((_, axis) => index?.[axis] ?? 0);
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const offset = leading.reduce((sum, at, axis) => sum + at * (strides[axis] ?? 0), 0);
  const where = leading.length > 0 ? ` at [${leading.join(', ')}]` : '';
  const pieces: Piece[] = [{ text: `${head}${where}\n` }];
  if (data.length === 0) return pieces;

  const badRow = index === undefined || shape.length < 2 ? undefined : index.at(-2);
  const badColumn = index === undefined || shape.length === 0 ? undefined : index.at(-1);
  const top = windowStart(rows, shownRows, badRow ?? 0);
  const bottom = Math.min(rows, top + shownRows);
  const width = columnWidth(data, offset + top * columns, bottom - top, columns, badColumn);
  if (top > 0) pieces.push({ text: '…\n' });
  for (let row = top; row < bottom; row++) {
    const start = offset + row * columns;
    const isBad = index !== undefined && (badRow === undefined || row === badRow);
    const marked = isBad ? (badColumn ?? 0) : undefined;
    pieces.push(...showRow(data, start, columns, marked, badColumn, width), { text: '\n' });
  }
  if (bottom < rows) pieces.push({ text: '…\n' });
  const last = pieces.at(-1);
  if (last !== undefined) last.text = last.text.trimEnd();
  return pieces;
}

/** Characters of the widest number that is shown, so that rows stand in columns. */
function columnWidth(
  data: ArrayLike<number>,
  start: number,
  rows: number,
  columns: number,
  around: number | undefined,
): number {
  const first = windowStart(columns, shownColumns, around ?? 0);
  let width = 0;
  for (let row = 0; row < rows; row++) {
    for (let i = first; i < Math.min(columns, first + shownColumns); i++) {
      width = Math.max(width, shortNumber(data[start + row * columns + i] ?? 0).length);
    }
  }
  return rows > 1 ? width : 0;
}

/** `size` numbers from `start` on, in a window around `around`, the `marked`-th of them marked. */
function showRow(
  data: ArrayLike<number>,
  start: number,
  size: number,
  marked: number | undefined,
  around = marked,
  width = 0,
): Piece[] {
  const first = windowStart(size, shownColumns, around ?? 0);
  const last = Math.min(size, first + shownColumns);
  const pieces: Piece[] = [{ text: first > 0 ? '[…, ' : '[' }];
  for (let i = first; i < last; i++) {
    const text = shortNumber(data[start + i] ?? Number.NaN);
    // The padding is a piece of its own: only the number is marked.
    if (text.length < width) pieces.push({ text: ' '.repeat(width - text.length) });
    pieces.push(i === marked ? { text, marked: true } : { text });
    if (i + 1 < last) pieces.push({ text: ', ' });
  }
  pieces.push({ text: last < size ? ', …]' : ']' });
  return pieces;
}

function windowStart(size: number, shown: number, around: number): number {
  return Math.max(0, Math.min(around - Math.floor(shown / 2), size - shown));
}

function plain(value: unknown): string {
  if (typeof value === 'number') return shortNumber(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (isTensor(value))
    return textOf(showTensor(value, undefined)).replace(/\s+/g, ' ').replaceAll('[ ', '[');
  if (ArrayBuffer.isView(value)) return textOf(showValue(value));
  if (value instanceof Map) return `Map ${plain(Object.fromEntries(value))}`;
  if (value instanceof Set) return `Set ${plain([...value])}`;
  if (Array.isArray(value)) {
    const more = value.length > 8 ? ', …' : '';
    return `[${value.slice(0, 8).map(plain).join(', ')}${more}]`;
  }
  if ('message' in value && 'name' in value) return `${value.name}: ${value.message}`;
  if ('description' in value && 'type' in value) return String(value.description || value.type);
  const entries = Object.entries(value).slice(0, 8);
  return `{ ${entries.map(([key, item]) => `${key}: ${plain(item)}`).join(', ')} }`;
}

const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);

/** The pieces as plain text. */
export function textOf(pieces: readonly Piece[]): string {
  return pieces.map((piece) => piece.text).join('');
}
