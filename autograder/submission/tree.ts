/** Where submissions lie: a folder or an archive, seen as names that are listed and files that are read. */
import { readdir, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { NotebookError, readPlainFile } from './notebook.js';

export interface TreeNode {
  name: string;
  /** A link, a pipe or a device is `refused`: it is never followed or opened. */
  kind: 'folder' | 'file' | 'refused';
}

/** Paths are lists of segments from the root, so that none can lead out of it. */
export interface Tree {
  /** What a folder holds, sorted by name; hidden names and what systems leave behind are left out. */
  list(path: readonly string[]): Promise<TreeNode[]>;
  /** @throws NotebookError when it is no plain file or over a cap */
  read(path: readonly string[]): Promise<Buffer>;
  /** The path as it is told to the instructor. */
  show(path: readonly string[]): string;
}

const left = new Set(['__MACOSX', 'node_modules', 'desktop.ini', 'Thumbs.db']);

/** Names that are nobody's work. */
export const ignored = (name: string): boolean => name.startsWith('.') || left.has(name);

export const byName = (a: { name: string }, b: { name: string }): number =>
  a.name < b.name ? -1 : 1;

/**
 * A folder on disk. Links are listed as refused; a file is read only when its folder's real path is
 * the one that was listed, so that a link put in its way afterwards leads nowhere.
 */
export function folderTree(root: string): Tree {
  const base = resolve(root);
  return {
    async list(path) {
      const entries = await readdir(join(base, ...path), { withFileTypes: true });
      return entries
        .filter((entry) => !ignored(entry.name))
        .map((entry): TreeNode => {
          const kind = entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : 'refused';
          return { name: entry.name, kind };
        })
        .sort(byName);
    },
    async read(path) {
      const above = path.slice(0, -1);
      const [root, folder] = await Promise.all([
        realpath(base),
        realpath(join(base, ...above)),
      ]).catch(() => {
        throw new NotebookError('unreadable');
      });
      if (folder !== join(root, ...above)) throw new NotebookError('link');
      return readPlainFile(join(base, ...path));
    },
    show: (path) => join(base, ...path),
  };
}
