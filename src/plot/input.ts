/** Checks of what a caller gives to a figure: argument, expected, received. */

/** A list of numbers as notebooks hold them. */
export type Numbers = ArrayLike<number>;

/** A short picture of any value for an error message. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 60));
  if (typeof value === 'number' || value === null || value === undefined) return String(value);
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    const head = value.slice(0, 3).map(shown).join(', ');
    return `[${head}${value.length > 3 ? ', …' : ''}] (${value.length} in all)`;
  }
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} of ${value.byteLength} bytes`;
  if (typeof value === 'object') {
    // A tensor is the likely mistake, so its remedy is named.
    if ('dataSync' in value) return 'a tensor (read its numbers first: `await t.data()`)';
    return `an object with keys ${Object.keys(value).slice(0, 5).join(', ') || '(none)'}`;
  }
  return typeof value;
}

/** Throws the error that all figures throw. */
export function fail(argument: string, expected: string, received: unknown): never {
  throw new TypeError(`Expected \`${argument}\` to be ${expected}. Received: ${shown(received)}`);
}

/** A string that is not empty. */
export function needText(argument: string, value: unknown): string {
  if (typeof value !== 'string' || value.trim() === '') fail(argument, 'a non-empty string', value);
  return value;
}

/** An array or a typed array (of numbers, or of anything where `what` says so). */
export function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value);
}

/** Numbers as plain plotly values: what is not finite becomes a gap. */
export function needNumbers(argument: string, value: unknown): (number | null)[] {
  if (!isList(value) || value.length === 0) {
    fail(argument, 'a non-empty list of numbers', value);
  }
  return Array.from(value, (item, index) => {
    if (typeof item !== 'number') fail(`${argument}[${index}]`, 'a number', item);
    return Number.isFinite(item) ? item : null;
  });
}

/** Names or numbers as names. */
export function needLabels(argument: string, value: unknown): string[] {
  if (!isList(value) || value.length === 0) {
    fail(argument, 'a non-empty list of strings', value);
  }
  return Array.from(value, (item, index) => {
    if (typeof item !== 'string' && typeof item !== 'number') {
      fail(`${argument}[${index}]`, 'a string or a number', item);
    }
    return String(item);
  });
}

/** Throws unless a list is as long as another. */
export function needLength(argument: string, length: number, expected: number, other: string) {
  if (length !== expected) {
    throw new RangeError(
      `Expected \`${argument}\` to be as long as \`${other}\` (${expected}). Received: ${length}`,
    );
  }
}

/** From each number to the next, of an evenly spaced list; 1 where there is only one. */
export const stepOf = (list: readonly number[]): number =>
  (list[1] ?? (list[0] ?? 0) + 1) - (list[0] ?? 0);

/** Evenly spaced numbers in ascending order: the places of rows or columns on an axis. */
export function needEven(argument: string, value: unknown): number[] {
  const list = needNumbers(argument, value).map((item, i) => {
    if (item === null) fail(`${argument}[${i}]`, 'a finite number', item);
    return item;
  });
  const [first = 0] = list;
  const step = stepOf(list);
  const isEven = list.every((item, i) => Math.abs(item - (first + i * step)) <= step * 1e-3);
  if (!(step > 0) || !isEven) fail(argument, 'evenly spaced numbers in ascending order', value);
  return list;
}
