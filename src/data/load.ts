/** Data sets by name: those of the package, those made by the library, those that were downloaded. */
import { join } from 'node:path';
import { messages } from '../messages/index.js';
import { cacheFolder } from './cache-folder.js';
import type { Dataset, DatasetName, Datasets } from './dataset-types.js';
import { datasetNames, datasetsFolder } from './folder.js';
import type { Manifest } from './manifest.js';

export interface LoadOptions {
  /** Another folder of data sets with their manifests; default: the one in the package. */
  folder?: string;
  /** Where downloads lie; default: `gradus/datasets` in the user's cache. */
  cache?: string;
}

/**
 * The manifest of a data set.
 *
 * @throws RangeError for an unknown name, with the known ones
 */
export async function manifestOf(name: string, folder: string): Promise<Manifest> {
  const known = datasetNames(folder);
  if (!known.includes(name)) {
    const given = JSON.stringify(name);
    const say = messages().data.errors['unknown-name'];
    throw new RangeError(say({ known: known.join(', '), given }));
  }
  // Read when a data set is: the schema library takes 70 ms that a start without data need not pay.
  const { readManifest } = await import('./manifest.js');
  return readManifest(join(folder, name));
}

/**
 * Loads a data set; no network is used. Sizes and SHA-256 of its files are checked first.
 *
 * `digits`: 1,797 pictures of 8 by 8 pixels, ten classes (Alpaydin & Kaynak 1998, CC BY 4.0). The
 * others are listed by `gradus data list`; `dataCard(name)` tells what each is.
 *
 * @param name the data set's name; the type of the answer depends on it
 * @returns what the set holds, in named parts where it has them; tensors belong to the caller
 * @throws RangeError for an unknown name, with the known ones; DatasetError for a damaged file
 *   (`damaged`), or for a set that must be downloaded before (`not-downloaded`)
 * @example
 * const digits = await loadDataset('digits');
 * digits.x.shape; // [1797, 64]
 * const { train, test } = await loadDataset('fashion');
 * train.x.shape; // [10000, 28, 28, 1]
 */
export function loadDataset<Name extends DatasetName>(
  name: Name,
  options?: LoadOptions,
): Promise<Datasets[Name]>;
export function loadDataset(name: string, options?: LoadOptions): Promise<Dataset>;
export async function loadDataset(name: string, options: LoadOptions = {}): Promise<Dataset> {
  const folder = options.folder ?? datasetsFolder();
  const manifest = await manifestOf(name, folder);
  const { loadByKind } = await import('./kinds/index.js');
  return loadByKind(manifest, { folder, cache: options.cache ?? cacheFolder() });
}
