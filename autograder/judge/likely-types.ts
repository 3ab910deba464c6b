/** Guesses about an answer of the wrong type, or without the key that is asked for. */
import { ErrorValue, OpaqueValue, TensorValue, type Value } from './value.js';
import type { Likely } from './verdict.js';

/** What the answer is, in one word of this file. */
function kindOf(value: Value): string {
  if (value === undefined) return 'undefined';
  if (value instanceof TensorValue) return 'tensor';
  if (value instanceof OpaqueValue) return value.type === 'function' ? 'function' : 'other';
  if (value instanceof ErrorValue) return 'error';
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return 'list';
  if (typeof value === 'number') return 'number';
  return typeof value === 'object' && value !== null ? 'object' : 'other';
}

/** @param expected the name of the type that is asked for, as in the issue */
export function likelyType(expected: string, got: Value): Likely | undefined {
  const kind = kindOf(got);
  const guess = (code: Likely['code']): Likely => ({ code, params: { expected } });
  if (kind === 'undefined') return guess('no-return');
  if (kind === 'function') return guess('function-not-called');
  if (kind === 'error') return guess('error-returned');
  if (expected === 'tensor') {
    if (kind === 'number' || kind === 'list') return guess('numbers-not-tensor');
    if (kind === 'object') return guess('object-not-tensor');
  }
  const wantsNumbers = expected === 'number' || expected === 'array' || /Array$/.test(expected);
  if (kind === 'tensor' && wantsNumbers) return guess('tensor-not-numbers');
  if (kind === 'list' && expected === 'number') return guess('list-not-number');
  if (kind === 'list' && expected === 'object') return guess('list-not-object');
  if (kind === 'tensor' && expected === 'object') return guess('tensor-not-object');
  return undefined;
}

const longestKey = 40;

/** The key of the answer that was probably meant. */
export function likelyKey(key: string, got: Value): Likely | undefined {
  if (typeof got !== 'object' || got === null || Array.isArray(got)) return undefined;
  if (got instanceof TensorValue || got instanceof Map || got instanceof Set) return undefined;
  if (ArrayBuffer.isView(got)) return undefined;
  const keys = Object.keys(got).slice(0, 50);
  const near = keys
    .map((name) => ({
      name: name.slice(0, longestKey),
      distance: editDistance(plain(name), plain(key)),
    }))
    .sort((a, b) => a.distance - b.distance)[0];
  if (near === undefined || near.distance > Math.max(1, Math.floor(key.length / 3))) {
    return undefined;
  }
  return { code: 'key-name', params: { key, got: near.name } };
}

/** `d_W` and `dw` are the same word to a reader. */
const plain = (name: string): string =>
  name
    .slice(0, longestKey)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** Levenshtein's distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, change));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
