/** Several runs of a task and what to quote of them. */

/**
 * @param {number} runs
 * @param {() => Promise<number> | number} task gives the milliseconds that count
 * @returns {Promise<{ min: number, median: number, max: number }>}
 */
export async function measure(runs, task) {
  await task(); // a warm-up: files in the page cache
  const times = [];
  for (let i = 0; i < runs; i++) times.push(await task());
  times.sort((a, b) => a - b);
  return {
    min: times[0] ?? 0,
    median: times[Math.floor(times.length / 2)] ?? 0,
    max: times.at(-1) ?? 0,
  };
}

/** @param {{ min: number, median: number, max: number }} t */
export const cells = (t) => [t.min, t.median, t.max].map((ms) => ms.toFixed(0)).join(' | ');
