import { expect, test } from 'vitest';
import { cellCode } from './cell-code.js';
import { parseCells } from './slice.js';

function code(source: string, shared: string[] = [], wanted = (_: string) => true) {
  const notebook = { cells: [{ number: 1, id: undefined, source }], texts: [], lesson: undefined };
  const [cell] = parseCells(notebook);
  if (cell === undefined) throw new Error('no cell');
  const { head, text } = cellCode(cell, new Set(shared), wanted);
  return { head, text };
}

test('a declaration is copied behind its statement, a name of another cell looked up', () => {
  expect(code('const a = f(b) // one\nfunction g() {}', ['f']).text).toBe(
    'const a = exports.f(b); exports.a = a; // one\nfunction g() {}; exports.g = g;',
  );
  expect(code('export class K extends Base {}', ['Base']).text).toBe(
    ' class K extends exports.Base {}; exports.K = K;',
  );
  expect(code('export default 1 + 1').text).toBe('exports.default = 1 + 1');
  expect(code('namespace N {}').text).toContain("typeof N === 'undefined' ? undefined : N");
});

test('a shorthand of a name of another cell is spelled out, to read and to assign', () => {
  expect(code('const o = { a, b, c: { a } };', ['a']).text).toBe(
    'const o = { a: exports.a, b, c: { a: exports.a } };; exports.o = o;',
  );
  expect(code('({ a, b = a } = x); (p = { a }) => ({ p });', ['a', 'b']).text).toBe(
    '({ a: exports.a, b: exports.b = exports.a } = x); (p = { a: exports.a }) => ({ p });',
  );
  expect(code('const { a: c } = x; ((a) => ({ a }))(1);', ['a']).text).toContain('{ a: c } = x;');
});

test('a write to a name of the cell reaches the copy', () => {
  const { head, text } = code('let n = 0, m = 1;\nn += 2; n++; ({ m } = { m: n });');
  expect(text.split('\n')[1]).toBe(
    'exports.n = n += 2; __gradus_own.n++; ({ m: __gradus_own.m } = { m: n });',
  );
  expect(head).toContain('set n(value) { exports.n = n = value; }');
  expect(code('let n = 0; n = 1;').head).toBe('');
});

test('imports become calls of require, on as many lines', () => {
  expect(code("import {\n  a,\n  b as c,\n  type T,\n} from 'm';\nnext;").text).toBe(
    'const { a, b: c } = require("m"); exports.a = a; exports.c = c;\n\n\n\n\nnext;',
  );
  expect(code("import d, * as all from 'm';").text).toBe(
    'const d = __gradus.default(require("m")), all = __gradus.all(require("m")); exports.d = d; exports.all = all;',
  );
  expect(code("import 'm'; import type { T } from 'm'; import q = require('q');").text).toBe(
    'require("m");  const q = require(\'q\'); exports.q = q;',
  );
  expect(code("await import('m');").text).toBe("await __gradus.import('m');");
});

test('an import that nobody uses is not loaded', () => {
  expect(code("import { a, b } from 'm';\nimport 'effect';", [], () => false).text).toBe(
    '\nrequire("effect");',
  );
  expect(code("import { a, b } from 'm';", [], (name) => name === 'b').text).toContain('require');
});
