/**
 * A zip of submissions, read in memory: no path of it is ever written to disk.
 *
 * An archive over a cap on its own size, its entries or their sum is refused whole. An entry that
 * is a link or a device (by its mode bits), encrypted, too large, packed too tightly or there twice
 * is refused alone, when it is read; one with an odd name is left out and told. Sizes are those
 * that the directory declares: yauzl stops an entry that unpacks to another one. An archive in an
 * archive is opened once, as a submission, under caps of its own; one in that is a file like others.
 */
import { basename } from 'node:path';
import * as yauzl from 'yauzl';
import { type Notice, UsageError } from '../gradebook/types.js';
import { maxNotebookBytes, NotebookError, readPlainFile } from './notebook.js';
import { byName, ignored, type Tree, type TreeNode } from './tree.js';

export const archiveCaps = {
  bytes: 512 * 1024 * 1024,
  entries: 20_000,
  /** Of all notebooks, unpacked. */
  unpackedBytes: 2 * 1024 * 1024 * 1024,
  /** Unpacked to packed; real notebooks stay below 30. */
  ratio: 100,
  /** Below this size any ratio will do: a short list of equal lines packs well. */
  ratioFromBytes: 256 * 1024,
  depth: 12,
  nameCharacters: 255,
};

/** Of a submission that is an archive itself. */
export const submissionCaps: typeof archiveCaps = {
  ...archiveCaps,
  bytes: 64 * 1024 * 1024,
  entries: 2000,
  unpackedBytes: 128 * 1024 * 1024,
};

interface Item {
  kind: TreeNode['kind'];
  /** Why it is not read. */
  refused?: string;
  entry: yauzl.Entry;
}

interface Folder {
  folders: Map<string, Folder>;
  items: Map<string, Item>;
}

/** @throws UsageError when the file is no zip or over a cap */
export async function archiveTree(
  file: string,
  caps = archiveCaps,
): Promise<{ tree: Tree; notices: Notice[] }> {
  try {
    return await treeIn(await readPlainFile(file, caps.bytes), basename(file), caps);
  } catch (error) {
    const reason = error instanceof NotebookError ? error.reason : String(error);
    throw new UsageError('archive-refused', { file, reason });
  }
}

/**
 * An archive that one student handed in, inside the class's folder or archive.
 *
 * @throws NotebookError when it is no zip or over a cap
 */
export async function submissionTree(tree: Tree, path: readonly string[]): Promise<Tree> {
  const bytes = await tree.read(path, submissionCaps.bytes);
  return (await treeIn(bytes, tree.show(path), submissionCaps)).tree;
}

/** @throws NotebookError */
async function treeIn(
  bytes: Buffer,
  shown: string,
  caps: typeof archiveCaps,
): Promise<{ tree: Tree; notices: Notice[] }> {
  const root: Folder = { folders: new Map(), items: new Map() };
  const odd: string[] = [];
  let unpacked = 0;
  const zip = await open(bytes).catch(() => {
    throw new NotebookError('no-zip');
  });
  if (zip.entryCount > caps.entries) throw new NotebookError('too-many-entries');
  try {
    // Names are decoded here: one odd name must not end the class.
    for await (const entry of zip.eachEntry()) {
      const name = nameOf(entry);
      const isFolder = name.endsWith('/');
      const path = (isFolder ? name.slice(0, -1) : name).split('/');
      if (yauzl.validateFileName(name) !== null || !isPlainPath(path, caps)) odd.push(name);
      else if (isFolder) folderAt(root, path);
      else {
        const found = refusal(entry, caps);
        const read = found.refused === undefined && name.endsWith('.ipynb');
        if (read) unpacked += entry.uncompressedSize;
        if (unpacked > caps.unpackedBytes) throw new NotebookError('unpacks-too-large');
        add(root, path, { entry, ...found });
      }
    }
  } catch (error) {
    throw error instanceof NotebookError ? error : new NotebookError('no-zip');
  }
  const notices =
    odd.length > 0
      ? [{ code: 'odd-names', params: { count: odd.length, first: odd[0]?.slice(0, 100) ?? '' } }]
      : [];
  return { tree: treeOf(zip, root, shown), notices };
}

const open = (bytes: Buffer): Promise<yauzl.ZipFile> =>
  yauzl.fromBufferPromise(bytes, { lazyEntries: true, autoClose: false, decodeStrings: false });

function nameOf(entry: yauzl.Entry): string {
  const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
  return yauzl.getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, true);
}

/** Segments that are names and nothing else: no `..`, no control or direction characters. */
function isPlainPath(path: readonly string[], caps: typeof archiveCaps): boolean {
  return (
    path.length <= caps.depth &&
    path.every(
      (segment) =>
        segment.length <= caps.nameCharacters &&
        !['', '.', '..'].includes(segment) &&
        !/[\p{Cc}\p{Cf}\\:]/u.test(segment.replaceAll(/[\u200c\u200d]/g, '')),
    )
  );
}

const fileTypeBits = 0o170000;
const regularFile = 0o100000;

function refusal(
  entry: yauzl.Entry,
  caps: typeof archiveCaps,
): { kind: TreeNode['kind']; refused?: string } {
  const type = (entry.externalFileAttributes >>> 16) & fileTypeBits;
  if (type !== 0 && type !== regularFile) return { kind: 'refused', refused: 'link' };
  const { uncompressedSize: size, compressedSize: packed } = entry;
  const refused = entry.isEncrypted()
    ? 'encrypted'
    : !entry.canDecodeFileData()
      ? 'unreadable'
      : size > caps.ratioFromBytes && size > packed * caps.ratio
        ? 'packed-too-tightly'
        : undefined;
  return { kind: 'file', ...(refused !== undefined && { refused }) };
}

function folderAt(root: Folder, path: readonly string[]): Folder {
  let folder = root;
  for (const segment of path) {
    let next = folder.folders.get(segment);
    if (next === undefined) {
      next = { folders: new Map(), items: new Map() };
      folder.folders.set(segment, next);
    }
    folder = next;
  }
  return folder;
}

function add(root: Folder, path: readonly string[], item: Item): void {
  const { items } = folderAt(root, path.slice(0, -1));
  const name = path.at(-1) ?? '';
  // Two programs could take two different ones of them for the submission.
  items.set(name, items.has(name) ? { ...item, refused: 'twice' } : item);
}

function treeOf(zip: yauzl.ZipFile, root: Folder, name: string): Tree {
  const find = (path: readonly string[]): Folder | undefined =>
    path.reduce<Folder | undefined>((folder, segment) => folder?.folders.get(segment), root);
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
    async read(path, maxBytes = maxNotebookBytes) {
      const item = find(path.slice(0, -1))?.items.get(path.at(-1) ?? '');
      if (item === undefined) throw new NotebookError('unreadable', 'ENOENT');
      if (item.refused !== undefined) throw new NotebookError(item.refused);
      if (item.entry.uncompressedSize > maxBytes) throw new NotebookError('too-large');
      return unpack(zip, item.entry, maxBytes);
    },
    show: (path) => [name, ...path].join('/'),
  };
}

async function unpack(zip: yauzl.ZipFile, entry: yauzl.Entry, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      size += (chunk as Buffer).length;
      if (size > maxBytes) break;
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    throw new NotebookError('unreadable', error instanceof Error ? error.message : '');
  }
  if (size > maxBytes) throw new NotebookError('too-large');
  return Buffer.concat(chunks);
}
