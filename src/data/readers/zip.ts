/** Files of a zip, in memory. Sizes are those of its directory: yauzl stops an entry that has more. */
import { basename } from 'node:path/posix';
import * as yauzl from 'yauzl';
import { messages } from '../../messages/index.js';
import { DatasetError } from '../dataset-error.js';

export interface UnpackedFile {
  /** Without folders. */
  name: string;
  /** With them, as the zip has it. */
  path: string;
  bytes: Buffer;
}

export interface ZipLimits {
  /** Files that are wanted at most, and their bytes together. */
  maxFiles: number;
  maxBytes: number;
  /** By the name without folders, and the whole path. */
  wanted(name: string, path: string): boolean;
}

/** A directory of a zip may name as many entries, wanted or not. */
const mostEntries = 100_000;
const fileTypeBits = 0o170000;
const regularFile = 0o100000;

/**
 * @param where the zip's path, for messages
 * @throws DatasetError `zip-refused`: no zip, a path that leads out of its folder, a link, an
 *   encrypted file, more files or bytes than the limits
 */
export async function unzipFiles(
  zipped: Buffer,
  { maxFiles, maxBytes, wanted }: ZipLimits,
  where: string,
): Promise<UnpackedFile[]> {
  const { zip: reasons } = messages().data;
  const refuse = (reason: string): DatasetError =>
    new DatasetError('zip-refused', { path: where, reason });
  // yauzl refuses absolute paths, `..` and backslashes when it reads the directory.
  const zip = await yauzl
    .fromBufferPromise(zipped, { lazyEntries: true, autoClose: false, strictFileNames: true })
    .catch((error: Error) => {
      throw refuse(reasons.noZip({ reason: error.message }));
    });
  if (zip.entryCount > mostEntries) throw refuse(reasons.tooMany({ most: mostEntries }));
  const files: UnpackedFile[] = [];
  let total = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      const path = entry.fileName;
      const name = basename(path);
      if (path.endsWith('/') || !wanted(name, path)) continue;
      const type = (entry.externalFileAttributes >>> 16) & fileTypeBits;
      if (type !== 0 && type !== regularFile) throw refuse(reasons.link({ name }));
      if (entry.isEncrypted()) throw refuse(reasons.encrypted({ name }));
      total += entry.uncompressedSize;
      if (total > maxBytes) throw refuse(reasons.tooLarge({ most: maxBytes }));
      if (files.length >= maxFiles) throw refuse(reasons.tooMany({ most: maxFiles }));
      const chunks: Buffer[] = [];
      for await (const chunk of await zip.openReadStreamPromise(entry)) {
        chunks.push(chunk as Buffer);
      }
      files.push({ name, path, bytes: Buffer.concat(chunks) });
    }
  } catch (error) {
    if (error instanceof DatasetError) throw error;
    throw refuse(reasons.noZip({ reason: error instanceof Error ? error.message : `${error}` }));
  }
  return files;
}
