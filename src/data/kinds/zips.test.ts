/** Sets that come as a zip of pictures: downloaded from a server of files, read, made smaller. */
import '@tensorflow/tfjs-backend-cpu';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { tf } from '../../nn/tf.js';
import { classCountsOf, sizesOf } from '../counts.js';
import { sha256Of } from '../data-files.js';
import type { DescribedImages, TrainValidationTestBoxes } from '../dataset-types.js';
import { downloadDataset } from '../download/download.js';
import { type FileServer, serveFiles } from '../download/server.fixture.js';
import { loadDataset } from '../load.js';
import { shrink } from '../readers/shrink.js';
import { makeZip } from '../readers/zip.fixture.js';

let root: string;
let server: FileServer;
beforeAll(async () => {
  await tf.setBackend('cpu');
});
beforeEach(async () => {
  vi.stubEnv('GRADUS_DATASET_MIRROR', '');
  tf.engine().startScope();
  root = mkdtempSync(join(tmpdir(), 'gradus-zips-'));
  server = await serveFiles();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  tf.engine().endScope();
  rmSync(root, { recursive: true });
  await server.close();
});

/** A grey PNG, white with a black square from (x, y) on. */
function square(size: number, x: number, y: number, side: number): Buffer {
  const png = new PNG({ width: size, height: size });
  for (let i = 0; i < size * size; i++) {
    const [column, row] = [i % size, Math.floor(i / size)];
    const inside = column >= x && column < x + side && row >= y && row < y + side;
    png.data.set(inside ? [0, 0, 0, 255] : [255, 255, 255, 255], 4 * i);
  }
  return PNG.sync.write(png);
}

/** Publishes a zip as the set `tiny`, downloads it, and loads it. */
async function loaded<Data>(zip: Buffer, manifest: object, unpacked: object): Promise<Data> {
  const folder = join(root, 'sets');
  mkdirSync(join(folder, 'tiny'), { recursive: true });
  const { format, ...own } = manifest as { format: string };
  const file = {
    ...{ path: 'tiny.zip', format, bytes: zip.length, sha256: sha256Of(zip), unpacked },
    urls: [{ url: `${server.url}/tiny.zip` }],
  };
  const whole = {
    ...{ name: 'tiny', title: 'Tiny', description: 'Pictures.', provided: { by: 'download' } },
    ...{ origin: 'a test', citation: 'none', licence: { id: 'MIT', file: 'LICENSE' } },
    ...own,
    files: [file],
  };
  writeFileSync(join(folder, 'tiny', 'manifest.json'), JSON.stringify(whole));
  server.files.set('/tiny.zip', zip);
  const places = { folder, cache: join(root, 'cache') };
  await downloadDataset('tiny', places);
  return (await loadDataset('tiny', places)) as Data;
}

const characters = {
  format: 'image-zip',
  kind: 'images',
  imageShape: [4, 4, 1],
  maxPixel: 255,
  classes: ['Greek/alpha', 'Greek/beta', 'Latin/a'],
  details: { alphabet: 'group', drawer: 'suffix' },
  splits: { all: 4 },
};
const characterZip = makeZip([
  { name: 'set/Latin/a/0003_01.png', data: square(8, 0, 0, 4) },
  { name: 'set/Greek/beta/0002_01.png', data: square(8, 2, 0, 2) },
  { name: 'set/Greek/alpha/0001_02.png', data: square(8, 4, 4, 4) },
  { name: 'set/Greek/alpha/0001_01.png', data: square(8, 1, 1, 1) },
  { name: 'set/readme.txt', data: 'not a picture' },
]);
const pictures = { bytes: 100_000, files: 4, match: '^\\d{4}_\\d\\d\\.png$' };

test('characters by the folders that they lie in, in the order of their names, made smaller', async () => {
  const data = await loaded<DescribedImages>(characterZip, characters, pictures);
  expect(data.x.shape).toEqual([4, 4, 4, 1]);
  expect([...data.y.dataSync()]).toEqual([0, 0, 1, 2]);
  expect(data.details).toEqual({
    alphabet: ['Greek', 'Greek', 'Greek', 'Latin'],
    drawer: ['01', '02', '01', '01'],
  });
  const [first = [], second = []] = data.x.squeeze([3]).arraySync() as number[][][];
  // One black pixel of four.
  expect(first[0]?.[0]).toBeCloseTo(0.75, 5);
  expect(second).toEqual([
    [1, 1, 1, 1],
    [1, 1, 1, 1],
    [1, 1, 0, 0],
    [1, 1, 0, 0],
  ]);
  expect(sizesOf(data)).toEqual({ all: 4 });
  expect(classCountsOf(data).counts).toEqual({ all: [2, 1, 1] });
});

test('a folder that is no class is named', async () => {
  const classes = ['Greek/alpha', 'Greek/beta', 'Latin/b'];
  const work = loaded(characterZip, { ...characters, classes }, pictures);
  await expect(work).rejects.toThrow(/Latin\/a/);
});

/** A picture of one colour as JPEG. */
const plain = (width: number, height: number, color: number): Buffer => {
  const data = Buffer.alloc(width * height * 4, color);
  return jpeg.encode({ width, height, data }, 95).data;
};
const annotation = (objects: readonly (readonly [string, ...number[]])[]): string =>
  `<annotation><size><width>64</width><height>48</height><depth>3</depth></size>${objects
    .map(
      ([name, ...[xmin, ymin, xmax, ymax]]) =>
        `<object><name>${name}</name><bndbox><xmin>${xmin}</xmin><ymin>${ymin}</ymin><xmax>${xmax}</xmax><ymax>${ymax}</ymax></bndbox></object>`,
    )
    .join('\n')}</annotation>`;
const cells = {
  format: 'voc-zip',
  kind: 'boxes',
  imageShape: [12, 16, 3],
  classes: ['RBC', 'WBC'],
  splits: { train: 2, validation: 1, test: 1 },
};
const cellZip = (extra: readonly [string, ...number[]][] = []): Buffer =>
  makeZip([
    ...['one', 'two', 'three', 'four'].flatMap((name, i) => [
      { name: `repo/JPEGImages/${name}.jpg`, data: plain(64, 48, 40 * (i + 1)) },
      {
        name: `repo/Annotations/${name}.xml`,
        data: annotation([['RBC', 8, 12, 24, 36], ['WBC', 5, 5, 5, 9], ...extra]),
      },
    ]),
    { name: 'repo/ImageSets/Main/train.txt', data: 'two\nfour\n' },
    { name: 'repo/ImageSets/Main/val.txt', data: 'one\n' },
    { name: 'repo/ImageSets/Main/test.txt', data: 'three' },
  ]);
const voc = { bytes: 100_000, files: 11, match: '\\.(jpg|xml|txt)$' };

test('boxes of VOC: in the parts of its lists, as small as their pictures, none without an area', async () => {
  const data = await loaded<TrainValidationTestBoxes>(cellZip(), cells, voc);
  expect(sizesOf(data)).toEqual({ train: 2, validation: 1, test: 1 });
  expect(classCountsOf(data).counts).toEqual({ train: [2, 0], validation: [1, 0], test: [1, 0] });
  expect(data.train.boxes[0]).toEqual([{ label: 0, x: 2, y: 3, width: 4, height: 6 }]);
  expect(data.train.x.shape).toEqual([2, 12, 16, 3]);
  const means = [data.train, data.test].map(({ x }) => [...x.mean([1, 2, 3]).dataSync()]);
  expect(means[0]?.[0]).toBeCloseTo(80 / 255, 2);
  expect(means[0]?.[1]).toBeCloseTo(160 / 255, 2);
  expect(new Set(means.flat().map((mean) => mean.toFixed(2))).size).toBe(3);
});

test('a box of an unknown class, and a picture that is missing, are named', async () => {
  await expect(loaded(cellZip([['Platelet', 1, 1, 9, 9]]), cells, voc)).rejects.toThrow(/Platelet/);
  const part = { ...voc, files: 7, match: '(one|two|three)\\.(jpg|xml)$|\\.txt$' };
  await expect(loaded(cellZip(), cells, { ...part, files: 9 })).rejects.toThrow(/four\.jpg/);
});

test('made smaller, a picture keeps its mean; made larger, its pixels are repeated', () => {
  const values = Float32Array.from({ length: 7 * 5 * 3 }, (_, i) => ((i * 37) % 100) / 100);
  const image = { width: 7, height: 5, channels: 3 as const, values };
  const mean = (list: Float32Array) => list.reduce((a, b) => a + b, 0) / list.length;
  for (const [width, height] of [
    [3, 2],
    [1, 1],
    [7, 5],
    [4, 5],
  ] as const) {
    expect(mean(shrink(image, width, height))).toBeCloseTo(mean(values), 5);
  }
  expect(shrink(image, 7, 5)).toEqual(values);
  const two = { width: 2, height: 1, channels: 1 as const, values: Float32Array.of(0, 1) };
  expect([...shrink(two, 4, 2)]).toEqual([0, 0, 1, 1, 0, 0, 1, 1]);
});
