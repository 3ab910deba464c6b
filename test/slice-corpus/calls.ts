/** Names that get their values by calls of functions of the notebook. */
import type { CorpusNotebook } from './notebook.js';

export const calls: readonly CorpusNotebook[] = [
  {
    name: 'a call behind the exercise whose function assigns a name',
    cells: [
      'let table: number[] = [];\nfunction init() { table = [1, 2]; }',
      'let unused = 0;\nconst other = () => { unused = 1; };',
      'const answer = () => table;',
      'other();',
      'init();',
    ],
    gives: '[ 1, 2 ]',
    leaves: [2, 4],
  },
  {
    name: 'a method that assigns names, of an object and of a class',
    cells: [
      'let rows = 0, columns = 0;\nconst data = { load() { rows = 3; }, size: () => rows };',
      'class Sheet { constructor() { this.open(); } open = () => { columns = 4; }; static close() { rows++; } }',
      'const answer = () => [rows, columns];',
      'data["load"]();',
      'new Sheet();',
      'Sheet.close();',
    ],
    gives: '[ 4, 4 ]',
    leaves: [],
  },
  {
    name: 'callbacks that assign, handed over by name and written in place',
    cells: [
      'let sum = 0, product = 1, last: number | undefined;',
      'function add(x: number) { sum += x; }\nconst each = (f: (x: number) => void) => [1, 2, 3].map(f);',
      'const answer = () => [sum, product, last];',
      '[1, 2, 3].forEach(add);',
      'each((x) => { product *= x; });',
      'const keep = (x: number) => { last = x; };\neach(keep);',
    ],
    gives: '[ 6, 6, 3 ]',
    leaves: [],
  },
  {
    name: 'calls within expressions, templates, awaits and conditions, by way of other functions',
    cells: [
      'let a = 0, b = 0, c = 0, d = 0, e = 0;',
      'const deep = () => { a = 1; return a; };\nconst outer = () => deep() + 1;\nasync function later() { await null; b = 2; return b; }\nfunction tag(_: TemplateStringsArray) { d = 4; return ""; }\nfunction set() { e = 5; }',
      'const answer = () => [a, b, c, d, e];',
      'const two = 1 + outer();',
      `const text = \`$` + `{await later()}\`;\nif (text === "2") (() => { c = 3; })();`,
      'tag`x`; set.call(undefined);',
    ],
    gives: '[ 1, 2, 3, 4, 5 ]',
    leaves: [],
  },
  {
    name: 'a member of a name that a function assigns, and a pattern',
    cells: [
      'const state: { rate: number; size?: number } = { rate: 1 };\nlet first = 0, rest: number[] = [];',
      'const configure = (rate: number) => { state.rate = rate; state["size"] = 2; };\nconst cut = () => { [first, ...rest] = [7, 8, 9]; };',
      'const answer = () => [state, first, rest];',
      'configure(3);',
      'cut();',
    ],
    gives: '[ { rate: 3, size: 2 }, 7, [ 8, 9 ] ]',
    leaves: [],
  },
  {
    name: 'a local name of a function is no name of the notebook',
    cells: [
      'let table = 1;',
      'const local = (table: number) => { table = 2; return table; };\nconst block = () => { let table = 0; table++; };',
      'const answer = () => table;',
      'local(5); block();',
    ],
    gives: '1',
    leaves: [2, 4],
  },
  {
    name: 'a name of the exercise’s own cell, which keeps its value there',
    cells: [
      'let n = 0;\nconst answer = () => n;\nfunction own() { n = 3; }',
      'n = 2;\nconst set = () => { n = 2; };',
      'set();',
      'own();',
    ],
  },
];
