import '@tensorflow/tfjs-backend-cpu';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { tf } from '../nn/tf.js';
import { datasetsFolder } from './folder.js';
import { loadDataset } from './load.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('digits: 1797 pictures of 64 pixels in [0, 1] with int32 labels', async () => {
  const digits = await loadDataset('digits');
  expect(digits.x.shape).toEqual([1797, 64]);
  expect(digits.x.dtype).toBe('float32');
  expect(digits.y.shape).toEqual([1797]);
  expect(digits.y.dtype).toBe('int32');
  expect(digits.imageShape).toEqual([8, 8]);
  expect(digits.classes).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
  const pixels = digits.x.dataSync();
  expect(Math.min(...pixels.slice(0, 6400))).toBe(0);
  expect(Math.max(...pixels.slice(-6400))).toBe(1);
  // The first picture of the file is a nought whose first row is 0 0 5 13 9 1 0 0 of 16.
  expect(Array.from(pixels.slice(0, 8), (v) => v * 16)).toEqual([0, 0, 5, 13, 9, 1, 0, 0]);
  const counts = new Array<number>(10).fill(0);
  for (const label of digits.y.dataSync()) counts[label] = (counts[label] ?? 0) + 1;
  expect(counts).toEqual([178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
  tf.dispose([digits.x, digits.y]);
});

test('an unknown name is answered with the known ones', async () => {
  await expect(loadDataset('digit')).rejects.toThrow(
    /Expected the name of a data set, one of: .*, digits, .* Received: "digit"$/,
  );
  await expect(loadDataset('../digits')).rejects.toThrow(RangeError);
});

test('a damaged file is refused', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gradus-load-'));
  cpSync(datasetsFolder(), folder, { recursive: true });
  writeFileSync(join(folder, 'digits', 'sklearn-digits.csv.gz'), 'damaged');
  await expect(loadDataset('digits', { folder })).rejects.toThrow(/sha256.*restore it/);
  rmSync(folder, { recursive: true });
});
