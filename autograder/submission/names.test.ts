import ts from '@tslab/typescript-for-tslab';
import { describe, expect, test } from 'vitest';
import { cellNames } from './names.js';

const namesOf = (source: string) =>
  cellNames(ts.createSourceFile('cell.ts', source, ts.ScriptTarget.ES2022, true));

/** References as the text from where each stands, with its kind. */
const references = (source: string) =>
  namesOf(source).references.map(({ start, kind }) => [source.slice(start, start + 5), kind]);

describe('the names of a cell', () => {
  test('declared: what other cells see', () => {
    const { declares } = namesOf(
      `import d, { a as b, type T } from 'm'; import * as all from 'm'; import type { U } from 'm';
       const [c, { e, ...f }] = x; let g; var h; for (var inner of []) { var deep = 1; }
       function i() {} class j {} enum k {} namespace l {} import m = require('m');
       declare const n: number; declare function o(): void; interface P {} type Q = 1;
       function over(x: string): void; function over(x: any) {}`,
    );
    expect([...declares].join(' ')).toBe('d b all c e f g h i j k l m over');
  });

  test('needed: free names outside of types, with their line', () => {
    const { needs } = namesOf(
      'const x: T = a;\nlabel: for (;;) { break label; }\nnew.target; o.p; ({ q: r, s });\n<U>b!; c as V;',
    );
    expect([...needs]).toEqual([
      ['a', 0],
      ['o', 2],
      ['r', 2],
      ['s', 2],
      ['b', 3],
      ['c', 3],
    ]);
  });

  test('assigned and called by code that runs at once', () => {
    const names = namesOf(
      `a = 1; b++; [c, { d = 1 }] = x; for (e of x) {} (f as any) = 2;
       const later = () => { g = 1; h(i); };
       j(k, l.m); new n(); o.p.q(); r\`\${s}\`; t(() => u); if (v) w();`,
    );
    expect([...names.assigns].join(' ')).toBe('a b c d e f');
    expect([...names.calls].join(' ')).toBe('j k l n o r s t u w');
  });

  test('members written and mentioned', () => {
    const names = namesOf(
      `const own = {}; own.x = 1; a.b = 1; (c as any).d.e++; f['g'] = 1; h[i] = 1; delete j.k;
       const later = () => { m.n = 1; };`,
    );
    expect(names.memberWrites.map(({ root, member }) => `${root}.${member}`).join(' ')).toBe(
      'a.b c.e f.g h. j.k',
    );
    expect([...names.members].join(' ')).toBe('x b e d g k n');
  });
});

describe('what changes when the cell becomes a function', () => {
  test('free names, shorthands among them', () => {
    expect(references('f(a, { b, c: d }); x => x + e1;')).toEqual([
      ['f(a, ', 'free'],
      ['a, { ', 'free'],
      ['b, c:', 'free {}'],
      ['d });', 'free'],
      ['e1;', 'free'],
    ]);
  });

  test('writes to own names that may change', () => {
    expect(
      references('let a, b, c; const d = 1; a = 1; b++; [c] = x; ({ a } = x); d = 2;'),
    ).toEqual([
      ['a = 1', 'own ='],
      ['b++; ', 'own'],
      ['c] = ', 'own'],
      ['x; ({', 'free'],
      ['a } =', 'own {}'],
      ['x); d', 'free'],
    ]);
    expect(references('let a; (a) = 1; for (a of []) {} { let a; a = 1; } a ||= 2;')).toEqual([
      ['a ||=', 'own ='],
    ]);
  });

  test('defaults in a pattern are no assignments', () => {
    expect(references('let a, b; [a = 1, { b: b = 2 }] = [];')).toEqual([
      ['a = 1', 'own'],
      ['b = 2', 'own'],
    ]);
  });

  test('dynamic imports', () => {
    expect(references("await import('m')")).toEqual([['impor', 'import']]);
  });
});
