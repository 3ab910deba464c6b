/** Where submissions lie: a folder or an archive, seen as names that are listed and files that are read. */
import { readdir, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { maxNotebookBytes, NotebookError, readPlainFile } from './notebook.js';

export interface TreeNode {
  name: string;
  /** A link, a pipe or a device is `refused`: it is never followed or opened. */
  kind: 'folder' | 'file' | 'refused';
}

/** Paths are lists of segments from the root, so that none can lead out of it. */
export interface Tree {
  /** What a folder holds, sorted by name; hidden names and what systems leave behind are left out. */
  list(path: readonly string[]): Promise<TreeNode[]>;
  /**
   * @param maxBytes default: what a notebook may have
   * @throws NotebookError when it is no plain file or larger
   */
  read(path: readonly string[], maxBytes?: number): Promise<Buffer>;
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
    async read(path, maxBytes = maxNotebookBytes) {
      const above = path.slice(0, -1);
      const [root, folder] = await Promise.all([
        realpath(base),
        realpath(join(base, ...above)),
      ]).catch(() => {
        throw new NotebookError('unreadable');
      });
      if (folder !== join(root, ...above)) throw new NotebookError('link');
      return readPlainFile(join(base, ...path), maxBytes);
    },
    show: (path) => join(base, ...path),
  };
}

/** The part of a tree below a folder. */
export const below = (tree: Tree, folder: readonly string[]): Tree => ({
  list: (path) => tree.list([...folder, ...path]),
  read: (path, maxBytes) => tree.read([...folder, ...path], maxBytes),
  show: (path) => tree.show([...folder, ...path]),
});
