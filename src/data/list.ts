/** All data sets, and whether they are here. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.js';
import { pathOf } from './data-files.js';
import type { Dataset } from './dataset-types.js';
import { datasetNames, datasetsFolder } from './folder.js';
import type { LoadOptions } from './load.js';

/** A data set as it stands in a list. */
export interface DatasetEntry {
  name: string;
  title: string;
  kind: Dataset['kind'];
  /** Whether it is part of the package, made by the library, or downloaded when asked for. */
  by: 'bundled' | 'generated' | 'download';
  /** Of its files, as they are kept; 0 where it is made. */
  bytes: number;
  /** Whether `loadDataset` has it without a download. Contents are checked when it is loaded. */
  here: boolean;
  /** An SPDX expression. */
  licence: string;
}

/** @returns by name */
export async function listDatasets(options: LoadOptions = {}): Promise<DatasetEntry[]> {
  const { folder = datasetsFolder(), cache = cacheFolder() } = options;
  const { readManifest } = await import('./manifest.js');
  const entries: DatasetEntry[] = [];
  for (const name of datasetNames(folder)) {
    const manifest = await readManifest(join(folder, name));
    const { title, kind, provided, licence, files } = manifest;
    const found = await Promise.all(
      files.map((file) => stat(pathOf(manifest, file, { folder, cache })).catch(() => undefined)),
    );
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    const here = found.every((file) => file !== undefined);
    entries.push({ name, title, kind, by: provided.by, bytes, here, licence: licence.id });
  }
  return entries;
}
