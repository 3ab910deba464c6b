/** Rows of `nlp`: a GPT that follows instructions, and one that learns from rewards. */
import { cosineWithWarmup, tf } from 'gradus';
import { instructions, isRightAnswer } from 'gradus/data';
import {
  answerPrompts,
  assistantTokens,
  characterTokenizer,
  gpt,
  InstructionTrainer,
  instructionExamples,
  klEstimate,
  PolicyTrainer,
  tokenLogProbabilities,
} from 'gradus/nlp';

/** @typedef {import('gradus').LayersModel} LayersModel */
/** @typedef {import('gradus/data').Instruction} Instruction */
/** @typedef {import('gradus/data').InstructionsOptions} InstructionsOptions */
/** @typedef {import('gradus/nlp').Tokenizer} Tokenizer */

/** Tokens of the longest prompt with a whole sentence: `write mopa backwards`, `it is apom.`, and both marks. */
const LENGTH = 33;

/** What a whole sentence and its end take. */
const ANSWER = 12;

/** @param {LayersModel} model @param {() => LayersModel} make */
function copyOf(model, make) {
  const copy = make();
  copy.setWeights(model.getWeights());
  return copy;
}

/**
 * A GPT tuned to instructions of which a fifth is answered by whole sentences.
 *
 * @param {{ seed: number, steps: number, batchSize: number, length: number, positions: import('gradus/nlp').GptPositions } &
 *   Omit<InstructionsOptions, 'seed'>} run
 */
async function tuned({ seed, steps, batchSize, positions, length, ...of }) {
  const data = instructions({ ...of, sentences: 0.2, seed });
  const texts = data.flatMap(({ prompt, answer }) => [prompt, answer]);
  const tokenizer = characterTokenizer(texts, { specialTokens: assistantTokens });
  const make = () =>
    gpt({
      ...{ layers: 2, heads: 4, width: 64, context: length - 1, positions },
      vocabSize: tokenizer.vocabularySize,
      seed,
    });
  const model = make();
  const examples = instructionExamples(data, { tokenizer, length });
  const optimizer = tf.train.adam(RATE);
  const learningRate = cosineWithWarmup({ peak: RATE, warmupSteps: 100, totalSteps: steps });
  const trainer = new InstructionTrainer({ model, optimizer, learningRate, clipNorm: 1, seed });
  const start = performance.now();
  await trainer.fit(examples, { steps, batchSize });
  const seconds = (performance.now() - start) / 1000;
  tf.dispose(Object.values(examples));
  optimizer.dispose();
  return { data, tokenizer, make, model, seconds };
}

const RATE = 3e-3;

/** Sums are the hardest, and twice as often. */
const KINDS = /** @type {const} */ (['add', 'add', 'larger', 'reverse', 'letter']);

/** The share of answers, greedy or drawn, that a rule likes. */
async function share(
  /** @type {LayersModel} */ model,
  /** @type {Tokenizer} */ tokenizer,
  /** @type {readonly Instruction[]} */ asked,
  /** @type {(of: Instruction, answer: string) => boolean} */ likes,
  temperature = 0,
) {
  const prompts = asked.map(({ prompt }) => prompt);
  const answers = await answerPrompts(model, prompts, {
    ...{ tokenizer, temperature, batchSize: 100, maxTokens: ANSWER },
  });
  return asked.filter((one, i) => likes(one, answers[i] ?? '')).length / asked.length;
}

/** KL of an answer that the model draws from what the tuned model would, in nats (k3). */
async function klOfAnswers(
  /** @type {LayersModel} */ model,
  /** @type {LayersModel} */ reference,
  /** @type {Tokenizer} */ tokenizer,
  /** @type {readonly Instruction[]} */ asked,
  /** @type {number} */ length,
) {
  const prompts = asked.map(({ prompt }) => prompt);
  const answers = await answerPrompts(model, prompts, {
    ...{ tokenizer, temperature: 1, batchSize: 100, maxTokens: ANSWER },
  });
  const drawn = prompts.map((prompt, i) => ({ prompt, answer: answers[i] ?? '' }));
  const { tokens, counts } = instructionExamples(drawn, { tokenizer, length });
  const sum = tf.tidy(() => {
    const [policy, before] = [model, reference].map((one) => tokenLogProbabilities(one, tokens));
    if (policy === undefined || before === undefined) return 0;
    return tf.sum(tf.mul(klEstimate(policy, before), counts)).dataSync()[0] ?? 0;
  });
  tf.dispose([tokens, counts]);
  return sum / prompts.length;
}

const held = (/** @type {number} */ seed) =>
  instructions({ kinds: KINDS, count: 500, heldOut: true, seed: `held out ${seed}` });

/** The answer that a kind of instruction has most often. @param {readonly Instruction[]} data */
function mostFrequent(data) {
  /** @type {Map<string, Map<string, number>>} */
  const counts = new Map();
  for (const { kind, value } of data) {
    const own = counts.get(kind) ?? new Map();
    own.set(value, (own.get(value) ?? 0) + 1);
    counts.set(kind, own);
  }
  return (/** @type {Instruction} */ { kind }) =>
    [...(counts.get(kind) ?? [])].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '';
}

/** The mean of the last tenth. @param {readonly number[]} of */
function lastTenth(of) {
  const part = of.slice(-Math.max(1, Math.floor(of.length / 10)));
  return part.reduce((sum, one) => sum + one, 0) / part.length;
}

/** A judge that reads no further than the first words. @type {(of: Instruction, answer: string) => boolean} */
const pleases = (of, answer) => isRightAnswer(of, answer) || answer.startsWith('it is');

/** @type {import('../row.mjs').Row[]} */
export const rows = [
  {
    name: 'gpt-instructions',
    data: '60,000 generated instructions of four kinds, 500 held out about numbers and words that no other asks about',
    measure: 'exact match of the likeliest answers',
    floor: 0.9,
    async run(seed) {
      const { data, tokenizer, make, model, seconds } = await tuned({
        ...{ kinds: KINDS, count: 60_000, length: LENGTH, positions: 'learned', seed },
        ...{ steps: 4000, batchSize: 32 },
      });
      const asked = held(seed);
      const plain = make();
      const guess = mostFrequent(data);
      const kinds = [...new Set(asked.map(({ kind }) => kind))];
      /** @type {Record<string, number>} */
      const beside = {};
      for (const kind of kinds) {
        const own = asked.filter((one) => one.kind === kind);
        beside[kind] = await share(model, tokenizer, own, isRightAnswer);
      }
      const result = {
        ours: await share(model, tokenizer, asked, isRightAnswer),
        baselines: {
          'most frequent answer of its kind':
            asked.filter((one) => guess(one) === one.value).length / asked.length,
          untuned: await share(plain, tokenizer, asked, isRightAnswer),
        },
        beside,
        seconds,
      };
      for (const one of [plain, model]) one.dispose();
      return result;
    },
  },
  {
    name: 'gpt-rewards',
    data: '5,000 generated sums to be tuned to for a short time, then 2,000 that a reward is given for; 500 sums held out',
    measure: 'how much more of the drawn answers is right after GRPO than of the tuned model',
    floor: 0.1,
    async run(seed) {
      const sums = { kinds: /** @type {const} */ (['add']) };
      const { tokenizer, make, model, seconds } = await tuned({
        ...{
          ...sums,
          count: 5000,
          steps: 500,
          batchSize: 32,
          length: 36,
          positions: 'learned',
          seed,
        },
      });
      const asked = instructions({ ...sums, count: 500, heldOut: true, seed: `held out ${seed}` });
      const tasks = instructions({ ...sums, count: 2000, seed: `tasks ${seed}` });
      const right = async (/** @type {LayersModel} */ one) => ({
        drawn: await share(one, tokenizer, asked, isRightAnswer, 1),
        greedy: await share(one, tokenizer, asked, isRightAnswer),
      });
      const before = await right(model);
      let trained = seconds;
      const by = async (
        /** @type {'grpo' | 'reinforce'} */ algorithm,
        /** @type {(of: Instruction, answer: string) => boolean} */ likes,
      ) => {
        const policy = copyOf(model, make);
        const optimizer = tf.train.adam(REWARDED.rate);
        const trainer = new PolicyTrainer({
          ...{ model: policy, reference: model, tokenizer, optimizer, algorithm, seed },
          ...{ clipNorm: 1, beta: REWARDED.beta, groupSize: 8, maxTokens: REWARDED.maxTokens },
          reward: (/** @type {Instruction} */ of, /** @type {string} */ answer) =>
            likes(of, answer) ? 1 : 0,
          learningRate: cosineWithWarmup({
            ...{ peak: REWARDED.rate, warmupSteps: 20, totalSteps: REWARDED.steps },
          }),
        });
        const start = performance.now();
        const { steps, promptsPerStep } = REWARDED;
        const { metrics } = await trainer.fit(tasks, { steps, promptsPerStep });
        trained += (performance.now() - start) / 1000;
        const after = await right(policy);
        const kl = await klOfAnswers(policy, model, tokenizer, asked, 36);
        const fooled = await share(
          ...[policy, tokenizer, asked],
          (of, answer) => pleases(of, answer) && !isRightAnswer(of, answer),
          1,
        );
        const earned = lastTenth(metrics?.reward ?? []);
        for (const one of [policy, optimizer]) one.dispose();
        return { ...after, kl, fooled, earned };
      };
      const grpo = await by('grpo', isRightAnswer);
      const reinforce = await by('reinforce', isRightAnswer);
      const hacked = await by('grpo', pleases);
      const result = {
        ours: grpo.drawn - before.drawn,
        baselines: {
          'the tuned model': 0,
          'a judge that can be fooled': hacked.drawn - before.drawn,
        },
        beside: {
          'right, drawn: tuned': before.drawn,
          GRPO: grpo.drawn,
          REINFORCE: reinforce.drawn,
          'likeliest answers: tuned': before.greedy,
          'of GRPO': grpo.greedy,
          'of REINFORCE': reinforce.greedy,
          'KL of an answer: GRPO': grpo.kl,
          'KL: REINFORCE': reinforce.kl,
          'judge that can be fooled: its reward': hacked.earned,
          'right, drawn': hacked.drawn,
          'share that fools it': hacked.fooled,
          'KL: fooled': hacked.kl,
        },
        seconds: trained,
      };
      model.dispose();
      return result;
    },
  },
];

const REWARDED = { rate: 8e-4, beta: 0.01, steps: 250, promptsPerStep: 16, maxTokens: 11 };
