/** Every data set of the package: what its manifest says is what is in it. */
import '@tensorflow/tfjs-backend-cpu';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { tf } from '../nn/tf.js';
import { classCountsOf, sizesOf } from './counts.js';
import type { DatasetName } from './dataset-types.js';
import { datasetNames, datasetsFolder } from './folder.js';
import { loadDataset } from './load.js';
import { type Manifest, readManifest } from './manifest.js';

const folder = datasetsFolder();
const names = datasetNames(folder);
const manifests = new Map<string, Manifest>();
for (const name of names) manifests.set(name, await readManifest(join(folder, name)));
const here = [...manifests.values()].filter(({ provided }) => provided.by !== 'download');

beforeAll(async () => {
  await tf.setBackend('cpu');
});
beforeEach(() => {
  tf.engine().startScope();
});
afterEach(() => {
  tf.engine().endScope();
});

test('there is a set of each kind, a licence beside each, and nothing that its manifest does not name', () => {
  expect(new Set(here.map(({ kind }) => kind))).toEqual(
    new Set([
      'images',
      'table',
      'texts',
      'pairs',
      'sequences',
      'series',
      'audio',
      'ratings',
      'boxes',
    ]),
  );
  for (const { name, files, provided, licence } of manifests.values()) {
    expect(name).toBe(names.find((one) => one === name));
    const own = provided.by === 'bundled' ? files.map(({ path }) => path) : [];
    expect(readdirSync(join(folder, name)).sort()).toEqual(
      ['LICENSE', 'manifest.json', ...own].sort(),
    );
    expect(licence.id).toMatch(/^[\w.-]+( AND [\w.-]+)*$/);
    expect(readFileSync(join(folder, name, 'LICENSE'), 'utf8').length).toBeGreaterThan(60);
  }
});

test('together they take at most 16 MB', () => {
  const bytes = here.flatMap(({ name, files }) =>
    files.map(({ path }) => statSync(join(folder, name, path)).size),
  );
  expect(bytes.reduce((a, b) => a + b, 0)).toBeLessThan(16e6);
});

test.each(here.map(({ name }) => name))(
  '%s: as many examples, of each class, as its manifest says',
  async (name) => {
    const manifest = manifests.get(name) as Manifest;
    const data = await loadDataset(name);
    expect(data).toMatchObject({ name, kind: manifest.kind, title: manifest.title });
    expect(sizesOf(data)).toEqual(manifest.splits);
    const { counts, attributes } = classCountsOf(data);
    expect(counts).toEqual(manifest.classCounts);
    if (manifest.kind === 'images') expect(attributes).toEqual(manifest.attributeCounts);
  },
);

test('every name has a type, and every type a set', () => {
  const typed: Record<DatasetName, true> = {
    ...{ digits: true, fashion: true, mnist: true, 'noto-emoji32': true, 'pixel-faces32': true },
    ...{ iris: true, wine: true, 'breast-cancer': true, penguins: true, diabetes: true },
    ...{ 'german-credit': true, moons: true, spirals: true, 'tang-jueju': true, tang300: true },
    ...{ songci300: true, tinyshakespeare: true, names: true, 'sentiment-en': true },
    ...{ clinc150: true, banking77: true, csl: true, 'cldr-en-zh': true, 'tatoeba-en-zh': true },
    ...{ 'mnist-1d': true, 'us-births': true, co2: true, 'seattle-weather': true },
    ...{ 'us-macro': true, ecg: true, 'espeak-digits-en': true, 'espeak-digits-zh': true },
    ...{ fsdd: true, movietweetings: true, 'movietweetings-10core': true, 'drawn-scenes': true },
    ...{ 'synthetic-ratings': true, omniglot: true, bccd: true, 'numbers-dates-zh': true },
  };
  expect(Object.keys(typed).sort()).toEqual(names);
});

test('pictures: known pixels, in [0, 1]', async () => {
  const { train, test: held, classes, imageShape } = await loadDataset('fashion');
  expect(train.x.shape).toEqual([10000, 28, 28, 1]);
  expect(held.x.shape).toEqual([2000, 28, 28, 1]);
  expect(imageShape).toEqual([28, 28, 1]);
  // The first of Fashion-MNIST is an ankle boot, the second a T-shirt.
  expect([...train.y.dataSync().slice(0, 2)].map((c) => classes[c])).toEqual([
    'Ankle boot',
    'T-shirt/top',
  ]);
  const row = train.x.dataSync().slice(28 * 14, 28 * 15);
  expect(Math.max(...row)).toBeGreaterThan(0.5);
  expect(Math.max(...train.x.dataSync().slice(0, 784))).toBeLessThanOrEqual(1);

  const emoji = await loadDataset('noto-emoji32');
  expect(emoji.x.shape).toEqual([1636, 32, 32, 3]);
  expect(emoji.details.name?.[0]).toBe('hash');
  expect(emoji.details.code?.[0]).toBe('0023-FE0F-20E3');

  const faces = await loadDataset('pixel-faces32');
  expect(faces.attributes.shape).toEqual([4000, 5]);
  expect(faces.attributeNames[1]).toBe('glasses');
  expect(faces.details.hairColor?.[0]).toBe('#cab188');
  // White is the ground.
  expect(faces.x.dataSync().slice(0, 3)).toEqual(Float32Array.of(1, 1, 1));
});

test('tables: rows with numbers, categories and missing values', async () => {
  const penguins = await loadDataset('penguins');
  expect(penguins.rows[0]).toEqual({
    ...{ species: 'Adelie', island: 'Torgersen', bill_length_mm: 39.1, bill_depth_mm: 18.7 },
    ...{ flipper_length_mm: 181, body_mass_g: 3750, sex: 'male', year: 2007 },
  });
  expect(penguins.rows[3]).toMatchObject({ bill_length_mm: null, sex: null });
  const iris = await loadDataset('iris');
  expect(iris.rows[149]).toEqual({
    ...{ sepal_length: 5.9, sepal_width: 3, petal_length: 5.1, petal_width: 1.8 },
    species: 'virginica',
  });
  const credit = await loadDataset('german-credit');
  expect(credit.rows[0]).toMatchObject({ checking_status: '<0', duration: 6, class: 'good' });
  expect(credit.columns.find(({ name }) => name === 'age')).toMatchObject({ unit: 'years' });
  const diabetes = await loadDataset('diabetes');
  expect(diabetes.rows[0]).toMatchObject({ age: 59, sex: 2, bmi: 32.1, progression: 151 });
  const wine = await loadDataset('wine');
  expect(wine.rows[0]).toMatchObject({ alcohol: 14.23, proline: 1065, class: 'class_0' });
});

test('texts and pairs, in both languages', async () => {
  const quatrains = await loadDataset('tang-jueju');
  expect(quatrains.texts[0]).toBe('四时运灰琯，一夕变冬春。送寒余雪尽，迎岁早梅新。');
  expect(quatrains.classes[quatrains.labels[0] ?? -1]).toBe('五绝');
  expect(quatrains.details.author?.[0]).toBe('太宗皇帝');
  const songs = await loadDataset('songci300');
  expect(songs.texts[0]?.split('\n')[0]).toBe('近清明。');
  expect(songs.details.tune).toHaveLength(280);
  const { pairs, details, languages } = await loadDataset('cldr-en-zh');
  expect([languages, pairs[0], details.category?.[0]]).toEqual([
    ['en', 'zh'],
    { source: 'Asia', target: '亚洲' },
    'territories',
  ]);
});

test('time series: dates, numbers, and words', async () => {
  const births = await loadDataset('us-births');
  expect([births.time[0], births.values.births?.[0], births.time.at(-1)]).toEqual([
    ...['2000-01-01', 9083, '2014-12-31'],
  ]);
  const macro = await loadDataset('us-macro');
  expect([macro.time[1], macro.values.realgdp?.[0]]).toEqual(['1959-04-01', 2710.349]);
  const weather = await loadDataset('seattle-weather');
  expect([weather.details.weather?.[0], weather.values.temp_max?.[0]]).toEqual(['drizzle', 12.8]);
  const ecg = await loadDataset('ecg');
  expect([ecg.time[360], ecg.values.signal?.length]).toEqual([1, 108000]);
  const co2 = await loadDataset('co2');
  expect([co2.time[0], co2.values['adjusted CO2']?.[0]]).toEqual(['1958-03-01', 314.44]);
  for (const { time } of [births, macro, weather, co2]) expect([...time].sort()).toEqual(time);
});

test('recordings: samples in [-1, 1), who speaks and what', async () => {
  const spoken = await loadDataset('espeak-digits-zh');
  expect([spoken.sampleRate, spoken.clips.length, spoken.classes[7]]).toEqual([8000, 400, '七']);
  expect(spoken.details.name?.[0]).toBe('0_f1_0.wav');
  expect(new Set(spoken.details.voice).size).toBe(10);
  for (const clip of spoken.clips) {
    expect(clip.length / 8000).toBeGreaterThan(0.1);
    expect(clip.length / 8000).toBeLessThan(1);
    expect(clip.every((v) => v >= -1 && v < 1)).toBe(true);
  }
  expect(Math.max(...(spoken.clips[0] ?? []))).toBeGreaterThan(0.05);
});

test('loading leaves no tensor behind but those it hands back', async () => {
  const before = tf.memory().numTensors;
  for (const name of ['iris', 'tang300', 'ecg', 'moons'] as const) await loadDataset(name);
  expect(tf.memory().numTensors).toBe(before);
  await loadDataset('mnist-1d');
  expect(tf.memory().numTensors).toBe(before + 4);
});
