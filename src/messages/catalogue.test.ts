import { expect, test } from 'vitest';
import { type Language, messages } from './index.js';
import { issueSentence, noticeSentence } from './sentences.js';

const languages: Language[] = ['en', 'zh'];

/** The parts whose sentences are put together from nothing but their parameters: all but these. */
const parts = (language: Language) => {
  const { language: name, ...others } = messages(language);
  return others;
};

/** Every sentence of a catalogue with its path; functions are called with marks for parameters. */
function sentences(value: unknown, path: string[] = []): [string, string][] {
  if (typeof value === 'string') return [[path.join('.'), value]];
  if (typeof value === 'function') {
    const marks = new Proxy({}, { get: (_, key) => (typeof key === 'string' ? `<${key}>` : key) });
    return [[path.join('.'), String(value(marks))]];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => sentences(inner, [...path, key]));
}

const marksOf = (text: string) => [...new Set(text.match(/<\w+>/g) ?? [])].sort();

test('every language has the same sentences with the same parameters', () => {
  const en = new Map(sentences(parts('en')));
  for (const language of languages) {
    const other = new Map(sentences(parts(language)));
    expect([...other.keys()].sort()).toEqual([...en.keys()].sort());
    for (const [path, text] of other) {
      expect([path, marksOf(text)]).toEqual([path, marksOf(en.get(path) ?? '')]);
    }
  }
});

test('no sentence is empty, and Chinese sentences are Chinese', () => {
  for (const language of languages) {
    for (const [path, text] of sentences(parts(language))) {
      expect(text.trim(), `${language} ${path}`).not.toBe('');
    }
  }
  for (const [path, text] of sentences(messages('zh').judge.issues)) {
    if (path !== 'expectation') expect(text, path).toMatch(/\p{Script=Han}/u);
  }
});

test('a code that nobody knows is said to be one; a name every object has is no code', () => {
  const m = messages('en');
  expect(issueSentence(m, { code: 'nonsense', params: {} })).toContain('`nonsense`');
  expect(noticeSentence(m, { code: 'constructor', params: {} })).toContain('`constructor`');
});

test('an issue becomes a sentence with its values in it', () => {
  const issue = {
    code: 'shape-mismatch',
    params: { what: 'dw', expected: '[3, 2]', got: '[2, 3]' },
  };
  expect(issueSentence(messages('en'), issue)).toBe(
    '`dw` should have shape [3, 2], but has [2, 3]. Check which axis you sum over or multiply along.',
  );
  expect(issueSentence(messages('zh'), issue)).toBe(
    '`dw`的形状应为 [3, 2]，实际是 [2, 3]。请检查沿哪个轴求和或相乘。',
  );
});
