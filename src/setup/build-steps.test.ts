import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isSource, sourceFiles } from './build-steps.mjs';
import { relativeImports } from './student-package.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gradus-build-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ['/p/src/nn/dense.ts', true],
  ['/p/src/setup/build.mjs', true],
  ['/p/src/nn/dense.test.ts', false],
  ['/p/src/nn/test-tools.ts', false],
  ['/p/autograder/submission/fixtures', false],
  ['/p/autograder/judge/test.ts', true],
  ['C:\\p\\src\\nn\\dense.test.ts', false],
])('%s belongs to the build: %s', (path, wanted) => {
  expect(isSource(path)).toBe(wanted);
});

test('no test and no fixture is among the sources of this project', () => {
  const files = sourceFiles();
  expect(files.length).toBeGreaterThan(50);
  expect(files.filter((file) => /\.test\.ts$|fixtures/.test(file))).toEqual([]);
});

test('imports that an emitted file really makes are found, in each form', () => {
  const file = join(folder, 'a.js');
  writeFileSync(
    file,
    `import { b } from './b.js';
export * from "../c.js";
import './d.js';
const e = await import('./e.js');
import zod from 'zod';`,
  );
  expect(relativeImports(file)).toEqual(
    ['b.js', '../c.js', 'd.js', 'e.js'].map((name) => join(folder, name)),
  );
});
