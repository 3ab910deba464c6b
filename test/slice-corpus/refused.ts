/** Notebooks with cells that tslab refuses, and cells after them. */
export const refused: { name: string; cells: string[] }[] = [
  {
    name: 'a module that is not there',
    cells: ["import * as m from 'not-there';", 'm;', 'let a = 1;'],
  },
  {
    name: 'a type error, and what needs the cell',
    cells: ['const a: number = "x";', 'const b = a;', 'const c = 1;', 'c.toFixed();'],
  },
  {
    name: 'a refused redeclaration leaves the type that was there',
    cells: ['const a = 1;', 'const a: string = 2;', 'a.toFixed();', 'a.trim();'],
  },
  {
    name: 'a redeclaration that runs changes the type',
    cells: ['const a = 1;', 'const a = "x";', 'a.toFixed();', 'a.trim();'],
  },
  { name: 'what a module does not export', cells: ["import { nothing } from 'tiny';", 'nothing;'] },
  {
    name: 'assignments to what another cell declares',
    cells: ['const a = 1; let b = 2;', 'a = 3;', 'b = 3;', 'b = "x";', 'b++;'],
  },
  {
    name: 'assignments to an import',
    cells: [
      "import { add } from 'tiny';",
      'add = (a, b) => a;',
      'const add = 3;',
      'add.toFixed();',
    ],
  },
  {
    name: 'narrowing ends with the cell',
    cells: [
      'let a: number | string = 1; a.toFixed();',
      'a.toFixed();',
      'const b: number | string = 1;',
      'b.toFixed();',
      'const f = () => b.toFixed();',
    ],
  },
  { name: 'a list that grows', cells: ['const xs = [];', 'xs.push(1);', 'xs[0].anything;'] },
  { name: 'a name without a value', cells: ['let x;', 'x.anything;', 'x = 3;', 'x = "y";'] },
  { name: 'export before a declaration', cells: ['export const a = 1;', 'a;'] },
  { name: 'export of a list', cells: ['const a = 1; export { a };', 'a;'] },
  { name: 'import with require', cells: ["import t = require('tiny');", 't;'] },
  { name: 'a word that is no name', cells: ['pritn("x");', 'const a = missing + 1;', 'a;'] },
  {
    name: 'values and types of one name',
    cells: [
      'type Pair = [number, number];',
      'const Pair = 3;',
      'const p: Pair = [1, 2];',
      'Pair.toFixed();',
      'interface Box { size: number }',
      'class Box { width = 1 }',
      'new Box().width;',
      'new Box().size;',
      'const box: Box = { width: 2 };',
    ],
  },
  {
    name: 'an enum and its members',
    cells: ['enum Mode { A, B }', 'const m: Mode = Mode.A;', 'Mode.C;', 'const n: Mode = "A";'],
  },
  {
    name: 'a member that a class does not have',
    cells: [
      'class Net { go() { return 1; } }',
      'Net.prototype.stop = () => 2;',
      'new Net().stop();',
    ],
  },
  {
    name: 'a method of a list that is not there',
    cells: ['Array.prototype.last = function () { return this.at(-1); };', '[1].last();'],
  },
  {
    name: 'a class that has no name to be written',
    cells: ['const C = class { private a = 1; };', 'new C();'],
  },
  {
    name: 'a private member of a class with a name',
    cells: ['class D { private a = 1; }', 'new D().a;', 'class E extends D { a = 2; }'],
  },
  {
    name: 'await at the top, and not',
    cells: ['const a = await 3;', 'const f = () => { await 3; };', 'a.toFixed();'],
  },
  {
    name: 'types that only a type import gives',
    cells: [
      "import type { Shape } from 'tiny';",
      'const s: Shape = { sides: 3 };',
      'Shape;',
      's.corners;',
    ],
  },
  {
    name: 'an import that is redeclared by a refused cell',
    cells: [
      "import tiny, { add } from 'tiny';",
      "import { add } from 'tinny';",
      'add(1, 2).toFixed();',
      'tiny().trim();',
    ],
  },
  {
    name: 'a function with too few arguments',
    cells: [
      'function f(a: number, b: number) { return a + b; }',
      'f(1);',
      'f(1, 2);',
      'function f(a) { return a; }',
      'f(1);',
    ],
  },
  {
    name: 'comments that silence',
    cells: [
      '// @ts-nocheck\nconst a: number = "x";',
      '// @ts-ignore\nconst b: number = "x";',
      'b;',
    ],
  },
  {
    name: 'twice in one cell',
    cells: ['const a = 1; const a = 2;', 'a;', 'let b = 1; function b() {}', 'b;'],
  },
  {
    name: 'const without a value, and a write to one',
    cells: ['const a;', 'const b = 1; b = 2;', 'b;'],
  },
  {
    name: 'a refused cell between two that belong together',
    cells: ['let n = 1;', 'n = n + missing;', 'n++;', 'let n: string = 5;', 'n.toFixed();'],
  },
  { name: 'a namespace', cells: ['namespace N { export const a = 1; }', 'N.a;', 'N.b;'] },
  {
    name: 'generic functions and classes',
    cells: [
      'function first<T>(xs: T[]): T { return xs[0]; }',
      'first([1]).toFixed();',
      'first(["x"]).toFixed();',
      'class Stack<T> { items: T[] = []; push(x: T) { this.items.push(x); } }',
      'new Stack<number>().push(1);',
      'new Stack<number>().push("x");',
    ],
  },
  {
    name: 'objects and destructuring',
    cells: [
      'const { a, b: [c] } = { a: 1, b: ["x"] };',
      'a.toFixed(); c.trim();',
      'c.toFixed();',
      'const { d } = { a: 1 };',
      'd;',
    ],
  },
  {
    name: 'this at the top',
    cells: ['this.x = 1;', 'globalThis.y = 1;', '(globalThis as any).z = 1;'],
  },
  { name: 'labels and returns', cells: ['return 1;', 'break;', 'const a = 1;', 'a;'] },
];
