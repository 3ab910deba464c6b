/** Data sets by name: those of the package, those made by the library, those that were downloaded. */
import { cacheFolder } from './cache-folder.js';
import type { Dataset, DatasetName, Datasets } from './dataset-types.js';
import { manifestOf } from './find-manifest.js';
import { datasetsFolder } from './folder.js';

export interface LoadOptions {
  /** Another folder of data sets with their manifests; default: the one in the package. */
  folder?: string;
  /** Where downloads lie; default: `gradus/datasets` in the user's cache. */
  cache?: string;
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
