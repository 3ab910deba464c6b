/** What is kept of a wrong answer until the report: of a large one no more than the report shows. */

import { TensorValue, type Value } from '../judge/value.js';
import type { Issue } from '../judge/verdict.js';
import { ShownValue, showValue } from '../results/show-value.js';

/** Larger than any answer that a typical wrong solution gives, with which it might be compared. */
const mostBytes = 1024 * 1024;

/** The issue with values of over a megabyte as the text that is shown of them. */
export function shortened(issue: Issue): Issue {
  const short = { ...issue };
  if (short.within !== undefined && Object.values(short.within).some(isLarge)) delete short.within;
  if (isLarge(issue.expected)) short.expected = shown(issue.expected);
  if (isLarge(issue.got)) short.got = shown(issue.got);
  return short;
}

const shown = (value: Value): Value => new ShownValue('large', showValue(value));
const isLarge = (value: Value): boolean => sizeOf(value) > mostBytes;

function sizeOf(value: Value): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 8;
  if (value instanceof TensorValue) return value.data.byteLength;
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (Array.isArray(value) && value.length > mostBytes / 8) return value.length * 8;
  const parts: Iterable<Value> =
    value instanceof Map
      ? [...value].flat()
      : value instanceof Set
        ? value
        : (Object.values(value) as Value[]);
  let size = 0;
  for (const part of parts) {
    size += sizeOf(part);
    if (size > mostBytes) break;
  }
  return size;
}
