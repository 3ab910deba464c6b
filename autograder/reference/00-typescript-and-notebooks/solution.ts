/** The reference solution of lesson 00. Each function is written as a student would hand it in. */

export function groupMeans(
  rows: readonly { group: number; value?: number | null }[],
): { group: number; mean: number | null; count: number }[] {
  const values = new Map<number, number[]>();
  for (const { group, value } of rows) {
    const known = values.get(group) ?? [];
    values.set(group, known);
    if (typeof value === 'number' && !Number.isNaN(value)) known.push(value);
  }
  const groups = [...values.keys()].sort((a, b) => a - b);
  return groups.map((group) => {
    const known = values.get(group) ?? [];
    const sum = known.reduce((total, value) => total + value, 0);
    const count = known.length;
    return { group, mean: count === 0 ? null : sum / count, count };
  });
}

export async function mapLimit<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  async function worker(): Promise<void> {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index] as T, index);
    }
  }
  const workers = Array.from({ length: limit }, () => worker());
  await Promise.all(workers);
  return results;
}

export function runningStats(values: Float32Array): {
  means: number[];
  variances: number[];
} {
  const means: number[] = [];
  const variances: number[] = [];
  let mean = 0;
  let squares = 0;
  for (const value of values) {
    const before = value - mean;
    mean += before / (means.length + 1);
    squares += before * (value - mean);
    means.push(mean);
    variances.push(squares / means.length);
  }
  return { means, variances };
}
