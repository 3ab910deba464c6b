import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import {
  readProgress,
  readQuizzes,
  recordCheck,
  recordQuiz,
  writeCourseIndex,
} from './course-record.js';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function workspace(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gradus-progress-'));
  folders.push(folder);
  writeCourseIndex(folder, { title: 'A course', lessons: [] });
  return folder;
}

const outcome = { passed: true, score: 1, points: 1, at: '2026-01-01T00:00:00Z' };
const lockOf = (folder: string): string => join(folder, '.gradus', 'progress.json.lock');

/** A kernel that notes many checks, one after the other. */
function kernel(folder: string, name: string, count: number): Promise<number | null> {
  const hooks = fileURLToPath(
    new URL('../../autograder/grading/typescript-hooks.mjs', import.meta.url),
  );
  const record = new URL('./course-record.ts', import.meta.url).href;
  const code = `
    const { recordCheck } = await import(${JSON.stringify(record)});
    for (let i = 0; i < ${count}; i++) {
      recordCheck(${JSON.stringify(folder)}, 'lesson', '${name}' + i, ${JSON.stringify(outcome)});
    }`;
  const args = ['--import', hooks, '--input-type=module', '-e', code];
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  return new Promise((resolve) => child.once('exit', resolve));
}

test('kernels that write at one moment lose nothing of each other', async () => {
  const folder = workspace();
  const names = ['a', 'b', 'c'];
  expect(await Promise.all(names.map((name) => kernel(folder, name, 60)))).toEqual([0, 0, 0]);
  const found = Object.keys(readProgress(folder).lesson ?? {});
  expect(found.sort()).toEqual(
    names.flatMap((name) => Array.from({ length: 60 }, (_, i) => `${name}${i}`)).sort(),
  );
  expect(existsSync(lockOf(folder))).toBe(false);
});

test('the lock of a kernel that was killed is waited for no longer than it takes', () => {
  const folder = workspace();
  writeFileSync(lockOf(folder), '');
  const old = new Date(Date.now() - 60_000);
  utimesSync(lockOf(folder), old, old);
  const begun = performance.now();
  recordCheck(folder, 'lesson', 'softmax', outcome);
  recordQuiz(folder, 'lesson', 'question', { right: true, at: outcome.at });
  expect(performance.now() - begun).toBeLessThan(1000);
  expect(readProgress(folder).lesson).toHaveProperty('softmax');
  expect(readQuizzes(folder)).toHaveProperty('lesson');
});

test('a lock that stays keeps nobody from writing', () => {
  const folder = workspace();
  writeFileSync(lockOf(folder), '');
  const ahead = new Date(Date.now() + 3_600_000);
  utimesSync(lockOf(folder), ahead, ahead);
  recordCheck(folder, 'lesson', 'softmax', outcome);
  expect(readProgress(folder).lesson).toHaveProperty('softmax');
}, 20_000);
