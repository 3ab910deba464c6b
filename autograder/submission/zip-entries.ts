/**
 * The entries of a zip. One that is a link or a device (by its mode bits), encrypted, too large or
 * packed too tightly is refused alone, when it is read. Sizes are those that the directory declares:
 * yauzl stops an entry that unpacks to another one.
 */
import { isUtf8 } from 'node:buffer';
import * as yauzl from 'yauzl';
import type { RawName } from './entry-names.js';
import type { ArchiveCaps, ArchiveEntry } from './entry-tree.js';
import { maxNotebookBytes } from './notebook.js';
import { type FileReason, NotebookError } from './notebook-error.js';
import type { TreeNode } from './tree.js';

/** @throws NotebookError when it is no zip or has too many entries */
export async function zipEntries(bytes: Buffer, caps: ArchiveCaps): Promise<ArchiveEntry[]> {
  const options = { lazyEntries: true, autoClose: false, decodeStrings: false };
  const zip = await yauzl.fromBufferPromise(bytes, options).catch(() => {
    throw new NotebookError('no-zip');
  });
  if (zip.entryCount > caps.entries) throw new NotebookError('too-many-entries');
  const entries: ArchiveEntry[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      const { uncompressedSize: size } = entry;
      const found = refusal(entry, caps);
      entries.push({ raw: nameOf(entry), size, ...found, chunks: () => unpacked(zip, entry) });
    }
  } catch {
    throw new NotebookError('no-zip');
  }
  return entries;
}

const utf8Flag = 0x800;
/** Info-ZIP's field for names in UTF-8, which is checked against the name beside it. */
const unicodePath = 0x7075;

function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFields }: yauzl.Entry): RawName {
  const states =
    ((generalPurposeBitFlag & utf8Flag) !== 0 && isUtf8(fileNameRaw)) ||
    extraFields.some(({ id }) => id === unicodePath);
  if (!states) return { bytes: fileNameRaw };
  // Where the field does not fit the name, this is the name as CP437.
  const stated = yauzl.getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, true);
  const plain = yauzl.getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, [], true);
  const isField = stated !== plain || (generalPurposeBitFlag & utf8Flag) !== 0;
  return isField ? { bytes: fileNameRaw, stated } : { bytes: fileNameRaw };
}

const fileTypeBits = 0o170000;
const regularFile = 0o100000;

function refusal(
  entry: yauzl.Entry,
  caps: ArchiveCaps,
): { kind: TreeNode['kind']; refused?: FileReason } {
  const type = (entry.externalFileAttributes >>> 16) & fileTypeBits;
  if (type !== 0 && type !== regularFile) return { kind: 'refused', refused: 'link' };
  const { uncompressedSize: size, compressedSize: packed } = entry;
  if (entry.isEncrypted()) return { kind: 'file', refused: 'encrypted' };
  if (!entry.canDecodeFileData()) return { kind: 'file', refused: 'unreadable' };
  // Over the size of a notebook it is refused for that.
  const isTight =
    size > caps.ratioFromBytes && size <= maxNotebookBytes && size > packed * caps.ratio;
  return isTight ? { kind: 'file', refused: 'packed-too-tightly' } : { kind: 'file' };
}

async function* unpacked(zip: yauzl.ZipFile, entry: yauzl.Entry): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) yield chunk as Buffer;
  } catch (error) {
    throw new NotebookError('unreadable', error instanceof Error ? error.message : '');
  }
}
