import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dataCard } from './card.js';
import { datasetNames, datasetsFolder } from './folder.js';
import { listDatasets } from './list.js';

test('a card says what the set is, where it is from, and how many there are of each class', async () => {
  const card = await dataCard('penguins');
  expect(card).toContain('# Palmer penguins');
  expect(card).toContain('| Licence | CC0-1.0 |');
  expect(card).toContain('| Examples | 344 |');
  expect(card).toContain('bill_length_mm (mm)');
  expect(card).toContain('| Adelie | 152 |\n| Chinstrap | 68 |\n| Gentoo | 124 |');
  const { files } = JSON.parse(
    readFileSync(join(datasetsFolder(), 'penguins', 'manifest.json'), 'utf8'),
  );
  expect(card).toContain(files[0].sha256);
  expect(card).toContain("await loadDataset('penguins')");
});

test('parts stand beside each other; a download names its command; Chinese is Chinese', async () => {
  expect(await dataCard('fashion')).toContain('| Class | train | test |');
  const mnist = await dataCard('mnist', { language: 'zh' });
  expect(mnist).toContain('gradus data download mnist');
  expect(mnist).toContain('| 种类 | 图像 |');
  expect(await dataCard('pixel-faces32')).toContain('| glasses | 806 |');
});

test('every set has a card and stands in the list; a name of nobody is told', async () => {
  const names = datasetNames(datasetsFolder());
  for (const name of names) expect(await dataCard(name)).not.toMatch(/undefined|NaN|\[object/);
  const listed = await listDatasets({ cache: '/nowhere' });
  expect(listed.map(({ name }) => name)).toEqual(names);
  expect(listed.find(({ name }) => name === 'mnist')).toMatchObject({
    by: 'download',
    here: false,
  });
  expect(listed.find(({ name }) => name === 'iris')).toMatchObject({ by: 'bundled', here: true });
  expect(listed.find(({ name }) => name === 'moons')).toMatchObject({ bytes: 0, here: true });
  await expect(dataCard('../digits')).rejects.toThrow(RangeError);
});
