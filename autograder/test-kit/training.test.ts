/** The tests of training on another model than a network of two layers: softmax regression. */
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, test } from 'vitest';
import { createRng } from '../../src/backend/random.js';
import { type Scalar, type Tensor1D, type Tensor2D, tf } from '../../src/backend/tf.js';
import { wordsIn } from '../../src/messages/text.js';
import { runExercise } from '../judge/in-process.js';
import type { Test } from '../judge/test.js';
import { dense } from './float64.js';
import { shown } from './given.js';
import { classifier } from './model.js';
import { heStart } from './start-distribution.js';
import type { Training } from './training.js';
import { shuffles, smallerLastBatch } from './training-batches.js';
import {
  answersForm,
  learnsClouds,
  oneStep,
  reportsEpochs,
  seedDecides,
  showsStart,
  startDistribution,
} from './training-tests.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

type Weight = 'w' | 'b';
const model = classifier<Weight>({ scores: ({ w, b }, example) => dense(example, w, b) });
const regression: Training<Weight> & typeof model = {
  ...model,
  exercise: 'fit',
  sized: () => ({}),
  shapes: ({ features, classes }) => ({ w: [features, classes], b: [classes] }),
};

interface Options {
  x: Tensor2D;
  y: Tensor1D;
  classes: number;
  epochs: number;
  batchSize: number;
  learningRate: number;
  seed: number;
  onEpoch?: (epoch: number, loss: number) => Promise<void> | void;
}

/** Softmax regression as a student may write it, with places at which it can be made wrong. */
const answer =
  ({
    sign = 1,
    isShuffled = true,
    isDropped = false,
    isReported = true,
    stddev = 0,
    bias = 0,
  } = {}) =>
  async ({ x, y, classes, epochs, batchSize, learningRate, seed, onEpoch }: Options) => {
    const rng = createRng(seed);
    const [count, features] = x.shape;
    const spread = stddev > 0 ? stddev : Math.sqrt(2 / features);
    const w = tf.variable(
      tf.tensor2d(rng.normals(features * classes, 0, spread), [features, classes]),
    );
    const b = tf.variable(tf.fill([classes], bias) as Tensor1D);
    const sgd = tf.train.sgd(sign * learningRate);
    const losses: number[] = [];
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const order = isShuffled
        ? rng.permutation(count)
        : Array.from({ length: count }, (_, i) => i);
      const seen: number[] = [];
      while (order.length > 0) {
        const rows = tf.tensor1d(order.splice(0, batchSize), 'int32');
        if (isDropped && rows.size < batchSize && seen.length > 0) break;
        const loss = sgd.minimize(() => {
          const z = tf.add(tf.matMul(tf.gather(x, rows), w as unknown as Tensor2D), b);
          const labels = tf.oneHot(tf.gather(y, rows), classes);
          return tf.losses.softmaxCrossEntropy(labels, z) as Scalar;
        }, true);
        seen.push((await loss?.data())?.[0] ?? 0);
      }
      const mean = seen.reduce((sum, loss) => sum + loss, 0) / seen.length;
      losses.push(mean);
      if (isReported) await onEpoch?.(epoch, mean);
    }
    return { w, b, losses };
  };

const given = shown('it', 1, { en: 'Look.', zh: '看。' });
async function judged(one: Test, fn: unknown): Promise<string[]> {
  tf.env().set('IS_TEST', false);
  const said: string[] = [];
  for (let seed = 0; seed < 3; seed++) {
    const options = { exercise: 'fit', tests: [one], fn, solution: {}, tf, seed };
    const [result] = await runExercise({ ...options, visible: 'drawn' });
    if (result === undefined || result.verdict === 'passed') continue;
    expect(result.issue?.code).not.toBe('judge-failed');
    const { sentence = result.issue?.code ?? '' } = result.issue?.params ?? {};
    said.push(typeof sentence === 'number' ? '' : wordsIn(sentence, 'en'));
  }
  return said;
}

const demands: Record<string, Test> = {
  form: answersForm(regression, given),
  start: showsStart(regression, given, { zero: ['b'] }),
  distribution: startDistribution(
    regression,
    given,
    () => ({ units: 0, features: 80, classes: 60 }),
    ({ features }) => ({ w: features }),
    heStart,
  ),
  step: oneStep(regression, given, { examples: 5, features: 2, classes: 3 }),
  remainder: smallerLastBatch(regression, given, { examples: 4, batchSize: 3 }),
  seed: seedDecides(regression, given),
  order: shuffles(regression, given),
  reports: reportsEpochs(regression, given),
  learns: learnsClouds(regression, given, { examples: 12, classes: 3 }),
};

test.each(Object.entries(demands))('%s: a right answer passes', async (_name, one) => {
  expect(await judged(one, answer())).toEqual([]);
});

describe('what is wrong is told', () => {
  test.each<[string, Parameters<typeof answer>[0], string]>([
    ['start', { bias: 1 }, 'value-mismatch'],
    ['distribution', { stddev: 1 }, 'The start weights w have standard deviation'],
    ['step', { sign: -1 }, 'value-mismatch'],
    ['remainder', { isDropped: true }, 'value-mismatch'],
    ['order', { isShuffled: false }, 'The minibatches follow the order of the data'],
    ['reports', { isReported: false }, 'onEpoch should be called once for each of the 2 epochs'],
    ['learns', { sign: -1 }, 'The loss should fall'],
  ])('%s: %j', async (name, wrong, sentence) => {
    const said = await judged(demands[name] as Test, answer(wrong));
    expect(said).toHaveLength(3);
    for (const one of said) expect(one).toContain(sentence);
  });

  test('a result in another form, or of weights too large to judge', async () => {
    const right = answer();
    const bare = async (options: Options) => ({ ...(await right(options)), losses: [] });
    expect(await judged(demands.form as Test, bare)).toEqual(
      Array(3).fill('losses should hold one number for each of the 2 epochs, but holds 0.'),
    );
    const large = await judged(demands.step as Test, answer({ stddev: 1000 }));
    for (const one of large) expect(one).toContain('The start weights are too large to train');
    expect(large).toHaveLength(3);
  });

  test('every sentence is there in both languages', async () => {
    const options = { exercise: 'fit', fn: answer({ stddev: 1 }), solution: {}, tf };
    const [result] = await runExercise({ ...options, tests: [demands.distribution as Test] });
    expect(result?.issue?.params.sentence).toMatchObject({
      zh: expect.stringMatching(/^初始权重 `w` 的标准差是 .*，应为 .*。题目要求/),
    });
  });
});
