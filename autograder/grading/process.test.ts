import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { UsageError } from '../results/types.js';
import { Process, type ProcessLimits } from './process.js';

const entry = new URL('./process.fixture.ts', import.meta.url);
const limits: ProcessLimits = {
  memoryMb: 300,
  heapMb: 100,
  cpuMs: 20_000,
  silentMs: 60_000,
  shareMb: 150,
};
const running: Process[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.close();
});

function start(own: Partial<ProcessLimits> = {}): Process {
  const made = new Process(entry, { ...limits, ...own });
  running.push(made);
  return made;
}

/** Neither there nor dead and not yet waited for. */
const isGone = (pid: number): boolean =>
  !existsSync(`/proc/${pid}`) ||
  /^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));

describe('answers', () => {
  test('values and bytes, one request after the other', async () => {
    const process = start();
    for (const text of ['a', 'b']) {
      const body = Buffer.from(`${text}123`);
      const answer = await process.request({ type: 'echo', text }, { body });
      expect(answer).toMatchObject({ kind: 'answered', value: { text } });
      expect('body' in answer && Buffer.from(answer.body).toString()).toBe(`321${text}`);
    }
  });

  test('bytes may follow the request, and may be a long time coming', async () => {
    const process = start({ silentMs: 6000 });
    await process.request({ type: 'echo', text: '' });
    const later = new Promise<Uint8Array>((resolve) =>
      setTimeout(() => resolve(Buffer.from('later')), 6500),
    );
    const answer = await process.request({ type: 'later' }, { body: Buffer.from('now '), later });
    expect('body' in answer && Buffer.from(answer.body).toString()).toBe('now later');
  });

  test('an error of the handler is thrown here as what it is', async () => {
    const error = await start()
      .request({ type: 'refuse' })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ code: 'unknown-lesson', params: { lesson: 'x' } });
  });
});

describe('ends', () => {
  test('what computes without end, at the stage where it did', async () => {
    const process = start({ cpuMs: 500, stages: { start: 20_000 } });
    const answer = await process.request({ type: 'hang', stage: 'parses' });
    expect(answer).toEqual({ kind: 'stopped', reason: 'time', stage: 'parses', limit: 0.5 });
    const after = { ...answer, isUntaken: true };
    expect(await process.request({ type: 'echo', text: '' })).toEqual(after);
  });

  test('a stage may have a limit of its own', async () => {
    const process = start({ stages: { trains: 300 } });
    const answer = await process.request({ type: 'hang', stage: 'trains' });
    expect(answer).toMatchObject({ reason: 'time', stage: 'trains', limit: 0.3 });
  });

  test('what waits for nothing', async () => {
    const process = start({ silentMs: 6000 });
    expect(await process.request({ type: 'wait' })).toMatchObject({
      reason: 'time',
      stage: 'waits',
      limit: 6,
    });
  });

  test.each(['buffers', 'lists'])('what eats memory: %s', async (what) => {
    const answer = await start().request({ type: 'eat', what });
    expect(answer).toMatchObject({ kind: 'stopped', reason: 'memory', stage: 'eats' });
  });

  test('a process that crashed', async () => {
    const answer = await start().request({ type: 'crash' });
    expect(answer).toEqual({ kind: 'stopped', reason: 'crash', stage: 'crashes', limit: 0 });
  });

  test('in the instant before it has the request, and in the one after', async () => {
    const before = start();
    const asked = before.request({ type: 'echo', text: '' });
    await before.close();
    expect(await asked).toMatchObject({ reason: 'crash', isUntaken: true });
    const after = start();
    await after.request({ type: 'echo', text: '' });
    const answer = await after.request({ type: 'crashAtOnce' });
    expect(answer).toEqual({ kind: 'stopped', reason: 'crash', stage: 'start', limit: 0 });
  });

  test('and what it had started, within a second', async () => {
    const process = start({ stages: { hangs: 200 } });
    const child = await process.request({ type: 'child' });
    const { pid, own } = (child as { value: { pid: number; own: number } }).value;
    expect(isGone(pid)).toBe(false);
    await process.request({ type: 'hang', stage: 'hangs' });
    await vi.waitFor(() => expect([isGone(pid), isGone(own)]).toEqual([true, true]), 1000);
  });

  test('when whoever asked is killed: no child that hangs is left', async () => {
    const hooks = fileURLToPath(new URL('./typescript-hooks.mjs', import.meta.url));
    const code = `
      const { Process } = await import(${JSON.stringify(new URL('./process.ts', import.meta.url).href)});
      const child = new Process(new URL(${JSON.stringify(entry.href)}), ${JSON.stringify(limits)});
      const { value } = await child.request({ type: 'child' });
      void child.request({ type: 'hang', stage: 'hangs' });
      process.stdout.write(String(value.own) + '\\n');
      setTimeout(() => {}, 60_000);`;
    const args = ['--import', hooks, '--input-type=module', '-e', code];
    const owner = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const own = await new Promise<number>((resolve) =>
      owner.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString()))),
    );
    expect(isGone(own)).toBe(false);
    owner.kill('SIGKILL');
    await vi.waitFor(() => expect(isGone(own)).toBe(true), 2000);
  });
});
