/** A throw-away workspace that is linked as a student's is. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { linkPackages } from '../../src/jupyterlab/workspace.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const studentPackage = join(root, 'dist', 'student');

export function makeWorkspace(): { folder: string; remove: () => void } {
  if (!existsSync(studentPackage)) throw new Error('dist/student is missing: run `npm run build`.');
  const folder = mkdtempSync(join(tmpdir(), 'gradus-packaging-'));
  const packages = join(root, 'node_modules');
  const nodeTypes = join(packages, '@types', 'node');
  linkPackages(folder, { studentPackage, nodeTypes });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
