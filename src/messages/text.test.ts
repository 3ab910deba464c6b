import { expect, test } from 'vitest';
import { messages, textOf } from './index.js';
import { guessSentence, issueSentence } from './sentences.js';
import { mapWording, sameWording, wordsIn } from './text.js';

const [en, zh] = [messages('en'), messages('zh')];
const text = { en: 'The sum', zh: '总和' };

test('a text has its words in each language, a string is the same in both', () => {
  expect([wordsIn(text, 'en'), wordsIn(text, 'zh')]).toEqual(['The sum', '总和']);
  expect([wordsIn('dw', 'en'), wordsIn('dw', 'zh')]).toEqual(['dw', 'dw']);
  expect(mapWording(text, (words) => `${words}!`)).toEqual({ en: 'The sum!', zh: '总和!' });
  expect(sameWording(text, { ...text })).toBe(true);
  expect(sameWording(text, { ...text, zh: '和' })).toBe(false);
  expect(sameWording(text, 'The sum')).toBe(false);
});

test('a sentence of a test is told in the language of the reader', () => {
  const issue = { code: 'expectation', params: { sentence: text } };
  expect(issueSentence(en, issue)).toBe('The sum');
  expect(issueSentence(zh, issue)).toBe('总和');
});

test('what has a name in the statement is code, what has none is a phrase', () => {
  const issue = (what: typeof text | string) => ({
    code: 'shape-mismatch',
    params: { what, expected: '[2]', got: '[3]' },
  });
  expect(issueSentence(en, issue('dw'))).toMatch(/^`dw` should have shape \[2\]/);
  expect(issueSentence(en, issue(text))).toMatch(/^The sum should have shape \[2\]/);
  expect(issueSentence(zh, issue('dw'))).toMatch(/^`dw`的形状应为/);
  expect(issueSentence(zh, issue(text))).toMatch(/^总和的形状应为/);
  expect(issueSentence(zh, issue(''))).toMatch(/^返回值的形状应为/);
});

test('a guess is told in the language of the reader, one of an instructor as it was written', () => {
  expect(guessSentence(zh, { guess: text })).toBe('总和');
  expect(guessSentence(zh, { guess: 'Sie teilen durch null.' })).toBe('Sie teilen durch null.');
  expect(guessSentence(zh, { likely: { code: 'sign', params: {} } })).toContain('符号');
  expect(guessSentence(zh, {})).toBeUndefined();
});

test('a sentence of the catalogue in every language', () => {
  expect(textOf(({ judge }) => judge.verdicts.passed)).toEqual({ en: 'passed', zh: '通过' });
});
