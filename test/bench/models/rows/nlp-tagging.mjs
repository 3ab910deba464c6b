/** Rows of `nlp`: tags of tokens. */
import { cosineWithWarmup, tf } from 'gradus';
import { entitySentences } from 'gradus/data';
import {
  biLstmTagger,
  entityF1,
  TaggingTrainer,
  taggingExamples,
  tagTokens,
  wordTokenizer,
} from 'gradus/nlp';
import { once } from '../training.mjs';

/** @typedef {import('gradus/data').TaggedTexts} TaggedTexts */

const LENGTH = 24;
const EPOCHS = 15;
const BATCH = 32;

/** Sentences to learn from and others, in the words of the first. @param {number} seed */
const sentences = once(async (seed) => {
  const [data, held] = [
    entitySentences({ count: 2000, seed }),
    entitySentences({ count: 1000, seed: `held out ${seed}` }),
  ];
  const words = wordTokenizer(data.words.map((text) => text.join(' ')));
  const read = (/** @type {TaggedTexts} */ { words: texts }) =>
    texts.map((text) => words.encode(text.join(' ')));
  return { data, held, words, tokens: read(data), heldTokens: read(held) };
});

/** The tag that each word has most often. @param {number} seed */
const mostOften = once(async (seed) => {
  const { data, held } = await sentences(seed);
  /** @type {Map<string, Map<string, number>>} */
  const counts = new Map();
  data.words.forEach((text, i) => {
    text.forEach((word, t) => {
      const of = counts.get(word) ?? new Map();
      const tag = data.tags[i]?.[t] ?? 'O';
      counts.set(word, of.set(tag, (of.get(tag) ?? 0) + 1));
    });
  });
  const best = new Map(
    [...counts].map(([word, of]) => [word, [...of].sort(([, a], [, b]) => b - a)[0]?.[0] ?? 'O']),
  );
  const found = held.words.map((text) => text.map((word) => best.get(word) ?? 'O'));
  return entityF1(found, held.tags).f1;
});

/** @param {boolean} crf */
const tagger = (crf) =>
  once(async (seed) => {
    const { data, held, words, tokens, heldTokens } = await sentences(seed);
    const examples = taggingExamples(
      tokens.map((text, i) => ({
        tokens: text,
        tags: (data.tags[i] ?? []).map((tag) => data.classes.indexOf(tag)),
      })),
      { length: LENGTH },
    );
    const model = biLstmTagger({
      ...{ vocabSize: words.vocabularySize, length: LENGTH, tags: data.classes.length },
      ...{ crf, seed },
    });
    const totalSteps = EPOCHS * Math.ceil(tokens.length / BATCH);
    const optimizer = tf.train.adam(1e-2);
    const trainer = new TaggingTrainer({
      model,
      optimizer,
      learningRate: cosineWithWarmup({ peak: 1e-2, warmupSteps: 40, totalSteps }),
      clipNorm: 1,
      seed,
    });
    const start = performance.now();
    await trainer.fit(examples, { epochs: EPOCHS, batchSize: BATCH });
    const seconds = (performance.now() - start) / 1000;
    const found = tagTokens(model, heldTokens).map((tags) =>
      tags.map((tag) => data.classes[tag] ?? 'O'),
    );
    tf.dispose([examples.tokens, examples.tags]);
    model.dispose();
    optimizer.dispose();
    // Entities that an `I-` begins: what no sequence of tags in order has.
    const torn = found.flatMap((tags) =>
      tags.filter((tag, t) => tag.startsWith('I-') && tags[t - 1]?.slice(2) !== tag.slice(2)),
    ).length;
    return { score: entityF1(found, held.tags), torn, seconds };
  });

const withCrf = tagger(true);
const withSoftmax = tagger(false);
const data =
  '2,000 sentences with persons, places, dates and amounts, 1,000 held out; a name in 8 % of them is of either kind by chance';

/** @param {Awaited<ReturnType<typeof withCrf>>} result */
const beside = ({ score, torn }) => ({
  persons: score.kinds.person?.f1 ?? 0,
  places: score.kinds.place?.f1 ?? 0,
  'tags out of order': torn,
});

/** @type {import('../row.mjs').Row[]} */
export const rows = [
  {
    name: 'entities-crf',
    data,
    measure: 'F1 of entities',
    floor: 0.95,
    async run(seed) {
      const [ours, softmax] = [await withCrf(seed), await withSoftmax(seed)];
      return {
        ours: ours.score.f1,
        baselines: {
          'most frequent tag': await mostOften(seed),
          'without a CRF': softmax.score.f1,
        },
        beside: beside(ours),
        seconds: ours.seconds,
      };
    },
  },
  {
    name: 'entities-softmax',
    data,
    measure: 'F1 of entities',
    floor: 0.93,
    async run(seed) {
      const ours = await withSoftmax(seed);
      return {
        ours: ours.score.f1,
        baselines: { 'most frequent tag': await mostOften(seed) },
        beside: beside(ours),
        seconds: ours.seconds,
      };
    },
  },
];
