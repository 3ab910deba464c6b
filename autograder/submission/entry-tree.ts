/** The entries of an archive as a tree of names; nothing of it is ever written to disk. */
import type { Notice } from '../results/types.js';
import {
  DistinctNames,
  decodeNames,
  type EntryName,
  guessedNotices,
  type RawName,
} from './entry-names.js';
import { maxNotebookBytes } from './notebook.js';
import { type FileReason, inMb, NotebookError } from './notebook-error.js';
import { collected } from './plain-file.js';
import { byName, ignored, type Tree, type TreeNode } from './tree.js';

export interface ArchiveCaps {
  bytes: number;
  entries: number;
  /** Of all that could be notebooks, unpacked. */
  unpackedBytes: number;
  /** Of a tarball, which is held whole. */
  tarBytes: number;
  /** Unpacked to packed; real notebooks stay below 30. */
  ratio: number;
  /** Below this size any ratio will do: a short list of equal lines packs well. */
  ratioFromBytes: number;
  depth: number;
  nameCharacters: number;
}

/** A file of an archive; a folder is one whose name ends with a slash. */
export interface ArchiveEntry {
  raw: RawName;
  kind: TreeNode['kind'];
  /** Why it is not read. */
  refused?: FileReason | undefined;
  /** As the archive declares it. */
  size: number;
  chunks(): AsyncIterable<Buffer>;
}

interface Folder {
  folders: Map<string, Folder>;
  items: Map<string, ArchiveEntry>;
  names: DistinctNames;
}

const emptyFolder = (): Folder => ({
  folders: new Map(),
  items: new Map(),
  names: new DistinctNames(),
});

/** Names that lead out, or that no system gives, are left out and told. */
export function entryTree(
  entries: readonly ArchiveEntry[],
  shown: string,
  caps: ArchiveCaps,
): { tree: Tree; notices: Notice[] } {
  const root = emptyFolder();
  const odd: string[] = [];
  const names = decodeNames(entries.map(({ raw }) => raw));
  for (const [i, entry] of entries.entries()) {
    const { name, origin } = names[i] as EntryName;
    // Old programs of Windows part names with backslashes.
    const path = name.replaceAll('\\', '/').split('/');
    const isFolder = path.at(-1) === '' && path.length > 1;
    if (isFolder) path.pop();
    if (!isPlainPath(path, caps)) odd.push(name);
    else if (isFolder) folderAt(root, path, origin);
    else {
      const { items, names } = folderAt(root, path.slice(0, -1), origin);
      const own = names.of({ name: path.at(-1) ?? '', origin });
      // Two programs could take two different ones of them for the submission.
      items.set(own, items.has(own) ? { ...entry, refused: 'twice' } : entry);
    }
  }
  const notices: Notice[] = guessedNotices(names);
  if (odd.length > 0) {
    const params = { count: odd.length, first: odd[0]?.slice(0, 100) ?? '' };
    notices.push({ code: 'odd-names', params });
  }
  return { tree: treeOf(root, shown), notices };
}

/** Segments that are names and nothing else: no `..`, no control or direction characters. */
function isPlainPath(path: readonly string[], caps: ArchiveCaps): boolean {
  return (
    path.length <= caps.depth &&
    path.every(
      (segment) =>
        segment.length <= caps.nameCharacters &&
        !['', '.', '..'].includes(segment) &&
        !/[\p{Cc}\p{Cf}:]/u.test(segment.replaceAll(/[\u200c\u200d]/g, '')),
    )
  );
}

function folderAt(root: Folder, path: readonly string[], origin: EntryName['origin']): Folder {
  let folder = root;
  for (const segment of path) {
    const name = folder.names.of({ name: segment, origin });
    const next = folder.folders.get(name) ?? emptyFolder();
    folder.folders.set(name, next);
    folder = next;
  }
  return folder;
}

function treeOf(root: Folder, shown: string): Tree {
  const find = (path: readonly string[]): Folder | undefined =>
    path.reduce<Folder | undefined>((folder, segment) => folder?.folders.get(segment), root);
  async function* chunks(
    path: readonly string[],
    maxBytes = maxNotebookBytes,
  ): AsyncGenerator<Buffer> {
    const entry = find(path.slice(0, -1))?.items.get(path.at(-1) ?? '');
    if (entry === undefined) throw new NotebookError('unreadable', 'ENOENT');
    if (entry.refused !== undefined) throw new NotebookError(entry.refused);
    if (entry.size > maxBytes) throw new NotebookError('too-large', inMb(entry.size));
    let size = 0;
    for await (const chunk of entry.chunks()) {
      size += chunk.length;
      if (size > maxBytes) throw new NotebookError('too-large', inMb(size));
      yield chunk;
    }
  }
  return {
    async list(path) {
      const folder = find(path);
      if (folder === undefined) return [];
      const folders = [...folder.folders.keys()].map(
        (name): TreeNode => ({ name, kind: 'folder' }),
      );
      const items = [...folder.items]
        .filter(([name]) => !folder.folders.has(name))
        .map(([name, { kind }]): TreeNode => ({ name, kind }));
      return [...folders, ...items].filter((node) => !ignored(node.name)).sort(byName);
    },
    chunks,
    read: (path, maxBytes) => collected(chunks(path, maxBytes)),
    show: (path) => [shown, ...path].join('/'),
  };
}
