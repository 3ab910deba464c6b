/** What the tests of lesson 00 ask for, on inputs that each of them chooses. */
import { Failure } from '../../judge/failure.js';
import { type Test, type TestContext, test } from '../../judge/test.js';
import { type CallbackValue, ErrorValue, type Value } from '../../judge/value.js';
import type { Given } from '../../test-kit/given.js';

type Row = { group: number; value?: number | null };

/** Rows of a table in groups, each with a value or without one in each way that a value can lack. */
function drawRows({ rng }: TestContext, groups: readonly number[], count: number): Row[] {
  const lacking = [null, Number.NaN, undefined];
  const rows = Array.from({ length: count }, (_, i): Row => {
    const group = groups[rng.integer(0, groups.length - 1)] as number;
    if (i % 4 === 3) return { group };
    const value = i % 4 === 1 ? lacking[rng.integer(0, 2)] : rng.integer(-9, 9);
    return { group, value: value as number | null };
  });
  // Each group is there, and one of the values is 0.
  return rng.shuffle([...groups.map((group) => ({ group, value: 0 })), ...rows]);
}

/** The answer of the solution to rows that a test draws; the rows stay as they are. */
export const meansOf = (given: Given, draw: (t: TestContext) => Row[]): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    const rows = draw(t);
    const got = await t.student.groupMeans?.(rows as Value);
    t.expectArgumentsUnchanged();
    t.expectClose(got, await t.reference.groupMeans?.(rows as Value));
  });

/** Rows of these groups, some of which lack their value. */
export const meansOfGroups = (given: Given, groups: readonly number[], count: number): Test =>
  meansOf(given, (t) => drawRows(t, groups, count));

/** Promises settle at once: one that never does is found soon. In ms, as `Test.timeoutMs`. */
const timeoutMs = 500;

/**
 * Work that answers a number of its own for each index, and what was seen of it.
 *
 * @param shown code of such work, for the input that is shown
 */
function watchedWork(t: TestContext, shown: string, answer: (index: number) => Value) {
  /** How many were in progress when each began, itself included. */
  const inProgress: number[] = [];
  const work = t.callback(
    (_item, index) => {
      inProgress.push(work.calls.length - work.settled);
      return answer(typeof index === 'number' ? index : -1);
    },
    { answersBy: 'promise', shown },
  );
  return { work, inProgress };
}

/** Each item was begun once, and what was begun has ended before the answer. */
function expectAllDone(t: TestContext, work: CallbackValue, count: number): void {
  const [begun, ended] = [work.calls.length, work.settled];
  t.expect(ended === begun, {
    en: `mapLimit answered when ${ended} of ${begun} promises of \`work\` had settled.`,
    zh: `mapLimit 返回时，\`work\` 的 ${begun} 个 promise 中只完成了 ${ended} 个。`,
  });
  t.expect(begun === count, {
    en: `\`work\` was called ${begun} times for a list of length ${count}.`,
    zh: `列表长度为 ${count}，\`work\` 却被调用了 ${begun} 次。`,
  });
}

export interface Load {
  items: (t: TestContext) => Value[];
  limit: number;
  /** What the work makes of an item, and its code. Default: a number of its own for each. */
  work?: { of: (item: Value) => Value; shown: string };
}

/** Every item is worked on once, in order, with its index, and awaited; results in that order. */
export const worksOnEach = (given: Given, ...loads: readonly Load[]): Test =>
  test({ kind: 'value', timeoutMs, ...given }, async (t) => {
    for (const { items, limit, work: known } of loads) {
      const list = items(t);
      const drawn = (_: Value, i: number): Value => (i % 3 === 2 ? 0 : t.rng.integer(1, 999));
      const answers = list.map(known?.of ?? drawn);
      const shown = known?.shown ?? `async (_, i) => [${answers.join(', ')}][i]`;
      const { work } = watchedWork(t, shown, (i) => answers[i]);
      const got = await t.student.mapLimit?.(list, limit, work);
      t.expectArgumentsUnchanged();
      expectAllDone(t, work, list.length);
      t.expectClose(
        work.calls.map(([item, index]) => [item, index]),
        list.map((item, i) => [item, i]),
        { what: { en: 'What `work` was called with', zh: '调用 `work` 时的参数' } },
      );
      t.expectClose(got, answers, { what: { en: 'The list of results', zh: '结果列表' } });
    }
  });

/** Never more than the limit at once, never fewer than there could be. */
export const keepsTheLimit = (given: Given, ...loads: readonly [number, number][]): Test =>
  test({ kind: 'contract', timeoutMs, ...given }, async (t) => {
    for (const [count, limit] of loads) {
      const { work, inProgress } = watchedWork(t, 'async (_, i) => i', (i) => i);
      const items = Array.from({ length: count }, () => t.rng.integer(0, 99));
      await t.student.mapLimit?.(items, limit, work);
      expectAllDone(t, work, count);
      const most = Math.max(0, ...inProgress);
      t.expect(most <= limit, {
        en: `With a limit of ${limit}, ${most} were in progress at once.`,
        zh: `上限是 ${limit}，却有 ${most} 个同时在进行。`,
      });
      const possible = Math.min(limit, count);
      t.expect(most === possible, {
        en: `With a limit of ${limit} and ${count} items, ${possible} can be in progress at once; there were never more than ${most}.`,
        zh: `上限是 ${limit}、共有 ${count} 项时，可以同时进行 ${possible} 项；实际从未超过 ${most} 项。`,
      });
      // Two may end together before the next begins; but none waits for all others.
      const later = inProgress.slice(limit);
      t.expect(limit < 3 || later.every((n) => n > 1), {
        en: 'An item began only when all those before it had ended: the next should begin as soon as one ends.',
        zh: '要等前面的全部结束才开始下一项：应在任何一项结束后就立刻开始下一项。',
      });
    }
  });

/** When one fails, so does the whole, with the same error. */
export const failsWithTheError = (given: Given, count: number, limit: number): Test =>
  test({ kind: 'contract', timeoutMs, ...given }, async (t) => {
    const bad = t.rng.integer(0, count - 1);
    const message = `item ${bad} cannot be read (${t.rng.integer(100, 999)})`;
    const shown = `async (_, i) => { if (i === ${bad}) throw new Error('${message}'); return i; }`;
    const answer = (i: number): Value => (i === bad ? new ErrorValue('Error', message, '') : i);
    const { work } = watchedWork(t, shown, answer);
    const items = Array.from({ length: count }, (_, i) => i);
    let told: unknown;
    try {
      await t.student.mapLimit?.(items, limit, work);
    } catch (error) {
      if (!(error instanceof Failure) || error.issue.code !== 'threw') throw error;
      told = error.issue.params.message;
    }
    t.expect(told !== undefined, {
      en: `Item ${bad} failed, and mapLimit gave an answer as if all were well.`,
      zh: `第 ${bad} 项失败了，mapLimit 却像一切正常那样返回了结果。`,
    });
    t.expect(told === message, {
      en: 'mapLimit failed with another error than that of the item.',
      zh: 'mapLimit 抛出的错误不是那一项的错误。',
    });
  });

/** How far a result may be from the solution's, as the statement says it. */
const near = { means: { atol: 1e-3, rtol: 0 }, variances: { atol: 1e-6, rtol: 1e-6 } };

/** Means and variances of a stream, as arrays of any kind. */
export const statsOf = (
  given: Given,
  ...draws: readonly ((t: TestContext) => Float32Array)[]
): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    for (const draw of draws) {
      const values = draw(t);
      const got = t.expectObject(await t.student.runningStats?.(values), ['means', 'variances']);
      t.expectArgumentsUnchanged();
      const wanted = t.expectObject(await t.reference.runningStats?.(values), [
        'means',
        'variances',
      ]);
      for (const what of ['means', 'variances'] as const) {
        const expected = t.expectNumbers(wanted[what], what);
        t.expectClose(t.expectNumbers(got[what], what), expected, { what, ...near[what] });
      }
    }
  });

/** So many values around `mean`; where float32 has no digits left, whole steps of what it has. */
export const around =
  (mean: number, spread: number, count: number) =>
  ({ rng }: TestContext): Float32Array =>
    Float32Array.from({ length: count }, () => mean + spread * rng.integer(-5, 5));

/** What a shift of all values does: the means move with it, the variances stay. */
export const shiftMovesMeansAlone = (given: Given, count: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const values = around(0, 1, count)(t);
    const shift = t.rng.integer(-900, 900);
    const at = async (moved: Float32Array) =>
      t.expectObject(await t.student.runningStats?.(moved), ['means', 'variances']);
    const here = await at(values);
    const there = await at(values.map((v) => v + shift));
    const moved = t.expectNumbers(here.means, 'means').map((mean) => mean + shift);
    t.expectClose(t.expectNumbers(there.means, 'means'), moved, { what: 'means', ...near.means });
    const same = t.expectNumbers(here.variances, 'variances');
    const close = { what: 'variances', ...near.variances };
    t.expectClose(t.expectNumbers(there.variances, 'variances'), same, close);
  });
