/** Comparison of numbers one by one, and what is said of those that differ. */
import type { Wording } from '../../src/messages/text.js';
import { Failure } from './failure.js';
import type { ToleranceLimits } from './tolerance.js';
import type { Value } from './value.js';

export const shapeText = (shape: readonly (number | null)[]): string =>
  `[${shape.map((size) => size ?? '?').join(', ')}]`;

const fewestDigits = 5;
/** A float64 has no more. */
const mostDigits = 17;

export const numberText = (value: number): string => withDigits(value, fewestDigits);

function withDigits(value: number, digits: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value);
  return Number(value.toPrecision(digits)).toString();
}

/**
 * Both with as many digits as it takes to see that they differ, and by how much.
 *
 * @param difference of the two, where they are real
 */
function differingTexts(
  text: (digits: number) => [string, string],
  difference: number,
): [string, string] {
  for (let digits = fewestDigits; digits < mostDigits; digits++) {
    const [a, b] = text(digits);
    const shown = Number(a) - Number(b);
    // Rounded to 10000001 and 10000000, a difference of a half would be told as twice of it.
    const isFar = Math.abs(shown - difference) > Math.abs(difference) / 4;
    if (a !== b && !isFar) return [a, b];
  }
  return text(mostDigits);
}

/** What numbers belong to. */
interface About {
  what: Wording;
  /** As a report shows them. */
  got: Value;
  expected: Value;
  /** Where an element stands. */
  indexOf(element: number): readonly number[];
  /** Numbers that make one element: 2 where it is complex. Default 1. */
  parts?: 1 | 2;
}

/**
 * Throws `Failure` unless every element is close to the expected one. Of complex numbers it is the
 * distance in the plane that counts, as in NumPy.
 */
export function compareNumbers(
  got: ArrayLike<number>,
  expected: ArrayLike<number>,
  { atol, rtol }: ToleranceLimits,
  { what, indexOf, parts = 1, ...values }: About,
): void {
  const total = expected.length / parts;
  let first = -1;
  let badCount = 0;
  let maxError = 0;
  for (let i = 0; i < total; i++) {
    if (isSame(got, expected, i, parts)) continue;
    const error = distance(got, expected, i, parts);
    const size = distance(expected, undefined, i, parts);
    // A relative tolerance of an expected infinity would be infinite, and accept every number.
    if (Number.isFinite(size) && error <= atol + rtol * size) continue;
    badCount++;
    if (first < 0) first = i;
    maxError = Number.isNaN(error) ? Number.NaN : Math.max(maxError, error);
  }
  if (first < 0) return;
  const index = indexOf(first);
  const shown = { ...values, index, maxError };
  const at = index.length === 0 ? '' : shapeText(index);
  const texts = (digits: number): [string, string] => [
    elementText(got, first, parts, digits),
    elementText(expected, first, parts, digits),
  ];
  const difference =
    parts === 1 ? (got[first] as number) - (expected[first] as number) : Number.NaN;
  const [have, want] = differingTexts(texts, difference);
  const isFiniteIn = (numbers: ArrayLike<number>): boolean =>
    Number.isFinite(distance(numbers, undefined, first, parts));
  if (!isFiniteIn(got) && isFiniteIn(expected)) {
    throw new Failure('not-finite', { what, index: at, got: have }, shown);
  }
  throw new Failure(
    'value-mismatch',
    {
      what,
      index: at,
      expected: want,
      got: have,
      maxError: numberText(maxError),
      badCount,
      total,
    },
    shown,
  );
}

/** Whether all parts are the same number; NaN is the same as NaN, 0 as -0. */
function isSame(a: ArrayLike<number>, b: ArrayLike<number>, i: number, parts: number): boolean {
  for (let part = i * parts; part < (i + 1) * parts; part++) {
    if (a[part] !== b[part] && !Object.is(a[part], b[part])) return false;
  }
  return true;
}

/** Of two elements, or of one from 0. */
function distance(
  a: ArrayLike<number>,
  b: ArrayLike<number> | undefined,
  i: number,
  parts: number,
): number {
  const first = (a[i * parts] as number) - (b?.[i * parts] ?? 0);
  if (parts === 1) return Math.abs(first);
  const second = (a[i * parts + 1] as number) - (b?.[i * parts + 1] ?? 0);
  return Math.hypot(first, second);
}

/** `2`, and of a complex number `2 - 0.5i`. */
function elementText(numbers: ArrayLike<number>, i: number, parts: number, digits: number): string {
  const real = withDigits(numbers[i * parts] as number, digits);
  if (parts === 1) return real;
  const imag = numbers[i * parts + 1] as number;
  const isNegative = imag < 0 || Object.is(imag, -0);
  return `${real} ${isNegative ? '-' : '+'} ${withDigits(Math.abs(imag), digits)}i`;
}
