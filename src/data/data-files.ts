/** The files of a data set, read after their sizes and digests were checked. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { messages } from '../messages/index.js';
import { DatasetError } from './dataset-error.js';
import type { Manifest, ManifestFile } from './manifest.js';
import { type UnpackedFile, unzipFiles } from './readers/zip.js';

const unpackGzip = promisify(gunzip);

export const sha256Of = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');

/** Where files lie: those of the package, and those that were downloaded. */
export interface DataPlaces {
  /** A folder with a folder for each set, and its manifest. */
  folder: string;
  /** A folder with a folder for each set that was downloaded. */
  cache: string;
}

export interface DataFiles {
  /** The whole file, unpacked where it is gzip. */
  read(file: ManifestFile): Promise<Buffer>;
  /** The files in a zip. */
  unzip(file: ManifestFile): Promise<UnpackedFile[]>;
}

/** The path of a file of a set. */
export const pathOf = (manifest: Manifest, file: ManifestFile, places: DataPlaces): string =>
  join(
    manifest.provided.by === 'download' ? places.cache : places.folder,
    manifest.name,
    file.path,
  );

const damaged = (path: string, expected: string, given: string, remedy: string): DatasetError =>
  new DatasetError('damaged', { path, expected, given, remedy });

/** What mends a damaged file. */
function remedyFor(manifest: Manifest): string {
  const { remedies } = messages().data;
  return manifest.provided.by === 'download'
    ? remedies.downloadAgain({ name: manifest.name })
    : remedies.restore();
}

/** @throws DatasetError `not-downloaded`, `file-missing`, `damaged` */
async function readChecked(manifest: Manifest, file: ManifestFile, path: string): Promise<Buffer> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
    const code = manifest.provided.by === 'download' ? 'not-downloaded' : 'file-missing';
    throw new DatasetError(code, { name: manifest.name, path });
  });
  const remedy = remedyFor(manifest);
  const { bytesOf, sha256 } = messages().data;
  // Before it is read: a wrong file may be of any size.
  if (found.size > file.bytes) {
    throw damaged(path, bytesOf({ n: file.bytes }), bytesOf({ n: found.size }), remedy);
  }
  const bytes = await readFile(path);
  const digest = sha256Of(bytes);
  if (file.sha256 !== undefined && digest !== file.sha256) {
    throw damaged(path, sha256({ digest: file.sha256 }), digest, remedy);
  }
  return bytes;
}

/**
 * What is in a gzip, of which the size is known.
 *
 * @throws DatasetError `damaged` when it is no gzip, or holds more or less than that
 */
async function unpackChecked(
  bytes: Buffer,
  { unpacked }: ManifestFile,
  path: string,
  remedy: string,
): Promise<Buffer> {
  const { bytesOf, sha256, unreadable } = messages().data;
  const expected = unpacked?.bytes ?? 0;
  const plain = await unpackGzip(bytes, { maxOutputLength: expected }).catch((error: Error) => {
    const tooLong = 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    const given = tooLong ? messages().data.more() : unreadable({ reason: error.message });
    throw damaged(path, bytesOf({ n: expected }), given, remedy);
  });
  if (plain.length !== expected) {
    throw damaged(path, bytesOf({ n: expected }), bytesOf({ n: plain.length }), remedy);
  }
  if (unpacked?.sha256 !== undefined && sha256Of(plain) !== unpacked.sha256) {
    throw damaged(path, sha256({ digest: unpacked.sha256 }), sha256Of(plain), remedy);
  }
  return plain;
}

/** The digest of a list of files, as `sha256sum` of each, sorted by name, would give it. */
const listDigest = (files: readonly UnpackedFile[]): string =>
  sha256Of(
    Buffer.from(
      [...files]
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ name, bytes }) => `${sha256Of(bytes)}  ${name}\n`)
        .join(''),
    ),
  );

/**
 * The files of a zip that belong to the set, by their names without folders.
 *
 * @throws DatasetError `damaged`, `zip-refused`
 */
export async function unzipChecked(
  bytes: Buffer,
  file: ManifestFile,
  path: string,
  remedy: string,
): Promise<UnpackedFile[]> {
  const { unpacked } = file;
  const limits = { maxBytes: unpacked?.bytes ?? 0, maxFiles: unpacked?.files ?? 0 };
  const pattern = new RegExp(unpacked?.match ?? '^[^.]', 'u');
  const files = await unzipFiles(bytes, { ...limits, wanted: (name) => pattern.test(name) }, path);
  const digest = listDigest(files);
  if (unpacked?.sha256 !== undefined && digest !== unpacked.sha256) {
    throw damaged(path, messages().data.sha256({ digest: unpacked.sha256 }), digest, remedy);
  }
  return files;
}

/** Reads files of a set; nothing is handed on that is not what the manifest says. */
export function openDataFiles(manifest: Manifest, places: DataPlaces): DataFiles {
  const remedy = remedyFor(manifest);
  const bytesOf = (file: ManifestFile) =>
    readChecked(manifest, file, pathOf(manifest, file, places));
  return {
    async read(file) {
      const bytes = await bytesOf(file);
      if (!file.path.endsWith('.gz')) return bytes;
      return unpackChecked(bytes, file, pathOf(manifest, file, places), remedy);
    },
    async unzip(file) {
      return unzipChecked(await bytesOf(file), file, pathOf(manifest, file, places), remedy);
    },
  };
}
