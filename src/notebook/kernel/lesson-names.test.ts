import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { isOfAnotherCell, namesInNotebook } from './lesson-names.js';

const folder = mkdtempSync(join(tmpdir(), 'gradus-names-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());
const path = join(folder, 'lesson.ipynb');
const cells = [
  { cell_type: 'markdown', source: 'const no = 1;' },
  { cell_type: 'code', source: ["import { tf } from 'gradus';\n", 'const w = 1;'] },
  { cell_type: 'code', source: 'function f() {}' },
  { cell_type: 'code', source: 'this does not parse (' },
];
writeFileSync(path, JSON.stringify({ cells }));

test('what the code cells of a notebook declare', () => {
  expect([...(namesInNotebook(path) ?? [])].sort()).toEqual(['f', 'tf', 'w']);
  expect(namesInNotebook(join(folder, 'none.ipynb'))).toBeUndefined();
});

test('with a notebook only its names count; without one any, as long as nothing ran', () => {
  vi.stubEnv('JPY_SESSION_NAME', path);
  expect(['tf', 'oops'].map(isOfAnotherCell(true))).toEqual([true, false]);
  vi.stubEnv('JPY_SESSION_NAME', '');
  expect(isOfAnotherCell(true)('oops')).toBe(true);
  expect(isOfAnotherCell(false)('oops')).toBe(false);
});
