/** Rows of `nlp`: what a GPT knows beyond counting, and a law that tells a larger GPT from smaller ones. */
import { cosineWithWarmup, createRng, tf } from 'gradus';
import { grammarText, loadDataset } from 'gradus/data';
import {
  assistantTokens,
  characterTokenizer,
  characterVocabulary,
  gpt,
  gptSize,
  InstructionTrainer,
  instructionExamples,
  nextTokenWindows,
  nGramModel,
  perplexity,
  scalingLaw,
  tokenLogProbabilities,
} from 'gradus/nlp';
import { train } from '../training.mjs';

/** @typedef {import('gradus').LayersModel} LayersModel */
/** @typedef {import('gradus/nlp').InstructionExamples} InstructionExamples */

/** Four lines of five or seven characters with their marks, `[ANSWER]` before and `[END]` behind. */
const POEM = 34;

/** Characters that are told apart; the others are `[UNK]` to every model. */
const CHARACTERS = 1500;

/** Held out, and to fit the discount on. */
const HELD = 700;

/** Poems in an order of the seed's, each once. @param {number} seed */
async function poems(seed) {
  const { texts } = await loadDataset('tang-jueju');
  const all = [...new Set(texts)].filter((text) => [...text].length <= POEM - 2);
  const order = createRng(seed).shuffle(all);
  return {
    held: order.slice(0, HELD),
    validation: order.slice(HELD, 2 * HELD),
    learnt: order.slice(2 * HELD),
  };
}

/** Mean of −ln P of the tokens that count. @param {LayersModel} model @param {InstructionExamples} of */
function nats(model, { tokens, counts }) {
  const batch = 100;
  let [sum, count] = [0, 0];
  for (let from = 0; from < tokens.shape[0]; from += batch) {
    const size = /** @type {[number, number]} */ ([Math.min(batch, tokens.shape[0] - from), -1]);
    const [a = 0, b = 0] = tf.tidy(() => {
      const each = tokenLogProbabilities(model, tf.slice(tokens, [from, 0], size));
      const counted = tf.slice(counts, [from, 0], size);
      return tf.stack([tf.sum(tf.mul(each, counted)), tf.sum(counted)]).dataSync();
    });
    sum -= a;
    count += b;
  }
  return sum / count;
}

/** The discount, of those tried, that validation texts need the fewest nats with. */
function counted(
  /** @type {number[][]} */ learnt,
  /** @type {number[][]} */ validation,
  /** @type {{ order: number, vocabularySize: number }} */ sizes,
) {
  const tried = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95].map((discount) => {
    const model = nGramModel(learnt, { ...sizes, discount });
    return { model, nats: model.crossEntropy(validation) };
  });
  const best = tried.sort((a, b) => a.nats - b.nats)[0];
  if (best === undefined) throw new Error('no discount');
  return best.model;
}

/** Widths of five runs, and of the sixth. */
const WIDTHS = [8, 12, 16, 24, 32];
const SIXTH = 48;
const STEPS = 700;

/** @type {import('../row.mjs').Row[]} */
export const rows = [
  {
    name: 'gpt-poems',
    data: 'Tang quatrains (tang-jueju), 12,000 to learn from, 700 held out, 700 to fit the discount on; the 1,500 most frequent characters',
    measure: 'nats a character below interpolated Kneser–Ney of 5-grams',
    floor: 0.1,
    async run(seed) {
      const { held, validation, learnt } = await poems(seed);
      const tokenizer = characterTokenizer(learnt, {
        specialTokens: assistantTokens,
        vocabularySize: CHARACTERS,
      });
      const { vocabularySize } = tokenizer;
      const listsOf = (/** @type {string[]} */ of) =>
        of.map((text) => tokenizer.encode(`[ANSWER]${text}[END]`));
      const byCounting = (/** @type {number} */ order) =>
        counted(listsOf(learnt), listsOf(validation), { order, vocabularySize }).crossEntropy(
          listsOf(held),
        );
      const counts = {
        unigrams: byCounting(1),
        bigrams: byCounting(2),
        '5-grams': byCounting(5),
      };
      const examplesOf = (/** @type {string[]} */ of) =>
        instructionExamples(
          of.map((answer) => ({ prompt: '', answer })),
          { tokenizer, length: POEM },
        );
      const [examples, measured] = [examplesOf(learnt), examplesOf(held)];
      const model = gpt({
        ...{ vocabSize: vocabularySize, context: POEM - 1, layers: 2, heads: 4, width: 96 },
        ...{ positions: 'rotary', dropout: 0.1, seed },
      });
      const steps = 1500;
      const optimizer = tf.train.adam(3e-3);
      const learningRate = cosineWithWarmup({ peak: 3e-3, warmupSteps: 100, totalSteps: steps });
      const trainer = new InstructionTrainer({
        ...{ model, optimizer, learningRate, clipNorm: 1, seed },
      });
      const start = performance.now();
      await trainer.fit(examples, { steps, batchSize: 64 });
      const seconds = (performance.now() - start) / 1000;
      const ours = nats(model, measured);
      for (const one of [model, optimizer]) one.dispose();
      tf.dispose([...Object.values(examples), ...Object.values(measured)]);
      const best = counts['5-grams'];
      return {
        ours: best - ours,
        baselines: {
          '5-grams': 0,
          bigrams: best - counts.bigrams,
          unigrams: best - counts.unigrams,
        },
        beside: { 'nats: ours': ours, ...counts },
        seconds,
      };
    },
  },
  {
    name: 'gpt-scaling',
    data: '20,000 sentences of a grammar; GPTs of widths 8, 12, 16, 24 and 32, and of 48 to be told, 700 steps each; 300 sentences held out',
    measure:
      'how far the sixth loss lies from what five runs predict, in halves of its 95 % interval',
    better: 'lower',
    floor: 1,
    async run(seed) {
      const text = grammarText({ sentences: 20_000, seed });
      const letters = characterVocabulary(text);
      const tokens = letters.encode(text);
      const held = letters.encode(grammarText({ sentences: 300, seed: `held out ${seed}` }));
      const batch = 24;
      const data = nextTokenWindows(tokens.slice(0, STEPS * batch * 32 + 1), 32);
      let seconds = 0;
      const runOf = async (/** @type {number} */ width) => {
        const options = { vocabSize: letters.size, context: 32, layers: 2, heads: 4, width };
        const model = gpt({ ...options, seed });
        seconds += await train(model, data, { epochs: 1, batchSize: batch, rate: 5e-3, seed });
        const { crossEntropy } = await perplexity(model, held, { stride: 32 });
        model.dispose();
        return { size: gptSize(options).parameters, loss: crossEntropy };
      };
      const runs = [];
      for (const width of WIDTHS) runs.push(await runOf(width));
      const sixth = await runOf(SIXTH);
      tf.dispose(data);
      const { loss, low, high } = scalingLaw(runs).predict(sixth.size);
      const half = (high - low) / 2;
      const away = (/** @type {number} */ guess) => Math.abs(sixth.loss - guess) / half;
      const last = runs.at(-1)?.loss ?? Number.NaN;
      return {
        ours: away(loss),
        baselines: { 'the loss of the fifth': away(last) },
        beside: {
          'sixth loss': sixth.loss,
          predicted: loss,
          'half interval': half,
          'fifth loss': last,
        },
        seconds,
      };
    },
  },
];
