import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { watchLessons } from './watch.js';

test('each save is built once, notebooks are none, and the signal ends it', async () => {
  const root = mkdtempSync(join(tmpdir(), 'gradus-watch-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const folder = join(root, 'notebooks', '07-sample');
  mkdirSync(folder, { recursive: true });
  const end = new AbortController();
  const build = vi.fn(async () => {});
  const done = watchLessons({ root, lessons: join(root, 'notebooks') }, build, end.signal);
  await wait(200);
  const calls = (n: number) =>
    vi.waitFor(() => expect(build).toHaveBeenCalledTimes(n), { timeout: 5000 });
  writeFileSync(join(folder, 'lesson.md'), 'a');
  writeFileSync(join(folder, 'lesson.md'), 'ab');
  await calls(1);
  writeFileSync(join(folder, 'new'), 'as an editor saves');
  renameSync(join(folder, 'new'), join(folder, 'lesson.zh.md'));
  await calls(2);
  writeFileSync(join(root, 'syllabus.md'), 'a');
  await calls(3);
  writeFileSync(join(folder, 'lesson.ipynb'), '{}');
  await wait(300);
  expect(build).toHaveBeenCalledTimes(3);
  end.abort();
  await done;
});
