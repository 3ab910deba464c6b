/**
 * What has probably been done, by the values alone: "every number is B times too large".
 *
 * Mutants explain an exercise's typical mistakes; these are the mistakes of any exercise. A guess is
 * made only where it explains every number, so that it never sends a student astray.
 */
import { sameWording } from '../../src/messages/text.js';
import { countNumbers, likelyNumbers } from './likely-numbers.js';
import { likelyKey, likelyType } from './likely-types.js';
import { TensorValue, type Value } from './value.js';
import type { Issue, Likely, TestResult } from './verdict.js';

/**
 * The results of one exercise, with a guess where the values allow one.
 *
 * One mistake shows on every input: a guess about numbers is made only where it explains each test
 * that failed with other numbers of the same name, the student's tests and the hidden ones apart.
 */
export function withLikely(results: readonly TestResult[]): TestResult[] {
  const guessed = results.map(alone);
  return guessed.map((result) => {
    const { issue } = result;
    if (issue?.likely === undefined || !isOfNumbers(issue)) return result;
    const { likely, ...bare } = issue;
    const isContradicted = guessed.some(
      (other) =>
        other.visible === result.visible &&
        other.exercise === result.exercise &&
        other.issue !== undefined &&
        isAboutTheSame(other.issue, issue) &&
        contradicts(other.issue, issue),
    );
    return isContradicted ? { ...result, issue: bare } : result;
  });
}

/** One or two numbers of another test may be too few to tell; many of this one tell enough. */
function contradicts(other: Issue, { likely, got }: Issue): boolean {
  if (familyOf(other.likely) === familyOf(likely)) return false;
  const isTooLittle = other.code === 'value-mismatch' && countNumbers(other.got) < 3;
  return other.likely !== undefined || !isTooLittle || countNumbers(got) < 3;
}

const isOfNumbers = ({ code }: Issue): boolean =>
  code === 'value-mismatch' || code === 'expectation';

/** Other numbers, or no numbers at all, under the same name. */
function isAboutTheSame({ code, params }: Issue, issue: Issue): boolean {
  if (issue.code !== 'value-mismatch') return false;
  if (code !== 'value-mismatch' && code !== 'type-mismatch') return false;
  const [a, b] = [params.what ?? '', issue.params.what ?? ''];
  return typeof a === 'number' || typeof b === 'number' ? a === b : sameWording(a, b);
}

/** `times-batch` and `times`: a factor is the size of another axis where the shapes are others. */
const familyOf = (likely: Likely | undefined): string | undefined => likely?.code.split('-')[0];

function alone(result: TestResult): TestResult {
  const { issue, call, verdict } = result;
  if (issue === undefined || verdict !== 'failed') return result;
  const args = call?.args ?? [];
  if (issue.code === 'not-finite' && issue.params.got === 'NaN' && args.some(holdsNaN)) {
    return { ...result, issue: { ...issue, params: { ...issue.params, nanInInput: 1 } } };
  }
  const likely = guessOf(issue, args);
  return likely === undefined ? result : { ...result, issue: { ...issue, likely } };
}

/** Whether NaN stands anywhere in an argument. */
function holdsNaN(value: Value): boolean {
  if (typeof value === 'number') return Number.isNaN(value);
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof TensorValue) return value.data.some(Number.isNaN);
  if (ArrayBuffer.isView(value)) return Array.from(value as ArrayLike<Value>).some(holdsNaN);
  if (value instanceof Map || value instanceof Set) return [...value].flat().some(holdsNaN);
  return Object.values(value).some(holdsNaN);
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
      if (issue.within !== undefined) return likelyEntries(issue.within, params.what, args);
      return likelyNumbers(got, expected, args);
    case 'expectation':
      return likelyNumbers(got, expected, args);
    default:
      return undefined;
  }
}

/** Of a list of objects all numbers of the name that differs; of another list all its numbers. */
function likelyEntries(
  { got, expected }: NonNullable<Issue['within']>,
  what: unknown,
  args: readonly Value[],
): Likely | undefined {
  // `errors[0].line` is the number `line` of an entry.
  const key = typeof what === 'string' ? what.slice(what.lastIndexOf('.') + 1) : '';
  const column = (list: Value): Value =>
    Array.isArray(list) && list.every((item) => isEntry(item, key))
      ? list.map((item) => (item as Record<string, Value>)[key])
      : list;
  return likelyNumbers(column(got), column(expected), args);
}

const isEntry = (item: Value, key: string): boolean =>
  typeof item === 'object' && item !== null && Object.hasOwn(item, key);

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
  // Of a list the sentence says all: it is too long, or too short.
  if (!(got instanceof TensorValue)) return undefined;
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
