import { expect, test } from 'vitest';
import { mapLimit } from './map-limit.js';

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test.each([1, 2, 3, 9])(
  'at most %i at once, none idle, results in the order of the items',
  async (limit) => {
    let now = 0;
    let most = 0;
    const items = [5, 1, 3, 0, 2];
    const results = await mapLimit(items, limit, async (ms, i) => {
      most = Math.max(most, ++now);
      await wait(ms);
      now--;
      return [ms, i];
    });
    expect(results).toEqual(items.map((ms, i) => [ms, i]));
    expect(most).toBe(Math.min(limit, items.length));
  },
);

test('the next begins as soon as one ends', async () => {
  const begun: number[] = [];
  let slow = false;
  await mapLimit([20, 0, 0, 0], 2, async (ms, i) => {
    begun.push(i);
    if (i === 3) expect(slow).toBe(false);
    await wait(ms);
    if (i === 0) slow = true;
  });
  expect(begun).toEqual([0, 1, 2, 3]);
});

test('any item and any result, none at all, an error, a wrong limit', async () => {
  expect(await mapLimit([undefined, 0, null], 2, async (item) => item)).toEqual([
    undefined,
    0,
    null,
  ]);
  expect(await mapLimit([], 2, async () => 1)).toEqual([]);
  const failing = mapLimit([1, 2], 1, async (n) => {
    if (n === 2) throw new Error('no 2');
  });
  await expect(failing).rejects.toThrow('no 2');
  await expect(mapLimit([1], 0, async (n) => n)).rejects.toThrow('`limit`');
});
