/**
 * What has probably been done, by the values alone: "every number is B times too large".
 *
 * Mutants explain an exercise's typical mistakes; these are the mistakes of any exercise. A guess is
 * made only where it explains every number, so that it never sends a student astray.
 */
import { likelyNumbers } from './likely-numbers.js';
import { likelyKey, likelyType } from './likely-types.js';
import { TensorValue, type Value } from './value.js';
import type { Issue, Likely, TestResult } from './verdict.js';

/** The result with a guess, where the values allow one. */
export function withLikely(result: TestResult): TestResult {
  const { issue, call, verdict } = result;
  if (issue === undefined || verdict !== 'failed') return result;
  const likely = guessOf(issue, call?.args ?? []);
  return likely === undefined ? result : { ...result, issue: { ...issue, likely } };
}

function guessOf(issue: Issue, args: readonly Value[]): Likely | undefined {
  const { expected, got, params } = issue;
  switch (issue.code) {
    case 'missing-key':
      return likelyKey(String(params.key), got);
    case 'type-mismatch':
      return likelyType(String(params.expected), got);
    case 'shape-mismatch':
      return likelyShape(issue);
    case 'value-mismatch':
    case 'expectation':
      return likelyNumbers(got, expected, args);
    default:
      return undefined;
  }
}

/** `[2, 3]` → `[2, 3]`; undefined where a size is unknown. */
function parseShape(text: unknown): number[] | undefined {
  if (typeof text !== 'string' || !/^\[(\d+(, \d+)*)?\]$/.test(text)) return undefined;
  return text === '[]' ? [] : text.slice(1, -1).split(', ').map(Number);
}

const isShape = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((size, i) => size === b[i]);

function likelyShape({ expected, got, params }: Issue): Likely | undefined {
  const want = expected instanceof TensorValue ? expected.shape : parseShape(params.expected);
  const have = got instanceof TensorValue ? got.shape : parseShape(params.got);
  if (want === undefined || have === undefined) return undefined;
  const shapes = { expected: `[${want.join(', ')}]`, got: `[${have.join(', ')}]` };
  const isTensor = got instanceof TensorValue;
  if (!isTensor) {
    const [wanted = 0, given = 0] = [want[0], have[0]];
    return { code: given < wanted ? 'too-few' : 'too-many', params: { ...shapes } };
  }
  const bare = (shape: readonly number[]): number[] => shape.filter((size) => size !== 1);
  if (isShape(bare(want), bare(have))) {
    if (want.length > have.length) return { code: 'keep-dims', params: shapes };
    if (want.length < have.length) return { code: 'extra-dims', params: shapes };
  }
  if (want.length > 1 && isShape(want, [...have].reverse())) {
    return { code: 'transposed', params: shapes };
  }
  if (have.length === 0 && want.length > 0) return { code: 'all-axes', params: shapes };
  if (have.length > want.length) {
    const rest = have.filter((size) => !want.includes(size));
    if (rest.length > 0) return { code: 'not-reduced', params: shapes };
  }
  const sorted = (shape: readonly number[]): number[] => [...shape].sort((a, b) => a - b);
  if (isShape(sorted(want), sorted(have))) return { code: 'axes-order', params: shapes };
  return undefined;
}
