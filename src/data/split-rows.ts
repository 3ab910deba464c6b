/** Which rows go to which part of a split, so that nothing leaks from one part into another. */
import { createRng, type Rng, type Seed } from '../backend/random.js';
import { messages } from '../messages/index.js';

/** What belongs to a row: a class, a group, or a time. */
export type RowKey = number | string;

export interface SplitRowsOptions {
  /** The share of rows to be judged on, in (0, 1). Default 0.2. */
  testFraction?: number;
  /** The share of rows to choose between models by, in [0, 1). Default 0. */
  validationFraction?: number;
  /** Fixes who goes where. Default 0. */
  seed?: Seed;
  /** The class of each row: each part gets the same share of every class. */
  labels?: ArrayLike<RowKey>;
  /** The group of each row, such as the person: a group is never in two parts. */
  groups?: ArrayLike<RowKey>;
  /**
   * The time of each row, numbers or dates such as `2024-01-31`: the test part is the latest, before it
   * the validation part. Rows of the same time stay together.
   */
  time?: ArrayLike<RowKey>;
}

/** Row numbers of each part. */
export interface RowSplit {
  train: number[];
  validation: number[];
  test: number[];
}

export type Keys = Pick<SplitRowsOptions, 'labels' | 'groups' | 'time'>;

/** @throws RangeError when there are several, or one has not a key for each row */
export function checkKeys(count: number, keys: Keys): void {
  const { split } = messages().data;
  const given = (['labels', 'groups', 'time'] as const).filter((name) => keys[name] !== undefined);
  if (given.length > 1) throw new RangeError(split.oneOf({ given: given.join(', ') }));
  for (const name of given) {
    const { length } = keys[name] as ArrayLike<RowKey>;
    if (length !== count) throw new RangeError(split.keyForEach({ name, count, given: length }));
  }
}

/** Row numbers by key, keys in the order of first sight. */
export function rowsByKey(keys: ArrayLike<RowKey>): Map<RowKey, number[]> {
  const rows = new Map<RowKey, number[]>();
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as RowKey;
    const found = rows.get(key);
    if (found === undefined) rows.set(key, [i]);
    else found.push(i);
  }
  return rows;
}

export const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

interface Shares {
  test: number;
  validation: number;
}

/** Cuts a shuffled list into its parts. */
function cut(rows: readonly number[], { test, validation }: Shares, into: RowSplit): void {
  const testCount = Math.round(rows.length * test);
  const end = testCount + Math.round(rows.length * validation);
  into.test.push(...rows.slice(0, testCount));
  into.validation.push(...rows.slice(testCount, end));
  into.train.push(...rows.slice(end));
}

/** Groups in random order: each part takes groups while that brings it nearer to its share. */
function cutGroups(
  groups: readonly (readonly number[])[],
  count: number,
  { test, validation }: Shares,
  into: RowSplit,
): void {
  const left = [...groups];
  const fill = (part: number[], wanted: number): void => {
    if (wanted === 0) return;
    for (let i = 0; i < left.length; ) {
      const size = left[i]?.length ?? 0;
      const nearer = Math.abs(part.length + size - wanted) < Math.abs(part.length - wanted);
      if (nearer) part.push(...(left.splice(i, 1)[0] ?? []));
      else i++;
    }
  };
  fill(into.test, count * test);
  fill(into.validation, count * validation);
  into.train.push(...left.flat());
}

const before = (a: RowKey, b: RowKey): number => (a < b ? -1 : a > b ? 1 : 0);

/** The latest rows are the test; a cut never parts rows of the same time. */
function cutTime(time: ArrayLike<RowKey>, { test, validation }: Shares): RowSplit {
  const at = (row: number | undefined): RowKey => time[row ?? 0] as RowKey;
  const rows = range(time.length).sort((a, b) => before(at(a), at(b)) || a - b);
  const snapped = (place: number): number => {
    let [down, up] = [place, place];
    const isWithin = (i: number): boolean =>
      i > 0 && i < rows.length && before(at(rows[i - 1]), at(rows[i])) === 0;
    while (isWithin(down)) down--;
    while (isWithin(up)) up++;
    return up < rows.length && (place - down > up - place || down === 0) ? up : down;
  };
  const testCount = Math.round(rows.length * test);
  const validationCount = Math.round(rows.length * validation);
  const second = snapped(rows.length - testCount);
  const first = Math.min(second, snapped(rows.length - testCount - validationCount));
  return {
    train: rows.slice(0, first),
    validation: rows.slice(first, second),
    test: rows.slice(second),
  };
}

function checkTimes(time: ArrayLike<RowKey>): void {
  const { split } = messages().data;
  const wrong = Array.from(time).findIndex(
    (t) => typeof t !== typeof time[0] || (typeof t === 'number' && !Number.isFinite(t)),
  );
  if (wrong >= 0) throw new RangeError(split.times({ row: wrong, given: String(time[wrong]) }));
}

function checkShares({ test, validation }: Shares): void {
  const { split } = messages().data;
  if (!(test > 0 && test < 1)) {
    throw new RangeError(split.share({ name: 'testFraction', from: '(0', given: String(test) }));
  }
  if (!(validation >= 0 && validation < 1)) {
    const params = { name: 'validationFraction', from: '[0', given: String(validation) };
    throw new RangeError(split.share(params));
  }
  if (test + validation >= 1) {
    throw new RangeError(split.shares({ sum: Number((test + validation).toPrecision(6)) }));
  }
}

function assign(count: number, shares: Shares, keys: Keys, rng: Rng): RowSplit {
  const parts: RowSplit = { train: [], validation: [], test: [] };
  if (keys.labels !== undefined) {
    for (const [, rows] of [...rowsByKey(keys.labels)].sort(([a], [b]) => before(a, b))) {
      cut(rng.shuffle(rows), shares, parts);
    }
  } else if (keys.groups !== undefined) {
    cutGroups(rng.shuffle([...rowsByKey(keys.groups).values()]), count, shares, parts);
  } else {
    cut(rng.permutation(count), shares, parts);
  }
  // Within a part no class or group comes first.
  const { train, validation, test } = parts;
  return {
    train: rng.shuffle(train),
    validation: rng.shuffle(validation),
    test: rng.shuffle(test),
  };
}

/**
 * Splits rows at random, by class (`labels`), by group (`groups`) or by time (`time`); only one of
 * these. Every row is in exactly one part.
 *
 * @param count how many rows there are
 * @returns row numbers of each part: in random order, by time from the earliest on
 * @throws RangeError when a part that was asked for would be empty, for shares out of range, or keys
 *   of another length
 * @example
 * const { train, test } = splitRows(clips.length, { groups: details.speaker, seed: 1 });
 */
export function splitRows(count: number, options: SplitRowsOptions = {}): RowSplit {
  const { testFraction: test = 0.2, validationFraction: validation = 0, seed = 0 } = options;
  const { labels, groups, time } = options;
  const { split } = messages().data;
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(split.count({ given: String(count) }));
  }
  checkShares({ test, validation });
  const keys: Keys = {
    ...(labels !== undefined && { labels }),
    ...(groups !== undefined && { groups }),
    ...(time !== undefined && { time }),
  };
  checkKeys(count, keys);
  if (time !== undefined) checkTimes(time);
  const shares = { test, validation };
  const parts =
    time === undefined ? assign(count, shares, keys, createRng(seed)) : cutTime(time, shares);
  const empty = (['train', 'test', 'validation'] as const).find(
    (name) => parts[name].length === 0 && (name !== 'validation' || validation > 0),
  );
  if (empty === undefined) return parts;
  const what = groups !== undefined ? rowsByKey(groups).size : count;
  const noun =
    groups !== undefined ? split.groups() : time !== undefined ? split.timed() : split.rows();
  throw new RangeError(split.empty({ part: empty, n: what, noun, test, validation }));
}
