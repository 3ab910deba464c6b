/** Options of layers and models, checked: sizes (units, filters, classes) and rates; a value in words. */

/** @throws RangeError when one is no integer >= 1 */
export function checkSizes(sizes: Readonly<Record<string, number>>): void {
  for (const [name, size] of Object.entries(sizes)) {
    if (!Number.isInteger(size) || size < 1) {
      throw new RangeError(`Expected \`${name}\` to be an integer >= 1. Received: ${size}`);
    }
  }
}

/** @throws RangeError when one is no finite number above 0 */
export function checkPositive(numbers: Readonly<Record<string, number>>): void {
  for (const [name, number] of Object.entries(numbers)) {
    if (!(number > 0 && number < Infinity)) {
      throw new RangeError(`Expected \`${name}\` to be a number > 0. Received: ${number}`);
    }
  }
}

/** @throws RangeError for a rate of dropout out of range */
export function checkRates(rates: Readonly<Record<string, number>>): void {
  for (const [name, rate] of Object.entries(rates)) {
    if (!(rate >= 0 && rate < 1)) {
      throw new RangeError(`Expected \`${name}\` to be a number in [0, 1). Received: ${rate}`);
    }
  }
}

const longest = 120;

/**
 * A value as the message of an error shows it: a tensor by its type and shape, also within a list or an object; other values as JSON, cut where they
 * are long, with numbers that JSON lacks.
 *
 * @example
 * shown({ x: tf.zeros([2, 3]) }) // '{"x":"float32 [2, 3]"}'
 */
export function shown(value: unknown): string {
  const plain = readable(value);
  // What JSON cannot say at the top either: no quotes around it.
  const text =
    typeof value === 'string' || typeof plain !== 'string' ? JSON.stringify(plain) : plain;
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** Without TensorFlow.js, which not all that check arguments load. */
function isTensorLike(value: unknown): value is { dtype: string; shape: readonly number[] } {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['dataId', 'dtype', 'shape'].every((name) => name in value)
  );
}

function readable(value: unknown): unknown {
  if (isTensorLike(value)) return `${value.dtype} [${value.shape.join(', ')}]`;
  if (value === undefined || (typeof value === 'number' && !Number.isFinite(value))) {
    return String(value);
  }
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') {
    return typeof value === 'bigint' ? `${value}n` : typeof value;
  }
  if (Array.isArray(value)) return value.map(readable);
  const isPlain =
    typeof value === 'object' &&
    value !== null &&
    [Object.prototype, null].includes(Object.getPrototypeOf(value));
  if (isPlain) {
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, readable(one)]));
  }
  return typeof value === 'object' && value !== null ? value.constructor.name : value;
}
