/** Pictures: raw pixels of a file as tensors. */

import { messages } from '../../messages/index.js';
import { type Tensor1D, type Tensor4D, tf } from '../../nn/tf.js';
import type { DataFiles } from '../data-files.js';
import { DatasetError } from '../dataset-error.js';
import type {
  AttributedImages,
  DescribedImages,
  Details,
  ImageDataset,
  LabelledImages,
  SplitImages,
} from '../dataset-types.js';
import type { ManifestFile, ManifestOf } from '../manifest.js';
import { parseIdx } from '../readers/idx.js';
import { imagePixels } from '../readers/image.js';
import { parseJson } from '../readers/json.js';
import { parsePixelRows } from '../readers/pixel-rows.js';
import { shrink } from '../readers/shrink.js';
import { detailsOf, infoOf } from './info.js';

type ImagesManifest = ManifestOf<'images'>;
type Images = ImageDataset | SplitImages | DescribedImages | AttributedImages;

const fileOf = ({ files, name }: ImagesManifest, wanted: Partial<ManifestFile>): ManifestFile => {
  const found = files.find((file) =>
    Object.entries(wanted).every(([key, value]) => Reflect.get(file, key) === value),
  );
  if (found !== undefined) return found;
  throw new DatasetError('file-missing', { name, path: JSON.stringify(wanted) });
};

/** Pixels of bytes, `[N, rows, columns, channels]`, in [0, 1]. */
function pixelsOf(bytes: ArrayLike<number>, { imageShape, maxPixel }: ImagesManifest): Tensor4D {
  const [rows, columns, channels] = imageShape;
  const values = new Float32Array(bytes.length);
  for (let i = 0; i < values.length; i++) values[i] = (bytes[i] as number) / maxPixel;
  return tf.tensor4d(values, [values.length / (rows * columns * channels), ...imageShape]);
}

async function readIdxPart(
  manifest: ImagesManifest,
  files: DataFiles,
  split: string,
): Promise<LabelledImages> {
  const read = async (part: 'images' | 'labels') => {
    const file = fileOf(manifest, { split, part });
    return parseIdx(await files.read(file), file.path).data;
  };
  const [pixels, labels] = [await read('images'), await read('labels')];
  return { x: pixelsOf(pixels, manifest), y: tf.tensor1d(Int32Array.from(labels), 'int32') };
}

async function readSplit(manifest: ImagesManifest, files: DataFiles): Promise<SplitImages> {
  const { imageShape, classes = [] } = manifest;
  const common = { ...infoOf(manifest), kind: 'images' as const, imageShape, classes };
  return {
    ...common,
    train: await readIdxPart(manifest, files, 'train'),
    test: await readIdxPart(manifest, files, 'test'),
  };
}

async function readFlat(manifest: ImagesManifest, files: DataFiles): Promise<ImageDataset> {
  const [rows, columns] = manifest.imageShape;
  const file = fileOf(manifest, { format: 'pixel-rows' });
  const text = (await files.read(file)).toString('utf8');
  const { pixels, labels } = parsePixelRows(text, {
    width: rows * columns,
    examples: manifest.splits.all ?? 0,
    maxPixel: manifest.maxPixel,
    classes: manifest.classes?.length ?? 0,
    path: file.path,
  });
  return {
    ...infoOf(manifest),
    kind: 'images',
    x: tf.tensor2d(pixels, [labels.length, rows * columns]),
    y: tf.tensor1d(labels, 'int32'),
    classes: manifest.classes ?? [],
    imageShape: [rows, columns],
  };
}

/** What stands beside the pixels: labels, attributes, names. The file's digest was checked. */
type Notes = { labels: number[]; attributes: number[][] } & Record<string, string[]>;

async function readWithNotes(
  manifest: ImagesManifest,
  files: DataFiles,
): Promise<DescribedImages | AttributedImages> {
  const pixels = await files.read(fileOf(manifest, { part: 'images' }));
  const notesFile = fileOf(manifest, { part: 'labels' });
  const notes = parseJson((await files.read(notesFile)).toString('utf8')) as Notes;
  const details: Details = Object.fromEntries(
    Object.entries(manifest.details ?? {}).map(([name, key]) => [name, notes[key] ?? []]),
  );
  const { imageShape, classes, attributes } = manifest;
  const info = { ...infoOf(manifest), kind: 'images' as const, imageShape };
  const common = { ...info, x: pixelsOf(pixels, manifest), details };
  if (attributes !== undefined) {
    const table = tf.tensor2d(notes.attributes, [notes.attributes.length, attributes.length]);
    return { ...common, attributes: table, attributeNames: attributes };
  }
  const y: Tensor1D = tf.tensor1d(notes.labels, 'int32');
  return { ...common, y, classes: classes ?? [] };
}

/** Pictures in a zip, `…/group/class/name_suffix.png`, each made as large as the manifest says. */
async function readZip(manifest: ImagesManifest, files: DataFiles): Promise<DescribedImages> {
  const { imageShape, classes = [], details: wanted = {} } = manifest;
  const [rows, columns, channels] = imageShape;
  const found = await files.unzip(fileOf(manifest, { format: 'image-zip' }));
  // The order in a zip is chance.
  found.sort((a, b) => (a.path < b.path ? -1 : 1));
  const { add, details } = detailsOf(Object.keys(wanted));
  const pixels = new Float32Array(found.length * rows * columns * channels);
  const labels = found.map(({ name, path, bytes }, i) => {
    const [group = '', folder = ''] = path.split('/').slice(-3);
    const label = classes.indexOf(`${group}/${folder}`);
    if (label < 0) {
      const reason = messages().data.noClass({ given: `${group}/${folder}` });
      throw new DatasetError('bad-file', { path, reason });
    }
    const image = imagePixels(bytes, { channels: channels === 1 ? 1 : 3 }, path);
    pixels.set(shrink(image, columns, rows), i * rows * columns * channels);
    const suffix = /_(\w+)\.\w+$/.exec(name)?.[1] ?? '';
    const known: Readonly<Record<string, string>> = { group, suffix, name };
    add(Object.values(wanted).map((key) => known[key] ?? ''));
    return label;
  });
  const x = tf.tensor4d(pixels, [found.length, ...imageShape]);
  const info = { ...infoOf(manifest), kind: 'images' as const, imageShape, classes };
  return { ...info, x, y: tf.tensor1d(labels, 'int32'), details };
}

/** Loads pictures; the tensors belong to the caller. */
export function loadImages(manifest: ImagesManifest, files: DataFiles): Promise<Images> {
  const formats = new Set(manifest.files.map(({ format }) => format));
  if (formats.has('pixel-rows')) return readFlat(manifest, files);
  if (formats.has('image-zip')) return readZip(manifest, files);
  return formats.has('idx') ? readSplit(manifest, files) : readWithNotes(manifest, files);
}
