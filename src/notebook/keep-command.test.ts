import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepCommand } from './keep-command.js';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'gradus keep-'));
  mkdirSync(join(base, '.gradus'));
  writeFileSync(join(base, '.gradus', 'course.json'), '{}');
  mkdirSync(join(base, '00-first'));
  vi.stubEnv('GRADUS_CALLED_AS', undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(base, { recursive: true, force: true });
});
const here = (): string => join(base, '00-first');

test('names the notebook as seen from the folder that gradus is installed in', () => {
  expect(keepCommand('twice', '/srv/00-first/lesson.ipynb', here())).toBe(
    'npx gradus keep 00-first/lesson.ipynb twice',
  );
});

test('by its whole path where `npm start` says how the command is called', () => {
  vi.stubEnv('GRADUS_CALLED_AS', 'npm --prefix "/opt/gradus" run gradus --');
  expect(keepCommand('twice', 'lesson.ipynb', here())).toBe(
    `npm --prefix "/opt/gradus" run gradus -- keep "${here()}/lesson.ipynb" twice`,
  );
});

test.each([
  ['no notebook is named', 'twice', ''],
  ['it is no notebook', 'twice', 'lesson.md'],
  ['the name is none', '$(rm x)', 'lesson.ipynb'],
])('offers nothing where %s', (_, exercise, session) => {
  expect(keepCommand(exercise, session, here())).toBeUndefined();
});

test('offers nothing where no lessons lie around', () => {
  expect(keepCommand('twice', 'lesson.ipynb', tmpdir())).toBeUndefined();
});

test('a name for the shell is none', () => {
  expect(keepCommand('twice', 'a"$(x)`.ipynb', here())).toBe(
    'npx gradus keep "00-first/a\\"\\$(x)\\`.ipynb" twice',
  );
});
