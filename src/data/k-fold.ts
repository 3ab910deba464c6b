/** Cross-validation: every row is judged on once. */
import { createRng, type Seed } from '../backend/random.js';
import { messages } from '../messages/index.js';
import { checkKeys, type RowKey, range, rowsByKey } from './split-rows.js';

export interface KFoldOptions {
  /** How many parts. Default 5. */
  folds?: number;
  /** Fixes who goes where. Default 0. */
  seed?: Seed;
  /** The class of each row: each part gets the same share of every class. */
  labels?: ArrayLike<RowKey>;
  /** The group of each row: a group is never on both sides. */
  groups?: ArrayLike<RowKey>;
}

/** Row numbers to learn from and to be judged on. */
export interface Fold {
  train: number[];
  validation: number[];
}

/** Deals rows like cards, class after class, so that parts differ by one row at most. */
function deal(lists: readonly (readonly number[])[], folds: number): number[][] {
  const parts: number[][] = Array.from({ length: folds }, () => []);
  let next = 0;
  for (const rows of lists) for (const row of rows) parts[next++ % folds]?.push(row);
  return parts;
}

/** The largest groups first, each to the smallest part so far. */
function dealGroups(groups: readonly (readonly number[])[], folds: number): number[][] {
  const parts: number[][] = Array.from({ length: folds }, () => []);
  for (const rows of [...groups].sort((a, b) => b.length - a.length)) {
    const smallest = parts.reduce((a, b) => (b.length < a.length ? b : a));
    smallest.push(...rows);
  }
  return parts;
}

/**
 * Splits rows into `folds` parts, each of which is once the validation part: at random, by class
 * (`labels`) or by group (`groups`).
 *
 * @param count how many rows there are
 * @returns a pair of row numbers for each fold, ascending
 * @throws RangeError for fewer rows or groups than folds, or keys of another length
 * @example
 * for (const { train, validation } of kFold(rows.length, { folds: 5, seed: 1 })) {
 *   const [learn, judge] = [pickRows(rows, train), pickRows(rows, validation)];
 * }
 */
export function kFold(count: number, options: KFoldOptions = {}): Fold[] {
  const { folds = 5, seed = 0, labels, groups } = options;
  const { split } = messages().data;
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(split.count({ given: String(count) }));
  }
  checkKeys(count, { ...(labels && { labels }), ...(groups && { groups }) });
  const rng = createRng(seed);
  const byGroup = groups === undefined ? undefined : [...rowsByKey(groups).values()];
  const most = byGroup?.length ?? count;
  if (!Number.isInteger(folds) || folds < 2 || folds > most) {
    const noun = byGroup === undefined ? split.rows() : split.groups();
    throw new RangeError(split.folds({ most, noun, given: String(folds) }));
  }
  let parts: number[][];
  if (byGroup !== undefined) parts = dealGroups(rng.shuffle(byGroup), folds);
  else if (labels === undefined) parts = deal([rng.permutation(count)], folds);
  else
    parts = deal(
      [...rowsByKey(labels).values()].map((rows) => rng.shuffle(rows)),
      folds,
    );
  return parts.map((part) => {
    const held = new Set(part);
    return {
      train: range(count).filter((row) => !held.has(row)),
      validation: [...part].sort((a, b) => a - b),
    };
  });
}
