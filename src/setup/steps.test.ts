import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readStamp } from './stamp.mjs';
import { ensure, SetupError } from './steps.mjs';

let folder: string;
let said: string;
let lock: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gradus-steps-'));
  said = '';
  lock = join(folder, 'lock');
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += text;
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

function counting(inputs: () => string, work: () => Promise<void> = async () => {}) {
  const step = {
    name: 'a step',
    stamp: join(folder, 'stamp.json'),
    inputs,
    runs: 0,
    async work() {
      step.runs++;
      await work();
    },
  };
  return step;
}

test('a step is done once, shown with its time, and again when its inputs change', async () => {
  let inputs = 'one';
  const step = counting(() => inputs);
  await ensure(step, { lock });
  await ensure(step, { lock });
  expect(step.runs).toBe(1);
  expect(said).toMatch(/a step …[\s\S]*a step: done in \d+\.\d s/);
  inputs = 'two';
  await ensure(step, { lock });
  expect(step.runs).toBe(2);
});

test('a step whose result was removed is done again', async () => {
  let there = false;
  const step = { ...counting(() => 'same'), present: () => there };
  await ensure(step, { lock });
  there = true;
  await ensure(step, { lock });
  there = false;
  await ensure(step, { lock });
  expect(readStamp(step.stamp)?.inputs).toBe('same');
  expect(said.match(/done in/g)).toHaveLength(2);
});

test('a step that was cut off half-way leaves no stamp', async () => {
  writeFileSync(join(folder, 'stamp.json'), '{"inp');
  let fails = true;
  const step = counting(
    () => 'same',
    async () => {
      if (fails) throw new Error('killed');
    },
  );
  await expect(ensure(step, { lock })).rejects.toThrow('killed');
  expect(readStamp(step.stamp)).toBeUndefined();
  fails = false;
  await ensure(step, { lock });
  expect(step.runs).toBe(2);
});

test('a failure is remembered with its remedy until it is retried or the inputs change', async () => {
  let inputs = 'one';
  const remember = join(folder, 'failed.json');
  const step = counting(
    () => inputs,
    async () => {
      throw new SetupError('no compiler', 'apt install g++');
    },
  );
  for (let i = 0; i < 2; i++) {
    await expect(ensure(step, { lock, remember })).rejects.toMatchObject({
      message: 'no compiler',
      remedy: 'apt install g++',
      code: 'setup-failed',
    });
  }
  expect(step.runs).toBe(1);
  await expect(ensure(step, { lock, remember, retry: true })).rejects.toThrow('no compiler');
  expect(step.runs).toBe(2);
  inputs = 'two';
  await expect(ensure(step, { lock, remember })).rejects.toThrow('no compiler');
  expect(step.runs).toBe(3);
});
