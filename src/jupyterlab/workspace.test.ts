import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { copyLessons, linkPackages, workspaceFolder } from './workspace.mjs';

let base: string;
let notebooks: string;
let workspace: string;
const lesson = '02-a-network';
const inLesson = (name: string): string => join(notebooks, lesson, name);
const mine = (name: string): string => join(workspace, lesson, name);

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'gradus-workspace-'));
  notebooks = join(base, 'notebooks');
  workspace = join(base, 'home', 'gradus');
  mkdirSync(inLesson('pictures'), { recursive: true });
  writeFileSync(inLesson('lesson.md'), 'source');
  writeFileSync(inLesson('lesson.zh.md'), 'source');
  writeFileSync(inLesson('lesson.ipynb'), '{"cells":[]}');
  writeFileSync(inLesson('pictures/net.svg'), '<svg/>');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(base, { recursive: true, force: true });
});

test('a lesson is copied with its files, without its sources', () => {
  expect(copyLessons(notebooks, workspace)).toEqual([{ lesson, state: 'copied' }]);
  expect(readdirSync(join(workspace, lesson)).sort()).toEqual(['lesson.ipynb', 'pictures']);
  expect(readFileSync(mine('pictures/net.svg'), 'utf8')).toBe('<svg/>');
});

test("a student's edits survive a second start", () => {
  copyLessons(notebooks, workspace);
  writeFileSync(mine('lesson.ipynb'), 'my work');
  writeFileSync(mine('notes.txt'), 'mine');
  expect(copyLessons(notebooks, workspace)).toEqual([{ lesson, state: 'kept' }]);
  expect(readFileSync(mine('lesson.ipynb'), 'utf8')).toBe('my work');
  expect(readFileSync(mine('notes.txt'), 'utf8')).toBe('mine');
});

test('a lesson that the course changed is mentioned and still not overwritten', () => {
  copyLessons(notebooks, workspace);
  writeFileSync(mine('lesson.ipynb'), 'my work');
  writeFileSync(inLesson('lesson.ipynb'), '{"cells":[1]}');
  expect(copyLessons(notebooks, workspace)).toEqual([{ lesson, state: 'changed' }]);
  expect(readFileSync(mine('lesson.ipynb'), 'utf8')).toBe('my work');
});

test('whoever renames a notebook gets a fresh copy beside it', () => {
  copyLessons(notebooks, workspace);
  writeFileSync(mine('lesson-old.ipynb'), readFileSync(mine('lesson.ipynb')));
  rmSync(mine('lesson.ipynb'));
  copyLessons(notebooks, workspace);
  expect(existsSync(mine('lesson.ipynb'))).toBe(true);
  expect(existsSync(mine('lesson-old.ipynb'))).toBe(true);
});

test('a file that lay there before the first start is left alone', () => {
  mkdirSync(join(workspace, lesson), { recursive: true });
  writeFileSync(mine('lesson.ipynb'), 'from elsewhere');
  copyLessons(notebooks, workspace);
  expect(readFileSync(mine('lesson.ipynb'), 'utf8')).toBe('from elsewhere');
});

test('notebooks find gradus and the types of Node by links, which follow a moved project', () => {
  const link = (studentPackage: string, nodeTypes: string) =>
    linkPackages(workspace, { studentPackage, nodeTypes });
  for (const name of ['student', 'moved', 'types']) mkdirSync(join(base, name));
  expect(link(join(base, 'student'), join(base, 'types'))).toEqual([]);
  expect(link(join(base, 'moved'), join(base, 'types'))).toEqual([]);
  expect(realpathSync(join(workspace, 'node_modules', 'gradus'))).toBe(
    realpathSync(join(base, 'moved')),
  );
  expect(realpathSync(join(workspace, 'node_modules', '@types', 'node'))).toBe(
    realpathSync(join(base, 'types')),
  );
});

test('a folder of the student in the place of a link stays, and is named', () => {
  const own = join(workspace, 'node_modules', 'gradus');
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, 'index.js'), 'mine');
  expect(linkPackages(workspace, { studentPackage: base, nodeTypes: base })).toEqual([own]);
  expect(readFileSync(join(own, 'index.js'), 'utf8')).toBe('mine');
});

test('the workspace is the one asked for, else GRADUS_WORKSPACE, else ~/gradus', () => {
  vi.stubEnv('GRADUS_WORKSPACE', undefined);
  expect(workspaceFolder()).toBe(join(homedir(), 'gradus'));
  vi.stubEnv('GRADUS_WORKSPACE', '/data/course');
  expect(workspaceFolder()).toBe('/data/course');
  expect(workspaceFolder('/elsewhere')).toBe('/elsewhere');
});
