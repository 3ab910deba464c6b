/**
 * The declarations that tslab reads for every cell: they parse in its compiler, and lead to no type
 * of TensorFlow.js, which would make each cell wait for seconds.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { listFiles } from '../../src/setup/stamp.mjs';
import { studentPackage } from './workspace.js';

interface OldTypeScript {
  version: string;
  ScriptTarget: { ES2022: number };
  createSourceFile(name: string, text: string, target: number): unknown;
}
const ts = createRequire(import.meta.url)('@tslab/typescript-for-tslab') as OldTypeScript;

const declarations = listFiles(studentPackage, () => true).filter((file) => file.endsWith('.d.ts'));

/** Files and packages that a declaration file names. */
function named(text: string): string[] {
  const pattern = /(?:\bfrom|\bimport)\s*\(?\s*(['"])([^'"]+)\1/g;
  return [...text.matchAll(pattern)].map((match) => match[2] as string);
}

/** All declarations that an import of the package can lead to. */
function reachable(): Map<string, string> {
  const seen = new Map<string, string>();
  const open = declarations.filter((file) =>
    /[\\/]dist[\\/](src([\\/][\w-]+)?|autograder[\\/]judge)[\\/]index\.d\.ts$/.test(file),
  );
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue;
    const text = readFileSync(file, 'utf8');
    seen.set(file, text);
    for (const name of named(text)) {
      if (!name.startsWith('.')) continue;
      open.push(resolve(dirname(file), name.replace(/\.js$/, '.d.ts').replace(/\.mjs$/, '.d.mts')));
    }
  }
  return seen;
}

test("every declaration parses in tslab's own TypeScript 5.0", () => {
  expect(ts.version).toMatch(/^5\.0\./);
  expect(declarations.length).toBeGreaterThan(20);
  for (const file of declarations) {
    const parsed = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022);
    const { parseDiagnostics } = parsed as { parseDiagnostics: { messageText: unknown }[] };
    expect([
      relative(studentPackage, file),
      parseDiagnostics.map((one) => one.messageText),
    ]).toEqual([relative(studentPackage, file), []]);
  }
});

test('nothing that a cell imports names a type of TensorFlow.js', () => {
  const files = reachable();
  const names = [...files.keys()].map((file) => relative(studentPackage, file));
  for (const family of [
    'conformance',
    'data',
    'deep-learning',
    'diffusion',
    'gan',
    'generative',
    'models',
    'nlp',
    'scratch',
    'speech',
    'vae',
    'vision',
  ]) {
    expect(names).toContain(join('dist', 'src', family, 'index.d.ts'));
  }
  const found = [...files].filter(([, text]) => text.includes('@tensorflow'));
  expect(found.map(([file]) => relative(studentPackage, file))).toEqual([]);
});

test('no model and no data set leads to the types of zod, nor to those of a reader', () => {
  const rooms = [
    'data',
    'models',
    'deep-learning',
    'diffusion',
    'gan',
    'generative',
    'nlp',
    'vae',
    'vision',
  ].map((room) => join('dist', 'src', room));
  const found = [...reachable()].filter(([file, text]) => {
    const name = relative(studentPackage, file);
    return (
      rooms.some((room) => name.startsWith(room)) &&
      named(text).some((one) => /^(zod|ml-matrix|csv-parse|wavefile|pngjs|jpeg-js|yauzl)/.test(one))
    );
  });
  expect(found.map(([file]) => relative(studentPackage, file))).toEqual([]);
});

test('the package in dist/student has no solution, hidden test, mutant or variant', () => {
  const names = listFiles(studentPackage, () => true).map((file) => relative(studentPackage, file));
  expect(names.filter((name) => /solution|hidden|mutants|variants/.test(name))).toEqual([]);
  expect(existsSync(join(studentPackage, 'dist', 'src', 'index.js'))).toBe(true);
});
