/** The demands of lesson 01's tests about row numbers. Nothing here knows the solution. */

import type { Text } from '../../../src/messages/text.js';
import { type Test, type TestContext, test } from '../../judge/test.js';
import type { Value } from '../../judge/value.js';
import type { Given } from '../../test-kit/given.js';
import { expectRefusal } from '../../test-kit/refuses.js';

/** Groups of unequal sizes in mixed order. */
export function randomGroups({ rng }: TestContext, count: number, numbers = false) {
  const rows = Array.from({ length: count }, (_, i) => {
    const name = numbers ? 100 - i : `g${i}`;
    return new Array<string | number>(rng.integer(1, 6)).fill(name);
  });
  return rng.shuffle(rows.flat());
}

/** Both parts of a split, each row in one of them; and the groups of each. */
function expectParts(t: TestContext, got: Value, groups: readonly (string | number)[]) {
  const parts = t.expectObject(got, ['train', 'test'], 'groupedSplit');
  const train = t.expectNumbers(parts.train, 'train');
  const held = t.expectNumbers(parts.test, 'test');
  const all = [...train, ...held].sort((a, b) => a - b);
  t.expectClose(all, [...groups.keys()], {
    what: { en: 'The rows of both parts together', zh: '两部分的行号合在一起' },
    atol: 0,
    rtol: 0,
  });
  const namesOf = (rows: number[]) => new Set(rows.map((row) => groups[row] as string | number));
  return { train: namesOf(train), test: namesOf(held), rows: { train, test: held } };
}

/** No group is on both sides, every row is on one. */
export const groupsStayTogether = (
  given: Given,
  splits: readonly { groups: number; fraction: number; numbers?: boolean }[],
): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    for (const { groups: count, fraction, numbers } of splits) {
      const groups = randomGroups(t, count, numbers);
      const got = await t.student.groupedSplit?.(groups, fraction, t.rng.integer(0, 1000));
      const { train, test: held } = expectParts(t, got, groups);
      t.expect(
        held.size > 0 && train.size > 0,
        {
          en: `All rows are in one part, of ${count} groups and a fraction of ${fraction}.`,
          zh: `共有 ${count} 个分组、比例为 ${fraction} 时，所有行都在同一部分里。`,
        },
        { got },
      );
      const both = [...held].find((group) => train.has(group));
      t.expect(
        both === undefined,
        {
          en: `Group ${both} is in both parts.`,
          zh: `分组 ${both} 同时出现在两部分中。`,
        },
        { got },
      );
      t.expectArgumentsUnchanged();
    }
  });

function expectShare(
  t: TestContext,
  size: number,
  { count, fraction, expected }: Record<'count' | 'fraction' | 'expected', number>,
  got: Value,
): void {
  t.expect(
    size === expected,
    {
      en: `Of ${count} groups and a fraction of ${fraction}, ${expected} groups belong in the test part. Got: ${size}.`,
      zh: `共有 ${count} 个分组、比例为 ${fraction} 时，测试部分应有 ${expected} 个分组。得到：${size}。`,
    },
    { got },
  );
}

/** What is equally likely comes about equally often: each count of `draws` near `share` of them. */
function expectEven(
  t: TestContext,
  counts: ReadonlyMap<string, number>,
  { draws, share }: Record<'draws' | 'share', number>,
  tell: (which: string, times: number, usual: number) => Text,
): void {
  const usual = draws * share;
  // A fair count is further off less than once in ten million times; a `sort` by chance always is.
  const most = 6 * Math.sqrt(usual * (1 - share));
  for (const [which, times] of counts) {
    t.expect(Math.abs(times - usual) <= most, tell(which, times, Math.round(usual)));
  }
}

/** The test part has as many groups as the fraction says. */
export const groupShare = (
  given: Given,
  splits: readonly { groups: number; fraction: number; expected: number }[],
): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    for (const { groups: count, fraction, expected } of splits) {
      const groups = randomGroups(t, count);
      const got = await t.student.groupedSplit?.(groups, fraction, t.rng.integer(0, 1000));
      const { size } = expectParts(t, got, groups).test;
      expectShare(t, size, { count, fraction, expected }, got);
    }
  });

/** Two of three groups are in the test part, each group about equally often. */
async function expectEqualChance(t: TestContext): Promise<void> {
  const groups = randomGroups(t, 3);
  const draws = 400;
  const first = t.rng.integer(0, 1000);
  const counts = new Map<string, number>(groups.map((group) => [`${group}`, 0]));
  for (let seed = first; seed < first + draws; seed++) {
    const got = await t.student.groupedSplit?.(groups, 0.6, seed);
    for (const group of expectParts(t, got, groups).test) {
      counts.set(`${group}`, (counts.get(`${group}`) ?? 0) + 1);
    }
  }
  expectEven(t, counts, { draws, share: 2 / 3 }, (group, times, usual) => ({
    en: `In ${draws} splits group ${group} of 3 was in the test part ${times} times; with equal chances it is about ${usual}.`,
    zh: `${draws} 次划分中，3 个分组里的 ${group} 有 ${times} 次在测试部分；机会均等时约为 ${usual} 次。`,
  }));
}

/** Each group is in the test part of some split, as often as the others; each split has as many as it should. */
export const groupsHaveTheirChance = (
  given: Given,
  {
    groups: count,
    fraction,
    expected,
    draws,
  }: Record<'groups' | 'fraction' | 'expected' | 'draws', number>,
): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const groups = randomGroups(t, count);
    const seen = new Set<string | number>();
    const first = t.rng.integer(0, 1000);
    for (let seed = first; seed < first + draws; seed++) {
      const got = await t.student.groupedSplit?.(groups, fraction, seed);
      const held = expectParts(t, got, groups).test;
      expectShare(t, held.size, { count, fraction, expected }, got);
      for (const group of held) seen.add(group);
    }
    t.expect(seen.size === count, {
      en: `In ${draws} splits only ${seen.size} of ${count} groups were ever in the test part.`,
      zh: `${draws} 次划分中，${count} 个分组里只有 ${seen.size} 个曾进入测试部分。`,
    });
    await expectEqualChance(t);
  });

/** Calls that must throw a `RangeError`, each with how a person reads it. */
export const refusesAll = (
  given: Given,
  exercise: string,
  calls: readonly (readonly [shown: string, args: readonly Value[]])[],
): Test =>
  test({ kind: 'contract', ...given }, async (t) => {
    for (const [call, args] of calls) await expectRefusal(t, exercise, call, args);
  });

/** An epoch of `n` rows: sizes of its batches, and each row once. */
function expectEpoch(t: TestContext, got: Value, n: number, batchSize: number): number[] {
  t.expect(
    Array.isArray(got),
    { en: 'The answer must be a list of batches.', zh: '结果应是由批次组成的列表。' },
    { got },
  );
  const batches = (got as Value[]).map((batch) => t.expectNumbers(batch, 'batchIndices'));
  const sizes = Array.from({ length: Math.ceil(n / batchSize) }, (_, i) =>
    Math.min(batchSize, n - i * batchSize),
  );
  t.expectClose(
    batches.map(({ length }) => length),
    sizes,
    { what: { en: 'The sizes of the batches', zh: '各批次的大小' }, atol: 0, rtol: 0 },
  );
  const order = batches.flat();
  t.expectClose(
    [...order].sort((a, b) => a - b),
    Array.from({ length: n }, (_, i) => i),
    { what: { en: 'All rows of the epoch', zh: '这一轮的全部行号' }, atol: 0, rtol: 0 },
  );
  return order;
}

export const epochHasAll = (given: Given, sizes: readonly (readonly [number, number])[]): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    for (const [n, batchSize] of sizes) {
      const got = await t.student.batchIndices?.(n, batchSize, t.rng.integer(0, 1000));
      expectEpoch(t, got, n, batchSize);
    }
  });

/** Each of the six orders of three rows comes at some seed, and each row in each place equally often. */
export const everyOrderComes = (given: Given, batchSize: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const seen = new Set<string>();
    const first = t.rng.integer(0, 1000);
    const counts = new Map<string, number>();
    // A right order leaves one out in so many draws less than once in a million classes.
    const draws = 150;
    for (let seed = first; seed < first + draws; seed++) {
      const got = await t.student.batchIndices?.(3, batchSize, seed);
      const order = expectEpoch(t, got, 3, batchSize);
      seen.add(order.join());
      for (const [place, row] of order.entries()) {
        const key = `${row}, ${place}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
    t.expect(seen.size === 6, {
      en: `In ${draws} epochs of 3 rows only ${seen.size} of the 6 orders ever came.`,
      zh: `3 行的 ${draws} 轮中，6 种次序里只出现过 ${seen.size} 种。`,
    });
    expectEven(t, counts, { draws, share: 1 / 3 }, (key, times, usual) => {
      const [row, place] = key.split(', ');
      return {
        en: `In ${draws} epochs of 3 rows, row ${row} stood at position ${place} ${times} times; if every order is equally likely it is about ${usual}.`,
        zh: `3 行的 ${draws} 轮中，第 ${row} 行有 ${times} 次在位置 ${place}；若每种次序机会均等，约为 ${usual} 次。`,
      };
    });
  });

/** The same seed gives the same, and of several others one at least gives something else. */
export async function seedMatters(
  t: TestContext,
  ask: (seed: number) => Promise<Value>,
): Promise<void> {
  const seed = t.rng.integer(0, 1000);
  const first = JSON.stringify(await ask(seed));
  const again = await ask(seed);
  t.expect(
    JSON.stringify(again) === first,
    { en: 'The same seed gives two different answers.', zh: '同一个种子给出了两个不同的结果。' },
    { got: again },
  );
  let others = 0;
  for (let more = 1; more <= 4; more++) {
    if (JSON.stringify(await ask(seed + more)) !== first) others++;
  }
  t.expect(
    others > 0,
    { en: 'Five seeds give the same answer.', zh: '五个种子给出同一个结果。' },
    { got: again },
  );
}
