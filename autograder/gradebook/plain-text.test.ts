import { expect, test } from 'vitest';
import { capText, oneLine, plainText } from './plain-text.js';

test('what moves a cursor or turns the writing around is shown as its code', () => {
  expect(plainText('a\u001b[2Jb\u202ec')).toBe('a\\u{1b}[2Jb\\u{202e}c');
  expect(plainText('\ud800')).toBe('\\u{d800}');
});

test('line feeds and tabs stay, other scripts too', () => {
  expect(plainText('a\r\n\tb 你好 é 🙂')).toBe('a\n\tb 你好 é 🙂');
});

test('one line is one line', () => {
  expect(oneLine(' a\n\n b\tc ')).toBe('a b c');
});

test('a cut says how much is missing and never halves a character', () => {
  expect(capText('abcdef', 4)).toBe('abcd… (+2)');
  expect(capText('abc🙂', 4)).toBe('abc… (+1)');
  expect(capText('abcd', 4)).toBe('abcd');
});
