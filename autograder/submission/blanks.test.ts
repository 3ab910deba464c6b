import ts from '@tslab/typescript-for-tslab';
import { expect, test } from 'vitest';
import { plainBlanks } from './blanks.js';

const plain = (source: string): string =>
  plainBlanks(ts.createSourceFile('cell.ts', source, ts.ScriptTarget.ES2022, true));

test.each([
  ['\u200Bconst a\u200B = \u200B1;\u200B', ' const a  =  1; '],
  ['f(\u200Ba,\u0085b\u200B)\u200B;', 'f( a, b ) ;'],
  ['\u200B/** \u200B */ const\u200B a = 1;', ' /**   */ const  a = 1;'],
  ['`\u200B$' + '{\u200Ba\u200B}\u200B`;', '`\u200B$' + '{ a }\u200B`;'],
  ['import { a\u200B } from "m\u200B";', 'import { a  } from "m\u200B";'],
  ['const r = /\u200B/\u200B, s = "\u200B";', 'const r = /\u200B/ , s = "\u200B";'],
  ['class A {\u200B #b = 1;\u200B }\u200B', 'class A {  #b = 1;  } '],
  ['let a;\n\u200B\nlet b;', 'let a;\n \nlet b;'],
])('%j', (source, expected) => {
  expect(plain(source)).toBe(expected);
});

test('what has none is the same', () => {
  const source = 'const a\u00A0= "x"; // \u3000';
  expect(plain(source)).toBe(source);
});
