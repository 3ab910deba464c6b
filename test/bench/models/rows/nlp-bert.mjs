/** Rows of `nlp`: a BERT that is pretrained by masks, and tuned to answer. */
import { cosineWithWarmup, tf } from 'gradus';
import { entailmentPairs, factSentences, questionPassages } from 'gradus/data';
import {
  answerQuestions,
  BertTrainer,
  bertClassifier,
  bertInputs,
  bertMaskedLm,
  bertQuestionAnswering,
  bertTokens,
  copyEncoder,
  maskTokens,
  questionExamples,
  squadScore,
  wordTokenizer,
} from 'gradus/nlp';

/** @typedef {import('gradus').LayersModel} LayersModel */
/** @typedef {import('gradus').Tensor} Tensor */
/** @typedef {import('gradus/nlp').BertExamples} BertExamples */
/** @typedef {import('gradus/data').QuestionPassage} QuestionPassage */

const BATCH = 32;

/**
 * Trains by Adam with warm-up and cosine.
 *
 * @param {LayersModel} model
 * @param {BertExamples} examples
 * @param {{ steps: number, rate: number, seed: number }} run
 * @returns seconds
 */
async function learn(model, examples, { steps, rate, seed }) {
  const optimizer = tf.train.adam(rate);
  const trainer = new BertTrainer({
    ...{ model, optimizer, clipNorm: 1, seed },
    learningRate: cosineWithWarmup({ peak: rate, warmupSteps: 100, totalSteps: steps }),
  });
  const start = performance.now();
  await trainer.fit(examples, { steps, batchSize: BATCH });
  optimizer.dispose();
  return (performance.now() - start) / 1000;
}

/** @param {object} tensors */
const disposeAll = (tensors) => tf.dispose(Object.values(tensors));

/** The number that comes most often. @param {readonly number[]} of */
function mostOften(of) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const one of of) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? 0;
}

/**
 * Twice BERT's share of masks: of a short sentence 15 % is one token, and more teach faster (Wettig et al. 2023,
 * arXiv:2202.08005). What is measured has 15 %.
 */
const SHORT = 0.3;

const FACTS = { context: 40, width: 64, layers: 2, heads: 4 };

/** A BERT that knows the facts. @param {number} seed */
async function pretrained(seed) {
  const sentences = factSentences({ count: 3000, seed });
  const tokenizer = wordTokenizer(sentences, { specialTokens: bertTokens });
  const inputs = bertInputs(sentences, { tokenizer, length: FACTS.context });
  const { examples } = maskTokens(inputs, { tokenizer, copies: 10, rate: SHORT, seed });
  const model = bertMaskedLm({ ...FACTS, vocabSize: tokenizer.vocabularySize, seed });
  const seconds = await learn(model, examples, { steps: 2500, rate: 3e-3, seed });
  const [tokens, labels] = [inputs.tokens.arraySync(), examples.labels.dataSync()];
  disposeAll(inputs);
  disposeAll(examples);
  return { tokenizer, model, seconds, tokens, unigram: mostOften([...labels].filter(Boolean)) };
}

/**
 * Guesses of counts: the word that stood most often between the same two neighbours, or else behind the first.
 *
 * @param {readonly (readonly number[])[]} rows
 */
function byNeighbours(rows) {
  /** @type {Map<string, number[]>} */
  const seen = new Map();
  for (const row of rows) {
    row.forEach((token, t) => {
      for (const key of [`${row[t - 1]} ${row[t + 1]}`, `${row[t - 1]}`]) {
        const list = seen.get(key) ?? [];
        if (list.length < 2000) list.push(token);
        seen.set(key, list);
      }
    });
  }
  const best = new Map([...seen].map(([key, tokens]) => [key, mostOften(tokens)]));
  return (/** @type {number | undefined} */ before, /** @type {number | undefined} */ behind) =>
    best.get(`${before} ${behind}`) ?? best.get(`${before}`);
}

const ANSWERS = { context: 48, width: 64, layers: 2, heads: 4 };

/**
 * The longest run of words that the question has not, in the sentence that has most of the question's words.
 *
 * @param {QuestionPassage} of
 */
function nearest({ passage, question }) {
  /** @param {string} text */
  const wordsOf = (text) => text.replace(/[?.]/g, '').split(' ');
  const asked = new Set(wordsOf(question));
  const sentences = passage.split('. ').map(wordsOf);
  const overlap = (/** @type {string[]} */ one) => one.filter((word) => asked.has(word)).length;
  const best = [...sentences].sort((a, b) => overlap(b) - overlap(a))[0] ?? [];
  const runs = best
    .map((word) => (asked.has(word) ? '|' : word))
    .join(' ')
    .split('|');
  return runs.map((run) => run.trim()).sort((a, b) => b.length - a.length)[0] ?? '';
}

const PAIRS = { context: 40, width: 64, layers: 2, heads: 4 };

/** Premises with their hypotheses. @param {import('gradus/data').EntailmentPairs} of */
const asPairs = ({ premises, hypotheses }) =>
  premises.map((premise, i) => /** @type {[string, string]} */ ([premise, hypotheses[i] ?? '']));

/** @type {import('../row.mjs').Row[]} */
export const rows = [
  {
    name: 'bert-masked-token',
    data: '3,000 sentences of two facts each, 500 held out that name other pairs of countries; 15 % to be guessed',
    measure: 'share of the tokens to be guessed that are',
    floor: 0.9,
    async run(seed) {
      const { tokenizer, model, seconds, tokens, unigram } = await pretrained(seed);
      const inputs = bertInputs(factSentences({ count: 500, heldOut: true, seed }), {
        ...{ tokenizer, length: FACTS.context },
      });
      const { examples } = maskTokens(inputs, { tokenizer, seed: `held out ${seed}` });
      const guesses = tf.tidy(() => {
        const given = [examples.tokens, examples.segments];
        const logits = /** @type {Tensor} */ (model.predict(given, { batchSize: 100 }));
        return tf.argMax(logits, 2).dataSync();
      });
      const [labels, rowsOf] = [examples.labels.dataSync(), examples.tokens.arraySync()];
      const guess = byNeighbours(tokens);
      const asked = [...labels.keys()].filter((i) => labels[i] !== 0);
      const share = (/** @type {(i: number) => number | undefined} */ of) =>
        asked.filter((i) => of(i) === labels[i]).length / asked.length;
      const result = {
        ours: share((i) => guesses[i]),
        baselines: {
          'most frequent token': share(() => unigram),
          'by both neighbours': share((i) => {
            const row = rowsOf[Math.floor(i / FACTS.context)] ?? [];
            const t = i % FACTS.context;
            return guess(row[t - 1], row[t + 1]);
          }),
        },
        seconds,
      };
      disposeAll(inputs);
      disposeAll(examples);
      return result;
    },
  },
  {
    name: 'bert-answers',
    data: '4,000 passages of three sentences with a question each, 500 held out with names and things never seen together',
    measure: "SQuAD's F1 of the answers, after pretraining on the passages",
    floor: 0.9,
    async run(seed) {
      const data = questionPassages({ count: 4000, seed });
      const held = questionPassages({ count: 500, heldOut: true, seed: `held out ${seed}` });
      const alike = questionPassages({ count: 500, alike: 1, seed: `alike ${seed}` });
      const tokenizer = wordTokenizer(
        data.flatMap(({ passage, question }) => [passage, question]),
        { specialTokens: bertTokens },
      );
      const sizes = { ...ANSWERS, vocabSize: tokenizer.vocabularySize, seed };
      const examples = questionExamples(data, { tokenizer, length: ANSWERS.context });
      const { examples: masked } = maskTokens(examples, { tokenizer, copies: 8, seed });
      const encoder = bertMaskedLm(sizes);
      const before = await learn(encoder, masked, { steps: 800, rate: 2e-3, seed });
      const tuning = { steps: 1000, rate: 2e-3, seed };
      const [model, plain] = [bertQuestionAnswering(sizes), bertQuestionAnswering(sizes)];
      copyEncoder(encoder, model);
      const seconds = await learn(model, examples, tuning);
      await learn(plain, examples, tuning);
      const right = (/** @type {QuestionPassage[]} */ of) => of.map(({ answer }) => [answer.text]);
      const scoreOf = (/** @type {LayersModel} */ one, /** @type {QuestionPassage[]} */ of) => {
        const found = answerQuestions(one, of, { tokenizer });
        return squadScore(
          found.map(({ text }) => text),
          right(of),
        );
      };
      const score = scoreOf(model, held);
      const result = {
        ours: score.f1,
        baselines: {
          'nearest words': squadScore(held.map(nearest), right(held)).f1,
          'without pretraining': scoreOf(plain, held).f1,
        },
        beside: {
          'exact match': score.exactMatch,
          'where all sentences say the same kind of thing': scoreOf(model, alike).f1,
        },
        seconds: before + seconds,
      };
      disposeAll(examples);
      disposeAll(masked);
      for (const one of [encoder, model, plain]) one.dispose();
      return result;
    },
  },
  {
    name: 'bert-pairs',
    data: '20,000 pairs of sentences in three classes, 600 held out whose persons live where no other pair says',
    measure:
      'share of the relations that are right, after pretraining on facts and on the pairs that follow',
    floor: 0.9,
    async run(seed) {
      const data = entailmentPairs({ count: 20_000, seed });
      const held = entailmentPairs({ count: 600, heldOut: true, seed: `held out ${seed}` });
      const [pairs, unseen] = [asPairs(data), asPairs(held)];
      const facts = factSentences({ count: 3000, seed });
      const tokenizer = wordTokenizer([...facts, ...pairs.flat()], {
        specialTokens: bertTokens,
      });
      const inputsOf = (/** @type {(string | [string, string])[]} */ of) =>
        bertInputs(of, { tokenizer, length: PAIRS.context });
      const sizes = { ...PAIRS, vocabSize: tokenizer.vocabularySize, seed };
      // Facts, and pairs that agree: what a name or a country is can be known from the other sentence.
      const follow = pairs.filter((_, i) => data.labels[i] === 0);
      const read = inputsOf([...facts, ...follow]);
      const { examples: masked } = maskTokens(read, { tokenizer, copies: 10, rate: SHORT, seed });
      const encoder = bertMaskedLm(sizes);
      const before = await learn(encoder, masked, { steps: 6000, rate: 3e-3, seed });
      const examples = { ...inputsOf(pairs), labels: tf.tensor1d(data.labels, 'int32') };
      const tuning = { steps: 3000, rate: 5e-4, seed };
      const make = () => bertClassifier({ ...sizes, classes: 3 });
      const [model, plain] = [make(), make()];
      copyEncoder(encoder, model);
      const seconds = await learn(model, examples, tuning);
      await learn(plain, examples, tuning);
      const { tokens, segments } = inputsOf(unseen);
      const share = (/** @type {ArrayLike<number>} */ guesses) =>
        held.labels.filter((label, i) => label === guesses[i]).length / held.labels.length;
      const rightOf = (/** @type {LayersModel} */ one) =>
        share(
          tf.tidy(() => {
            const logits = one.predict([tokens, segments], { batchSize: 100 });
            return tf.argMax(/** @type {Tensor} */ (logits), 1).dataSync();
          }),
        );
      const byName = unseen.map(([premise, hypothesis]) =>
        premise.split(' ')[0] === hypothesis.split(' ')[0] ? 0 : 1,
      );
      const result = {
        ours: rightOf(model),
        baselines: {
          'always the same': 1 / 3,
          'by whom it names': share(byName),
          'without pretraining': rightOf(plain),
        },
        seconds: before + seconds,
      };
      for (const some of [read, masked, examples, { tokens, segments }]) disposeAll(some);
      for (const one of [encoder, model, plain]) one.dispose();
      return result;
    },
  },
];
