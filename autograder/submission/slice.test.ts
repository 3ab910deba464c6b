import { describe, expect, test } from 'vitest';
import { parseNotebook } from './notebook.js';
import { parseCells, sliceAll, sliceCalled, sliceFor } from './slice.js';

function cellsOf(...sources: string[]) {
  const cells = sources.map((source, i) => ({ cell_type: 'code', id: `c${i}`, source }));
  return parseCells(parseNotebook(Buffer.from(JSON.stringify({ nbformat: 4, cells }))));
}

const kept = (sources: string[], name = 'f', needs: string[] = []) =>
  sliceFor(cellsOf(...sources), [name], new Set(), needs).cells.map((cell) => cell.number);

const withCalls = (sources: string[]) =>
  sliceCalled(cellsOf(...sources), ['f']).cells.map((cell) => cell.number);

describe('a slice keeps what the exercise needs', () => {
  test('declarations of needed names, in notebook order, and nothing else', () => {
    expect(
      kept([
        "import { tf, loadDataset } from 'gradus';",
        'const digits = await loadDataset("digits"); for (;;) {}',
        'const scale = 2;',
        'function f(x) { return tf.mul(x, scale); }',
        'await check("f", f);',
        'throw new Error("unrelated");',
      ]),
    ).toEqual([1, 3, 4]);
  });

  test('a later assignment to a needed name, and to a property of it', () => {
    expect(
      kept([
        'let rate = 1;',
        'class Net {}',
        'const f = () => new Net().go(rate);',
        'rate = 2;',
        'Net.prototype.go = (r) => r;',
        'rate;',
        'const g = () => { rate = 3; };',
        'rate++;',
        '[rate] = [4];',
      ]),
    ).toEqual([1, 2, 3, 4, 5, 8, 9]);
  });

  test('a name declared inside is not needed from outside', () => {
    expect(
      kept([
        'const x = heavy();',
        'const y = heavy();',
        'const z = heavy();',
        'const { a, b: [c] } = heavy();',
        `function f(x, { y = 1 } = {}) {
           for (const z of [1]) { const a = z; label: for (;;) break label; }
           try { let c; } catch (b) { b; }
           const o = { x: 1, heavy() { return this.y; } };
           class K { z = 1; static a() { return K; } }
           return o.x + (function self() { return arguments.length ? self : y; })();
         }`,
        'const heavy = () => 1;',
      ]),
    ).toEqual([5]);
  });

  test('types need nothing; enums, decorators, defaults, shorthand and templates do', () => {
    expect(
      kept(['const T = 1;', 'function f(x: T): typeof T | Array<T> { return x as T; }']),
    ).toEqual([2]);
    expect(
      kept([
        'interface Net { f: number }',
        'enum Mode { A = start, B }',
        'const start = 1;',
        'const f = () => Mode.B;',
      ]),
    ).toEqual([2, 3, 4]);
    expect(kept(['const log = (v) => v;', 'class f { @log go() {} }'])).toEqual([1, 2]);
    expect(kept(['const k = "a";', 'class f { [k] = 1; }'])).toEqual([1, 2]);
    expect(kept(['const a = 1;', 'const f = (b = a) => ({ a }) && `$' + '{a}`;'])).toEqual([1, 2]);
    expect(kept(['const base = class {};', 'class f extends base {}'])).toEqual([1, 2]);
    expect(
      kept(['var g = 1;', 'function f() { if (g) { var h = 1; } return h; }', 'const h = 2;']),
    ).toEqual([1, 2]);
    expect(kept(['const v = 1;', 'switch (v) { case 1: let v = 2; }', 'var f = 3;'])).toEqual([3]);
  });

  test('imports under another name', () => {
    expect(
      kept([
        "import { tf as t } from 'gradus';",
        "import * as dl from 'gradus/deep-learning';",
        "import type { Tensor } from 'gradus';",
        "import plot = require('gradus/plot');",
        'const f = (x: Tensor) => t.add(dl.x, plot);',
      ]),
    ).toEqual([1, 2, 4, 5]);
  });

  test('a cell with a syntax error declares nothing, and says where it is', () => {
    const cells = cellsOf('const a = 1;\nfunction f( {', 'function f() {}');
    expect(cells[0]?.syntaxErrors[0]).toMatchObject({ line: 1 });
    expect(sliceFor(cells, ['f']).cells.map((cell) => cell.number)).toEqual([2]);
  });

  test('names that nothing defines are reported with the cell that uses them', () => {
    const slice = sliceFor(
      cellsOf('const ok = Math.max(1);', 'const f = () => gone(ok, console, typeof ok);'),
      ['f'],
    );
    expect(slice.undefinedNames).toEqual([{ name: 'gone', cell: 2, line: 0 }]);
  });

  test('a member of a global is given to those who mention a member of that name', () => {
    const sources = [
      'Math.cbrt = () => 1;',
      '(Array.prototype as any).last = function () {};',
      'Math[name] = 2; process.env.DEBUG = "1";',
      'globalThis.rate = 3;',
    ];
    expect(kept([...sources, 'const f = (x) => Math.round(x);'])).toEqual([5]);
    expect(kept([...sources, 'const f = (x) => Math.cbrt(x);'])).toEqual([1, 5]);
    expect(kept([...sources, 'const f = (x) => x.last();'])).toEqual([2, 5]);
    expect(kept([...sources, 'const f = () => globalThis.rate;'])).toEqual([4, 5]);
    const bare = cellsOf(...sources, 'const f = () => rate;');
    expect(sliceFor(bare, ['f'])).toMatchObject({ undefinedNames: [] });
    expect(sliceFor(bare, ['f']).cells.map((cell) => cell.number)).toEqual([4, 5]);
    // The notebook's own Math is no global.
    expect(kept(['const Math = {};', 'Math.x = 1;', 'const f = () => Math;'])).toEqual([1, 2, 3]);
  });

  test('a call on or with a name counts where the lesson says so, before the exercise', () => {
    const sources = [
      'const table = new Map(); function fill(t) { t.set(seed, 1); }',
      'const seed = 7;',
      'fill(table);',
      'for (const k of [1]) table.set(k, k);',
      'const later = () => fill(table); fill(other);',
      'function f() { return 1; }',
      'fill(table); throw new Error("try it");',
    ];
    expect(kept(sources)).toEqual([6]);
    expect(kept(sources, 'f', ['table'])).toEqual([1, 2, 3, 4, 6]);
  });

  test('a call gives what its function assigns; to try the exercise gives nothing', () => {
    const sources = [
      "import { check } from 'gradus';",
      'let table = 0, calls = 0, seen = 0;',
      'function f() { calls++; return table; }',
      'const init = () => { table = 1; };',
      'const slow = () => { seen = 1; for (let i = 0; i < 1e9; i++); };',
      'const tries = () => f();',
      "await check('f', f);",
      'f(); tries(); slow();',
      'const local = (table: number) => { table = 2; }; local(1);',
      "await check('init', init);",
      'init();',
    ];
    expect(kept(sources)).toEqual([2, 3]);
    expect(withCalls(sources)).toEqual([2, 3, 4, 11]);
  });

  test('functions that call each other, and names of built-in members, end', () => {
    const sources = [
      'let n = 0;\nfunction set() { n = 1; }',
      'const f = () => n;',
      'const ping = () => pong(), pong = () => { set(); ping(); };',
      'constructor(); toString(); x.__proto__(); x.constructor();',
      'ping();',
    ];
    expect(withCalls(sources)).toEqual([1, 2, 3, 5]);
  });

  test('a source that no parser can hold is a syntax error, not a crash', () => {
    const [cell] = cellsOf(`const f = ${'('.repeat(50_000)}1`);
    expect(cell?.syntaxErrors.length).toBeGreaterThan(0);
  });
});

test('all cells up to the exercise, and what it needs of those behind', () => {
  const sources = [
    'const unrelated = 1;',
    'const f = ;',
    'const helper = 1;',
    'const f = () => helper + late;',
    'const after = f();',
    'const late = 2;',
    'f.rate = 1;',
  ];
  const all = (without: number[]) =>
    sliceAll(cellsOf(...sources), ['f'], new Set(without)).cells.map((cell) => cell.number);
  expect(all([])).toEqual([1, 3, 4, 6, 7]);
  expect(all([1])).toEqual([3, 4, 6, 7]);
  expect(sliceAll(cellsOf('gone;', 'const f = () => lost;'), ['f']).undefinedNames).toEqual([
    { name: 'lost', cell: 2, line: 0 },
  ]);
});
