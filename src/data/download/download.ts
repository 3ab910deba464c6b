/** Data sets that are downloaded, when somebody asks for it. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../cache-folder.js';
import { openDataFiles, pathOf } from '../data-files.js';
import { DatasetError } from '../dataset-error.js';
import { manifestOf } from '../find-manifest.js';
import { datasetsFolder } from '../folder.js';
import type { ManifestFile } from '../manifest.js';
import { cannotWrite } from './cannot-write.js';
import { fetchFile } from './fetch-file.js';
import { withLock } from './lock.js';
import { sourcesOf } from './sources.js';

export interface DownloadProgress {
  /** The file that is being downloaded. */
  file: string;
  /** Bytes of all files that are here, and of all files. */
  bytes: number;
  total: number;
}

export interface DownloadOptions {
  /**
   * The base of a mirror, `file:`, `http:` or `https:`, tried before the makers' addresses. Default:
   * `GRADUS_DATASET_MIRROR`.
   */
  mirror?: string;
  /** Where downloads lie; default: `gradus/datasets` in the user's cache. */
  cache?: string;
  /** Another folder of manifests; default: the one in the package. */
  folder?: string;
  /** Told often. */
  onProgress?(progress: DownloadProgress): void;
  /** Told once, when another process is downloading the set. */
  onWait?(): void;
}

/**
 * Downloads a data set into the cache. What is there and whole stays; what was interrupted goes on.
 * Nothing is used or put in place before its SHA-256 is that of the manifest.
 *
 * @returns the folder with the files
 * @throws RangeError for an unknown name; DatasetError `not-a-download`, `bad-mirror`,
 *   `download-failed`, `cannot-write`, `busy`
 */
export async function downloadDataset(
  name: string,
  options: DownloadOptions = {},
): Promise<string> {
  const { mirror = process.env.GRADUS_DATASET_MIRROR, cache = cacheFolder() } = options;
  const folder = options.folder ?? datasetsFolder();
  const manifest = await manifestOf(name, folder);
  const { provided, files } = manifest;
  if (provided.by !== 'download')
    throw new DatasetError('not-a-download', { name, by: provided.by });
  const sources = files.map((file) => sourcesOf(file, mirror));
  const places = { folder, cache };
  const home = join(cache, name);
  const data = openDataFiles(manifest, places);
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  const isHere = async (file: ManifestFile): Promise<boolean> => {
    try {
      await (file.format.endsWith('-zip') ? data.unzip(file) : data.read(file));
      return true;
    } catch (error) {
      if (error instanceof DatasetError) return false;
      throw error;
    }
  };
  const tell = (file: ManifestFile, bytes: number): void =>
    options.onProgress?.({ file: file.path, bytes: Math.min(total, done + bytes), total });
  const work = async (): Promise<void> => {
    for (const [i, file] of files.entries()) {
      // Another process may have brought it while this one waited.
      if (!(await isHere(file))) {
        const path = pathOf(manifest, file, places);
        const most = (bytes: number): void => tell(file, Math.min(bytes, file.bytes));
        await fetchFile(name, file, path, sources[i] ?? [], most);
      }
      tell(file, file.bytes);
      done += file.bytes;
    }
  };
  try {
    await mkdir(home, { recursive: true });
    await withLock(join(home, '.lock'), name, work, options.onWait);
  } catch (error) {
    throw cannotWrite(error, home);
  }
  return home;
}
