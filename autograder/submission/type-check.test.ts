import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parseNotebook } from './notebook.js';
import { parseCells } from './slice.js';
import { createTypeChecker } from './type-check.js';

const check = createTypeChecker(fileURLToPath(new URL('../../', import.meta.url)));

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

test('a type error is told with its cell and line, as tslab counts them', () => {
  const [first, ...rest] = check(
    cellsOf(
      "import { readFileSync } from 'node:fs';",
      '// two\nconst n: number = readFileSync("x", "utf8");',
    ),
  );
  expect(first).toEqual({
    message: "Type 'string' is not assignable to type 'number'.",
    place: { cell: 2, line: 2, column: 7, text: 'const n: number = readFileSync("x", "utf8");' },
  });
  expect(rest).toEqual([]);
});

test('what tslab accepts is no error: redeclared names, implicit any, null, await, types of other cells', () => {
  const found = check(
    cellsOf(
      "import { join } from 'node:path';\nimport type { Stats } from 'node:fs';",
      'const a = 1; type Pair = [number, number];',
      'const a = "text"; const p: Pair = [1, 2];',
      "import { join } from 'node:path';\nlet s: Stats = null; await Promise.resolve(join(a, 'b'));",
      'function f(x) { return x; }\nexport const g = f(1);',
      'enum Mode { A } var v = Mode.A;',
      'var v = 3; v.toFixed();',
    ),
  );
  expect(found).toEqual([]);
});

test('a cell that does not parse is left out', () => {
  expect(check(cellsOf('function f( {', 'const ok: number = 1;'))).toEqual([]);
});

test('a path in an import resolves to nothing: a diagnostic would quote files of the grader', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gradus-types-'));
  try {
    await writeFile(join(folder, 'canary.json'), '{"CANARY": 1}');
    await writeFile(join(folder, 'canary.ts'), "export const secret = 'CANARY' as const;");
    for (const source of [
      `import json from '${folder}/canary.json';\nconst n: number = json;`,
      `import * as all from '${folder}/canary';\nconst n: number = all.secret;`,
      `const n: typeof import('${folder}/canary').secret = 1;`,
      `const n: number = (await import('gradus/../../../../../../../../../../..${folder}/canary')).secret;`,
    ]) {
      const quoted = check(cellsOf(source)).filter(({ message, place }) =>
        message.replaceAll(place.text, '').replaceAll(folder, '').includes('CANARY'),
      );
      expect(quoted, source).toEqual([]);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
