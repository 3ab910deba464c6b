import { expect, test } from 'vitest';
import { capText, oneLine, plainText, terminalText } from './plain-text.js';

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

test('what nobody sees is shown as its code; joiners of names and emoji stay', () => {
  expect(plainText('a\u00adb\u200bc\u2060d\u{e0041}')).toBe(
    'a\\u{ad}b\\u{200b}c\\u{2060}d\\u{e0041}',
  );
  expect(plainText('می\u200cخواهم 👩\u200d💻')).toBe('می\u200cخواهم 👩\u200d💻');
});

test.each([
  ['::error file=a.ts::b', '\\u{3a}:error file=a.ts::b'],
  ['ok\n  ::set-output name=x::1', 'ok\n  \\u{3a}:set-output name=x::1'],
  ['a ##vso[task.complete result=Failed;]', 'a ##vso\\u{5b}task.complete result=Failed;]'],
  ['##[error]x', '##\\u{5b}error]x'],
  ["##teamcity[buildStop comment='x']", "##teamcity\\u{5b}buildStop comment='x']"],
])('a command to the build machine is text: %s', (given, shown) => {
  expect(terminalText(given)).toBe(shown);
});

test('colons and hashes elsewhere are left', () => {
  expect(terminalText('std::vector\n# a ## b [c]: 1::2')).toBe('std::vector\n# a ## b [c]: 1::2');
});
