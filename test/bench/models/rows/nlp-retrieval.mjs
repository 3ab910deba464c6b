/** Rows of `nlp`: search by words, by meaning, and by both. */
import { createRng, tf } from 'gradus';
import { factSentences } from 'gradus/data';
import {
  bm25Index,
  recallAtK,
  reciprocalRankFusion,
  skipGram,
  skipGramBatches,
  skipGramTrainer,
  vectorIndex,
  wordTokenizer,
  wordVectors,
} from 'gradus/nlp';

/** @typedef {import('gradus/nlp').SearchHit} SearchHit */

const wordsOf = (/** @type {string} */ text) => text.split(' ');
const things = wordsOf('lamp chair bicycle coat drum kettle piano mirror clock boat');
const colours = wordsOf('red blue green yellow black white');

/** What the facts say of each country, found in their own words. */
function homes() {
  /** @type {Map<string, string>} */
  const capitals = new Map();
  for (const sentence of factSentences({ count: 3000, seed: 'homes' })) {
    for (const clause of sentence.split(' while ')) {
      const [, country, capital] = clause.match(/^the capital of (\w+) is (\w+) and/) ?? [];
      if (country !== undefined && capital !== undefined) capitals.set(country, capital);
    }
  }
  return [...capitals]
    .map(([country, capital]) => ({ country, capital }))
    .sort((a, b) => (a.country < b.country ? -1 : 1));
}

const DOCUMENTS = 1000;
const QUERIES = 400;

/**
 * Letters that came with a parcel. One half of the queries names the number of a parcel, which stands in one document
 * and of which nothing else is known; the other half the thing and the country, while documents name its capital.
 *
 * @param {number} seed
 */
function parcels(seed) {
  const rng = createRng(`parcels ${seed}`);
  const places = homes();
  const numbers = rng.permutation(9 * DOCUMENTS).map((n) => String(10_000 + n));
  const documents = Array.from({ length: DOCUMENTS }, (_, i) => {
    const { country, capital } = rng.choice(places);
    const [thing, colour] = [rng.choice(things), rng.choice(colours)];
    const number = numbers[i] ?? '';
    return {
      country,
      thing,
      number,
      text: `parcel ${number} a ${colour} ${thing} from ${capital}`,
    };
  });
  const queries = Array.from({ length: QUERIES }, (_, i) => {
    const asked = rng.choice(documents);
    const isNumber = i % 2 === 0;
    const fits = documents.flatMap((one, place) =>
      (isNumber ? one === asked : one.country === asked.country && one.thing === asked.thing)
        ? [place]
        : [],
    );
    const text = isNumber ? `parcel ${asked.number}` : `a ${asked.thing} from ${asked.country}`;
    return { text, relevant: fits };
  });
  return { documents: documents.map(({ text }) => text), queries };
}

/** What stands in every letter says nothing of one. */
const empty = new Set(['parcel', 'a', 'from']);
const wordsThatTell = (/** @type {string} */ text) =>
  wordsOf(text).filter((word) => !empty.has(word));

/** A text as the sum of the unit vectors of its words, `[N, D]`; of words without one, nothing. */
function embedded(
  /** @type {readonly string[]} */ texts,
  /** @type {import('gradus/nlp').WordVectors} */ { words, values, width },
) {
  const places = new Map(words.map((word, i) => [word, i]));
  const rows = texts.map((text) => {
    const sum = new Float32Array(width);
    for (const word of wordsThatTell(text)) {
      const place = places.get(word);
      if (place === undefined) continue;
      const own = values.subarray(place * width, (place + 1) * width);
      const norm = Math.hypot(...own);
      for (const [i, value] of own.entries()) sum[i] = (sum[i] ?? 0) + value / norm;
    }
    return [...sum];
  });
  return tf.tensor2d(rows, [rows.length, width]);
}

/** @type {import('../row.mjs').Row[]} */
export const rows = [
  {
    name: 'hybrid-search',
    data: '1,000 letters of parcels, 400 queries: half name a number, half a thing and a country whose capital the letter names; 3,000 sentences of facts to learn words from',
    measure: 'recall@5 of BM25 and means of skip-gram vectors, fused by reciprocal ranks',
    floor: 0.6,
    async run(seed) {
      const { documents, queries } = parcels(seed);
      // Facts tell which capital belongs to which country; letters, what is sent.
      const facts = factSentences({ count: 3000, seed }).flatMap((one) => one.split(' while '));
      const texts = [...facts, ...documents];
      const tokenizer = wordTokenizer(texts, { minFrequency: 5 });
      const { vocabularySize } = tokenizer;
      const tokens = texts.map((text) => tokenizer.encode(text));
      const model = skipGram({ vocabSize: vocabularySize, width: 24, seed });
      const optimizer = tf.train.adam(0.01);
      const batches = skipGramBatches(tokens, { vocabularySize, window: 8, seed });
      const start = performance.now();
      await skipGramTrainer({ model, optimizer }).fit(batches, { epochs: 3 });
      const seconds = (performance.now() - start) / 1000;
      const vectors = wordVectors(model, tokenizer.tokens);
      const questions = queries.map(({ text }) => text);
      const [stored, asked] = [embedded(documents, vectors), embedded(questions, vectors)];
      const k = 50;
      // A query of words that have no vector has no direction: it finds nothing by meaning.
      const known = new Set(tokenizer.tokens);
      const hits = vectorIndex(stored).search(asked, { k });
      const dense = hits.map((of, i) =>
        wordsThatTell(questions[i] ?? '').some((word) => known.has(word)) ? of : [],
      );
      const index = bm25Index(documents.map(wordsThatTell));
      const byWords = questions.map((text) => index.search(wordsThatTell(text), { k }));
      const both = dense.map((hits, i) => reciprocalRankFusion([hits, byWords[i] ?? []], { k: 5 }));
      const relevant = queries.map((query) => query.relevant);
      const half = (
        /** @type {readonly (readonly SearchHit[])[]} */ of,
        /** @type {number} */ which,
      ) =>
        recallAtK(
          of.filter((_, i) => i % 2 === which),
          relevant.filter((_, i) => i % 2 === which),
          5,
        );
      for (const one of [model, optimizer, stored, asked]) one.dispose();
      return {
        ours: recallAtK(both, relevant, 5),
        baselines: {
          BM25: recallAtK(byWords, relevant, 5),
          'skip-gram': recallAtK(dense, relevant, 5),
        },
        beside: {
          'numbers: fused': half(both, 0),
          'numbers: BM25': half(byWords, 0),
          'numbers: skip-gram': half(dense, 0),
          'countries: fused': half(both, 1),
          'countries: BM25': half(byWords, 1),
          'countries: skip-gram': half(dense, 1),
        },
        seconds,
      };
    },
  },
];
