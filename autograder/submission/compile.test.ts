import vm from 'node:vm';
import { describe, expect, test } from 'vitest';
import { CompileError, compileSlice } from './compile.js';
import { parseNotebook } from './notebook.js';
import { parseCells } from './slice.js';

const cellsOf = (...sources: string[]) =>
  parseCells(
    parseNotebook(
      Buffer.from(
        JSON.stringify({
          nbformat: 4,
          cells: sources.map((source) => ({ cell_type: 'code', source })),
        }),
      ),
    ),
  );

const modules: Record<string, unknown> = {
  gradus: { tf: 'TF', rng: 'R' },
  one: { __esModule: true, default: 'D', two: 2 },
};

async function run(sources: string[], ...names: string[]): Promise<Record<string, unknown>> {
  const { code } = await compileSlice(cellsOf(...sources), names);
  const script = vm.runInThisContext(code) as (
    load: (n: string) => unknown,
    require: (n: string) => unknown,
  ) => Promise<Record<string, unknown>>;
  return script(
    (name) => modules[name],
    (name) => modules[name],
  );
}

describe('a slice runs as the notebook would', () => {
  test('imports in every form, types elided', async () => {
    const got = await run(
      [
        "import { tf, rng as r, type Tensor } from 'gradus';\nimport d, { two } from 'one';\nimport * as all from 'one';",
        "import type { X } from 'nowhere';\nimport q = require('gradus');",
        'const f = [tf, r, d, two, all.two, q.tf];',
      ],
      'f',
    );
    expect(got.f).toEqual(['TF', 'R', 'D', 2, 2, 'TF']);
  });

  test('redeclared names: the last one counts', async () => {
    const got = await run(
      [
        'const a = 1;',
        'let a = 2; var b = 1;',
        'class a { static v = 3 } var b = 2;',
        'function f() { return [a.v, b]; }',
        'function f() { return "last"; }',
      ],
      'a',
      'b',
      'f',
    );
    expect((got.a as { v: number }).v).toBe(3);
    expect(got.b).toBe(2);
    expect((got.f as () => string)()).toBe('last');
  });

  test('top-level await, dynamic import, enum, decorators, class fields, exports', async () => {
    const got = await run(
      [
        'const m = await import("one");',
        'export enum Mode { A = 1, B }',
        'const seen: string[] = [];\nconst mark = (t: object, key: string) => { seen.push(key); };\nexport class K { n = 1; @mark go() { return this.n; } }',
        'export const f = () => [m.two, Mode.B, Mode[1], new K().go(), seen[0]];',
      ],
      'f',
    );
    expect((got.f as () => unknown[])()).toEqual([2, 2, 'A', 1, 'go']);
  });

  test('as tslab: a function keeps the names of its own cell, others look theirs up', async () => {
    const got = await run(
      [
        'let n = 0; const own = () => ++n;',
        'const other = () => n;',
        'let n = 10;',
        'const f = () => [own(), other(), n];',
      ],
      'f',
    );
    expect((got.f as () => number[])()).toEqual([1, 1, 1]);
  });

  test('a name that only a later cell declares is looked up too, unless it is a global', async () => {
    const sources = ['const f = () => [late, typeof Math];', 'const late = 1; const Math = 2;'];
    const got = await run(sources, 'f');
    expect((got.f as () => unknown[])()).toEqual([1, 'object']);
  });

  test('a crash costs names that its cell did not reach, and those of cells that need them', async () => {
    const sources = [
      'const a = 1;',
      'const d = 3; throw new Error("here"); const b = 2;',
      'const c = b;',
      'const f = () => a;',
    ];
    const got = await run(sources, 'a', 'f');
    expect(got.a).toBe(1);
    await expect(run(sources, 'f', 'c')).rejects.toThrow('here');
    await expect(run(sources, 'b')).rejects.toThrow('here');
    expect(await run(sources, 'd', 'f')).toMatchObject({ d: 3 });
  });

  test('an import that the slice does not use may be one that is not there', async () => {
    const missing = (name: string) => {
      throw new Error(`no ${name}`);
    };
    const sources = ["import { Shape } from 'nowhere';\nconst f = (s: Shape) => 1;"];
    const { code } = await compileSlice(cellsOf(...sources), ['f']);
    await expect(vm.runInThisContext(code)(missing, missing)).resolves.toHaveProperty('f');
    const used = await compileSlice(cellsOf(...sources, 'const g = Shape;'), ['g']);
    await expect(vm.runInThisContext(used.code)(missing, missing)).rejects.toThrow('no nowhere');
  });

  test('a missing name is undefined', async () => {
    expect(await run(['const x = 1;'], 'f')).toEqual({ f: undefined });
  });
});

describe('places', () => {
  test('a stack leads to the cell, the line and its text', async () => {
    const cells = cellsOf(
      "import {\n  tf,\n} from 'gradus';",
      'interface Long {\n  a: number;\n}\nfunction f(x: Long): number {\n  const y: number = x.a;\n  throw new Error("here");\n}',
    );
    const { code, locate } = await compileSlice(cells, ['f']);
    const line = code.split('\n').findIndex((text) => text.includes('throw new Error'));
    const column = code.split('\n')[line]?.indexOf('new Error') ?? 0;
    const stack = `Error: here\n    at f (submission.js:${line + 1}:${column + 1})`;
    expect(locate(stack)).toEqual({
      cell: 2,
      line: 6,
      column: 9,
      text: 'throw new Error("here");',
    });
    expect(locate('Error: x\n    at node:internal:1:1')).toBeUndefined();
  });

  test('a stack that student code wrote itself names no place and throws nothing', async () => {
    const { locate } = await compileSlice(cellsOf('function f() {}'), ['f']);
    const far = '9'.repeat(40);
    for (const at of ['0:0', '0:1', '1:0', `${far}:1`, `1:${far}`]) {
      expect(() => locate(`Error\n    at f (submission.js:${at})`), at).not.toThrow();
    }
    expect(locate('at submission.js:0:0')).toBeUndefined();
  });

  test('a column is that of the source, though names before it grew', async () => {
    const cells = cellsOf(
      'let a = 1; const b = 2;',
      'a = b; function f() { a = b; throw Error(); }',
    );
    const { code, locate } = await compileSlice(cells, ['f']);
    const line = code.split('\n').findIndex((text) => text.includes('throw Error'));
    const column = code.split('\n')[line]?.indexOf('Error') ?? 0;
    expect(locate(`at submission.js:${line + 1}:${column + 1}`)).toMatchObject({
      cell: 2,
      line: 1,
      column: 'a = b; function f() { a = b; throw '.length + 1,
    });
    expect(locate('at submission.js:3:1')).toBeUndefined();
    expect(locate(`at submission.js:${code.split('\n').length - 1}:3`)).toBeUndefined();
  });

  test('a cell that esbuild refuses costs only those that need it', async () => {
    const sources = ['const a = 1;', 'let b = 1; let b = 2;', 'const c = b;', 'const f = () => a;'];
    await expect(run(sources, 'f')).resolves.toHaveProperty('f');
    await expect(run(sources, 'c')).rejects.toMatchObject({ place: { cell: 2, line: 1 } });
  });

  test('what only esbuild refuses names its place too', async () => {
    const cells = cellsOf('let a = 1;\nlet a = 2;');
    await expect(compileSlice(cells, ['a'])).rejects.toThrow(CompileError);
    await expect(compileSlice(cells, ['a'])).rejects.toMatchObject({ place: { cell: 1, line: 2 } });
  });
});
