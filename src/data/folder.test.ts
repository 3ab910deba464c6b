import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { datasetNames, datasetsFolder } from './folder.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gradus-data-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function packageAt(folder: string): void {
  mkdirSync(join(folder, 'datasets', 'digits'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"name":"gradus"}');
  writeFileSync(join(folder, 'datasets', 'digits', 'manifest.json'), '{}');
}

test('finds the data from the sources, from the build and from a student copy inside the build', () => {
  packageAt(root);
  packageAt(join(root, 'dist', 'student'));
  const from = (...path: string[]) => datasetsFolder(join(root, ...path, 'folder.js'));
  expect(from('src', 'data')).toBe(join(root, 'datasets'));
  expect(from('dist', 'src', 'data')).toBe(join(root, 'datasets'));
  expect(from('dist', 'student', 'dist', 'src', 'data')).toBe(
    join(root, 'dist', 'student', 'datasets'),
  );
});

test('does not take the datasets folder of another package', () => {
  mkdirSync(join(root, 'datasets'));
  writeFileSync(join(root, 'package.json'), '{"name":"other"}');
  expect(() => datasetsFolder(join(root, 'src', 'folder.js'))).toThrow(/npm run build/);
});

test('lists only folders with a manifest', () => {
  packageAt(root);
  mkdirSync(join(root, 'datasets', 'empty'));
  expect(datasetNames(join(root, 'datasets'))).toEqual(['digits']);
});

test('where npm installed gradus, the data are a package beside it; else the error names it', () => {
  const modules = join(root, 'node_modules');
  const gradus = join(modules, 'gradus');
  mkdirSync(gradus, { recursive: true });
  writeFileSync(join(gradus, 'package.json'), '{"name":"gradus"}');
  const start = join(gradus, 'dist', 'src', 'data', 'folder.js');
  expect(() => datasetsFolder(start)).toThrow('run `npm install gradus-datasets`');
  const data = join(modules, 'gradus-datasets');
  mkdirSync(join(data, 'digits'), { recursive: true });
  writeFileSync(join(data, 'package.json'), '{"name":"gradus-datasets"}');
  writeFileSync(join(data, 'digits', 'manifest.json'), '{}');
  expect(datasetNames(datasetsFolder(start))).toEqual(['digits']);
});
