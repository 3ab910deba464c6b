import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/package-root.js';
import { type Lesson, readLesson } from './lesson.js';
import { compileLesson, generatedIds } from './notebook.js';
import { lessonIn, quizAnswers, translationOf } from './translated.js';

const id = '02-a-network-from-scratch';
const folder = mkdtempSync(join(tmpdir(), 'gradus-translated-'));
const file = (name: string) => join(folder, id, name);
let english: Lesson;
beforeAll(async () => {
  cpSync(join(packageRoot(), 'notebooks', id), join(folder, id), { recursive: true });
  english = await readLesson(file('lesson.md'));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Cell {
  id: string;
  cell_type: string;
  source: string[];
}
const notebook = (lesson: Lesson): { cells: Cell[]; metadata: unknown } =>
  JSON.parse(compileLesson(lesson));

describe('the lesson in Chinese', () => {
  test('has the cells, the code and the metadata of the English one', async () => {
    const chinese = await lessonIn(english, 'zh');
    expect(chinese.language).toBe('zh');
    const [en, zh] = [notebook(english), notebook(chinese)];
    // What tells its version and language is its own.
    const shared = ({ gradus, gradus_cells, ...rest }: Record<string, unknown>) => [
      rest,
      Object.keys(gradus as object),
      Object.keys(gradus_cells as object),
    ];
    expect(shared(zh.metadata as Record<string, unknown>)).toEqual(
      shared(en.metadata as Record<string, unknown>),
    );
    expect(zh.cells.map((cell) => cell.id)).toEqual(en.cells.map((cell) => cell.id));
    const code = ({ cells }: typeof en) => cells.filter((cell) => cell.cell_type === 'code');
    expect(code(zh)).toEqual(code(en));
    expect(await lessonIn(english, 'en')).toBe(english);
  });

  test('no text is left in English', async () => {
    const { cells } = notebook(await lessonIn(english, 'zh'));
    const texts = cells.filter((cell) => cell.cell_type === 'markdown');
    const proseOf = ({ source }: Cell) =>
      source
        .join('')
        .replaceAll(/```[\s\S]*?```|\$\$[\s\S]*?\$\$|\$[^$\n]*\$|`[^`]*`/g, '·')
        .replaceAll(/\[[^\]]*\]\(https?:[^)]*\)|<[^>]*>/g, '·');
    for (const cell of texts) expect(cell.source.join('')).toMatch(/\p{Script=Han}/u);
    // Three words in a row are a sentence that was forgotten; a name has fewer.
    const forgotten = texts.flatMap((cell) => proseOf(cell).match(/(?:\b[a-z]+ ){2,}[a-z]+/gi));
    expect(forgotten.filter((found) => found !== null)).toEqual([]);
    expect(english.cells.length).toBe(cells.length - generatedIds.length);
  });

  test('full-width punctuation stands between Chinese words, and a space beside Latin ones', () => {
    const prose = readFileSync(file('lesson.zh.md'), 'utf8').replaceAll(
      /```(?!quiz)[\s\S]*?```|\$\$[\s\S]*?\$\$|\$[^$\n]*\$|`[^`\n]*`|<!--.*?-->|\(https?:[^)]*\)/g,
      '',
    );
    expect(prose.match(/\p{Script=Han}[,;:!?]|[,;!?]\p{Script=Han}/gu) ?? []).toEqual([]);
    expect(prose.match(/\p{Script=Han}[A-Za-z0-9]+|[A-Za-z0-9]+\p{Script=Han}/gu) ?? []).toEqual(
      [],
    );
  });
});

test('questions have their reasons in both languages, without a translation in one', async () => {
  const chinese = await translationOf(english);
  const both = quizAnswers(english, chinese);
  expect(Object.keys(both)).toEqual(english.quizzes.map((quiz) => quiz.id));
  for (const [i, { id: name, answers }] of english.quizzes.entries()) {
    expect(both[name]?.map(({ right }) => right)).toEqual(answers.map(({ right }) => right));
    for (const [j, { why }] of answers.entries()) {
      const zh = chinese?.quizzes[i]?.answers[j]?.why;
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(both[name]?.[j]?.why).toEqual({ en: why, zh });
    }
  }
  expect(quizAnswers(english, undefined).firstLoss?.[0]?.why).toBe(
    english.quizzes[0]?.answers[0]?.why,
  );
});

test('a translation that does not hold leaves the lesson in English', async () => {
  const text = readFileSync(file('lesson.zh.md'), 'utf8');
  const stale = text.replace(/[0-9a-f]{8} -->/, '00000000 -->');
  const unmarked = text.replace(/<!-- block: further.*-->/, '');
  for (const broken of ['', '---', stale, unmarked, text.replace('hardware:', 'hard:')]) {
    writeFileSync(file('lesson.zh.md'), broken);
    expect(await lessonIn(english, 'zh')).toBe(english);
  }
  rmSync(file('lesson.zh.md'));
  expect(await lessonIn(english, 'zh')).toBe(english);
});
