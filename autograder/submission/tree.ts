/** Where submissions lie: a folder or an archive, seen as names that are listed and files that are read. */
import { readdir, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Notice } from '../results/types.js';
import { DistinctNames, decodeNames, type EntryName, guessedNotices } from './entry-names.js';
import { maxNotebookBytes } from './notebook.js';
import { NotebookError } from './notebook-error.js';
import { collected, plainFileChunks } from './plain-file.js';

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
   * A file piece by piece.
   *
   * @param maxBytes default: what a notebook may have
   * @throws NotebookError when it is no plain file or larger
   */
  chunks(path: readonly string[], maxBytes?: number): AsyncIterable<Buffer>;
  /** A file at once, as `chunks` gives it. */
  read(path: readonly string[], maxBytes?: number): Promise<Buffer>;
  /** The path as it is told to the instructor. */
  show(path: readonly string[]): string;
  /** What its names gave to tell so far. */
  notices?(): Notice[];
}

const left = new Set(['__MACOSX', 'node_modules', 'desktop.ini', 'Thumbs.db']);

/** Names that are nobody's work. */
export const ignored = (name: string): boolean => name.startsWith('.') || left.has(name);

export const byName = (a: { name: string }, b: { name: string }): number =>
  a.name < b.name ? -1 : 1;

/**
 * A folder on disk. Links are listed as refused; a file is read only when its folder's real path is
 * the one that was listed, so that a link put in its way afterwards leads nowhere. Names are bytes on
 * disk: those that are no UTF-8 are decoded as those of a zip are, and found again by their bytes.
 */
export function folderTree(root: string): Tree {
  const base = resolve(root);
  const onDisk = new Map<string, Buffer>();
  const guessed = new Map<string, EntryName>();
  const keyOf = (path: readonly string[]): string => path.join('/');
  const bytesOf = (start: Buffer, path: readonly string[]): Buffer =>
    path.reduce((folder, segment, i) => {
      const own = onDisk.get(keyOf(path.slice(0, i + 1))) ?? Buffer.from(segment);
      return Buffer.concat([folder, Buffer.from('/'), own]);
    }, start);
  const start = Buffer.from(base === '/' ? '' : base);
  async function* chunks(
    path: readonly string[],
    maxBytes = maxNotebookBytes,
  ): AsyncGenerator<Buffer> {
    const above = bytesOf(start, path.slice(0, -1));
    const [real, folder] = await Promise.all([
      realpath(base, 'buffer'),
      realpath(above, 'buffer'),
    ]).catch(() => {
      throw new NotebookError('unreadable');
    });
    if (!folder.equals(bytesOf(real, path.slice(0, -1)))) throw new NotebookError('link');
    yield* plainFileChunks(bytesOf(start, path), maxBytes, above);
  }
  return {
    async list(path) {
      const folder = bytesOf(start, path);
      const entries = await readdir(folder.length > 0 ? folder : '/', {
        withFileTypes: true,
        encoding: 'buffer',
      });
      // The same names for the same folder, whatever order the disk has them in.
      entries.sort((a, b) => Buffer.compare(a.name, b.name));
      const names = decodeNames(entries.map(({ name }) => ({ bytes: name })));
      const distinct = new DistinctNames();
      return entries
        .map((entry, i): TreeNode => {
          const decoded = names[i] as EntryName;
          const name = distinct.of(decoded);
          if (decoded.origin !== 'utf-8') {
            onDisk.set(keyOf([...path, name]), entry.name);
            guessed.set(keyOf([...path, name]), { ...decoded, name });
          }
          const kind = entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : 'refused';
          return { name, kind };
        })
        .filter(({ name }) => !ignored(name))
        .sort(byName);
    },
    chunks,
    read: (path, maxBytes) => collected(chunks(path, maxBytes)),
    show: (path) => join(base, ...path),
    notices: () => guessedNotices([...guessed.values()]),
  };
}

/** The part of a tree below a folder. */
export const below = (tree: Tree, folder: readonly string[]): Tree => ({
  list: (path) => tree.list([...folder, ...path]),
  chunks: (path, maxBytes) => tree.chunks([...folder, ...path], maxBytes),
  read: (path, maxBytes) => tree.read([...folder, ...path], maxBytes),
  show: (path) => tree.show([...folder, ...path]),
});
