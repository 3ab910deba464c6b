import { describe, expect, test } from 'vitest';
import { declaredValues, waitsAtTop } from './top-level.js';

describe('waitsAtTop', () => {
  test.each([
    'await (async () => 5)()',
    'await (await fetch(u)).json()',
    'for await (const x of xs) {}',
    'for (let i = await f(); i < 3; i++) {}',
    'const s = `a $' + '{await (f)()}`;',
    'if (await (f)()) {}',
    'const { a = await f(), ...rest } = await (g)();',
    'const o = { [await k()]: 1 };',
    'label: while (true) { await (f)(); break label; }',
    'throw await f();',
    '({ a: [await (f)()] })',
  ])('%s', (source) => {
    expect(waitsAtTop(source)).toBe(true);
  });

  test.each([
    'const f = async () => await g();',
    'class A { async m() { await (f)(); } }',
    'const o = { async m() { for await (const x of y) {} } };',
    "const text = 'await';",
    'class A { static { const f = async () => await g(); } }',
  ])('not: %s', (source) => {
    expect(waitsAtTop(source)).toBe(false);
  });
});

test('declaredValues: what a cell gives to later cells', () => {
  const source = [
    'import d, { a as b, type T } from "x";',
    'import * as all from "y";',
    'const { p, q: [r, ...s] } = f();',
    'let x, y = 1;',
    'function g() { var inner; }',
    'class C {} enum E { A }',
    'interface I {} type U = 1;',
    'if (1) { var v = 2; let hidden = 3; }',
    'for (var w = 0; ;) {}',
    'for (let z = 0; ;) {}',
  ].join('\n');
  const names = [...declaredValues(source)].sort();
  expect(names).toEqual(
    ['C', 'E', 'T', 'all', 'b', 'd', 'g', 'p', 'r', 's', 'v', 'w', 'x', 'y'].sort(),
  );
});
