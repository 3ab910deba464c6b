/** Pictures with boxes, as PASCAL VOC lays them out: a picture, an XML, and a list of names for each part. */
import { messages } from '../../messages/index.js';
import { tf } from '../../nn/tf.js';
import type { DataFiles } from '../data-files.js';
import { DatasetError } from '../dataset-error.js';
import type { Box, BoxedImages, TrainValidationTestBoxes } from '../dataset-types.js';
import type { ManifestFile, ManifestOf } from '../manifest.js';
import { imagePixels } from '../readers/image.js';
import { shrink } from '../readers/shrink.js';
import { infoOf } from './info.js';

/** What the lists of VOC are called. */
const lists = { train: 'train.txt', validation: 'val.txt', test: 'test.txt' } as const;

/** The first number in an element of that name. */
const numberIn = (xml: string, name: string): number =>
  Number(new RegExp(`<${name}>\\s*([-\\d.]+)\\s*</${name}>`).exec(xml)?.[1] ?? Number.NaN);

/** The boxes of an annotation, in pixels of a picture of another size; without those of no area. */
function boxesOf(xml: string, path: string, { imageShape, classes }: ManifestOf<'boxes'>): Box[] {
  const [height, width] = imageShape;
  const [across, down] = [width / numberIn(xml, 'width'), height / numberIn(xml, 'height')];
  const found: Box[] = [];
  for (const [, object = ''] of xml.matchAll(/<object>([\s\S]*?)<\/object>/g)) {
    const name = /<name>\s*([^<]*?)\s*<\/name>/.exec(object)?.[1] ?? '';
    const label = classes.indexOf(name);
    const [x, right] = [numberIn(object, 'xmin') * across, numberIn(object, 'xmax') * across];
    const [y, bottom] = [numberIn(object, 'ymin') * down, numberIn(object, 'ymax') * down];
    if (label < 0) {
      const reason = messages().data.noClass({ given: name });
      throw new DatasetError('bad-file', { path, reason });
    }
    const box = { label, x, y, width: right - x, height: bottom - y };
    if (box.width > 0 && box.height > 0) found.push(box);
  }
  return found;
}

export async function loadBoxes(
  manifest: ManifestOf<'boxes'>,
  files: DataFiles,
): Promise<TrainValidationTestBoxes> {
  const [zip] = manifest.files as [ManifestFile];
  const found = new Map((await files.unzip(zip)).map(({ name, bytes }) => [name, bytes]));
  const read = (name: string): Buffer => {
    const bytes = found.get(name);
    if (bytes !== undefined) return bytes;
    throw new DatasetError('file-missing', { name: manifest.name, path: `${zip.path}/${name}` });
  };
  const { imageShape, classes } = manifest;
  const [height, width, channels] = imageShape;
  const part = (split: keyof typeof lists): BoxedImages => {
    const names = read(lists[split]).toString('utf8').split(/\s+/).filter(Boolean);
    const pixels = new Float32Array(names.length * height * width * channels);
    const boxes = names.map((name, i) => {
      const image = imagePixels(read(`${name}.jpg`), { channels: channels === 1 ? 1 : 3 }, name);
      pixels.set(shrink(image, width, height), i * height * width * channels);
      return boxesOf(read(`${name}.xml`).toString('utf8'), `${name}.xml`, manifest);
    });
    return { x: tf.tensor4d(pixels, [names.length, ...imageShape]), boxes };
  };
  const info = { ...infoOf(manifest), kind: 'boxes' as const, imageShape, classes };
  return { ...info, train: part('train'), validation: part('validation'), test: part('test') };
}
