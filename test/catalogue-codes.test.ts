/** The message catalogue and the code that speaks through it: no sentence without a speaker. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { notebookReasons } from '../src/messages/en/broken-notebook.js';
import { artefactReasons } from '../src/messages/en/judge.js';
import { messages } from '../src/messages/index.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What is built and handed out: no tests, no samples, and not the catalogue itself. */
const sources = ['src', 'autograder']
  .flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((path) =>
      join(room, path),
    ),
  )
  .filter((path) => /\.(?:ts|mjs|cjs)$/.test(path) && !path.endsWith('.d.ts'))
  .filter((path) => !/\.(?:test|fixture)\.|\/sample[^/]*$|^src\/messages\/(?:en|zh)\b/.test(path))
  .map((path) => readFileSync(join(root, path), 'utf8'));

/** Names of any kind, strings that are nothing but a code, and those that are given as a code. */
const names = new Set<string>();
const codes = new Set<string>();
const given = new Set<string>();
/** `code: 'missing'`, `new Failure('missing', …)`, `isThere ? 'exited' : 'missing'`. */
const giving =
  /(?:\bcode(?::| =)|\b(?:Failure|UsageError|tell|onNotice\?\.)\(|[?:])\s*'([a-z][a-z\d-]*)'/g;
for (const text of sources) {
  const code = text.replaceAll(/^\s*(?:\*|\/\/|\/\*).*$/gm, '');
  for (const [name] of code.matchAll(/[A-Za-z_$][\w$]*/g)) names.add(name);
  for (const [, quoted = ''] of code.matchAll(/['"`]([a-z][a-z\d-]*)['"`]/g)) codes.add(quoted);
  for (const [, quoted = ''] of code.matchAll(giving)) given.add(quoted);
  // `missing: …` and `'file-missing': …` in a table of codes.
  for (const [, key = ''] of code.matchAll(/^\s*(?:\{ )?([a-z\d]+):/gm)) codes.add(key);
}

const { judge, cli, course, capture, ...rest } = messages('en');
const tables = {
  'judge.issues': judge.issues,
  'judge.notices': judge.notices,
  'judge.guesses': judge.guesses,
  'reasons of notebooks': notebookReasons,
  'reasons of artefacts': artefactReasons,
  'judge.reasons': judge.reasons,
  'judge.stages': judge.stages,
  'judge.kinds': judge.kinds,
  'judge.verdicts': judge.verdicts,
  'cli.errors': cli.errors,
  'course.problems': course.problems,
  'capture.reasons': capture.reasons,
};

test.each(Object.entries(tables))('%s: each code is given somewhere', (_, table) => {
  expect(Object.keys(table).filter((code) => !codes.has(code))).toEqual([]);
});

test('a code that is a common word is given as a code, too', () => {
  const words = Object.keys({ ...judge.issues, ...judge.notices }).filter((c) => !c.includes('-'));
  expect(words.filter((code) => !given.has(code))).toEqual([]);
});

test.each(Object.entries(tables))('%s: codes have one casing', (_, table) => {
  for (const code of Object.keys(table)) expect(code).toMatch(/^[a-z][a-z\d]*(?:-[a-z\d]+)*$/);
});

test('errors have codes of the same casing; those of Node and of commander keep theirs', () => {
  const said = sources.flatMap((text) =>
    [...text.matchAll(/\b(?:code = |code: |\w+Error\()'([^' ]+)'/g)].map(([, code = '']) => code),
  );
  expect(said).toEqual(expect.arrayContaining(['no-gradient', 'no-batch', 'judge-failed']));
  expect(said.filter((code) => !/^[a-z][a-z\d]*(?:-[a-z\d]+)*$/.test(code))).toEqual([]);
});

/** Keys of sentences by path, without those of codes and of words that are looked up. */
function keysOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => keysOf(inner, [...path, key]));
}

test('every other sentence is named somewhere', () => {
  const { errors: _, headings: __, scripts: ___, ...commands } = cli;
  const { problems: ____, ...lessons } = course;
  const { unknownCode, place } = judge;
  const { reasons: _____, ...steps } = capture;
  const all = keysOf({
    ...rest,
    capture: steps,
    cli: commands,
    course: lessons,
    judge: { unknownCode, place },
  });
  const unnamed = all.filter((path) => {
    const key = path.at(-1) ?? '';
    return !names.has(key) && !codes.has(key);
  });
  expect(unnamed.map((path) => path.join('.'))).toEqual([]);
});

test('a sentence that nobody speaks would be found', () => {
  expect(codes.has('value-mismatch') && names.has('graderFailed')).toBe(true);
  expect(codes.has(['extra', 'file'].join('-')) || names.has(['dead', 'Key'].join(''))).toBe(false);
});
