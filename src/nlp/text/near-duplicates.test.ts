import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRng } from '../../backend/random.js';
import { jaccard, minHash, shinglesOf } from './min-hash.js';
import { removeNearDuplicates, rowsOfBand } from './near-duplicates.js';

const rng = createRng('texts');
const letters = Array.from('abcdefghijklmnopqrstuvwxyz ');
const randomText = (length: number): string =>
  Array.from({ length }, () => rng.choice(letters)).join('');

test('the share of equal hashes is the share of what is common', () => {
  const seeds = Uint32Array.from({ length: 2048 }, () => rng.integer(0, 2 ** 32));
  for (const both of [0, 20, 50, 90, 100]) {
    const common = Array.from({ length: both }, () => rng.integer(0, 2 ** 32));
    const own = () => Array.from({ length: 100 - both }, () => rng.integer(0, 2 ** 32));
    const [a, b] = [new Set([...common, ...own()]), new Set([...common, ...own()])];
    const [x, y] = [minHash(a, seeds), minHash(b, seeds)];
    const share = x.filter((hash, i) => hash === y[i]).length / seeds.length;
    // Four standard deviations of a share of 2,048.
    expect(Math.abs(share - jaccard(a, b))).toBeLessThan(0.045);
  }
});

test('near copies go, and each says which it is like', () => {
  const text =
    'A quick brown fox jumps over a lazy dog that sleeps by the river in the evening sun.';
  const others = ['Another text.', '春眠不觉晓，处处闻啼鸟。', '春眠不觉晓,处处闻蹄鸟'];
  const { texts, kept, removed } = removeNearDuplicates([
    text,
    others[0] as string,
    `  ${text.toUpperCase()} `,
    others[1] as string,
    text.replace('evening', 'morning'),
    others[2] as string,
  ]);
  expect(texts).toEqual([text, others[0], others[1], others[2]]);
  expect(kept).toEqual([0, 1, 3, 5]);
  expect(removed.map(({ index, of }) => [index, of])).toEqual([
    [2, 0],
    [4, 0],
  ]);
  expect(removed[0]?.similarity).toBe(1);
  expect(removed[1]?.similarity).toBeGreaterThan(0.8);
});

test('finds what comparing all with all finds', () => {
  const texts = Array.from({ length: 60 }, () => randomText(80));
  for (const text of texts.slice(0, 30)) {
    const at = rng.integer(0, 70);
    texts.push(text.slice(0, at) + randomText(rng.integer(1, 8)) + text.slice(at + 4));
  }
  const pieces = texts.map((text) => shinglesOf(text.replace(/ +/g, ' ').trim(), 5));
  const kept: number[] = [];
  texts.forEach((_, i) => {
    if (kept.every((j) => jaccard(pieces[i] as Set<number>, pieces[j] as Set<number>) < 0.6)) {
      kept.push(i);
    }
  });
  expect(kept.length).toBeLessThan(80);
  expect(removeNearDuplicates(texts, { threshold: 0.6, seed: 1 }).kept).toEqual(kept);
});

test('what is equal goes, what has nothing in common stays, whatever the options', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.05, max: 1, noNaN: true }),
      fc.integer({ min: 1, max: 6 }),
      (threshold, shingle) => {
        const given = ['aaaaaaa', 'bbbbbbb', 'aaaaaaa'];
        expect(removeNearDuplicates(given, { threshold, shingle }).kept).toEqual([0, 1]);
      },
    ),
    { numRuns: 50 },
  );
});

test('bands miss a pair at the threshold less than once in a thousand', () => {
  for (const threshold of [0.2, 0.5, 0.8, 0.95]) {
    const rows = rowsOfBand(threshold, 128);
    expect((1 - threshold ** rows) ** Math.floor(128 / rows)).toBeLessThan(1e-3);
  }
  expect(rowsOfBand(0.8, 128)).toBeGreaterThan(3);
});

test('says which option does not fit', () => {
  expect(() => removeNearDuplicates(['a'], { threshold: 0 })).toThrow(
    'Expected `threshold` of removeNearDuplicates to be a number in (0, 1]. Received: 0',
  );
  expect(() => removeNearDuplicates(['a'], { shingle: 0 })).toThrow('Expected `shingle`');
});
