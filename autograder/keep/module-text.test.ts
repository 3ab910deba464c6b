import { expect, test } from 'vitest';
import type { Notebook } from '../submission/notebook.js';
import { moduleText } from './module-text.js';

const exercise = { id: 'f', cellId: 'exercise-f', starter: 'function f() {}', signature: '' };
const notebook = (...sources: string[]): Notebook => ({
  cells: sources.map((source, i) => ({ number: i + 1, id: undefined, source })),
  texts: [],
  lesson: undefined,
});
const textOf = (...sources: string[]): string | undefined =>
  moduleText(notebook(...sources), [exercise], exercise)?.text;

test('an exercise comes with the helpers, types and imports that it needs, and nothing else', () => {
  const text = textOf(
    "import { check, tf, type Tensor2D, barChart } from 'gradus';\nimport type { Scalar } from 'gradus';\nimport * as library from 'gradus/scratch';",
    'console.log(tf.memory());\nconst unused = f(tf.ones([1, 1]));',
    'interface Inner { n: number }\ninterface Row { inner: Inner }\ninterface Other { m: Row }',
    'const eps: number = 1e-6;\nexport function helper(x: Row): number {\n  return x.inner.n + eps;\n}\nhelper({ inner: { n: 1 } });',
    '// My answer.\nfunction f(x: Tensor2D): number {\n  return helper({ inner: { n: x.size } });\n}\nf(tf.zeros([1, 1]));',
    "await check('f', f);\nconst shown = f;",
  );
  expect(text).toBe(`import { type Tensor2D } from 'gradus';

interface Inner { n: number }

interface Row { inner: Inner }

const eps: number = 1e-6;

function helper(x: Row): number {
  return x.inner.n + eps;
}

// My answer.
function f(x: Tensor2D): number {
  return helper({ inner: { n: x.size } });
}

export { f };
`);
});

test('a table that a loop, an assignment or a call fills is filled', () => {
  const text = textOf(
    'const table: number[] = [];\nlet rate = 1;\nconst names = new Map();',
    "for (let i = 0; i < 3; i++) table.push(i);\nrate = 2;\nnames.set('a', 1);\nconsole.log(table);",
    'function f() { return [table, rate, names]; }\ntable.sort();',
  );
  expect(text).toContain('for (let i = 0; i < 3; i++) table.push(i);');
  expect(text).toContain('rate = 2;');
  expect(text).toContain("names.set('a', 1);");
  expect(text).not.toContain('console.log');
});

test('of a name that is declared twice the later one is taken', () => {
  const text = textOf(
    'const size = 1;\nfunction help() { return 1; }',
    'const size = 2;\nfunction help() { return 2; }',
    'const f = () => help() + size;',
  );
  expect(text).toBe(
    'const size = 2;\n\nfunction help() { return 2; }\n\nconst f = () => help() + size;\n\nexport { f };\n',
  );
});

test('overloads stay together, and of several answers the last one counts', () => {
  const text = textOf(
    'function f(x: string): string;\nfunction f(x: number): number;\nfunction f(x: any) { return x; }',
  );
  expect(text).toBe(
    'function f(x: string): string;\nfunction f(x: number): number;\nfunction f(x: any) { return x; }\n\nexport { f };\n',
  );
  expect(textOf('function f() { return 1; }', 'function f() { return 2; }')).toContain('return 2');
  expect(textOf('function f() { return 1; }', 'function f() { return 2; }')).not.toContain(
    'return 1',
  );
});

test.each([
  [
    'a default and a namespace',
    "import ts, * as all from 'x';\nfunction f() { return [ts, all]; }",
    ["import * as all from 'x';", "import ts from 'x';"],
  ],
  [
    'another name',
    "import { a as b, c } from 'x';\nfunction f() { return b; }",
    ["import { a as b } from 'x';"],
  ],
  [
    'a type alone',
    "import type { A, B } from 'x';\nfunction f(a: A) {}",
    ["import { type A } from 'x';"],
  ],
])('imports: %s', (_, source, lines) => {
  const text = textOf(source) ?? '';
  expect(text.split('\n').filter((line) => line.startsWith('import'))).toEqual(lines);
});

test('as one cell it declares the exercise alone, and its helpers hide in it', () => {
  const made = moduleText(
    notebook(
      "import { tf } from 'gradus';",
      'const help = 1;\nfunction f() { return tf.scalar(help); }',
    ),
    [exercise],
    exercise,
  );
  expect(made?.cell).toBe(
    "import { tf } from 'gradus';\n\nconst f = (() => {\nconst help = 1;\n\nfunction f() { return tf.scalar(help); }\nreturn f;\n})();",
  );
});

test('the signature has the imports of the types that it names', () => {
  const asked = {
    ...exercise,
    signature: 'interface Row { n: Scalar }\nfunction f(x: Tensor2D, r: Row): number;',
  };
  const made = moduleText(
    notebook(
      "import { tf, type Tensor2D } from 'gradus';\nimport type { Scalar } from 'gradus';",
      'function f() { return 1; }',
    ),
    [asked],
    asked,
  );
  expect(made?.signatureImports).toBe("import { type Scalar, type Tensor2D } from 'gradus';");
});

test.each([
  ['no cell declares it', 'const g = 1;'],
  ['its cell does not parse', 'function f( {'],
])('there is none where %s', (_, source) => expect(textOf(source)).toBeUndefined());
