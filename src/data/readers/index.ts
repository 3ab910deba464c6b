/**
 * Files of a user's own: CSV, JSON, IDX, WAV, PNG and JPEG. Each takes a path or what was read, and
 * its library is loaded when it is first used.
 */
import { readFile, stat } from 'node:fs/promises';
import type { Tensor3D } from '../../nn/tf.js';
import type { BadRow, CsvOptions, CsvTable } from './csv.js';
import type { IdxArray } from './idx.js';
import type { ImageOptions } from './image.js';
import type { JsonOptions } from './json.js';
import { checkBytes } from './limits.js';
import type { Wav } from './wav.js';

/** A path, or the bytes of the file. */
export type FileOrBytes = string | Uint8Array;

/** A file that is larger than it may be is not read. */
async function bytesOf(file: FileOrBytes, maxBytes?: number): Promise<Uint8Array> {
  if (typeof file !== 'string') return file;
  checkBytes((await stat(file)).size, maxBytes);
  return readFile(file);
}

const textOf = async (file: FileOrBytes, maxBytes?: number): Promise<string> =>
  new TextDecoder().decode(await bytesOf(file, maxBytes));

const nameOf = (file: FileOrBytes, kind: string): string =>
  typeof file === 'string' ? file : kind;

/**
 * Reads a table from CSV, with or without names of columns.
 *
 * @param file a path, or its bytes in UTF-8
 * @returns rows by the names of their columns: what looks like a number is one, what is missing is
 *   null; and `bad`, the rows that were not read, each with its line and the reason
 * @throws DatasetError `too-large` for more than `maxBytes` (default 256 MB); what the system refuses
 * @example
 * const { rows, bad } = await readCsv('students.csv');
 */
export async function readCsv(file: FileOrBytes, options: CsvOptions = {}): Promise<CsvTable> {
  const { parseCsv } = await import('./csv.js');
  return parseCsv(await textOf(file, options.maxBytes), options);
}

/** @throws DatasetError `bad-file` for what is no JSON, `too-large` */
export async function readJson(file: FileOrBytes, options: JsonOptions = {}): Promise<unknown> {
  const { parseJson } = await import('./json.js');
  return parseJson(await textOf(file, options.maxBytes), options, nameOf(file, 'JSON'));
}

/**
 * Reads JSON Lines: a record on each line.
 *
 * @returns the records, and `bad`, the lines that are no JSON
 * @throws DatasetError `too-large`
 */
export async function readJsonLines(
  file: FileOrBytes,
  options: JsonOptions = {},
): Promise<{ records: unknown[]; bad: BadRow[] }> {
  const { parseJsonLines } = await import('./json.js');
  return parseJsonLines(await textOf(file, options.maxBytes), options);
}

/**
 * Reads an array in IDX, the format of MNIST, unpacked.
 *
 * @throws DatasetError `bad-file` where the header claims another size than there is, `too-large`
 */
export async function readIdx(file: FileOrBytes): Promise<IdxArray> {
  const { parseIdx } = await import('./idx.js');
  return parseIdx(await bytesOf(file), nameOf(file, 'IDX'));
}

/**
 * Reads a recording: PCM of 8 to 32 bits, or floating point.
 *
 * @returns samples in [-1, 1) of each channel
 * @throws DatasetError `bad-file` for another format, or a header that claims more than there is;
 *   `too-large`
 * @example
 * const { sampleRate, channels } = await readWav('seven.wav');
 */
export async function readWav(file: FileOrBytes): Promise<Wav> {
  const { parseWav } = await import('./wav.js');
  return parseWav(await bytesOf(file), {}, nameOf(file, 'WAV'));
}

/**
 * Reads a PNG or JPEG.
 *
 * @param options `channels`: 3 (default) or 1; `maxPixels`: default 16,777,216
 * @returns pixels in [0, 1], float32, `[rows, columns, channels]`; the caller owns the tensor. What
 *   is transparent lies on white
 * @throws DatasetError `bad-file` for another format, a broken file, or too many pixels
 * @example
 * const cat = await readImage('cat.jpg', { channels: 1 });
 */
export async function readImage(file: FileOrBytes, options: ImageOptions = {}): Promise<Tensor3D> {
  const { imageTensor } = await import('./image.js');
  return imageTensor(await bytesOf(file), options, nameOf(file, 'image'));
}
