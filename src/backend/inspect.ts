/**
 * How a tensor looks in `console.log`, alone or inside other values: dtype, shape and numbers, on
 * every backend. TensorFlow.js alone shows its private fields.
 */
import { inspect } from 'node:util';
import * as core from '@tensorflow/tfjs-core';
import { messages } from '../messages/index.js';

/** What `util.inspect` hands to a custom method. */
export interface InspectContext {
  depth: number | null;
}

export type InspectMethod<T> = (this: T, depth: number | null, options: InspectContext) => string;

/** Installs how objects with this prototype are shown. */
export function showAs<T extends object>(prototype: T, method: InspectMethod<T>): void {
  Object.defineProperty(prototype, inspect.custom, { value: method, configurable: true });
}

/** A tensor of more elements than this has the middle of its long axes left out. */
const wholeSize = 128;
/** Elements at each end of a long axis. */
const edge = 3;
const longAxis = 2 * edge + 1;
/** Lines after which the rest is left out, however many axes there are. */
const mostLines = 40;
/** Numbers in a line of a tensor with one axis. */
const perLine = 16;
const longestText = 60;

/** Six significant digits: float32 has about seven, and the last is noise. */
function showElement(value: unknown, dtype: string): string {
  if (typeof value === 'string') {
    const short = value.length > longestText ? `${value.slice(0, longestText)}…` : value;
    return JSON.stringify(short);
  }
  if (dtype === 'bool') return String(Boolean(value));
  if (typeof value !== 'number') return String(value);
  if (Object.is(value, -0)) return '-0';
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
}

/** The indices of an axis that are shown; -1 stands for what is left out. */
function shownIndices(size: number, whole: boolean): number[] {
  if (whole || size <= longAxis) return Array.from({ length: size }, (_, i) => i);
  const first = Array.from({ length: edge }, (_, i) => i);
  return [...first, -1, ...first.map((i) => size - edge + i)];
}

/**
 * Numbers as nested brackets, right-aligned in columns; the middle of long axes is left out.
 *
 * @param at the element of a flat index, as text
 */
export function showNumbers(shape: readonly number[], at: (flat: number) => string): string {
  const size = shape.reduce((a, b) => a * b, 1);
  if (shape.length === 0) return at(0);
  if (size === 0) return '[]';
  const whole = size <= wholeSize;
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const last = shape.length - 1;
  const rows: { before: number; offset: number }[] = [];
  // Rows in order; `before` is how many brackets open in front of one. A gap is offset -1.
  const walk = (axis: number, offset: number, opening: number): void => {
    if (rows.length > mostLines) return;
    if (axis === last) {
      rows.push({ before: opening + 1, offset });
      return;
    }
    shownIndices(shape[axis] ?? 0, whole).forEach((i, nth) => {
      if (i < 0) rows.push({ before: 0, offset: -1 - axis });
      else walk(axis + 1, offset + i * (strides[axis] ?? 1), nth === 0 ? opening + 1 : 0);
    });
  };
  walk(0, 0, 0);

  const columns = shownIndices(shape[last] ?? 0, whole);
  const cut = rows.length > mostLines;
  const kept = rows.slice(0, mostLines);
  const cells = kept.map(({ offset }) => columns.map((i) => (i < 0 ? '…' : at(offset + i))));
  const width = Math.max(
    ...cells.flatMap((row, r) =>
      (kept[r]?.offset ?? -1) < 0 ? [0] : row.map((text) => (text === '…' ? 0 : text.length)),
    ),
  );
  const pad = (text: string): string => (text === '…' ? text : text.padStart(width));
  const line = (row: readonly string[]): string => {
    const padded = last === 0 && row.length <= perLine ? row : row.map(pad);
    if (last > 0 || row.length <= perLine) return padded.join(', ');
    const lines = Array.from({ length: Math.ceil(row.length / perLine) }, (_, i) =>
      padded.slice(i * perLine, (i + 1) * perLine).join(', '),
    );
    return lines.join(',\n ');
  };
  const lines = kept.map(({ before, offset }, r) => {
    if (offset < 0) return `${' '.repeat(-offset)}…`;
    const next = rows[r + 1];
    // Brackets that close: as many as the next row opens, or all at the very end.
    const closing = next === undefined ? shape.length : closes(next, last);
    const open = ' '.repeat(shape.length - Math.max(before, 1)) + '['.repeat(Math.max(before, 1));
    return `${open}${line(cells[r] ?? [])}${']'.repeat(closing)}${next === undefined ? '' : ','}`;
  });
  return [...lines, ...(cut ? [' …'] : [])].join('\n');
}

/** How many brackets close before this row: it opens as many, and a gap stands on its own axis. */
function closes(next: { before: number; offset: number }, last: number): number {
  return next.offset < 0 ? last - (-next.offset - 1) : Math.max(next.before, 1);
}

/** `Tensor float32 [2, 3]`. */
function tensorHead(tensor: core.Tensor, kind = 'Tensor'): string {
  return `${kind} ${tensor.dtype} [${tensor.shape.join(', ')}]`;
}

/** A tensor as text: a line with dtype and shape, then its numbers. */
export function showTensor(tensor: core.Tensor): string {
  const text = messages().notebook.values;
  const isVariable = tensor instanceof core.Variable;
  const name = isVariable ? ` '${tensor.name}'` : '';
  const head = tensorHead(tensor, isVariable ? `Variable${name}` : 'Tensor');
  if (tensor.isDisposed) return `${head} ${text.disposed()}`;
  let numbers: string;
  try {
    numbers = elements(tensor);
  } catch (error) {
    // While a step is recorded, or where a backend hands values over only later.
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return `${head} ${text.unreadable({ reason })}`;
  }
  return numbers.includes('\n') ? `${head}\n${numbers}` : `${head} ${numbers}`;
}

function elements(tensor: core.Tensor): string {
  const { dtype, shape } = tensor;
  if (dtype === 'complex64') {
    const parts = core.tidy(() => [core.real(tensor).dataSync(), core.imag(tensor).dataSync()]);
    const [real, imag] = parts;
    return showNumbers(shape, (i) => {
      const im = imag?.[i] ?? 0;
      const sign = im < 0 || Object.is(im, -0) ? '-' : '+';
      return `${showElement(real?.[i], dtype)}${sign}${showElement(Math.abs(im), dtype)}i`;
    });
  }
  const data: ArrayLike<unknown> = tensor.dataSync();
  return showNumbers(shape, (i) => showElement(data[i], dtype));
}

/** Makes `console.log(tensor)` show what is in it. */
export function showTensors(): void {
  showAs(core.Tensor.prototype, function (depth) {
    const kind = this instanceof core.Variable ? `Variable '${this.name}'` : 'Tensor';
    return depth !== null && depth < 0 ? tensorHead(this, kind) : showTensor(this);
  });
  showAs(core.TensorBuffer.prototype, function () {
    const head = `TensorBuffer ${this.dtype} [${this.shape.join(', ')}]`;
    const numbers = showNumbers(this.shape, (i) => showElement(this.values[i], this.dtype));
    return numbers.includes('\n') ? `${head}\n${numbers}` : `${head} ${numbers}`;
  });
}
