/** Typical wrong solutions of lesson 00, each of which its exercise's tests must reject. */
import type { Mutant, MutantsByExercise } from '../parts.js';
import { groupMeans, mapLimit, runningStats } from './solution.js';

type Rows = Parameters<typeof groupMeans>[0];
type Group = ReturnType<typeof groupMeans>[number];

const groupMeansMutants: readonly Mutant[] = [
  {
    name: 'groups sorted as text',
    guess: {
      en: 'The groups are sorted as text: give `sort` a comparison, `(a, b) => a - b`.',
      zh: '各组按文本排序了：请给 `sort` 一个比较函数 `(a, b) => a - b`。',
    },
    fn: (rows: Rows) =>
      groupMeans(rows).sort((a, b) => (String(a.group) < String(b.group) ? -1 : 1)),
  },
  {
    name: 'the order of an object with groups as keys',
    guess: {
      en: 'The groups stand in the order of the keys of an object, which is not that of numbers.',
      zh: '各组的顺序是对象键的顺序，而它不是数值的顺序。',
    },
    fn: (rows: Rows) => {
      const byKey: Record<string, Group> = {};
      for (const { group } of rows) byKey[group] ??= undefined as unknown as Group;
      for (const one of groupMeans(rows)) byKey[one.group] = one;
      return Object.values(byKey);
    },
  },
  {
    name: 'groups in the order of their first row',
    guess: { en: 'The groups are not sorted.', zh: '各组没有排序。' },
    fn: (rows: Rows) => {
      const order = [...new Set(rows.map(({ group }) => group))];
      return groupMeans(rows).sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group));
    },
  },
  {
    name: '0 taken for missing',
    guess: {
      en: 'A value of 0 is left out: `if (value)` is false for 0.',
      zh: '值为 0 的行被漏掉了：`if (value)` 对 0 为假。',
    },
    fn: (rows: Rows) => groupMeans(rows.map((row) => ({ ...row, value: row.value || null }))),
  },
  {
    name: 'missing taken for 0',
    guess: {
      en: 'A missing value is counted as 0; it should not be counted at all.',
      zh: '缺失值被当作 0 计入了；它不应计入。',
    },
    fn: (rows: Rows) => groupMeans(rows.map((row) => ({ ...row, value: row.value || 0 }))),
  },
  {
    name: 'NaN taken for a value',
    guess: {
      en: 'NaN is counted as a value: `typeof NaN` is `number`. `Number.isNaN` tells.',
      zh: 'NaN 被当作值计入了：`typeof NaN` 也是 `number`。请用 `Number.isNaN` 判断。',
    },
    fn: (rows: Rows) => {
      const without = rows.map((row) => ({ ...row, value: row.value ?? null }));
      return groupMeans(without).map((one) => {
        const nans = without.filter((r) => r.group === one.group && Number.isNaN(r.value)).length;
        return nans === 0 ? one : { ...one, mean: Number.NaN, count: one.count + nans };
      });
    },
  },
  {
    name: 'groups as text',
    guess: {
      en: 'The groups are texts: keys of an object always are. `Number(key)` makes a number of one.',
      zh: '组号成了文本：对象的键总是文本。`Number(key)` 可以把它变回数。',
    },
    fn: (rows: Rows) => groupMeans(rows).map((one) => ({ ...one, group: String(one.group) })),
  },
  {
    name: 'divided by all rows of the group',
    guess: {
      en: 'The sum is divided by all rows of the group; divide by those that have a value.',
      zh: '和除以了该组的全部行数；应除以有值的行数。',
    },
    fn: (rows: Rows) =>
      groupMeans(rows).map(({ group, mean, count }) => {
        const all = rows.filter((row) => row.group === group).length;
        return { group, mean: mean === null ? null : (mean * count) / all, count: all };
      }),
  },
  {
    name: 'a group without values left out',
    guess: {
      en: 'A group without any value is missing from the answer; its mean is null.',
      zh: '没有任何值的组从结果中消失了；它的均值应为 null。',
    },
    fn: (rows: Rows) => groupMeans(rows).filter(({ count }) => count > 0),
  },
  {
    name: 'NaN as the mean of nothing',
    guess: {
      en: 'The mean of a group without values is 0 / 0, which is NaN; null is asked for.',
      zh: '没有值的组的均值成了 0 / 0，即 NaN；应为 null。',
    },
    fn: (rows: Rows) => groupMeans(rows).map((one) => ({ ...one, mean: one.mean ?? Number.NaN })),
  },
];

type Work = (item: unknown, index: number) => Promise<unknown>;

const mapLimitMutants: readonly Mutant[] = [
  {
    name: 'no limit',
    guess: {
      en: 'All items begin at once: `items.map(work)` knows no limit.',
      zh: '所有项同时开始了：`items.map(work)` 没有上限。',
    },
    fn: (items: unknown[], _limit: number, work: Work) =>
      Promise.all(items.map((item, i) => work(item, i))),
  },
  {
    name: 'one after the other',
    guess: {
      en: 'The items run one after the other, whatever the limit is.',
      zh: '无论上限是多少，各项都是一个接一个进行的。',
    },
    fn: (items: unknown[], _limit: number, work: Work) => mapLimit(items, 1, work),
  },
  {
    name: 'in blocks',
    guess: {
      en: 'The items run in blocks: each block waits for the slowest of the one before.',
      zh: '各项分块进行：每一块都要等前一块中最慢的一项。',
    },
    fn: async (items: unknown[], limit: number, work: Work) => {
      const results: unknown[] = [];
      for (let from = 0; from < items.length; from += limit) {
        const block = items.slice(from, from + limit);
        results.push(...(await Promise.all(block.map((item, i) => work(item, from + i)))));
      }
      return results;
    },
  },
  {
    name: 'results in the order in which they came',
    guess: {
      en: 'The results stand in the order in which they came; put each at the index of its item.',
      zh: '结果按完成的先后排列；应把每个结果放在对应项的下标处。',
    },
    fn: async (items: unknown[], limit: number, work: Work) => {
      const results: unknown[] = [];
      await mapLimit(items, limit, async (item, i) => {
        results.push(await work(item, i));
      });
      return results;
    },
  },
  {
    name: 'workers that nobody awaits',
    guess: {
      en: 'mapLimit answers before the work is done: a promise is not awaited.',
      zh: 'mapLimit 在工作完成之前就返回了：有 promise 没有被等待。',
    },
    fn: (items: unknown[], limit: number, work: Work) => {
      const results: unknown[] = [];
      void mapLimit(items, limit, async (item, i) => {
        results[i] = await work(item, i);
      });
      return results;
    },
  },
  {
    name: 'index not passed on',
    guess: {
      en: '`work` is called without the index of the item.',
      zh: '调用 `work` 时没有传入该项的下标。',
    },
    fn: (items: unknown[], limit: number, work: Work) =>
      mapLimit(items, limit, (item) => (work as (item: unknown) => Promise<unknown>)(item)),
  },
  {
    name: 'index within the block',
    guess: {
      en: 'The index begins at 0 again in each block; it is the place in the whole list.',
      zh: '下标在每一块里都从 0 重新开始；它应是在整个列表中的位置。',
    },
    fn: (items: unknown[], limit: number, work: Work) =>
      mapLimit(items, limit, (item, i) => work(item, i % limit)),
  },
  {
    name: 'errors swallowed',
    guess: {
      en: 'The error of an item is swallowed, as by `Promise.allSettled` or an empty `catch`.',
      zh: '某一项的错误被吞掉了，例如用了 `Promise.allSettled` 或空的 `catch`。',
    },
    fn: (items: unknown[], limit: number, work: Work) =>
      mapLimit(items, limit, (item, i) => work(item, i).catch(() => undefined)),
  },
  {
    name: 'the list of items emptied',
    guess: {
      en: '`shift` takes the items out of the list, which the caller still needs.',
      zh: '`shift` 把项从列表中取走了，而调用者还要用这个列表。',
    },
    fn: async (items: unknown[], limit: number, work: Work) => {
      const results = await mapLimit([...items], limit, work);
      items.length = 0;
      return results;
    },
  },
  {
    name: 'stops at an item that is nothing',
    guess: {
      en: 'The work ends at an item that is undefined or 0: `while (item = …)` takes it for the end.',
      zh: '遇到值为 undefined 或 0 的项就停了：`while (item = …)` 把它当成了结尾。',
    },
    fn: (items: unknown[], limit: number, work: Work) => {
      const end = items.findIndex((item) => !item);
      return mapLimit(end < 0 ? items : items.slice(0, end), limit, work);
    },
  },
];

const runningStatsMutants: readonly Mutant[] = [
  {
    name: 'mean of squares minus square of the mean',
    guess: {
      en: 'The mean of squares minus the square of the mean: far from 0 nothing is left of the difference.',
      zh: '用了“平方的均值减去均值的平方”：值远离 0 时，这个差没有有效数字。',
    },
    fn: (values: Float32Array) => {
      let [sum, squares] = [0, 0];
      const [means, variances]: [number[], number[]] = [[], []];
      for (const value of values) {
        sum += value;
        squares += value * value;
        const n = means.length + 1;
        means.push(sum / n);
        variances.push(squares / n - (sum / n) ** 2);
      }
      return { means, variances };
    },
  },
  {
    name: 'divided by n - 1',
    guess: {
      en: 'The variance is divided by n - 1; here it is the mean of the squares, so by n.',
      zh: '方差除以了 n - 1；这里它是平方的平均，应除以 n。',
    },
    fn: (values: Float32Array) => {
      const { means, variances } = runningStats(values);
      return { means, variances: variances.map((v, i) => (i === 0 ? 0 : (v * (i + 1)) / i)) };
    },
  },
  {
    name: 'standard deviation',
    guess: {
      en: 'These are standard deviations; the variance is the square of one.',
      zh: '这些是标准差；方差是它的平方。',
    },
    fn: (values: Float32Array) => {
      const { means, variances } = runningStats(values);
      return { means, variances: variances.map(Math.sqrt) };
    },
  },
  {
    name: 'results in a Float32Array',
    guess: {
      en: 'The means are rounded to float32: `map` of a Float32Array gives a Float32Array.',
      zh: '均值被舍入成了 float32：Float32Array 的 `map` 得到的仍是 Float32Array。',
    },
    fn: (values: Float32Array) => {
      const { means, variances } = runningStats(values);
      return { means: Float32Array.from(means), variances: Float32Array.from(variances) };
    },
  },
  {
    name: 'old mean in both factors',
    guess: {
      en: 'Both factors use the mean before the step; one takes it before, one after.',
      zh: '两个因子都用了更新前的均值；应一个用更新前的，一个用更新后的。',
    },
    fn: (values: Float32Array) => {
      let [mean, squares] = [0, 0];
      const [means, variances]: [number[], number[]] = [[], []];
      for (const value of values) {
        const before = value - mean;
        mean += before / (means.length + 1);
        squares += before * before;
        means.push(mean);
        variances.push(squares / means.length);
      }
      return { means, variances };
    },
  },
  {
    name: 'squares not divided',
    guess: {
      en: 'The sum of squares is not divided by the number of values.',
      zh: '平方和没有除以值的个数。',
    },
    fn: (values: Float32Array) => {
      const { means, variances } = runningStats(values);
      return { means, variances: variances.map((v, i) => v * (i + 1)) };
    },
  },
  {
    name: 'the last mean and variance alone',
    guess: {
      en: 'There is one mean and one variance; one after each value is asked for.',
      zh: '只有一个均值和一个方差；应在每个值之后各有一个。',
    },
    fn: (values: Float32Array) => {
      const { means, variances } = runningStats(values);
      return { means: means.slice(-1), variances: variances.slice(-1) };
    },
  },
  {
    name: 'values overwritten',
    guess: {
      en: 'The means are written into the argument, which the caller still needs.',
      zh: '均值写进了参数，而调用者还要用它。',
    },
    fn: (values: Float32Array) => {
      const answer = runningStats(values);
      values.set(answer.means);
      return answer;
    },
  },
];

export const mutants: MutantsByExercise = {
  groupMeans: groupMeansMutants,
  mapLimit: mapLimitMutants,
  runningStats: runningStatsMutants,
};
