/** How cells run: modules, waiting, errors, globals, order. */
import type { CorpusNotebook } from './notebook.js';

const forget =
  (...names: string[]) =>
  (): void => {
    for (const name of names) Reflect.deleteProperty(globalThis, name);
  };

export const running: readonly CorpusNotebook[] = [
  {
    name: 'imports of a module of Node: names, all, default, renamed',
    cells: [
      "import { join, basename as base, type ParsedPath } from 'node:path';\nimport * as path from 'node:path';\nimport os from 'node:os';",
      "import type { Hash } from 'node:crypto';\nlet h: Hash | undefined;",
      'const answer = () => [join("a", "b"), base("c/d"), path.sep, typeof path.join, typeof os.cpus, h];',
    ],
  },
  {
    name: 'imports of a module that was compiled from TypeScript',
    cells: [
      "import tiny, { add, version as v } from 'tiny';\nimport * as all from 'tiny';",
      "import { add as plus } from 'tiny';\nimport { default as again } from 'tiny';",
      'const answer = () => [tiny(), add(1, 2), v, Object.keys(all).sort(), plus === add, again === tiny];',
    ],
  },
  {
    name: 'an imported name shadowed, and declared again in a later cell',
    cells: [
      "import { join } from 'node:path';\nconst first = (join: number) => join + 1;\nconst own = () => join('a', 'b');",
      'const join = (...parts: string[]) => parts.join("+");',
      'const answer = () => [first(1), own(), join("a", "b")];',
    ],
  },
  {
    name: 'an import used only as a type, and one for its effect',
    cells: [
      "import { Shape } from 'tiny';",
      "import 'tiny/effect';\nconst shape: Shape = { sides: 3 };",
      'const answer = () => [shape.sides, (globalThis as any).tinyEffect];',
    ],
    undo: forget('tinyEffect'),
  },
  {
    name: 'import() at the top, in functions, of a computed name',
    cells: [
      "const path = await import('node:path');\nconst name = 'tiny';",
      'const load = async (which: string) => import(which);',
      "const answer = async () => [path.join('x', 'y'), typeof path.default, (await load(name)).add(2, 2), (await load('node:os')).default === (await import('node:os')).default];",
    ],
  },
  {
    name: 'import() of a module that is not there',
    cells: [
      "const tried = await import(String('no-such-module')).then(() => 'there', (error) => error.code);",
      'const answer = () => tried;',
    ],
  },
  {
    name: 'require',
    cells: [
      "const { join } = require('node:path');\nconst lazy = () => require('tiny').add(1, 1);",
      'const answer = () => [join("r", "s"), lazy()];',
    ],
  },
  {
    name: 'waiting at the top of cells',
    cells: [
      'const later = <T>(value: T) => new Promise<T>((resolve) => setTimeout(() => resolve(value), 2));',
      'const got = await later(5);\nlet total = 0;\nfor (const n of [1, 2, 3]) total += await later(n);',
      'const all = await Promise.all([later("a"), later("b")]);',
      'const answer = async () => [got, total, all, await later(6)];',
    ],
  },
  {
    name: 'what a promise does later, between cells',
    cells: [
      'let late = 0;\nvoid Promise.resolve().then(() => {}).then(() => {}).then(() => { late = 1; });\nconst atOnce = late;',
      'const afterwards = late;',
      'const answer = () => [atOnce, afterwards];',
    ],
  },
  {
    name: 'for await and async generators inside functions',
    cells: [
      'async function* ticks(n: number) { for (let i = 0; i < n; i++) { await null; yield i; } }',
      'async function gather() { const out = []; for await (const t of ticks(3)) out.push(t); return out; }',
      'const answer = async () => [await gather(), (await gather()).length];',
    ],
  },
  {
    name: 'a crash in a cell that the exercise does not need',
    cells: [
      'const ok = 1;',
      'const broken: any = undefined;\nconst never = broken.field;',
      'const answer = () => ok;',
      'throw new Error("after");',
    ],
    fails: [2, 4],
    leaves: [2, 4],
  },
  {
    name: 'a crash in the middle: what the cell did stays, what it declares is not known',
    cells: [
      'let a = 1;\nlet c = "first";',
      'let a = 2;\nlet b = 3;\nif (a > 1) throw new Error("in the middle");\nlet c = "second";',
      'const answer = () => [a, c];',
    ],
    fails: [2],
  },
  {
    name: 'an assignment before a crash',
    cells: [
      'let a = 1;\nconst list = [1];',
      'a = 2; list.push(2); throw new Error("x"); a = 3;',
      'const answer = () => [a, list];',
    ],
    fails: [2],
  },
  {
    name: 'a cell that needs a name that a crashed one did not reach does not run',
    cells: [
      'let log = "";',
      'throw new Error("no"); const helper = 1;',
      `log = \`helper \${helper}\`;`,
      'log += "!";',
      'const answer = () => log;',
    ],
    fails: [2, 3],
  },
  {
    name: 'what a cell had declared before it crashed stays',
    cells: [
      'let log = ""; const kept = "old"; const other = "old";',
      'const helper = 1; const kept = "new"; function f() { return "f"; } throw new Error("no"); const other = "new"; class Late {}',
      'log = [helper, kept, other, f()].join();',
      'const late = new Late();',
      'const answer = () => [log, other, kept];',
    ],
    fails: [2, 4],
  },
  {
    name: 'waiting as in a module: parentheses, chains, heads, templates, loops',
    cells: [
      'const f = async (n = 1) => ({ json: async () => n });\nlet seen: unknown[] = [];',
      'const five = await (async () => 5)();\nconst chained = await (await f(2)).json();',
      'for await (const x of [f(3), 4]) seen = [...seen, typeof x === "number" ? x : await x.json()];',
      `const text = \`\${await (await f(6)).json()} and \${await (async () => 7)()}\`;`,
      'for (let i = await (async () => 0)(); i < await (async () => 2)(); i++) seen = [...seen, i];',
      'if (await (async () => true)()) seen = [...seen, "if"]; else seen = [];',
      'const { a = await (async () => "default")(), ...rest } = await (async () => ({ a: undefined as string | undefined, b: 2 }))();',
      'seen = [...seen, await (seen.length > 2 ? f(8) : f(9)).then((r) => r.json())];',
      'outer: for await (const x of [1, 2, 3]) { for (;;) { if (x === 2) break outer; break; } seen = [...seen, x]; }',
      'const keyed = { [await (async () => "key")()]: await (async () => [1])() };\nconst later = async () => { for await (const x of [1]) return await (async () => x)(); };',
      'const answer = async () => [five, chained, seen, text, a, rest, keyed, await later()];',
    ],
  },
  {
    name: 'a cell that waits in a static block of a class is refused',
    cells: [
      'let log = "";',
      'class A { static { await (log); } }\nlog += "static";',
      'log += "!";',
      'const answer = () => log;',
    ],
    fails: [2],
  },
  {
    name: 'a rejected await',
    cells: [
      'let state = "before";',
      'state = "waiting"; await Promise.reject(new Error("no")); state = "after";',
      'const answer = () => state;',
    ],
    fails: [2],
  },
  {
    name: 'a cell that does not parse, and one that declares a name twice',
    cells: ['const x = 1;', 'const x = ;', 'let x = 2; let x = 3;', 'const answer = () => x;'],
    fails: [2, 3],
  },
  {
    name: 'cells that only V8 refuses',
    cells: ['const x = 1;', 'const broken = /(/; let x = 2;', 'const answer = () => x;'],
    fails: [2],
    leaves: [],
  },
  {
    name: 'errors caught, of classes of another cell',
    cells: [
      `class ShapeError extends Error { constructor(readonly shape: number[]) { super(\`bad shape \${shape}\`); } }`,
      'function build(n: number) { if (n > 1) throw new ShapeError([n]); return n; }',
      'function answer() { try { return build(3); } catch (e) { return [e instanceof ShapeError, (e as ShapeError).message, (e as Error).name]; } finally { build(1); } }',
    ],
  },
  {
    name: 'a call on or with a name is no dependency',
    cells: [
      'const table = new Map<string, number>();\nfunction fill(t: Map<string, number>) { t.set("a", 1); }',
      'function answer() { return 1 + (typeof table === "object" ? 1 : 0); }',
      'fill(table); table.clear();',
    ],
    leaves: [3],
  },
  {
    name: 'calls that the lesson says it needs',
    cells: [
      'const table = new Map<string, number>();\nconst words = ["a", "b"];',
      'function fill(t: Map<string, number>) { words.forEach((w, i) => t.set(w, i)); }',
      'fill(table);',
      'for (const w of words) { if (w === "b") table.set("c", 9); }',
      'words.length;',
      'const answer = () => [...table];',
      'const n = table.get("a"); answer();',
    ],
    needs: ['table'],
    leaves: [5, 7],
  },
  {
    name: 'a member of a global changed, for those who use that member',
    cells: [
      'const original = Math.cbrt;\nMath.cbrt = (x) => x + 100;',
      '(Math as any).other = () => 1;',
      'const answer = () => [Math.cbrt(1), Math.round(1.4)];',
    ],
    leaves: [2],
    undo: () => {
      Math.cbrt = cbrt;
    },
  },
  {
    name: 'a method that every array gets',
    cells: [
      '(Array.prototype as any).last = function () { return this[this.length - 1]; };',
      '(Array.prototype as any).crash = null!["x" as never];',
      'const answer = () => ([1, 2, 3] as any).last();',
    ],
    fails: [2],
    leaves: [2],
    undo: () => Reflect.deleteProperty(Array.prototype, 'last'),
  },
  {
    name: 'names put on globalThis',
    cells: [
      'globalThis.corpusRate = 5;\n(globalThis as any)["corpusSize"] = 6;',
      'globalThis.corpusOther = 1;',
      'const answer = () => [globalThis.corpusRate, (globalThis as any).corpusSize];',
    ],
    leaves: [2],
    undo: forget('corpusRate', 'corpusSize', 'corpusOther'),
  },
  {
    name: 'a name put on globalThis and used by itself',
    cells: [
      '(globalThis as any).corpusBare = 7;',
      'declare const corpusBare: number;\nconst answer = () => corpusBare + 1;',
    ],
    undo: forget('corpusBare'),
  },
  {
    name: 'mutation of what another cell made',
    cells: [
      'const config = { rate: 1, layers: [4] };\nconst frozen = Object.freeze({ a: 1 });',
      'config.rate = 2;\nconfig.layers[0] = 8;\ndelete (config as any).none;',
      'const answer = () => [config, frozen];',
    ],
  },
  {
    name: 'sloppy mode: a write to what is frozen is ignored',
    cells: [
      'const frozen: any = Object.freeze({ a: 1 });\nfrozen.a = 2;',
      'const answer = () => { frozen.b = 1; return frozen; };',
    ],
  },
  {
    name: 'strict where the cell says so',
    cells: [
      '"use strict";\nconst frozen: any = Object.freeze({ a: 1 });\nfunction write() { frozen.a = 2; }',
      'const answer = () => { try { write(); return "ignored"; } catch (e) { return String(e); } };',
    ],
  },
];

const { cbrt } = Math;
