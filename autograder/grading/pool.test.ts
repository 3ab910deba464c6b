import { expect, test } from 'vitest';
import { poolOf } from './pool.js';
import type { Answered, RequestOptions, Stopped } from './process.js';
import { Restarting } from './restarting.js';

const answered: Answered = { kind: 'answered', value: null, body: new Uint8Array() };
const shared: Stopped = {
  kind: 'stopped',
  reason: 'memory',
  stage: 'start',
  limit: 1,
  isShared: true,
};
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Processes that note how many of them work at the same time. */
function counted(count: number, answer: (value: unknown) => Answered | Stopped) {
  let running = 0;
  const seen: [value: unknown, beside: number][] = [];
  const start = () => {
    let hasStopped = false;
    return {
      get hasStopped() {
        return hasStopped;
      },
      async request(value: unknown, _?: RequestOptions) {
        running++;
        await pause(10);
        seen.push([value, running - 1]);
        running--;
        const given = answer(value);
        hasStopped = given.kind === 'stopped';
        return given;
      },
      keepShare() {},
      async close() {
        hasStopped = true;
      },
    };
  };
  const processes = Array.from({ length: count }, () => new Restarting({ start }));
  return { seen, processes, pool: poolOf(processes) };
}

test('as many work at once as there are, and each is asked', async () => {
  const { pool, seen } = counted(3, () => answered);
  await Promise.all(Array.from({ length: 9 }, (_, i) => pool.request(i)));
  expect(seen.map(([value]) => value).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(Math.max(...seen.map(([, beside]) => beside))).toBe(2);
});

test('what was ended for what others took is asked again with nothing beside it', async () => {
  const ended = new Set<unknown>();
  const { pool, seen } = counted(3, (value) => {
    if (value === 'large' && !ended.has(value)) {
      ended.add(value);
      return shared;
    }
    return answered;
  });
  const all = ['a', 'large', 'b', 'c', 'd', 'e'].map((value) => pool.request(value));
  expect((await Promise.all(all)).map(({ kind }) => kind)).toEqual(Array(6).fill('answered'));
  expect(seen.filter(([value]) => value === 'large')).toEqual([
    ['large', expect.any(Number)],
    ['large', 0],
  ]);
});

test('closed, all are refused, those that wait for their turn too', async () => {
  const { pool, processes } = counted(2, () => answered);
  const all = Array.from({ length: 6 }, (_, i) => pool.request(i));
  const settled = Promise.allSettled(all);
  await Promise.all(processes.map((one) => one.close()));
  const refused = (await settled).filter(({ status }) => status === 'rejected');
  expect(refused.length).toBeGreaterThanOrEqual(4);
  await expect(pool.request('late')).rejects.toMatchObject({ code: 'closed' });
});
