import { expect, test, vi } from 'vitest';
import type { Answered, Stopped } from './process.js';
import { ClosedError, Restarting, type RestartingOptions, type Running } from './restarting.js';

type Ending = Omit<Stopped, 'kind' | 'stage' | 'limit'>;
const crash: Ending = { reason: 'crash' };
const untaken: Ending = { reason: 'crash', isUntaken: true };
const shared: Ending = { reason: 'memory', isShared: true };

/** A process of which each request ends as the script says, and is answered after that. */
function scripted(endings: Ending[], own: Partial<RestartingOptions> = {}) {
  const started: Running[] = [];
  const asked: unknown[] = [];
  const start = (): Running => {
    let stopped: Stopped | undefined;
    let settle = (_: Answered | Stopped): void => {};
    const made: Running = {
      get hasStopped() {
        return stopped !== undefined;
      },
      request(value) {
        asked.push(value);
        if (value === 'never') return new Promise((resolve) => (settle = resolve));
        const ending = endings.shift();
        if (ending === undefined) {
          return Promise.resolve({ kind: 'answered', value, body: new Uint8Array() });
        }
        stopped = { kind: 'stopped', stage: 'start', limit: 0, ...ending };
        return Promise.resolve(stopped);
      },
      keepShare() {},
      close: vi.fn(async () => {
        stopped ??= { kind: 'stopped', stage: 'start', limit: 0, reason: 'crash' };
        settle(stopped);
      }),
    };
    started.push(made);
    return made;
  };
  return { started, asked, process: new Restarting({ start, ...own }) };
}
const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);

test('starts when it is needed, and one process answers all', async () => {
  const { process, started } = scripted([]);
  expect(started).toHaveLength(0);
  for (const value of ['a', 'b']) expect(await process.request(value)).toMatchObject({ value });
  expect(started).toHaveLength(1);
});

test.each([
  ['before it had the request', [untaken], 'answered', 2],
  ['twice before it had it', times(2, untaken), 'answered', 3],
  ['again and again before it had it', times(9, untaken), 'crash', 3],
  ['for what others took', [shared], 'answered', 2],
  ['for what others took, twice', times(9, shared), 'memory', 2],
  ['before it had it, then for what others took', [untaken, shared], 'answered', 3],
  ['with the request', [crash], 'crash', 1],
  ['for its own memory, even before it had it', [{ ...untaken, reason: 'memory' }], 'memory', 1],
  ['for its own time', [{ reason: 'time' }], 'time', 1],
  ['for what others took, then with the request', [shared, crash], 'crash', 2],
] as [string, Ending[], string, number][])('ended %s', async (_, endings, told, tries) => {
  const { process, started } = scripted([...endings]);
  const answer = await process.request('x');
  expect(answer.kind === 'stopped' ? answer.reason : answer.kind).toBe(told);
  expect(started).toHaveLength(tries);
});

test.each([crash, shared, { reason: 'time' } as Ending])(
  'what holds nothing of a student’s is asked three times, however it ends: %j',
  async (ending) => {
    const twice = scripted(times(2, ending));
    expect(await twice.process.request('x', { isHarmless: true })).toMatchObject({ value: 'x' });
    const ever = scripted(times(9, ending));
    expect(await ever.process.request('x', { isHarmless: true })).toMatchObject(ending);
    expect(ever.started).toHaveLength(3);
  },
);

test('each process is opened before it is asked; the next one too', async () => {
  const { process, asked } = scripted([untaken], {
    open: (one) => one.request('open'),
    isHarmless: true,
  });
  await process.request('a');
  await process.request('b');
  expect(asked).toEqual(['open', 'open', 'a', 'b']);
  const again = scripted([], { open: (one) => one.request('open') });
  await again.process.request('a');
  await again.started[0]?.close();
  await again.process.request('b');
  expect(again.asked).toEqual(['open', 'a', 'open', 'b']);
});

test('what cannot be opened says why, and is tried again when it is asked again', async () => {
  const failed = ({ reason }: Stopped) => new Error(`no: ${reason}`);
  const { process, started } = scripted([{ reason: 'time' }], {
    open: (one) => one.request('open'),
    failed,
  });
  await expect(process.request('a')).rejects.toThrow('no: time');
  expect(started).toHaveLength(1);
  expect(await process.request('a')).toMatchObject({ value: 'a' });
});

test('closed, it refuses, starts nothing and lets nobody wait', async () => {
  const { process, started } = scripted([]);
  const pending = [process.request('never'), process.request('b')];
  for (const one of pending) one.catch(() => {});
  await vi.waitFor(() => expect(started).toHaveLength(1));
  await Promise.all([process.close(), process.close()]);
  for (const one of [...pending, process.request('c'), process.open()]) {
    await expect(one).rejects.toThrow(ClosedError);
  }
  await expect(process.request('c')).rejects.toThrow('open it again');
  expect(started).toHaveLength(1);
  expect(started[0]?.close).toHaveBeenCalled();
});

test('closed while it is opened, it is not opened again', async () => {
  const { process, started } = scripted([], {
    open: (one) => one.request('never'),
    isHarmless: true,
  });
  const opening = process.open();
  opening.catch(() => {});
  await process.close();
  await expect(opening).rejects.toThrow(ClosedError);
  expect(started).toHaveLength(1);
});

test('closing waits for what ended before, and says farewell to what is idle', async () => {
  const { process, started, asked } = scripted([crash], { farewell: 'bye' });
  await process.request('a');
  let release = (): void => {};
  const slow = vi.fn(() => new Promise<void>((resolve) => (release = resolve)));
  Object.assign(started[0] as Running, { close: slow });
  await process.request('b');
  const done = vi.fn();
  const closing = process.close().then(done);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(done).not.toHaveBeenCalled();
  release();
  // It is asked to end once more.
  await vi.waitFor(() => expect(slow).toHaveBeenCalledTimes(2));
  release();
  await closing;
  expect(asked).toEqual(['a', 'b', 'bye']);
});
