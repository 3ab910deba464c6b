/** Where the gradus package lies that some code belongs to. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Whether the folder's `package.json` is that of gradus. */
function isPackageRoot(folder: string): boolean {
  const path = join(folder, 'package.json');
  if (!existsSync(path)) return false;
  const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return (
    typeof parsed === 'object' && parsed !== null && 'name' in parsed && parsed.name === 'gradus'
  );
}

/**
 * The nearest folder of gradus above `start`, looked for and not counted: the depth differs between
 * the sources, the build and a student's copy.
 *
 * @param start a folder or file in the package; default: this file
 * @param holding only a folder counts that holds an entry of this name
 */
export function findPackageRoot(
  start: string = fileURLToPath(import.meta.url),
  holding?: string,
): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    const holds = holding === undefined || existsSync(join(folder, holding));
    if (holds && isPackageRoot(folder)) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/**
 * The whole package (sources, build or what npm installed), never a student's copy of it.
 *
 * @throws Error where only a student's copy is there
 */
export function packageRoot(): string {
  // A student's copy has no lessons.
  const root = findPackageRoot(undefined, 'notebooks');
  if (root === undefined) throw new Error('Expected gradus to run from its own package folder.');
  return root;
}

export function packageVersion(): string {
  const text = readFileSync(join(packageRoot(), 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
