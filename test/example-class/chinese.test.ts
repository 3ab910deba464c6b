/**
 * The example class graded in Chinese: no English sentence stands on a page, in the terminal or in a
 * text of the results. What students, TypeScript and TensorFlow.js wrote is quoted: it is known from
 * the record, field by field, and taken out before one looks.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { html, prose } from '../../autograder/report/html.js';
import type { IssueRecord, NoticeRecord, Results } from '../../autograder/results/results.js';
import { readResults } from '../../autograder/results/store.js';
import { chineseIn, englishIn } from '../../src/messages/foreign-words.fixture.js';
import type { Text } from '../../src/messages/text.js';
import { describeIf } from '../capabilities.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const built = join(root, 'dist/autograder/cli.js');

/** Ends with exit code 0 or 1: a student's test that fails is no trouble here. */
function gradus(...args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [built, ...args, '--lang', 'zh'],
      { cwd: root, maxBuffer: 1e8 },
      (_error, out, err) =>
        child.exitCode === 0 || child.exitCode === 1 ? resolve(out + err) : reject(new Error(err)),
    );
  });
}

/** What an instructor wrote in one language stands as it is; a text in both is to be looked at. */
const inOneLanguage = (wording: Text | string | number | undefined): string[] =>
  typeof wording === 'string' ? [wording] : [];

/** Of a sentence: messages of errors, names in the student's code, a sentence in one language. */
const quotedParams = ['message', 'name', 'names', 'sentence', 'detail', 'kept', 'others', 'holds'];

function quotedOf({ code, params, place }: IssueRecord | NoticeRecord): string[] {
  const given = quotedParams.flatMap((key) => inOneLanguage(params[key]));
  // What arrived that no test had asked for is told in the catalogue's words.
  return [...(code === 'tampered' ? [] : given), place?.text ?? ''];
}

/** Everything on pages and in the terminal that is not the grader's own words. */
function quotedIn({ lesson, students, isolation }: Results): string[] {
  const found = [lesson.id, ...inOneLanguage(lesson.title), ...inOneLanguage(isolation.mechanism)];
  for (const { exercise, title } of lesson.exercises) found.push(exercise, ...inOneLanguage(title));
  for (const { student, page, file, notices, exercises } of students) {
    found.push(student, page, file, ...notices.flatMap(quotedOf));
    for (const { notices: told, tests, output } of exercises) {
      found.push(output, ...told.flatMap(quotedOf));
      for (const { id, name, hint, issue, input = '' } of tests) {
        found.push(id, id.slice(id.indexOf('/') + 1), input);
        found.push(...inOneLanguage(name), ...inOneLanguage(hint));
        if (issue === undefined) continue;
        found.push(issue.expected ?? '', issue.got ?? '', ...quotedOf(issue));
        found.push(...inOneLanguage(issue.guess));
      }
    }
  }
  const lines = found.flatMap((text) => text.split('\n')).map((line) => line.trim());
  return [...new Set(lines)]
    .filter((line) => /[A-Za-z]{2}/.test(line))
    .sort((a, b) => b.length - a.length);
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
const removing = (texts: readonly string[]): RegExp =>
  new RegExp(`(?<![A-Za-z])(?:${texts.map(escaped).join('|')})(?![A-Za-z])`, 'g');

/** The words of a page: its text and what attributes say; code, folded input and output left out. */
function wordsOf(page: string): string[] {
  const text = page
    .replaceAll(/<(style|pre|code)\b[^>]*>.*?<\/\1>/gs, '·')
    .replaceAll(/<span class="[^"]*\bmono\b[^"]*">.*?<\/span>/gs, '·');
  const attributes = [...text.matchAll(/\b(?:title|aria-label)="([^"]*)"/g)].map(([, a = '']) => a);
  return [...attributes, ...text.replaceAll(/<[^>]*>/g, '\n').split('\n')]
    .map((one) => one.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, '·').trim())
    .filter((one) => one !== '');
}

/** Every text in both languages that a record holds. */
function textsIn(value: unknown): Text[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('en' in value && 'zh' in value) return [value as Text];
  return Object.values(value).flatMap(textsIn);
}

describeIf('unshare', 'the example class in Chinese', () => {
  let out = '';
  let said = '';
  let results: Results;
  let onPages: RegExp;
  let inTerminal: RegExp;
  beforeAll(async () => {
    out = await mkdtemp(join(tmpdir(), 'gradus-chinese-'));
    said = await gradus('grade', '--sandbox', 'unshare', '--out', out, '--jobs', '2');
    results = await readResults(out);
    const quoted = quotedIn(results);
    inTerminal = removing(quoted);
    onPages = removing(quoted.flatMap((text) => [html`${text}`.markup, prose(text).markup]));
  }, 180_000);
  afterAll(() => rm(out, { recursive: true }));

  it.each(['student', 'instructor'])('no English on pages for the %s', async (part) => {
    const files = (await readdir(join(out, part))).filter((name) => name.endsWith('.html'));
    expect(files.length).toBeGreaterThanOrEqual(18);
    const found = new Map<string, string>();
    let words = 0;
    for (const name of files) {
      const text = await readFile(join(out, part, name), 'utf8');
      // Of a chart the still picture has the same words as what a script draws.
      const page = text.replace(/<script[\s\S]*?<\/script>/g, '').replaceAll(onPages, '·');
      expect(page).toContain('<html lang="zh-Hans">');
      for (const text of wordsOf(page)) {
        words++;
        if (englishIn(text).length > 0) found.set(text, name);
      }
    }
    expect(words).toBeGreaterThan(1000);
    expect([...found]).toEqual([]);
  });

  it('no English in the terminal, graded and explained', async () => {
    const texts = [said.replaceAll(new RegExp(`${escaped(out)}[\\w./-]*`, 'g'), '·')];
    for (const { student, exercises, graderFailure } of results.students) {
      expect(graderFailure).toBeUndefined();
      // What one is told of a right answer is told of each.
      const failed = exercises.filter(({ score, points }) => score < points);
      for (const { exercise } of failed.slice(0, 2)) {
        texts.push(await gradus('explain', student, exercise, '--out', out));
      }
    }
    const lines = texts.flatMap((text) => text.replaceAll(inTerminal, '·').split('\n'));
    expect(lines.length).toBeGreaterThan(200);
    expect(lines.filter((line) => englishIn(line).length > 0)).toEqual([]);
  }, 120_000);

  it('texts of the results are Chinese in Chinese and English in English', () => {
    const texts = textsIn(results);
    expect(texts.length).toBeGreaterThan(20);
    expect(texts.filter(({ zh }) => englishIn(zh).length > 0 || zh === '')).toEqual([]);
    expect(texts.filter(({ en }) => chineseIn(en).length > 0 || en === '')).toEqual([]);
  });

  it('an English sentence would be found', () => {
    const page =
      '<html><td title="not graded">通过</td><p>未通过。Try again.</p><code>try it</code>';
    expect(wordsOf(page).flatMap(englishIn)).toEqual(['not graded', 'Try again.']);
  });
});
