/** Right solutions of lesson 00 in other styles, each of which its exercise's tests must accept. */
import type { VariantsByExercise } from '../parts.js';

interface Row {
  group: number;
  value?: number | null;
}

type Work = (item: unknown, index: number) => Promise<unknown>;

export const variants: VariantsByExercise = {
  groupMeans: [
    {
      name: 'an object of sums, its keys made numbers again',
      fn: (rows: Row[]) => {
        const sums: Record<string, { sum: number; count: number }> = {};
        for (const row of rows) {
          sums[row.group] ??= { sum: 0, count: 0 };
          const group = sums[row.group];
          if (group === undefined || !Number.isFinite(row.value)) continue;
          group.sum += row.value as number;
          group.count++;
        }
        return Object.entries(sums)
          .map(([key, { sum, count }]) => ({
            group: Number(key),
            mean: count > 0 ? sum / count : null,
            count,
          }))
          .sort((a, b) => a.group - b.group);
      },
    },
    {
      name: 'filters group by group',
      fn: (rows: Row[]) =>
        Float64Array.from(new Set(rows.map(({ group }) => group)))
          .sort()
          .reduce<object[]>((all, group) => {
            const known = rows.flatMap((row) =>
              row.group === group && row.value != null && !Number.isNaN(row.value) ? row.value : [],
            );
            const mean = known.length ? known.reduce((a, b) => a + b) / known.length : null;
            all.push({ count: known.length, mean, group });
            return all;
          }, []),
    },
    {
      name: 'a sorted copy, and means as they come',
      fn: (rows: Row[]) => {
        const groups = new Map<number, { mean: number | null; count: number }>();
        for (const { group, value } of rows.toSorted((a, b) => a.group - b.group)) {
          const { mean, count } = groups.get(group) ?? { mean: null, count: 0 };
          const next = value == null || Number.isNaN(value) ? undefined : value;
          groups.set(
            group,
            next === undefined
              ? { mean, count }
              : { mean: ((mean ?? 0) * count + next) / (count + 1), count: count + 1 },
          );
        }
        return Array.from(groups, ([group, rest]) => ({ group, ...rest }));
      },
    },
  ],
  mapLimit: [
    {
      name: 'a set of those in progress, and a race',
      fn: async (items: unknown[], limit: number, work: Work) => {
        const results: Promise<unknown>[] = [];
        const running = new Set<Promise<unknown>>();
        for (const [i, item] of items.entries()) {
          if (running.size >= limit) await Promise.race(running);
          const one = work(item, i);
          results.push(one);
          running.add(one);
          const ended = (): void => void running.delete(one);
          one.then(ended, ended);
        }
        return Promise.all(results);
      },
    },
    {
      name: 'workers that share an iterator',
      fn: async (items: unknown[], limit: number, work: Work) => {
        const results: unknown[] = [];
        const rest = items.entries();
        const worker = async (): Promise<void> => {
          for (const [i, item] of rest) results[i] = await work(item, i);
        };
        await Promise.all([...Array(limit).keys()].map(worker));
        return results;
      },
    },
    {
      name: 'a promise by hand, without await',
      fn: (items: unknown[], limit: number, work: Work) =>
        new Promise((resolve, reject) => {
          const results: unknown[] = [];
          let next = 0;
          let done = 0;
          const begin = (): void => {
            if (done === items.length) resolve(results);
            if (next >= items.length) return;
            const i = next++;
            work(items[i], i).then((result) => {
              results[i] = result;
              done++;
              begin();
            }, reject);
          };
          for (let k = 0; k < Math.max(1, Math.min(limit, items.length)); k++) begin();
        }),
    },
    {
      name: 'nothing begins after a failure',
      fn: async (items: unknown[], limit: number, work: Work) => {
        const results: unknown[] = [];
        let next = 0;
        const worker = async (): Promise<void> => {
          while (next < items.length) {
            const i = next++;
            try {
              results[i] = await work(items[i], i);
            } catch (error) {
              next = items.length;
              throw error;
            }
          }
        };
        await Promise.all(Array.from({ length: limit }, worker));
        return results;
      },
    },
    {
      name: 'fails when the rest is done',
      fn: async (items: unknown[], limit: number, work: Work) => {
        const results: unknown[] = [];
        let next = 0;
        const worker = async (): Promise<void> => {
          while (next < items.length) {
            const i = next++;
            results[i] = await work(items[i], i);
          }
        };
        const ends = await Promise.allSettled(Array.from({ length: limit }, worker));
        for (const end of ends) if (end.status === 'rejected') throw end.reason;
        return results;
      },
    },
  ],
  runningStats: [
    {
      name: 'two passes over each beginning',
      fn: (values: Float32Array) => {
        const all = Array.from(values);
        const mean = (list: number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
        const means = all.map((_, i) => mean(all.slice(0, i + 1)));
        const variances = means.map((m, i) => mean(all.slice(0, i + 1).map((v) => (v - m) ** 2)));
        return { means, variances };
      },
    },
    {
      name: 'sums of differences from the first value, in Float64Arrays',
      fn: (values: Float32Array) => {
        const means = new Float64Array(values.length);
        const variances = new Float64Array(values.length);
        const first = values[0] ?? 0;
        let [sum, squares] = [0, 0];
        for (let i = 0; i < values.length; i++) {
          const d = (values[i] ?? 0) - first;
          sum += d;
          squares += d * d;
          means[i] = first + sum / (i + 1);
          variances[i] = Math.max(0, squares / (i + 1) - (sum / (i + 1)) ** 2);
        }
        return { means, variances };
      },
    },
  ],
};
