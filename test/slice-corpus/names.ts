/** Names across cells: declared again, assigned, shadowed, caught by functions. */
import type { CorpusNotebook } from './notebook.js';

export const names: readonly CorpusNotebook[] = [
  {
    name: 'a name of another cell, and cells that matter to nobody',
    cells: [
      'const scale = 2;',
      'const unused = scale * 3;',
      'function answer() { return scale + 1; }',
      'const after = answer();',
    ],
    leaves: [2, 4],
  },
  {
    name: 'a function goes on using the names of its own cell',
    cells: [
      'const rate = 1;\nconst own = () => rate;',
      'const other = () => rate;',
      'const rate = "declared again";',
      'const answer = () => [own(), other(), rate];',
    ],
  },
  {
    name: 'a function declared again, called from its own cell and from others',
    cells: [
      'function f(x: number) { return x + 1; }\nfunction g(x: number) { return f(x); }',
      'function h(x: number) { return f(x) + g(x); }',
      'function f(x: number) { return x + 100; }',
      'const answer = () => [f(1), g(1), h(1)];',
    ],
  },
  {
    name: 'an assignment from another cell is not seen by the declaring one',
    cells: [
      'let n = 0;\nconst increase = () => ++n;\nconst get = () => n;',
      'n = 10;',
      'const before = n;\nconst seen = [get(), increase(), n];',
      'const answer = () => [before, seen, n, get()];',
    ],
  },
  {
    name: 'a count declared again, while the old function still counts',
    cells: [
      'let count = 0;\nfunction step() { count += 2; return count; }',
      'let count = 50;',
      'const got = [count, step(), count, step(), count];',
      'const answer = () => got;',
    ],
  },
  {
    name: 'writes of every form to a name of the same cell',
    cells: [
      [
        'let a = 1, b = 2, c: number | undefined, d = 4, e = 0, k = "";',
        'a++; --b; c ??= 7; d **= 2;',
        '[a, b] = [b, a];',
        '({ a: d, b: e = 5 } = { a: 6 } as { a: number; b?: number });',
        '({ c } = { c: 8 });',
        'for (k of ["x", "y"]) b += 10;',
        '[...[a]] = [a + 1];',
        'const write = () => { a--; e ||= 1; return a++; };',
      ].join('\n'),
      'const got = [a, b, c, d, e, k, write(), a];',
      'function answer() { return [got, a, b, c, d, e, k]; }',
    ],
  },
  {
    name: 'writes of every form to a name of another cell',
    cells: [
      'let a = 1, b = 2, c = 3, k = "";\nlet o = { n: 1 };',
      'a++; --b; c **= 2; [a, b] = [b, a]; ({ a: c } = { a: a + 40 });',
      'for (k of ["x", "y"]) { a += 1; }\no.n += 5; o["n"]++;',
      'const answer = () => [a, b, c, k, o];',
    ],
  },
  {
    name: 'a later assignment, also inside a block and a branch',
    cells: [
      'let best = 0; let tried = 0;',
      'for (const x of [3, 9, 4]) { tried++; if (x > best) best = x; }',
      'const answer = () => best;',
      'try { best = best * 2; } finally { tried = -1; }',
    ],
  },
  {
    name: 'an assignment in a function that nobody calls',
    cells: ['let x = 1;', 'function change() { x = 2; }', 'const answer = () => x;'],
    leaves: [2],
  },
  {
    name: 'a cell begins without the values of what it declares',
    cells: [
      'const data: unknown = [1];\nconst own = () => data;',
      'const read = () => data;',
      'const data = [read() === undefined, own()];',
      'const answer = () => data;',
    ],
  },
  {
    name: 'patterns, defaults and rest',
    cells: [
      'const { a, b: [c, ...d], e = 5, ...rest } = { a: 1, b: [2, 3, 4], z: 6 } as any;',
      'const [first, , third = a] = [c, 0];',
      'const answer = ({ x, y = third } = { x: first } as { x: number; y?: number }) => [x, y, d, e, rest];',
    ],
  },
  {
    name: 'inner names shadow those of other cells',
    cells: [
      'const x = 1, y = 2, z = 3, i = 4, e = 5, k = 6;',
      [
        'function answer(x = 10) {',
        '  const out = [x, y];',
        '  { const y = 20; out.push(y); }',
        '  for (let i = 0; i < 1; i++) out.push(i);',
        '  for (const z of [30]) out.push(z);',
        '  try { throw 50; } catch (e) { out.push(e as number); }',
        '  switch (k) { case 6: let z = 60; out.push(z); }',
        '  const o = { x: 70, y: y, k() { return i; } };',
        '  var late = (function k(): number { return typeof k === "function" ? 80 : 0; })();',
        '  return [...out, o.x, o.y, o.k(), late, z, e];',
        '}',
      ].join('\n'),
    ],
  },
  {
    name: 'names of globals declared by the notebook',
    cells: [
      'const before = typeof fetch;\nconst early = () => typeof fetch;',
      `const fetch = (u: string) => \`mine \${u}\`;\nlet name = "ada";\nlet URL = 5;`,
      'const answer = () => [before, early(), fetch("x"), name, URL];',
    ],
  },
  {
    name: 'var and function, declared again as something else',
    cells: [
      'var v = 1;\nfunction w() { return v; }',
      'var v = "two";',
      'class w { static v = v; }',
      'var answer = () => [v, w.v];',
    ],
  },
  {
    name: 'var in blocks and loops stays in its cell',
    cells: [
      'var sum = 0;\nfor (var i = 0; i < 3; i++) { var twice = i * 2; sum += twice; }\nvar last = i;',
      'const answer = () => [sum, last];',
    ],
  },
  {
    name: 'calls of a function of another cell have exports as this',
    cells: [
      'function self(this: any) { return [typeof this, this === globalThis]; }\nconst here = (self as any)();',
      'const there = (self as any)();\nconst top = typeof this;',
      'const answer = () => [here, there, top];',
    ],
  },
  {
    name: 'closures made in a loop, recursion, and functions that use each other',
    cells: [
      'const makers = [1, 2, 3].map((n) => () => n * n);',
      'function even(n: number): boolean { return n === 0 || odd(n - 1); }\nfunction odd(n: number): boolean { return n !== 0 && even(n - 1); }',
      'const fact = function inner(k: number): number { return k < 2 ? 1 : k * inner(k - 1); };',
      'const answer = () => [makers.map((f) => f()), even(10), odd(7), fact(5)];',
    ],
  },
  {
    name: 'names of functions',
    cells: [
      'let f = () => 1;\nlet g: () => number;\nconst h = class {};',
      'f = () => 2;',
      'let own: () => number; own = () => 3; let pattern = () => 0; [pattern] = [() => 4];\ng = () => 5;',
      'const answer = () => [f.name, g.name, h.name, own.name, pattern.name];',
    ],
  },
  {
    name: 'labels, members and keys are no names',
    cells: [
      'const outer = 1, size = 2, of = 3, target = 4;',
      [
        'function answer() {',
        '  const o = { outer: 5, get size() { return this.outer; } };',
        '  outer: for (const n of [1, 2]) { for (;;) { if (n < 2) continue outer; break outer; } }',
        '  return [o.outer, o.size, o["size"], new.target === undefined, of];',
        '}',
      ].join('\n'),
    ],
    leaves: [],
  },
  {
    name: 'templates and tags',
    cells: [
      'const tag = (parts: TemplateStringsArray, ...values: number[]) => parts.join("|") + values;',
      `const n = 3;\nconst text = \`n is \${n} and \${\`\${n + 1}\`}\`;`,
      `const answer = () => [text, tag\`a\${n}b\${n * 2}c\`];`,
    ],
  },
];
