/** How much a reader takes, unless it is told otherwise. */
import { DatasetError } from '../dataset-error.js';

const mostBytes = 256 * 1024 ** 2;

/** @throws DatasetError `too-large` */
export function checkBytes(given: number, most: number = mostBytes): void {
  if (given > most) throw new DatasetError('too-large', { given, most });
}
