import { expect, test } from 'vitest';
import { tokenize } from './tokens.js';

const texts = (source: string): string[] => tokenize(source).map(({ text }) => text);

test('templates keep their braces apart from those of the code', () => {
  expect(texts(`f(\`a\${ { b: 1 }.b }c\${\`d\${e}\`}g\`) }`)).toEqual([
    ...['f', '(', '`a${', '{', 'b', ':', '1', '}', '.', 'b', '}c${', '`d${', 'e', '}`', '}g`', ')'],
    '}',
  ]);
});

test('a slash divides after a value and opens a regular expression elsewhere', () => {
  expect(texts('a / 2 / b')).toEqual(['a', '/', '2', '/', 'b']);
  expect(texts('x = /[/"`]/g; f(/y/)')).toEqual(['x', '=', '/[/"`]/g', ';', 'f', '(', '/y/', ')']);
});

test('comments and white space are no tokens, places are those in the text', () => {
  expect(tokenize('// c\n  a /* b */ ;').map(({ text, start }) => [text, start])).toEqual([
    ['a', 7],
    [';', 17],
  ]);
});

test('text that does not parse still has tokens', () => {
  expect(texts('const = `open ${')).toContain('const');
  expect(texts("'open")).toEqual(["'open"]);
});
