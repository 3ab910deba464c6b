import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parseNotebook } from './notebook.js';
import { type ParsedCell, parseCells } from './slice.js';
import { createTypeChecker, type TypeDiagnostic } from './type-check.js';

const checkAll = createTypeChecker(fileURLToPath(new URL('../../', import.meta.url)));
const check = (cells: ParsedCell[]): TypeDiagnostic[] => checkAll([cells])[0] ?? [];

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
      'function f(x) { return x; }\nconst g = f(1);',
      'enum Mode { A } var v = Mode.A;',
      'var v = 3; v.toFixed();',
      'const list: readonly number[] = [3, 1]; list.toSorted().with(0, list.findLast((x) => x > 1));',
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

test.each([
  'gradus/dist/autograder/reference/02-a-network-from-scratch/solution',
  'gradus/dist/autograder/reference/02-a-network-from-scratch/hidden.js',
  'gradus/autograder/reference/02-a-network-from-scratch/solution',
  'gradus/dist/autograder/grading/workers',
  'gradus//dist/autograder/reference/02-a-network-from-scratch/hidden',
])('a file of the grader within the package tells nothing: %s', (module) => {
  for (const source of [
    `import * as all from '${module}';\nconst n: number = all;`,
    `import type * as all from '${module}';\nconst n: number = null as unknown as typeof all;`,
    `const n: number = null as unknown as typeof import('${module}');`,
    `type T = import('${module}').tests;\nconst n: number = null as unknown as T;`,
    `const n: number = await import('${module}');`,
    `import all = require('${module}');\nconst n: number = all;`,
    `/// <reference path="${process.cwd()}/${module.replace('gradus/', '')}.d.ts" />\nconst n: number = tests;`,
    `declare module '${module}' { export const n: number; }`,
  ]) {
    const told = check(cellsOf(source)).map(({ message }) => message.replaceAll(module, ''));
    expect(told.join('\n'), source).not.toMatch(
      /softmax|denseForward|startWorkers|tests: |node_modules/,
    );
  }
});

test('no message names a folder of this machine', () => {
  const found = check(
    cellsOf(
      "import { tf } from 'gradus';",
      "const a: number = await import('gradus');",
      "const b: string = null as unknown as typeof import('gradus/nlp');",
      'const c: number = tf.sequential;',
      "const d: boolean = null as unknown as import('gradus').Tensor;",
      "const e: string = null as unknown as import('node:fs').Stats;",
    ),
  );
  expect(found.length).toBeGreaterThan(3);
  const root = fileURLToPath(new URL('../../', import.meta.url)).slice(0, -1);
  for (const { message } of found) {
    expect(message).not.toContain(root);
    expect(message).not.toMatch(/import\(|\/node_modules\/|\/dist\//);
  }
  expect(found.map(({ message }) => message)).toContain(
    "Type 'Stats' is not assignable to type 'string'.",
  );
});

test('notebooks that are checked together see nothing of each other', () => {
  const typo = 'const value: number = "ada";';
  const found = checkAll([
    cellsOf(typo, 'interface Array<T> { ofAda: T }\nfunction shared(): string { return ""; }'),
    cellsOf('declare global { interface Array<T> { ofBob: T } }\nconst value = 1;', '[1].ofBob;'),
    cellsOf(
      '[1].ofAda; [1].ofBob; shared();',
      "import { value } from './__submission_1__';\nconst n: undefined = value;",
    ),
    cellsOf(typo),
  ]);
  expect(found.map((list) => list.map(({ message }) => message))).toEqual([
    ["Type 'string' is not assignable to type 'number'."],
    [],
    [
      "Property 'ofAda' does not exist on type 'number[]'.",
      "Property 'ofBob' does not exist on type 'number[]'.",
      "Cannot find name 'shared'.",
      "Cannot find module './__submission_1__' or its corresponding type declarations.",
    ],
    ["Type 'string' is not assignable to type 'number'."],
  ]);
  // Each alone says the same.
  expect(check(cellsOf(typo))).toEqual(found[3]);
});

test('what TensorFlow.js has is known to a cell, and its types stand under tf', () => {
  const imports = "import { tf } from 'gradus';";
  const cell = `const x: tf.Tensor = tf.randomNormal([2, 3]);
function first(t: tf.Tensor2D): tf.Tensor1D { return tf.slice2d(t, [0, 0], [1, 2]).flatten(); }
const stream: tf.data.Dataset<number> = tf.data.array([1, 2]);
const spectrum = tf.fft(tf.complex([1, 2], [0, 0]));
const layer: tf.layers.Layer = tf.layers.prelu();`;
  expect(check(cellsOf(imports, cell))).toEqual([]);
  const wrong = check(cellsOf(imports, "tf.registerKernel({ kernelName: 'Add' });"))[0]?.message;
  expect(wrong).toContain('ImportFromTfjsCore');
});

test("a layer of one's own passes, and its mistakes are told", () => {
  const imports =
    "import { tf } from 'gradus';\nimport type { LayerVariable, Tensor } from 'gradus';";
  const layer = `class Scale extends tf.layers.Layer {
  static className = 'Scale';
  private factor: LayerVariable;
  build(inputShape) {
    this.factor = this.addWeight('factor', [inputShape.at(-1)], 'float32', tf.initializers.ones());
  }
  computeOutputShape(inputShape) { return inputShape; }
  call(inputs, { training }) { return tf.mul(inputs, this.factor.read()); }
  getConfig() { return { ...super.getConfig(), kind: 'scale' }; }
}
tf.serialization.registerClass(Scale);`;
  const use = 'tf.sequential({ layers: [new Scale({ inputShape: [2] })] }).countParams();';
  expect(check(cellsOf(imports, layer, use))).toEqual([]);
  const wrong = (text: string): string | undefined =>
    check(cellsOf(imports, layer, text))[0]?.message;
  expect(wrong("new Scale().addWeight('w', [1], null, tf.initializers.ones());")).toContain(
    "'addWeight' is protected",
  );
  expect(wrong('class Bad extends tf.layers.Layer { call() { return 3; } }')).toContain(
    "'call' in type 'Bad' is not assignable",
  );
  expect(
    wrong('class Plain extends tf.layers.Layer {}\ntf.serialization.registerClass(Plain);'),
  ).toContain("'className' is missing");
  expect(wrong('new Scale({ units: 3 });')).toContain("'units' does not exist");
});
