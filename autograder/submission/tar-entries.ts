/**
 * The entries of a tarball, gzipped or not; a gzipped file that is no tarball is the one entry.
 *
 * It is unpacked once, in memory, up to a cap that counts what really comes: a gzip that lies about
 * its size, or packs ever so tightly, ends there. Links and devices are refused alone.
 */
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import type { RawName } from './entry-names.js';
import type { ArchiveCaps, ArchiveEntry } from './entry-tree.js';
import { fileKind } from './file-kind.js';
import { NotebookError } from './notebook-error.js';

/**
 * @param name of the archive, for a gzipped file that is no tarball
 * @throws NotebookError when it is broken or over a cap
 */
export async function tarEntries(
  bytes: Buffer,
  name: string,
  caps: ArchiveCaps,
): Promise<ArchiveEntry[]> {
  const isPacked = fileKind(bytes) === 'gzip';
  const tar = isPacked ? await gunzipped(bytes, caps.tarBytes) : bytes;
  if (fileKind(tar) !== 'tar') {
    if (!isPacked) throw new NotebookError('no-tar');
    const raw = { bytes: Buffer.from(name.replace(/\.gz$/i, '')) };
    return [{ raw, kind: 'file', size: tar.length, chunks: () => pieces(tar) }];
  }
  // Names come as their bytes: how they are encoded is settled with those of all entries.
  const reader = extract({ filenameEncoding: 'latin1' } as Parameters<typeof extract>[0]);
  const entries: ArchiveEntry[] = [];
  reader.end(tar);
  try {
    for await (const stream of reader) {
      const header: Header & { byteOffset?: number } = stream.header;
      if (entries.length >= caps.entries) throw new NotebookError('too-many-entries');
      const { type, size, byteOffset: start = tar.length } = header;
      const isFile = type === 'file' || type === 'contiguous-file';
      const isFolder = type === 'directory';
      const data = tar.subarray(start, start + size);
      entries.push({
        raw: nameOf(header, isFolder),
        kind: isFile || isFolder ? 'file' : 'refused',
        refused: isFile || isFolder ? undefined : 'link',
        size,
        chunks: () => pieces(data),
      });
      stream.resume();
    }
  } catch (error) {
    throw error instanceof NotebookError ? error : new NotebookError('no-tar');
  }
  return entries;
}

function nameOf({ name, pax }: Header, isFolder: boolean): RawName {
  const ending = isFolder && !name.endsWith('/') ? '/' : '';
  const stated = (pax as { path?: unknown } | null | undefined)?.path;
  // Extended headers are UTF-8 by their standard.
  if (typeof stated === 'string') {
    const full = stated.endsWith('/') ? stated : stated + ending;
    return { bytes: Buffer.from(full), stated: plain(full) };
  }
  return { bytes: Buffer.from(plain(name + ending), 'latin1') };
}

/** `tar .` names everything from `./` on. */
const plain = (name: string): string => name.replace(/^(?:\.\/)+/, '');

async function* pieces(data: Buffer): AsyncGenerator<Buffer> {
  yield data;
}

async function gunzipped(bytes: Buffer, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    await pipeline(
      [bytes],
      createGunzip({ chunkSize: 1024 * 1024 }),
      async (unpacked: AsyncIterable<Buffer>) => {
        for await (const chunk of unpacked) {
          size += chunk.length;
          if (size > most) throw new NotebookError('unpacks-too-large');
          chunks.push(chunk);
        }
      },
    );
  } catch (error) {
    throw error instanceof NotebookError ? error : new NotebookError('no-tar');
  }
  return Buffer.concat(chunks);
}
