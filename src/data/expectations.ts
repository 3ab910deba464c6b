/** What a table is expected to be, and where it is not. */
import { messages } from '../messages/index.js';
import { type AnyRow, isMissing } from './column-values.js';

/** What is expected of a column; what is left out is not checked. */
export interface Expectation {
  column: string;
  type?: 'number' | 'text';
  /** The lowest and the highest value, both included. */
  min?: number;
  max?: number;
  /** The largest share of missing values, in [0, 1]. */
  missing?: number;
  /** The only values. */
  values?: readonly (string | number)[];
  /** Whether no value comes twice. */
  unique?: boolean;
  /** What the whole text must match. */
  pattern?: RegExp;
  /** Whether values only grow or only fall from row to row; the same value again is allowed. */
  order?: 'increasing' | 'decreasing';
}

export type ExpectationRule =
  | 'column'
  | 'type'
  | 'min'
  | 'max'
  | 'missing'
  | 'values'
  | 'unique'
  | 'pattern'
  | 'order';

/** A rule that does not hold. */
export interface ExpectationFailure {
  column: string;
  rule: ExpectationRule;
  /** How many rows do not fit; of all rows. */
  count: number;
  share: number;
  /** The first of these rows, ten at most, counted from 0, and what they hold. */
  rows: readonly number[];
  examples: readonly unknown[];
  /** All of it in a sentence. */
  message: string;
}

export interface ValidationResult {
  ok: boolean;
  failures: readonly ExpectationFailure[];
}

interface Entry {
  row: number;
  value: unknown;
}

/** The rule of a value alone. */
type ValueRule = [rule: ExpectationRule, expected: string, holds: (value: unknown) => boolean];

function valueRules({ type, min, max, values, pattern }: Expectation): ValueRule[] {
  const rules: ValueRule[] = [];
  const isNumber = (value: unknown): value is number => typeof value === 'number';
  if (type !== undefined) {
    rules.push(['type', type, (v) => isNumber(v) === (type === 'number')]);
  }
  if (min !== undefined) rules.push(['min', `>= ${min}`, (v) => !isNumber(v) || v >= min]);
  if (max !== undefined) rules.push(['max', `<= ${max}`, (v) => !isNumber(v) || v <= max]);
  if (values !== undefined) {
    const allowed = new Set<unknown>(values);
    rules.push(['values', values.slice(0, 10).join(', '), (v) => allowed.has(v)]);
  }
  if (pattern !== undefined) {
    // With `g` or `y` it would remember where it was.
    const whole = new RegExp(`^(?:${pattern.source})$`, pattern.flags.replace(/[gy]/g, ''));
    rules.push(['pattern', `${pattern}`, (v) => whole.test(`${v}`)]);
  }
  return rules;
}

function repeated(entries: readonly Entry[]): Entry[] {
  const seen = new Set<unknown>();
  return entries.filter(({ value }) => {
    const again = seen.has(value);
    seen.add(value);
    return again;
  });
}

function outOfOrder(entries: readonly Entry[], order: 'increasing' | 'decreasing'): Entry[] {
  return entries.filter(({ value }, i) => {
    const previous = entries[i - 1]?.value;
    if (previous === undefined) return false;
    const [low, high] = order === 'increasing' ? [previous, value] : [value, previous];
    return (low as number) > (high as number);
  });
}

function checkColumn(rows: readonly AnyRow[], expectation: Expectation): ExpectationFailure[] {
  const { column, missing, unique, order } = expectation;
  const { expectations: say } = messages().data;
  const all: Entry[] = rows.map((row, i) => ({ row: i, value: row[column] }));
  const fail = (
    rule: ExpectationRule,
    found: readonly Entry[],
    expected: string,
  ): ExpectationFailure => {
    const [share, first] = [found.length / Math.max(1, rows.length), found.slice(0, 10)];
    const params = {
      ...{ column, count: found.length, all: rows.length, expected },
      ...{ row: first[0]?.row ?? 0, example: JSON.stringify(first[0]?.value) ?? 'undefined' },
    };
    return {
      ...{ column, rule, count: found.length, share },
      ...{ rows: first.map(({ row }) => row), examples: first.map(({ value }) => value) },
      message: say[rule](params),
    };
  };
  if (!rows.some((row) => column in row)) return [fail('column', all, column)];
  const failures: ExpectationFailure[] = [];
  const empty = all.filter(({ value }) => isMissing(value));
  if (missing !== undefined && empty.length / rows.length > missing) {
    failures.push(fail('missing', empty, `${missing * 100} %`));
  }
  const entries = all.filter(({ value }) => !isMissing(value));
  for (const [rule, expected, holds] of valueRules(expectation)) {
    const wrong = entries.filter(({ value }) => !holds(value));
    if (wrong.length > 0) failures.push(fail(rule, wrong, expected));
  }
  const twice = unique ? repeated(entries) : [];
  if (twice.length > 0) failures.push(fail('unique', twice, ''));
  const turned = order === undefined ? [] : outOfOrder(entries, order);
  if (turned.length > 0) failures.push(fail('order', turned, order ?? ''));
  return failures;
}

/**
 * Checks rows against what is expected of their columns. Missing values are judged by `missing` alone.
 *
 * @returns whether all holds, and each rule that does not: how many rows, which, and a sentence
 * @example
 * const { ok, failures } = validate(rows, [
 *   { column: 'age', type: 'number', min: 0, max: 120, missing: 0.05 },
 *   { column: 'email', unique: true, pattern: /\S+@\S+/ },
 * ]);
 * for (const { message } of failures) console.log(message);
 */
export function validate(
  rows: readonly AnyRow[],
  expectations: readonly Expectation[],
): ValidationResult {
  const failures = expectations.flatMap((expectation) => checkColumn(rows, expectation));
  return { ok: failures.length === 0, failures };
}
