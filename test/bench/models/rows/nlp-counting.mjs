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

/** Held-out poems, and as many to fit the discount on. */
const POEMS = 700;

/**
 * Texts in an order of the seed's, each once: held out, to fit the discount of counting on, and to learn from.
 *
 * @param {readonly string[]} texts
 * @param {number} size of the first two
 * @param {number} seed
 */
function parted(texts, size, seed) {
  const order = createRng(seed).shuffle([...new Set(texts)]);
  return {
    held: order.slice(0, size),
    validation: order.slice(size, 2 * size),
    learnt: order.slice(2 * size),
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

/**
 * A GPT and counting, in nats for each token of held-out texts and their ends.
 *
 * @param {ReturnType<typeof parted>} texts
 * @param {{ length: number, vocabularySize?: number, width: number, steps: number, dropout: number, seed: number }} run
 */
async function againstCounting({ held, validation, learnt }, run) {
  const { length, width, steps, dropout, seed } = run;
  const tokenizer = characterTokenizer(learnt, {
    specialTokens: assistantTokens,
    ...(run.vocabularySize !== undefined && { vocabularySize: run.vocabularySize }),
  });
  const { vocabularySize } = tokenizer;
  const listsOf = (/** @type {string[]} */ of) =>
    of.map((text) => tokenizer.encode(`[ANSWER]${text}[END]`));
  const lists = { learnt: listsOf(learnt), validation: listsOf(validation), held: listsOf(held) };
  const byCounting = (/** @type {number} */ order) =>
    counted(lists.learnt, lists.validation, { order, vocabularySize }).crossEntropy(lists.held);
  const counts = { unigrams: byCounting(1), bigrams: byCounting(2), '5-grams': byCounting(5) };
  const examplesOf = (/** @type {string[]} */ of) =>
    instructionExamples(
      of.map((answer) => ({ prompt: '', answer })),
      { tokenizer, length },
    );
  const [examples, measured] = [examplesOf(learnt), examplesOf(held)];
  const model = gpt({
    ...{ vocabSize: vocabularySize, context: length - 1, layers: 2, heads: 4, width },
    ...{ positions: 'rotary', dropout, seed },
  });
  const optimizer = tf.train.adam(3e-3);
  const learningRate = cosineWithWarmup({ peak: 3e-3, warmupSteps: 100, totalSteps: steps });
  const trainer = new InstructionTrainer({ model, optimizer, learningRate, clipNorm: 1, seed });
  const start = performance.now();
  await trainer.fit(examples, { steps, batchSize: 64 });
  const seconds = (performance.now() - start) / 1000;
  const ours = nats(model, measured);
  for (const one of [model, optimizer]) one.dispose();
  tf.dispose([...Object.values(examples), ...Object.values(measured)]);
  return { ours, counts, seconds };
}

/** Widths of five runs, and of the sixth. */
const WIDTHS = [4, 6, 8, 12, 16];
const SIXTH = 24;
const STEPS = 700;

/** @type {import('../row.mjs').Row[]} */
export const rows = [
  {
    name: 'gpt-poems',
    data: 'Tang quatrains (tang-jueju), 12,000 to learn from, 700 held out, 700 to fit the discount on; the 1,500 most frequent characters',
    measure: 'nats a character below interpolated Kneser–Ney of 5-grams',
    floor: 0.1,
    async run(seed) {
      const { texts } = await loadDataset('tang-jueju');
      const { ours, counts, seconds } = await againstCounting(parted(texts, POEMS, seed), {
        ...{ length: 34, vocabularySize: 1500, width: 96, steps: 600, dropout: 0, seed },
      });
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
    name: 'gpt-names',
    data: 'names (`gradus data download names`), 1,600 held out, 1,600 to fit the discount on',
    measure: 'nats a character',
    better: 'lower',
    floor: 2.15,
    anchor: "makemore's transformer 1.92 [karpathy/makemore]",
    async run(seed) {
      const { texts } = await loadDataset('names');
      const { ours, counts, seconds } = await againstCounting(parted(texts, 1600, seed), {
        ...{ length: 18, width: 64, steps: 3000, dropout: 0, seed },
      });
      return { ours, baselines: counts, seconds };
    },
  },
  {
    name: 'gpt-shakespeare',
    data: 'tiny-shakespeare (`gradus data download tinyshakespeare`), the last tenth held out',
    measure: 'nats a character, in the configuration that nanoGPT has for a CPU',
    better: 'lower',
    floor: 2,
    anchor: '1.88 in 2,000 steps [karpathy/nanoGPT]',
    async run(seed) {
      const { texts } = await loadDataset('tinyshakespeare');
      const text = texts[0] ?? '';
      const letters = characterVocabulary(text);
      const tokens = letters.encode(text);
      const from = Math.floor(0.9 * tokens.length);
      const [learnt, held] = [tokens.slice(0, from), tokens.slice(from)];
      const [batchSize, context, steps] = [12, 64, 2000];
      // Windows that begin anywhere, as nanoGPT draws them.
      const rng = createRng(seed);
      const starts = Array.from({ length: steps * batchSize }, () =>
        rng.integer(0, learnt.length - context - 1),
      );
      const windows = (/** @type {number} */ more) =>
        tf.tensor2d(
          starts.map((start) => learnt.slice(start + more, start + more + context)),
          [starts.length, context],
          'int32',
        );
      const data = { x: windows(0), y: windows(1) };
      const sizes = { vocabSize: letters.size, context, layers: 4, heads: 4, width: 128, seed };
      const model = gpt(sizes);
      const run = { epochs: 1, batchSize, rate: 1e-3, seed };
      const seconds = await train(model, data, run);
      const { crossEntropy } = await perplexity(model, held);
      model.dispose();
      tf.dispose(data);
      const vocabularySize = letters.size;
      // The discount is fitted on the end of what is learnt from, which is not counted then.
      const [counting, fitting] = [learnt.slice(0, -50_000), learnt.slice(-50_000)];
      const byCounting = (/** @type {number} */ order) =>
        counted([counting], [fitting], { order, vocabularySize }).crossEntropy([held]);
      return {
        ours: crossEntropy,
        baselines: { unigrams: byCounting(1), bigrams: byCounting(2) },
        beside: { '5-grams': byCounting(5) },
        seconds,
      };
    },
  },
  {
    name: 'gpt-scaling',
    data: '20,000 sentences of a grammar; GPTs of widths 4, 6, 8, 12 and 16, and of 24 to be told, 700 steps each; 300 sentences held out',
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
        const options = { vocabSize: letters.size, context: 32, layers: 2, heads: 2, width };
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
      const { loss, low, high } = scalingLaw(runs, { form: 'power' }).predict(sixth.size);
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
