/**
 * Makes folders one by one: Node's own `recursive` never returns where a file system refuses a name that
 * is not there, as `/proc` does.
 */
import { mkdirSync, statSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

const isThere = ({ code }: NodeJS.ErrnoException): boolean => code === 'EEXIST';

/**
 * Makes a folder and those above it that are missing.
 *
 * @returns those that it made, the innermost last
 * @throws the file system's error: `ENOENT` where nothing can be made
 */
export async function makeFolder(path: string, mode = 0o777): Promise<string[]> {
  const missing: string[] = [];
  for (let at = resolve(path); ; at = dirname(at)) {
    const found = await stat(at).catch(() => undefined);
    if (found !== undefined || dirname(at) === at) break;
    missing.unshift(at);
  }
  const made: string[] = [];
  for (const one of missing) {
    try {
      await mkdir(one, { mode });
      made.push(one);
    } catch (error) {
      if (!isThere(error as NodeJS.ErrnoException)) throw error;
    }
  }
  return made;
}

/** The same, at once. */
export function makeFolderSync(path: string, mode = 0o777): void {
  const missing: string[] = [];
  for (let at = resolve(path); dirname(at) !== at; at = dirname(at)) {
    if (statSync(at, { throwIfNoEntry: false }) !== undefined) break;
    missing.unshift(at);
  }
  for (const one of missing) {
    try {
      mkdirSync(one, { mode });
    } catch (error) {
      if (!isThere(error as NodeJS.ErrnoException)) throw error;
    }
  }
}
