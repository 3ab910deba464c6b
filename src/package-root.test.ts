import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findPackageRoot, packageRoot, packageVersion } from './package-root.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gradus-root-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function packageAt(folder: string, name: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name }));
}

test('the nearest package of this name counts, however deep the file lies', () => {
  packageAt(root, 'gradus');
  packageAt(join(root, 'dist', 'student'), 'gradus');
  packageAt(join(root, 'src', 'other'), 'another');
  const from = (...path: string[]) => findPackageRoot(join(root, ...path));
  expect(from('src', 'other', 'file.ts')).toBe(root);
  expect(from('dist', 'src', 'backend', 'file.js')).toBe(root);
  expect(from('dist', 'student', 'dist', 'src', 'file.js')).toBe(join(root, 'dist', 'student'));
});

test('a package that lacks what is asked for is passed over', () => {
  packageAt(root, 'gradus');
  packageAt(join(root, 'dist', 'student'), 'gradus');
  mkdirSync(join(root, 'notebooks'));
  const start = join(root, 'dist', 'student', 'dist', 'src', 'file.js');
  expect(findPackageRoot(start, 'notebooks')).toBe(root);
  expect(findPackageRoot(start, 'lectures')).toBeUndefined();
});

test('the package of this file is the project', () => {
  expect(packageRoot()).toBe(resolve(import.meta.dirname, '..'));
  const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8'));
  expect(packageVersion()).toBe(version);
});
