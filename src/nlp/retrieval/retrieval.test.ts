/** Searches by words and by vectors, both in one, and how much they find. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { createRng } from '../../backend/random.js';
import { tensorsKept, use } from '../../nn/layers/test-tools.js';
import { tf } from '../../nn/tf.js';
import { cosineSimilarity } from '../bert/sentence-embeddings.js';
import { bm25Index } from './bm25.js';
import { recallAtK } from './recall-at-k.js';
import { reciprocalRankFusion } from './reciprocal-rank-fusion.js';
import { vectorIndex } from './vector-index.js';

/** By `fixtures/record_bm25.py`. */
const recorded: {
  documents: string[][];
  queries: string[][];
  cases: { k1: number; b: number; scores: number[][] }[];
} = JSON.parse(readFileSync(new URL('fixtures/bm25.json', import.meta.url), 'utf8'));

const placesOf = (hits: readonly { place: number }[]): number[] => hits.map(({ place }) => place);

describe('BM25', () => {
  test('scores as its formula says', () => {
    for (const { k1, b, scores } of recorded.cases) {
      const index = bm25Index(recorded.documents, { k1, b });
      for (const [i, query] of recorded.queries.entries()) {
        const got = index.scores(query);
        for (const [place, score] of (scores[i] as number[]).entries()) {
          expect(got[place]).toBeCloseTo(score, 8);
        }
      }
    }
    expect(recorded.documents.some((words) => words.length === 0)).toBe(true);
  });

  test('finds the best first, and nothing that shares no word', () => {
    const texts = ['the cat sat', 'the dog sat on the cat', 'birds fly', 'the the the'];
    const index = bm25Index(texts.map((text) => text.split(' ')));
    expect(placesOf(index.search(['cat']))).toEqual([0, 1]);
    expect(placesOf(index.search(['cat'], { k: 1 }))).toEqual([0]);
    expect(index.search(['fish'])).toEqual([]);
    expect(index.search([])).toEqual([]);
    expect(index.idf('birds')).toBeGreaterThan(index.idf('the'));
    expect(index.idf('the')).toBeGreaterThan(0);
    // Names that every object has are words like others.
    expect(index.search(['constructor', '__proto__'])).toEqual([]);
    expect(placesOf(bm25Index([['constructor'], ['a']]).search(['constructor']))).toEqual([0]);
  });

  test('words in another order change nothing, and one that no document has neither', () => {
    const index = bm25Index(recorded.documents);
    fc.assert(
      fc.property(fc.shuffledSubarray(recorded.documents.flat()), (query) => {
        const reversed = [...query].reverse();
        const [plain, other] = [index.scores([...query, 'nowhere']), index.scores(reversed)];
        for (const [place, score] of plain.entries()) expect(other[place]).toBeCloseTo(score, 8);
      }),
      { numRuns: 20 },
    );
  });
});

describe('vectors', () => {
  beforeAll(() => use('cpu'));

  test('are found by the cosine, all of them compared', async () => {
    const rng = createRng(3);
    const [N, Q, D] = [40, 3, 6];
    const [vectors, queries] = [
      tf.tensor2d(rng.normals(N * D), [N, D]),
      tf.tensor2d(rng.normals(Q * D), [Q, D]),
    ];
    const alike = tf.tidy(() => cosineSimilarity(queries, vectors).arraySync() as number[][]);
    const index = vectorIndex(vectors);
    vectors.dispose();
    expect([index.size, index.width]).toEqual([N, D]);
    const found = index.search(queries, { k: 7 });
    expect(found.map((hits) => hits.length)).toEqual([7, 7, 7]);
    for (const [query, hits] of found.entries()) {
      const cosines = alike[query] as number[];
      const order = cosines.map((_, i) => i).sort((a, b) => (cosines[b] ?? 0) - (cosines[a] ?? 0));
      expect(placesOf(hits)).toEqual(order.slice(0, 7));
      for (const { place, score } of hits) expect(score).toBeCloseTo(cosines[place] as number, 5);
    }
    expect(await tensorsKept(() => index.search(queries))).toEqual([0, 0]);
    queries.dispose();
  });

  test('of other lengths are the same, and one of zeros is like nothing', () => {
    const index = vectorIndex(
      tf.tensor2d([
        [0, 0],
        [3, 4],
        [-1, 0],
      ]),
    );
    const [hits = []] = index.search(tf.tensor2d([[300, 400]]), { k: 9 });
    expect(hits.map(({ place, score }) => [place, Number(score.toFixed(6))])).toEqual([
      [1, 1],
      [0, 0],
      [2, -0.6],
    ]);
  });
});

describe('rankings', () => {
  const ranking = (...places: number[]) => places.map((place) => ({ place }));

  test('become one by the sum of 1 / (60 + rank)', () => {
    const fused = reciprocalRankFusion([ranking(5, 2, 9), ranking(2, 7)]);
    expect(placesOf(fused)).toEqual([2, 5, 7, 9]);
    expect(fused.map(({ score }) => score)).toEqual([1 / 62 + 1 / 61, 1 / 61, 1 / 62, 1 / 63]);
    expect(placesOf(reciprocalRankFusion([ranking(1, 0), ranking(0, 1)], { k: 1 }))).toEqual([0]);
    expect(reciprocalRankFusion([])).toEqual([]);
    const [first] = reciprocalRankFusion([ranking(4)], { constant: 0 });
    expect(first).toEqual({ place: 4, score: 1 });
  });

  test('one ranking alone keeps its order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(50)), (places) => {
        expect(placesOf(reciprocalRankFusion([ranking(...places)]))).toEqual(places);
      }),
    );
  });

  test('recall is the share of what should be found, and grows with k', () => {
    const found = [ranking(3, 8, 1), ranking(1), ranking()];
    const relevant = [[8, 1], [2], [5]];
    expect(recallAtK(found, relevant, 1)).toBe(0);
    expect(recallAtK(found, relevant, 2)).toBeCloseTo(1 / 6, 12);
    expect(recallAtK(found, relevant, 3)).toBeCloseTo(1 / 3, 12);
    expect(recallAtK(found, relevant, 99)).toBeCloseTo(1 / 3, 12);
    // Twice the same document is one.
    expect(recallAtK([ranking(2, 2)], [[2, 2]], 2)).toBe(1);
  });

  test('words and vectors together find what each alone misses', () => {
    // Query 0 is answered by a rare word that the vectors do not tell apart, query 1 by one that says the same.
    const words = bm25Index([['zygote'], ['automobile'], ['sea'], ['tree'], ['zygote', 'car']]);
    const vectors = vectorIndex(
      tf.tensor2d([
        [1, 1],
        [0, 1],
        [1, 0.9],
        [1, 0.8],
        [1, 0.1],
      ]),
    );
    const dense = vectors.search(
      tf.tensor2d([
        [1, 0.85],
        [0.1, 1],
      ]),
      { k: 5 },
    );
    const sparse = [words.search(['zygote']), words.search(['car'])];
    const both = sparse.map((hits, i) => reciprocalRankFusion([hits, dense[i] ?? []]));
    const relevant = [[0], [1]];
    expect(recallAtK(sparse, relevant, 2)).toBe(0.5);
    expect(recallAtK(dense, relevant, 2)).toBe(0.5);
    expect(recallAtK(both, relevant, 2)).toBe(1);
  });
});

test('says what does not fit', async () => {
  await use('cpu');
  expect(() => bm25Index([])).toThrow(
    'Expected documents, each a list of words. Received: []. A text becomes a list by `segmentWords(text)`',
  );
  expect(() => bm25Index(['a text'] as never)).toThrow('Received: "a text"');
  expect(() => bm25Index([['a']], { k1: -1 })).toThrow('Expected `k1` to be a number >= 0');
  expect(() => bm25Index([['a']], { b: 2 })).toThrow('Expected `b` to be a number in [0, 1]');
  expect(() => bm25Index([['a']]).search(['a'], { k: 0 })).toThrow(
    'Expected `k` of search to be an integer >= 1. Received: 0',
  );
  expect(() => vectorIndex(tf.zeros([0, 2]))).toThrow('[N, D]. Received: shape [0,2]');
  expect(() => vectorIndex(tf.tensor2d([[1, Number.NaN]]))).toThrow('NaN in row 0');
  const index = vectorIndex(tf.ones([2, 3]));
  expect(() => index.search(tf.ones([1, 2]))).toThrow('[Q, 3]. Received: shape [1,2]');
  expect(() => reciprocalRankFusion([], { constant: -1 })).toThrow('`constant`');
  expect(() => recallAtK([], [], 1)).toThrow('for each query its hits and its relevant documents');
  expect(() => recallAtK([[]], [[]], 1)).toThrow('one relevant document at least for query 0');
});
