/** One file, from the first address that gives it: resumed, unwrapped, checked, then put in place. */
import { createHash } from 'node:crypto';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { messages } from '../../messages/index.js';
import { sha256Of, unzipChecked } from '../data-files.js';
import { DatasetError } from '../dataset-error.js';
import type { ManifestFile } from '../manifest.js';
import { unzipFiles } from '../readers/zip.js';
import { AttemptError, openSource } from './open-source.js';
import type { Source } from './sources.js';

const unpackGzip = promisify(gunzip);

/** What is wrapped may be larger than its content, but not by much more. */
const wrapping = 16 * 1024 ** 2;
const mostBytesOf = (file: ManifestFile, { packing, member }: Source): number =>
  packing === undefined && member === undefined ? file.bytes : file.bytes + wrapping;

/** The part of a file that came from one address: of another it may be another file. */
const partOf = (path: string, { url }: Source): string =>
  `${path}.${createHash('sha256').update(url.href).digest('hex').slice(0, 12)}.part`;

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  return found?.size ?? 0;
}

/** Appends to the part what is missing. @throws AttemptError; what has arrived is kept */
async function receive(
  part: string,
  source: Source,
  most: number,
  onBytes: (all: number) => void,
): Promise<void> {
  const { attempt } = messages().data;
  const { begin, chunks } = await openSource(source.url, await sizeOf(part));
  const out = await open(part, begin === 0 ? 'w' : 'a');
  let got = begin;
  try {
    onBytes(got);
    for await (const chunk of chunks) {
      got += chunk.length;
      if (got > most) {
        const params = { url: source.url.href, bytes: most };
        throw new UnfitError(attempt.tooLong(params));
      }
      await out.writeFile(chunk);
      onBytes(got);
    }
    await out.sync();
  } catch (error) {
    // What `createReadStream` and the server say; what the disk says has a path of ours.
    const isDisk = (error as NodeJS.ErrnoException).syscall === 'write';
    if (error instanceof AttemptError || isDisk) throw error;
    const reason = error instanceof Error ? error.message : `${error}`;
    throw new AttemptError(attempt.network({ url: source.url.href, reason }));
  } finally {
    await out.close();
  }
}

/** What came is another file: the part is of no use. */
class UnfitError extends AttemptError {}

/** The file as the manifest has it, of what came. @throws UnfitError, or AttemptError when cut off */
async function unwrap(wire: Buffer, file: ManifestFile, source: Source): Promise<Buffer> {
  const { attempt } = messages().data;
  const url = source.url.href;
  const unfit = (given: string): UnfitError => new UnfitError(attempt.checksum({ url, given }));
  let bytes = wire;
  if (source.packing === 'gzip') {
    const options = { maxOutputLength: file.bytes };
    bytes = await unpackGzip(wire, options).catch(() => {
      throw unfit(sha256Of(wire));
    });
  } else if (source.member !== undefined) {
    const { member } = source;
    const wanted = (_: string, path: string): boolean => path === member;
    const limits = { maxFiles: 1, maxBytes: file.bytes, wanted };
    const [found] = await unzipFiles(wire, limits, url).catch((error: DatasetError) => {
      throw new UnfitError(attempt.network({ url, reason: error.message }));
    });
    if (found === undefined) throw new UnfitError(attempt.noMember({ url, member }));
    bytes = found.bytes;
  }
  if (file.sha256 === undefined) {
    await unzipChecked(bytes, file, url, '').catch((error: DatasetError) => {
      throw new UnfitError(attempt.network({ url, reason: error.message }));
    });
  } else if (sha256Of(bytes) !== file.sha256) {
    const isShort = source.packing === undefined && source.member === undefined;
    if (isShort && bytes.length < file.bytes) {
      throw new AttemptError(attempt.short({ url, got: bytes.length, bytes: file.bytes }));
    }
    throw unfit(sha256Of(bytes));
  }
  return bytes;
}

/** Whole or not at all: another process may read it at any time. */
async function putInPlace(path: string, bytes: Buffer): Promise<void> {
  const fresh = `${path}.${process.pid}.tmp`;
  try {
    const out = await open(fresh, 'w');
    try {
      await out.writeFile(bytes);
      await out.sync();
    } finally {
      await out.close();
    }
    await rename(fresh, path);
  } finally {
    await rm(fresh, { force: true });
  }
}

async function tryOne(
  file: ManifestFile,
  path: string,
  source: Source,
  onBytes: (all: number) => void,
): Promise<void> {
  const part = partOf(path, source);
  for (let again = false; ; again = true) {
    const resumed = (await sizeOf(part)) > 0;
    try {
      await receive(part, source, mostBytesOf(file, source), onBytes);
      const bytes = await unwrap(await readFile(part), file, source);
      await putInPlace(path, bytes);
      await rm(part, { force: true });
      return;
    } catch (error) {
      if (error instanceof UnfitError) await rm(part, { force: true });
      // A part of an older file, or one that was spoilt, is no fault of this address.
      if (!(error instanceof UnfitError) || !resumed || again) throw error;
    }
  }
}

/**
 * Downloads a file of a set to `path`.
 *
 * @param onBytes told how many bytes of the file are here
 * @throws DatasetError `download-failed` with what was tried; what the disk refuses
 */
export async function fetchFile(
  name: string,
  file: ManifestFile,
  path: string,
  sources: readonly Source[],
  onBytes: (all: number) => void,
): Promise<void> {
  const tried: string[] = [];
  for (const source of sources) {
    try {
      return await tryOne(file, path, source, onBytes);
    } catch (error) {
      if (!(error instanceof AttemptError)) throw error;
      tried.push(error.message);
    }
  }
  const lines = tried.map((line) => `  ${line}`).join('\n');
  throw new DatasetError('download-failed', { name, file: file.path, tried: lines });
}
