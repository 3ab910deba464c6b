/** No language stands inside the other: every sentence of both catalogues, in each of its forms. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { chineseIn, englishIn } from './foreign-words.fixture.js';
import { type Messages, messages } from './index.js';

const folder = new URL('.', import.meta.url);

/** Codes that a sentence may look up, and so take another form by: what the catalogue's tables hold. */
const codes = readdirSync(new URL('en/', folder)).flatMap((name) =>
  [
    ...readFileSync(new URL(`en/${name}`, folder), 'utf8').matchAll(/\b[a-z][a-z\d-]*(?='?:|')/g),
  ].map(([code]) => code),
);
/** `one` entry, `${n}` entries; with and without what may be missing. */
const plain = [0, 1, 2, ''];

interface Said {
  path: string;
  text: string;
}

/** A sentence in every form that its parameters can give it; what a parameter gives is marked. */
function formsOf(sentence: (params: unknown) => unknown): string[] {
  const all = (value: (key: string) => unknown): string =>
    String(
      sentence(
        new Proxy({}, { get: (_, key) => (typeof key === 'string' ? value(key) : undefined) }),
      ),
    );
  const coded = [...new Set(codes)].map((code) =>
    marked(
      all(() => code),
      code,
    ),
  );
  const forms = [all((key) => `⟦${key}⟧`), ...plain.map((value) => all(() => value)), ...coded];
  return [...new Set(forms)];
}

const marked = (text: string, code: string): string =>
  text.replaceAll(new RegExp(`(?<![\\w.-])(?:${code}/?)+(?![\\w-]|\\.\\w)`, 'g'), '⟦code⟧');

function said(value: unknown, path: string[] = []): Said[] {
  const at = path.join('.');
  if (typeof value === 'string') return [{ path: at, text: value }];
  if (typeof value === 'function') {
    return formsOf(value as (params: unknown) => unknown).map((text) => ({ path: at, text }));
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => said(inner, [...path, key]));
}

/** All but the name of the language, and usage lines, which are commands to type. */
const sentencesOf = ({ language: _, ...catalogue }: Messages): Said[] =>
  said(catalogue).filter(({ path }) => !path.endsWith('.usage'));

test('every Chinese sentence is Chinese', () => {
  const sentences = sentencesOf(messages('zh'));
  expect(sentences.length).toBeGreaterThan(500);
  const found = sentences.map((one) => ({ ...one, english: englishIn(one.text) }));
  expect(found.filter(({ english }) => english.length > 0)).toEqual([]);
});

test('every English sentence is English', () => {
  const found = sentencesOf(messages('en')).map((one) => ({
    ...one,
    chinese: chineseIn(one.text),
  }));
  expect(found.filter(({ chinese }) => chinese.length > 0)).toEqual([]);
});

test.each([
  ['a sentence', '请重试。The file cannot be read.', ['The file cannot be read.']],
  ['a type in the middle', '返回值的类型应为 tensor，实际是 array。', ['tensor', 'array']],
  ['with apostrophes', "不对：it isn't the student's own", ["it isn't the student's own"]],
  ['beside a term that stays', '用 TensorFlow.js trains a model 训练', ['trains a model']],
  ['one word', '它是 broken 的', ['broken']],
])('planted English is found: %s', (_, text, words) => {
  expect(englishIn(text)).toEqual(words);
});

test.each([
  '请用 `tf.sum(x, axis, true)`，或运行 `npm run build`。',
  '⟦name⟧ 不是 JSON，有 3 MB；请用 --lesson 指明，或写 batchSize、int32、model.json。',
  "应为 'adam' 或 softmax 的 ReLU。",
])('code, terms of the field and what a parameter gave are none: %s', (text) => {
  expect(englishIn(text)).toEqual([]);
});

test('planted Chinese is found', () => {
  expect(chineseIn('Expected a tensor，but 张量 came.')).toEqual(['，', '张量']);
});

test('a form that a sentence takes by a code, a number or a missing value is looked at', () => {
  const byCode: Readonly<Record<string, string>> = { 'no-zip': 'broken zip' };
  const forms = [
    formsOf((p) => byCode[(p as { reason: string }).reason] ?? '好'),
    formsOf((p) => ((p as { n: number }).n === 1 ? 'one entry' : '好')),
    formsOf((p) => ((p as { near: string }).near ? '好' : 'nothing near')),
  ];
  expect(forms.map((list) => list.flatMap(englishIn))).toEqual([
    ['broken'],
    ['one entry'],
    ['nothing near'],
  ]);
});
