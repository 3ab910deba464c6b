/** Rows of `nlp`: sequences to sequences. */
import { cosineWithWarmup, createRng, tf } from 'gradus';
import { numbersAndDates } from 'gradus/data';
import {
  attentionMap,
  bleu,
  chrf,
  diagonality,
  seq2seq,
  TranslationTrainer,
  transformer,
  translate,
  translationExamples,
  translationVocabulary,
} from 'gradus/nlp';
import { once } from '../training.mjs';

/** @typedef {import('gradus').LayersModel} LayersModel */
/** @typedef {import('gradus/nlp').TokenPair} TokenPair */
/** @typedef {{ source: string, target: string }} Pair */

/**
 * Adam with warm-up and cosine, gradients clipped to norm 1.
 *
 * @param {LayersModel} model
 * @param {readonly TokenPair[]} pairs
 * @param {{ epochs: number, batchSize: number, rate: number, seed: number, sourceLength?: number, targetLength?: number }} run
 * @returns seconds
 */
async function trainOn(model, pairs, { epochs, batchSize, rate, seed, ...lengths }) {
  const totalSteps = epochs * Math.ceil(pairs.length / batchSize);
  const warmupSteps = Math.floor(totalSteps / 20);
  const optimizer = tf.train.adam(rate);
  const trainer = new TranslationTrainer({
    model,
    optimizer,
    learningRate: cosineWithWarmup({ peak: rate, warmupSteps, totalSteps }),
    clipNorm: 1,
    seed,
  });
  const start = performance.now();
  await trainer.fit(translationExamples(pairs, lengths), { epochs, batchSize });
  optimizer.dispose();
  return (performance.now() - start) / 1000;
}

/** The share of the first list that is equal in the second. @param {unknown[]} a @param {unknown[]} b */
const equal = (a, b) => a.filter((one, i) => String(one) === String(b[i])).length / a.length;

/** Sequences of 3 to 10 of 20 tokens and themselves reversed, none twice. @param {number} count @param {number} seed */
function reversals(count, seed) {
  const rng = createRng(`reversals ${seed}`);
  /** @type {Map<string, TokenPair>} */
  const pairs = new Map();
  while (pairs.size < count) {
    const source = Array.from({ length: rng.integer(3, 11) }, () => rng.integer(3, 23));
    pairs.set(String(source), { source, target: [...source].reverse() });
  }
  return [...pairs.values()];
}

/** 3,600 numbers and dates to learn from, 400 held out, in the tokens of all. @param {number} seed */
function datesAndNumbers(seed) {
  const pairs = numbersAndDates({ count: 4000, seed: `pairs ${seed}` });
  const letters = translationVocabulary(pairs.flatMap(({ source, target }) => [source, target]));
  const tokens = pairs.map(({ source, target }) => ({
    source: letters.encode(source),
    target: letters.encode(target),
  }));
  const shuffled = createRng(`order ${seed}`).permutation(pairs.length);
  const order = Array.from(shuffled);
  const [held, train] = [order.slice(0, 400), order.slice(400)];
  const texts = (/** @type {number[]} */ rows) => rows.map((i) => /** @type {Pair} */ (pairs[i]));
  const lists = (/** @type {number[]} */ rows) =>
    rows.map((i) => /** @type {TokenPair} */ (tokens[i]));
  return {
    letters,
    train: lists(train),
    trainTexts: texts(train),
    held: lists(held),
    heldTexts: texts(held),
  };
}

const sizes = { sourceLength: 18, targetLength: 16 };

/** The target of the source with the most pairs of characters in common. @param {readonly Pair[]} known */
function mostAlike(known) {
  const runs = (/** @type {string} */ text) =>
    new Set(Array.from(`^${text}$`).map((one, i, all) => one + (all[i + 1] ?? '')));
  const sets = known.map(({ source }) => runs(source));
  return (/** @type {string} */ source) => {
    const own = runs(source);
    const shared = sets.map((set) => {
      const both = [...own].filter((run) => set.has(run)).length;
      return both / (own.size + set.size - both);
    });
    return known[shared.indexOf(Math.max(...shared))]?.target ?? '';
  };
}

/**
 * Trains on numbers and dates, and translates those held out.
 *
 * @param {number} seed
 * @param {(size: number) => LayersModel} make
 * @param {{ epochs: number, batchSize: number, rate: number }} run
 */
async function translated(seed, make, run) {
  const data = datesAndNumbers(seed);
  const model = make(data.letters.size);
  const maps = () => mapsOf(model, data.held, data.heldTexts);
  const before = maps();
  const seconds = await trainOn(model, data.train, { ...run, ...sizes, seed });
  const sources = data.held.map(({ source }) => source);
  const texts = async (/** @type {number} */ beams) => {
    const found = await translate(model, sources, { beams, maxTokens: sizes.targetLength });
    return found.map(({ tokens }) => data.letters.decode(tokens));
  };
  const targets = data.heldTexts.map(({ target }) => target);
  const written = await texts(1);
  const alike = data.heldTexts.map(({ source }) => source).map(mostAlike(data.trainTexts));
  const exact = {
    ours: equal(written, targets),
    baselines: { 'most alike source': equal(alike, targets) },
    beside: {
      'beam of 4': equal(await texts(4), targets),
      'BLEU of characters': bleu(written, targets, { tokens: 'char' }).score,
      chrF: chrf(written, targets),
    },
    seconds,
  };
  return { exact, map: { ours: maps(), baselines: { 'before training': before }, seconds } };
}

/**
 * How near to the diagonal the maps of dates such as 2024-03-05 are, which Chinese has in the same order: the mean.
 *
 * @param {LayersModel} model
 * @param {readonly TokenPair[]} pairs
 * @param {readonly Pair[]} texts
 */
function mapsOf(model, pairs, texts) {
  const inOrder = pairs.filter((_, i) => /^\d+-\d+-\d+$/.test(texts[i]?.source ?? ''));
  const found = inOrder.map(({ source, target }) =>
    diagonality(attentionMap(model, source, target)),
  );
  return found.reduce((sum, one) => sum + one, 0) / found.length;
}

const byTransformer = once((seed) =>
  translated(seed, (size) => transformer({ sourceVocabSize: size, targetVocabSize: size, seed }), {
    epochs: 20,
    batchSize: 64,
    rate: 3e-3,
  }),
);
const bySeq2seq = once((seed) =>
  translated(
    seed,
    (size) => seq2seq({ sourceVocabSize: size, targetVocabSize: size, ...sizes, seed }),
    { epochs: 20, batchSize: 64, rate: 1e-2 },
  ),
);
const numbers = '3,600 numbers and dates in English and Chinese, 400 held out';
const inOrder = 'dates such as 2024-03-05 among 400 held out';

/** @type {import('../row.mjs').Row[]} */
export const rows = [
  {
    name: 'transformer-reverse',
    data: 'sequences of 3 to 10 of 20 tokens, 6,000 to learn to reverse, 500 held out',
    measure: 'exact match',
    floor: 0.99,
    async run(seed) {
      const pairs = reversals(6500, seed);
      const [held, data] = [pairs.slice(0, 500), pairs.slice(500)];
      const model = transformer({ sourceVocabSize: 23, targetVocabSize: 23, seed });
      const run = { epochs: 20, batchSize: 64, rate: 3e-3, seed };
      const seconds = await trainOn(model, data, run);
      const found = await translate(
        model,
        held.map(({ source }) => source),
        { maxTokens: 11 },
      );
      const targets = held.map(({ target }) => target);
      return {
        ours: equal(
          found.map(({ tokens }) => tokens),
          targets,
        ),
        baselines: {
          'the source as it is': equal(
            held.map(({ source }) => source),
            targets,
          ),
        },
        seconds,
      };
    },
  },
  {
    name: 'transformer-dates',
    data: numbers,
    measure: 'exact match',
    floor: 0.95,
    run: async (seed) => (await byTransformer(seed)).exact,
  },
  {
    name: 'transformer-dates-map',
    data: inOrder,
    measure: 'correlation of the attention map of the last block with the diagonal',
    // One block of several, its heads averaged: the others look where they like.
    floor: 0.7,
    run: async (seed) => (await byTransformer(seed)).map,
  },
  {
    name: 'seq2seq-dates',
    data: numbers,
    measure: 'exact match',
    floor: 0.95,
    run: async (seed) => (await bySeq2seq(seed)).exact,
  },
  {
    name: 'seq2seq-dates-map',
    data: inOrder,
    measure: 'correlation of the attention map with the diagonal',
    floor: 0.8,
    run: async (seed) => (await bySeq2seq(seed)).map,
  },
];
