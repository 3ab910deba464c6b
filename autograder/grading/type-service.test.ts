import { afterEach, expect, test, vi } from 'vitest';
import { join, split } from './frames.js';
import type { RequestOptions } from './process.js';
import { Restarting, type Running } from './restarting.js';
import { startTypeService, type TypeServiceOptions } from './type-service.js';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const text = (given: Uint8Array): string => Buffer.from(given).toString();

/** A process that answers with what it was given, and ends where that holds `hang` or `eats`. */
function fakeProcess(batches: string[][]): Running {
  let stopped = false;
  return {
    get hasStopped() {
      return stopped;
    },
    async request(value: unknown, { body }: RequestOptions = {}) {
      const { lengths } = value as { lengths: number[] };
      const given = split(body ?? new Uint8Array(), lengths).map(text);
      batches.push(given);
      if (given.some((one) => one.includes('fails'))) throw new Error('the checker itself');
      const at = given.findIndex((one) => /hang|eats/.test(one));
      if (at >= 0) {
        stopped = true;
        await new Promise((resolve) => setTimeout(resolve, 20));
        const stage = given[at]?.includes('hang') ? `check ${at}` : 'bind';
        return { kind: 'stopped', reason: 'time', stage, limit: 1 };
      }
      const joined = join(given.map((one) => bytes(`${one}!`)));
      return { kind: 'answered', value: { lengths: joined.lengths }, body: joined.body };
    },
    close: async () => {
      stopped = true;
    },
    keepShare() {},
  };
}

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function service(sources: (string | undefined)[], options: Partial<TypeServiceOptions> = {}) {
  const batches: string[][] = [];
  const start = vi.fn(() => fakeProcess(batches));
  const types = startTypeService({
    root: '/',
    count: sources.length,
    read: async (i) => (sources[i] === undefined ? undefined : bytes(sources[i])),
    batchSize: 4,
    checking: new Restarting({ start }),
    ...options,
  });
  closing.push(types.close);
  const all = () => Promise.all(sources.map(async (_, i) => text(await types.check(i))));
  return { batches, start, all, types };
}

test('the first two come soon, the others in batches, and each gets its own answer', async () => {
  const { batches, start, all } = service(['a', 'b', 'c', undefined, 'd', 'e', 'f', 'g']);
  expect(await all()).toEqual(['a!', 'b!', 'c!', '', 'd!', 'e!', 'f!', 'g!']);
  expect(batches).toEqual([['a', 'b'], ['c', 'd', 'e', 'f'], ['g']]);
  expect(start).toHaveBeenCalledTimes(1);
});

test.each(['eats', 'fails'])('one notebook that %s takes nothing from the others', async (bad) => {
  const { batches, all } = service(['a', 'b', 'c', bad, 'd']);
  expect(await all()).toEqual(['a!', 'b!', 'c!', '', 'd!']);
  expect(batches).toEqual([['a', 'b'], ['c', bad, 'd'], ['c'], [bad], ['d']]);
});

test('where it is known which notebook it was, the others are checked together again', async () => {
  const { batches, start, all } = service(['a', 'b', 'c', 'hang', 'd', 'hang too']);
  expect(await all()).toEqual(['a!', 'b!', 'c!', '', 'd!', '']);
  expect(batches).toEqual([
    ['a', 'b'],
    ['c', 'hang', 'd', 'hang too'],
    ['c', 'd', 'hang too'],
    ['c', 'd'],
  ]);
  expect(start).toHaveBeenCalledTimes(3);
});

test('what a class loses to such notebooks has an end', async () => {
  const sources = ['a', 'b', ...Array.from({ length: 60 }, (_, i) => `hang ${i}`), 'z'];
  const { batches, all } = service(sources, { budgetMs: 60 });
  const answers = await all();
  expect(answers.slice(0, 2)).toEqual(['a!', 'b!']);
  expect(batches.length).toBeLessThan(20);
  expect(answers.at(-1)).toBe('');
});

test('closed, it answers what is still asked for with nothing', async () => {
  const never = new Promise<undefined>(() => {});
  const { types, batches } = service(['a', 'b', 'c'], { read: () => never });
  await types.close();
  const late = service(['a']);
  await late.types.close();
  expect(text(await late.types.check(0))).toMatch(/^a?!?$/);
  expect(batches).toEqual([]);
});
