/** The manifest of a data set by its name. */
import { join } from 'node:path';
import { messages } from '../messages/index.js';
import { datasetNames } from './folder.js';
import type { Manifest } from './manifest.js';

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
