/** Bundled data sets by name, as tensors. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type Tensor1D, type Tensor2D, tf } from '../nn/tf.js';
import { datasetNames, datasetsFolder } from './folder.js';
import type { ImageManifest } from './manifest.js';

const unzip = promisify(gunzip);

/** Pictures with one label each. */
export interface ImageDataset {
  name: string;
  title: string;
  description: string;
  /** Pixels in [0, 1], float32, one flattened picture a row: `[N, rows * columns]`. */
  x: Tensor2D;
  /** The index of each picture's class in `classes`, int32: `[N]`. */
  y: Tensor1D;
  classes: readonly string[];
  /** Rows and columns of one picture. */
  imageShape: readonly [number, number];
  source: string;
  licence: string;
}

interface Rows {
  pixels: Float32Array;
  labels: Int32Array;
}

function parseRows(text: string, manifest: ImageManifest, path: string): Rows {
  const [rows, columns] = manifest.imageShape;
  const width = rows * columns;
  const lines = text.trimEnd().split('\n');
  if (lines.length !== manifest.examples) {
    throw new Error(
      `Expected ${manifest.examples} lines in ${path}. Received: ${lines.length}. Restore the file from the repository.`,
    );
  }
  const pixels = new Float32Array(lines.length * width);
  const labels = new Int32Array(lines.length);
  lines.forEach((line, i) => {
    const numbers = line.split(',').map(Number);
    const label = numbers[width];
    const inRange = (value: number): boolean => value >= 0 && value <= manifest.maxPixel;
    if (
      numbers.length !== width + 1 ||
      !numbers.slice(0, width).every(inRange) ||
      label === undefined ||
      manifest.classes[label] === undefined
    ) {
      throw new Error(
        `Expected ${width} pixels from 0 to ${manifest.maxPixel} and a class number in line ${i + 1} of ${path}. Received: ${line.slice(0, 80)}`,
      );
    }
    for (let j = 0; j < width; j++) {
      pixels[i * width + j] = (numbers[j] as number) / manifest.maxPixel;
    }
    labels[i] = label;
  });
  return { pixels, labels };
}

/**
 * Loads a bundled data set; no network is used. The file's SHA-256 is checked first.
 *
 * `digits`: 1,797 pictures of 8 by 8 pixels, ten classes (Alpaydin & Kaynak 1998, CC BY 4.0).
 *
 * @param name the data set's name
 * @param options `folder`: another folder of data sets; default: the one in the package
 * @returns tensors that the caller owns; `x` is `[N, rows * columns]`, `y` is `[N]`
 * @throws RangeError for an unknown name, with the known ones; Error for a damaged file
 * @example
 * const digits = await loadDataset('digits');
 * digits.x.shape; // [1797, 64]
 */
export async function loadDataset(
  name: 'digits' | (string & {}),
  options: { folder?: string } = {},
): Promise<ImageDataset> {
  const folder = options.folder ?? datasetsFolder();
  const known = datasetNames(folder);
  if (!known.includes(name)) {
    throw new RangeError(
      `Expected the name of a data set, one of: ${known.join(', ')}. Received: ${JSON.stringify(name)}`,
    );
  }
  // Read when a data set is: the schema library takes 70 ms that a start without data need not pay.
  const { readManifest } = await import('./manifest.js');
  const manifest = await readManifest(join(folder, name));
  const path = join(folder, name, manifest.file.path);
  const bytes = await readFile(path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== manifest.file.sha256) {
    throw new Error(
      `Expected ${path} to have the sha256 ${manifest.file.sha256}. Received: ${sha256}. The file was changed or damaged; restore it from the repository.`,
    );
  }
  const { pixels, labels } = parseRows((await unzip(bytes)).toString('utf8'), manifest, path);
  const [rows, columns] = manifest.imageShape;
  return {
    name: manifest.name,
    title: manifest.title,
    description: manifest.description,
    x: tf.tensor2d(pixels, [labels.length, rows * columns]),
    y: tf.tensor1d(labels, 'int32'),
    classes: manifest.classes,
    imageShape: manifest.imageShape,
    source: manifest.source,
    licence: manifest.licence,
  };
}
