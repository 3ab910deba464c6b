/** Properties beside names of other cells: shorthands read and write them, keys have nothing to do with them. */
import type { CorpusNotebook } from './notebook.js';

export const properties: readonly CorpusNotebook[] = [
  {
    name: 'a shorthand of another cell, in objects, functions and functions in them',
    cells: [
      'const x = 1;\nlet y = 2;',
      'const plain = { x, y };\nconst build = () => ({ x, deep: () => [{ y }], z: { x } });',
      'y = 3;',
      'const answer = () => [plain, build(), build().deep()];',
    ],
    gives:
      '[\n  { x: 1, y: 2 },\n  { x: 1, deep: [Function: deep], z: { x: 1 } },\n  [ { y: 3 } ]\n]',
  },
  {
    name: 'in default values of parameters and of patterns',
    cells: [
      'const rate = 0.1, size = 4;',
      'const options = ({ inner = { rate } } = {}, all = { size, inner }) => all;\nconst [first = { size }] = [] as { size: number }[];',
      'class Net { field = { rate }; static of({ o } = { o: { size } }) { return o; } }',
      'const answer = () => [options(), first, new Net().field, Net.of()];',
    ],
    gives:
      '[\n  { size: 4, inner: { rate: 0.1 } },\n  { size: 4 },\n  { rate: 0.1 },\n  { size: 4 }\n]',
  },
  {
    name: 'a pattern that assigns to names of another cell, with and without a default',
    cells: [
      'let x = 0, y = 0, z = 0, w = 0;',
      '({ x } = { x: 5 });\n({ y = 7 } = {} as any);\nfor ({ z } of [{ z: 8 }]) {}',
      'function later() { ({ p: { w } } = { p: { w: 9 } }); [{ x }] = [{ x: x + 1 }]; }',
      'const answer = () => { later(); return [x, y, z, w]; };',
    ],
    gives: '[ 6, 7, 8, 9 ]',
  },
  {
    name: 'one pattern that assigns to names of this cell and of another',
    cells: [
      'let other = 1;',
      'let own = 2;\n({ own, other } = { own: 3, other: own * 10 });\nconst both = { own, other };',
      'const answer = () => [own, other, both];',
    ],
    gives: '[ 3, 20, { own: 3, other: 20 } ]',
  },
  {
    name: 'shorthands of imported names: named, default and the whole',
    cells: [
      'import { add, version as v } from "tiny";\nimport tiny from "tiny";\nimport * as all from "tiny";',
      'const tools = { add, tiny, v };\nconst keys = Object.keys({ all });',
      'import { sep } from "node:path";\nconst own = { sep };',
      'const answer = () => [tools.add(1, 2), tools.tiny(), tools.v, keys, own];',
    ],
    gives: `[ 3, 'tiny', '1', [ 'all' ], { sep: '/' } ]`,
  },
  {
    name: 'shorthands of classes, enums and functions',
    cells: [
      'class Dense { units = 2; }\nenum Mode { Train, Test }\nfunction relu(n: number) { return Math.max(0, n); }',
      'const registry = { Dense, Mode, relu };',
      'const answer = () => [new registry.Dense().units, registry.Mode.Test, registry.relu(-1)];',
    ],
    gives: '[ 2, 1, 0 ]',
  },
  {
    name: 'in decorators, enums, namespaces, templates, tags and awaited calls',
    cells: [
      'const one = 1;\nconst seen: object[] = [];\nconst mark = (o: object) => (_: unknown) => { seen.push(o); };',
      '@mark({ one }) class Marked {}\nenum Level { Low = ({ one }).one }\nnamespace Space { export const t = { one }; }\nconst { t } = Space;',
      'async function get() { return { one }; }\nconst got = await get();\nconst text = `$' +
        '{JSON.stringify({ one })}`;',
      'const answer = () => [seen, Level.Low, t, got, text];',
    ],
    gives: `[ [ { one: 1 } ], 1, { one: 1 }, { one: 1 }, '{"one":1}' ]`,
  },
  {
    name: 'a name declared nearer wins: parameter, block, loop, catch, own cell',
    cells: [
      'const x = "other", e = "other", i = "other", own = "other";',
      'const own = "own";\nconst near = [((x: string) => ({ x }))("parameter"), { own }];\n{ const x = "block"; near.push({ x }); }',
      'const more: object[] = [];\nfor (const i of ["loop"]) more.push({ i });\ntry { throw "caught"; } catch (e) { more.push({ e } as object); }\nmore.push({ x, e, i });',
      'const answer = () => [near, more];',
    ],
    gives:
      "[\n  [ { x: 'parameter' }, { own: 'own' }, { x: 'block' } ],\n  [\n    { i: 'loop' },\n    { e: 'caught' },\n    { x: 'other', e: 'other', i: 'other' }\n  ]\n]",
  },
  {
    name: 'a shorthand of a name that a later cell declares again; one of a global',
    cells: [
      'let n = 1;\nconst old = () => ({ n });',
      'const read = () => ({ n });',
      'let n = 2;\nconst globals = { Math, undefined };',
      'const answer = () => [old(), read(), globals.Math === Math, globals.undefined];',
    ],
    gives: '[ { n: 1 }, { n: 2 }, true, undefined ]',
  },
  {
    name: 'another name for a property of a type of another cell',
    cells: [
      'interface Sizes { inputs: number; units: number }\nconst sizes: Sizes = { inputs: 3, units: 4 };\nconst plain = { loss: 0.5, deep: { rate: 2 } };',
      'const { inputs: d } = sizes;\nconst { loss: l, deep: { rate: r = 1 } } = plain;\nconst { units, ...others } = sizes;',
      'function area({ inputs: a, units: b }: Sizes) { return a * b; }\nconst sum = [sizes].map(({ inputs: a, units: b = 0 }) => a + b);',
      'let x = 0;\n({ inputs: x } = sizes);\nfor (const { units: u } of [sizes]) x += u;',
      'const answer = () => [d, l, r, units, others, area(sizes), sum, x];',
    ],
    gives: '[ 3, 0.5, 2, 4, { inputs: 3 }, 12, [ 7 ], 7 ]',
  },
  {
    name: 'another name for a static, a field and an enum member of another cell',
    cells: [
      'class Net { static made = 5; rate = 0.1; }\nenum Mode { Train, Test }',
      'const { made: count } = Net;\nconst { rate: step = 1 } = new Net();\nconst { Test: test } = Mode;',
      'const answer = () => [count, step, test];',
    ],
    gives: '[ 5, 0.1, 1 ]',
  },
  {
    name: 'a key of a pattern that is also a name of another cell',
    cells: [
      'const loss = 1, key = "k";\nconst history = { loss: 2, k: 3 };',
      'const { loss: last, [key]: kept } = history as { loss: number; k: number } & Record<string, number>;\nconst again = { loss: last, [key]: loss };',
      'const answer = () => [last, kept, again, loss];',
    ],
    gives: '[ 2, 3, { loss: 2, k: 1 }, 1 ]',
  },
];
