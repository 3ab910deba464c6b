/**
 * An archive of submissions, read in memory: no path of it is ever written to disk.
 *
 * What it is, its bytes say, not its name: a zip, a tarball, a gzipped tarball. One over a cap on its
 * own size, its entries or their sum is refused whole; an entry that cannot be read is refused alone.
 * One with an odd name is left out and told, and so is it when names were guessed. An archive in an
 * archive is opened once, as a submission, under caps of its own; one in that is a file like others.
 */
import { basename } from 'node:path';
import { type Notice, UsageError } from '../results/types.js';
import { type ArchiveCaps, type ArchiveEntry, entryTree } from './entry-tree.js';
import { fileKind, headBytes } from './file-kind.js';
import { maxNotebookBytes } from './notebook.js';
import { NotebookError } from './notebook-error.js';
import { readPlainFile } from './plain-file.js';
import { tarEntries } from './tar-entries.js';
import type { Tree } from './tree.js';
import { zipEntries } from './zip-entries.js';

export const archiveCaps: ArchiveCaps = {
  bytes: 512 * 1024 * 1024,
  entries: 20_000,
  unpackedBytes: 16 * 1024 * 1024 * 1024,
  tarBytes: 1024 * 1024 * 1024,
  ratio: 100,
  // Outputs of one line, printed over and over, pack as tightly as a bomb does.
  ratioFromBytes: 64 * 1024 * 1024,
  depth: 12,
  nameCharacters: 255,
};

/** Of a submission that is an archive itself. */
const submissionCaps: ArchiveCaps = {
  ...archiveCaps,
  bytes: 128 * 1024 * 1024,
  entries: 2000,
  unpackedBytes: 512 * 1024 * 1024,
  tarBytes: 256 * 1024 * 1024,
};

/** @throws UsageError when the file is no archive that is read, or over a cap */
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
 * @throws NotebookError when it is none that is read, or over a cap
 */
export async function submissionTree(tree: Tree, path: readonly string[]): Promise<Tree> {
  const bytes = await tree.read(path, submissionCaps.bytes);
  return (await treeIn(bytes, tree.show(path), submissionCaps)).tree;
}

/** @throws NotebookError */
async function treeIn(
  bytes: Buffer,
  shown: string,
  caps: ArchiveCaps,
): Promise<{ tree: Tree; notices: Notice[] }> {
  const entries = await entriesIn(bytes, basename(shown), caps);
  let unpacked = 0;
  for (const { raw, refused, size } of entries) {
    const mayBeRead = /\.ipynb/i.test(Buffer.from(raw.bytes).toString('latin1'));
    // One that is too large for a notebook is never unpacked.
    if (mayBeRead && refused === undefined && size <= maxNotebookBytes) unpacked += size;
  }
  if (unpacked > caps.unpackedBytes) throw new NotebookError('unpacks-too-large');
  return entryTree(entries, shown, caps);
}

async function entriesIn(bytes: Buffer, name: string, caps: ArchiveCaps): Promise<ArchiveEntry[]> {
  const kind = fileKind(bytes.subarray(0, headBytes));
  if (kind === 'gzip' || kind === 'tar') return tarEntries(bytes, name, caps);
  if (bytes.length === 0) throw new NotebookError('empty');
  // A broken zip may begin with anything; what is known to be something else is told as that.
  if (kind !== undefined && kind !== 'zip' && kind !== 'text') throw new NotebookError(kind);
  return zipEntries(bytes, caps);
}
