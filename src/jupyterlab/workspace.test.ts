import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  copyLessons,
  copyPlotly,
  linkPackages,
  newsOf,
  notebookIn,
  workspaceFolder,
} from './workspace.mjs';

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
  writeFileSync(inLesson('numbers.json'), '{}');
  writeFileSync(inLesson('migrations.yaml'), '');
  writeFileSync(inLesson('lesson.ipynb'), '{"cells":[]}');
  writeFileSync(inLesson('pictures/net.svg'), '<svg/>');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(base, { recursive: true, force: true });
});

test('a lesson is copied with its files, without its sources', () => {
  expect(copyLessons(notebooks, workspace)).toMatchObject([{ lesson, state: 'copied' }]);
  expect(readdirSync(join(workspace, lesson)).sort()).toEqual(['lesson.ipynb', 'pictures']);
  expect(readFileSync(mine('pictures/net.svg'), 'utf8')).toBe('<svg/>');
});

test('a notebook is copied without what a solved run showed, and new outputs are no new lesson', () => {
  const cell = { cell_type: 'code', execution_count: null, id: 'a', metadata: {}, outputs: [] };
  const text = { cell_type: 'markdown', id: 't', metadata: {}, source: ['Text.'] };
  const file = (more: object): string =>
    `${JSON.stringify({ cells: [text, { ...cell, ...more }], nbformat: 4 }, null, 1)}\n`;
  const plain = file({ source: ['a();'] });
  const shown = (said: string): string =>
    file({
      execution_count: 3,
      outputs: [{ output_type: 'stream', text: [said] }],
      source: ['a();'],
    });
  writeFileSync(inLesson('lesson.ipynb'), shown('passed'));
  expect(copyLessons(notebooks, workspace)).toMatchObject([{ state: 'copied' }]);
  expect(readFileSync(mine('lesson.ipynb'), 'utf8')).toBe(plain);
  for (const same of [shown('passed, and faster'), plain]) {
    writeFileSync(inLesson('lesson.ipynb'), same);
    expect(copyLessons(notebooks, workspace)).toMatchObject([{ state: 'kept' }]);
  }
  writeFileSync(inLesson('lesson.ipynb'), shown('passed').replace('a();', 'b();'));
  expect(copyLessons(notebooks, workspace)).toMatchObject([{ state: 'changed' }]);
});

test('what only has the name of a notebook is copied as it is', () => {
  writeFileSync(inLesson('lesson.ipynb'), '<<<<<<< HEAD');
  copyLessons(notebooks, workspace);
  expect(readFileSync(mine('lesson.ipynb'), 'utf8')).toBe('<<<<<<< HEAD');
});

test("a student's edits survive a second start", () => {
  copyLessons(notebooks, workspace);
  writeFileSync(mine('lesson.ipynb'), 'my work');
  writeFileSync(mine('notes.txt'), 'mine');
  expect(copyLessons(notebooks, workspace)).toMatchObject([{ lesson, state: 'kept' }]);
  expect(readFileSync(mine('lesson.ipynb'), 'utf8')).toBe('my work');
  expect(readFileSync(mine('notes.txt'), 'utf8')).toBe('mine');
});

test('a lesson that the course changed is mentioned and still not overwritten', () => {
  copyLessons(notebooks, workspace);
  writeFileSync(mine('lesson.ipynb'), 'my work');
  writeFileSync(inLesson('lesson.ipynb'), '{"cells":[1]}');
  expect(copyLessons(notebooks, workspace)).toMatchObject([{ lesson, state: 'changed' }]);
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

describe('in two languages', () => {
  const news = (language: 'en' | 'zh') =>
    copyLessons(notebooks, workspace, language).flatMap((one) => newsOf(one, language));
  const inWorkspace = () => readdirSync(join(workspace, lesson)).sort();
  beforeEach(() => writeFileSync(inLesson('lesson.zh.ipynb'), '{"cells":["中"]}'));

  test.each([
    ['en', '{"cells":[]}'],
    ['zh', '{"cells":["中"]}'],
  ] as const)('%s: the one notebook is the one of the language', (language, text) => {
    expect(news(language)).toEqual(['copied']);
    expect(inWorkspace()).toEqual(['lesson.ipynb', 'pictures']);
    expect(readFileSync(mine('lesson.ipynb'), 'utf8')).toBe(text);
    expect(news(language)).toEqual([]);
  });

  test('a lesson without Chinese is in English, which is said when it is copied', () => {
    rmSync(inLesson('lesson.zh.ipynb'));
    expect(news('zh')).toEqual(['copied', 'notTranslated']);
    expect(readFileSync(mine('lesson.ipynb'), 'utf8')).toBe('{"cells":[]}');
    expect(news('zh')).toEqual([]);
    // Once there is a translation, how to get it.
    writeFileSync(inLesson('lesson.zh.ipynb'), '{"cells":["中"]}');
    expect(news('zh')).toEqual(['otherLanguage']);
  });

  test.each([
    ['en', 'zh'],
    ['zh', 'en'],
  ] as const)('from %s to %s: what is there stays, until it is renamed', (first, second) => {
    news(first);
    const before = readFileSync(mine('lesson.ipynb'), 'utf8');
    expect(news(second)).toEqual(['otherLanguage']);
    expect(readFileSync(mine('lesson.ipynb'), 'utf8')).toBe(before);
    expect(inWorkspace()).toEqual(['lesson.ipynb', 'pictures']);
    renameSync(mine('lesson.ipynb'), mine('mine.ipynb'));
    expect(news(second)).toEqual(['copied']);
    expect(readFileSync(mine('lesson.ipynb'), 'utf8')).not.toBe(before);
    expect(readFileSync(mine('mine.ipynb'), 'utf8')).toBe(before);
    expect(news(second)).toEqual([]);
  });

  test('a newer version is one of the language that was copied', () => {
    news('zh');
    writeFileSync(inLesson('lesson.ipynb'), '{"cells":[1]}');
    expect(news('zh')).toEqual([]);
    expect(news('en')).toEqual(['otherLanguage']);
    writeFileSync(inLesson('lesson.zh.ipynb'), '{"cells":["新"]}');
    expect(news('zh')).toEqual(['changed']);
    expect(news('en')).toEqual(['changed', 'otherLanguage']);
    rmSync(inLesson('lesson.zh.ipynb'));
    expect(news('zh')).toEqual([]);
  });

  test('a workspace from before there was a choice is English', () => {
    news('en');
    const record = join(workspace, '.gradus.json');
    const { copied } = JSON.parse(readFileSync(record, 'utf8'));
    writeFileSync(record, JSON.stringify({ copied }));
    expect(news('en')).toEqual([]);
    expect(news('zh')).toEqual(['otherLanguage']);
    writeFileSync(inLesson('lesson.ipynb'), '{"cells":[1]}');
    expect(news('en')).toEqual(['changed']);
  });

  test('a file from elsewhere stays, and nothing is said of its language', () => {
    mkdirSync(join(workspace, lesson), { recursive: true });
    writeFileSync(mine('lesson.ipynb'), 'from elsewhere');
    expect(news('zh')).toEqual(['copied']);
    expect(readFileSync(mine('lesson.ipynb'), 'utf8')).toBe('from elsewhere');
    expect(news('zh')).toEqual([]);
  });
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

test('what draws in a page is copied beside the notebooks, anew only when it is another', () => {
  const from = join(base, 'plotly.js-part');
  mkdirSync(from);
  writeFileSync(join(from, 'plotly.min.js'), 'draw()');
  writeFileSync(join(from, 'LICENSE'), 'MIT');
  writeFileSync(join(from, 'package.json'), '{}');
  const to = join(workspace, 'node_modules', 'plotly.js-part');
  copyPlotly(workspace, [from, join(base, 'not-installed')]);
  expect(readdirSync(to).sort()).toEqual(['LICENSE', 'plotly.min.js']);
  // No link: a server of notebooks gives nothing that lies outside of its folder.
  expect(realpathSync(join(to, 'plotly.min.js')).startsWith(realpathSync(workspace))).toBe(true);
  const { mtimeMs } = statSync(join(to, 'plotly.min.js'));
  copyPlotly(workspace, [from]);
  expect(statSync(join(to, 'plotly.min.js')).mtimeMs).toBe(mtimeMs);
  writeFileSync(join(from, 'plotly.min.js'), 'draw(2)');
  copyPlotly(workspace, [from]);
  expect(readFileSync(join(to, 'plotly.min.js'), 'utf8')).toBe('draw(2)');
});

test('where it cannot be copied, the workspace is opened all the same', () => {
  const from = join(base, 'plotly.js-part');
  mkdirSync(from);
  writeFileSync(join(from, 'plotly.min.js'), 'draw()');
  mkdirSync(join(workspace, 'node_modules'), { recursive: true });
  writeFileSync(join(workspace, 'node_modules', 'plotly.js-part'), 'a file of the student');
  expect(() => copyPlotly(workspace, [from])).not.toThrow();
});

test('a folder of the student in the place of a link stays, and is named', () => {
  const own = join(workspace, 'node_modules', 'gradus');
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, 'index.js'), 'mine');
  expect(linkPackages(workspace, { studentPackage: base, nodeTypes: base })).toEqual([own]);
  expect(readFileSync(join(own, 'index.js'), 'utf8')).toBe('mine');
});

test('a bundle has the notebooks of both languages, a workspace one', () => {
  expect(notebookIn(notebooks, lesson, 'zh')).toBe('lesson.ipynb');
  writeFileSync(inLesson('lesson.zh.ipynb'), '{}');
  expect(notebookIn(notebooks, lesson, 'zh')).toBe('lesson.zh.ipynb');
  expect(notebookIn(notebooks, lesson, 'en')).toBe('lesson.ipynb');
});

test('the workspace is the one asked for, else GRADUS_WORKSPACE, else ~/gradus', () => {
  vi.stubEnv('GRADUS_WORKSPACE', undefined);
  expect(workspaceFolder()).toBe(join(homedir(), 'gradus'));
  vi.stubEnv('GRADUS_WORKSPACE', '/data/course');
  expect(workspaceFolder()).toBe('/data/course');
  expect(workspaceFolder('/elsewhere')).toBe('/elsewhere');
});
