/** Typical wrong measures of samples. */
import { type Tensor, type Tensor2D, tf } from '../../../src/backend/tf.js';
import type { Mutant } from '../parts.js';
import { modeCoverage, nearestNeighbours, qualityScore } from './solution.js';

type Coverage = (
  samples: Tensor2D,
  centres: Tensor2D,
  sigma: number,
  leastShare: number,
) => { covered: number; good: number };

/** Squared distances, [N, M]. */
const squaresOf = (samples: Tensor2D, centres: Tensor2D): Tensor =>
  tf.sum(tf.square(tf.sub(tf.expandDims(samples, 1), centres)), 2);

/** The measure from good ones that are marked in `[N, M]`. */
function counted(
  good: Tensor,
  leastShare: number,
  base: number,
): { covered: number; good: number } {
  const counts = Array.from(tf.sum(tf.cast(good, 'float32'), 0).dataSync());
  return {
    covered: counts.filter((count) => count / base >= leastShare).length,
    good: counts.reduce((a, b) => a + b, 0) / base,
  };
}

const belongs = (squares: Tensor): Tensor =>
  tf.cast(tf.oneHot(tf.argMin(squares, 1), squares.shape[1] as number), 'bool');

export const modeCoverageMutants: readonly Mutant[] = [
  {
    name: 'squared distance',
    guess: {
      en: 'The squared distance is compared with 3σ: compare the distance.',
      zh: '拿平方距离与 3σ 比较了：应比较距离。',
    },
    fn: ((samples, centres, sigma, share) => {
      const squares = squaresOf(samples, centres);
      const near = tf.lessEqual(squares, 3 * sigma);
      return counted(tf.logicalAnd(belongs(squares), near), share, samples.shape[0]);
    }) as Coverage,
  },
  {
    name: 'one deviation',
    guess: {
      en: 'Good ends at one σ: it reaches to three.',
      zh: '好样本的范围只到一个 σ：应到三个。',
    },
    fn: ((samples, centres, sigma, share) =>
      modeCoverage(samples, centres, sigma / 3, share)) as Coverage,
  },
  {
    name: 'by each axis',
    guess: {
      en: 'Each coordinate is compared by itself: a distance takes all of them together.',
      zh: '各坐标分别比较了：距离要把它们合起来。',
    },
    fn: ((samples, centres, sigma, share) => {
      const apart = tf.abs(tf.sub(tf.expandDims(samples, 1), centres)); // [N, M, D]
      const near = tf.lessEqual(tf.max(apart, 2), 3 * sigma);
      return counted(
        tf.logicalAnd(belongs(squaresOf(samples, centres)), near),
        share,
        samples.shape[0],
      );
    }) as Coverage,
  },
  {
    name: 'good for several',
    guess: {
      en: 'A sample between two modes counts for both: it belongs to the nearest alone.',
      zh: '两个模式之间的样本给两个都算上了：它只属于最近的一个。',
    },
    fn: ((samples, centres, sigma, share) =>
      counted(
        tf.lessEqual(squaresOf(samples, centres), (3 * sigma) ** 2),
        share,
        samples.shape[0],
      )) as Coverage,
  },
  {
    name: 'nearest, however far',
    guess: {
      en: 'Samples far from every mode count too: only those within 3σ are good.',
      zh: '离所有模式都远的样本也算上了：只有 3σ 以内的才好。',
    },
    fn: ((samples, centres, _sigma, share) =>
      counted(belongs(squaresOf(samples, centres)), share, samples.shape[0])) as Coverage,
  },
  {
    name: 'share of the good ones',
    guess: {
      en: 'The share is taken of the good samples: it is of all of them.',
      zh: '份额以好样本为分母：应以全部样本为分母。',
    },
    fn: ((samples, centres, sigma, share) => {
      const { good } = modeCoverage(samples, centres, sigma, share);
      const { covered } = modeCoverage(samples, centres, sigma, share * Math.max(good, 1e-9));
      return { covered, good };
    }) as Coverage,
  },
  {
    name: 'any sample covers',
    guess: {
      en: 'One good sample is taken for enough: a mode needs the share that is asked for.',
      zh: '一个好样本就算覆盖了：模式要达到要求的份额。',
    },
    fn: ((samples, centres, sigma) => modeCoverage(samples, centres, sigma, 1e-9)) as Coverage,
  },
  {
    name: 'count for share',
    guess: {
      en: '`good` is a count: divide by the number of samples.',
      zh: '`good` 是个数：应除以样本总数。',
    },
    fn: ((samples, centres, sigma, share) => {
      const { covered, good } = modeCoverage(samples, centres, sigma, share);
      return { covered, good: good * samples.shape[0] };
    }) as Coverage,
  },
  {
    name: 'share of modes',
    guess: {
      en: '`covered` is a share of the modes: it is their number.',
      zh: '`covered` 是模式的比例：应是个数。',
    },
    fn: ((samples, centres, sigma, share) => {
      const { covered, good } = modeCoverage(samples, centres, sigma, share);
      return { covered: covered / centres.shape[0], good };
    }) as Coverage,
  },
];

type Score = (logits: Tensor2D) => { confidence: number; entropy: number };

const numberOf = (x: Tensor): number => x.dataSync()[0] as number;
const entropyOf = (p: Tensor, axis?: number): Tensor =>
  tf.neg(tf.sum(tf.mul(p, tf.log(tf.maximum(p, 1e-30))), axis));

export const qualityScoreMutants: readonly Mutant[] = [
  {
    name: 'mean of entropies',
    guess: {
      en: 'The entropy of each sample is averaged: that is how unsure it is. Average the probabilities first.',
      zh: '对每个样本的熵取了平均：那是它有多不肯定。应先对概率取平均。',
    },
    fn: ((logits) => ({
      ...qualityScore(logits),
      entropy: numberOf(tf.mean(entropyOf(tf.softmax(logits), 1))),
    })) as Score,
  },
  {
    name: 'logarithm of 0',
    guess: {
      en: 'A class without samples makes NaN of 0 times -Infinity: it must count 0.',
      zh: '没有样本的类别使 0 乘 -Infinity 成了 NaN：它应计 0。',
    },
    fn: ((logits) => {
      const p = tf.mean(tf.softmax(logits), 0);
      return { ...qualityScore(logits), entropy: -numberOf(tf.sum(tf.mul(p, tf.log(p)))) };
    }) as Score,
  },
  {
    name: 'in bits',
    guess: {
      en: 'The entropy is in bits: nats have the natural logarithm.',
      zh: '熵的单位是比特：奈特用自然对数。',
    },
    fn: ((logits) => {
      const { confidence, entropy } = qualityScore(logits);
      return { confidence, entropy: entropy / Math.LN2 };
    }) as Score,
  },
  {
    name: 'negative',
    guess: {
      en: 'The sign of the entropy is wrong: it is never below 0.',
      zh: '熵的符号错了：它不会小于 0。',
    },
    fn: ((logits) => {
      const { confidence, entropy } = qualityScore(logits);
      return { confidence, entropy: -entropy };
    }) as Score,
  },
  {
    name: 'largest of the mean',
    guess: {
      en: 'The confidence is the largest of the mean probabilities: take the largest of each sample, then the mean.',
      zh: '置信度取了平均概率的最大值：应先取每个样本的最大值，再取平均。',
    },
    fn: ((logits) => ({
      ...qualityScore(logits),
      confidence: numberOf(tf.max(tf.mean(tf.softmax(logits), 0))),
    })) as Score,
  },
  {
    name: 'largest score',
    guess: {
      en: 'The confidence is a score: scores become probabilities by softmax.',
      zh: '置信度是得分：得分要经过 softmax 才是概率。',
    },
    fn: ((logits) => ({
      ...qualityScore(logits),
      confidence: numberOf(tf.mean(tf.max(logits, 1))),
    })) as Score,
  },
  {
    name: 'exponentials alone',
    guess: {
      en: 'exp of a large score is infinite: softmax takes the largest out first.',
      zh: '大的得分取指数成了无穷：softmax 先减去最大的。',
    },
    fn: ((logits) => {
      const powers = tf.exp(logits);
      const p = tf.div(powers, tf.sum(powers, 1, true));
      return {
        confidence: numberOf(tf.mean(tf.max(p, 1))),
        entropy: numberOf(entropyOf(tf.mean(p, 0))),
      };
    }) as Score,
  },
  {
    name: 'counts of the winners',
    guess: {
      en: 'Only the most likely class of each sample counts: average the probabilities.',
      zh: '只数了每个样本最可能的类别：应对概率取平均。',
    },
    fn: ((logits) => {
      const taken = tf.cast(tf.oneHot(tf.argMax(logits, 1), logits.shape[1]), 'float32');
      return { ...qualityScore(logits), entropy: numberOf(entropyOf(tf.mean(taken, 0))) };
    }) as Score,
  },
  {
    name: 'along the samples',
    guess: {
      en: 'The softmax runs along the samples: it runs along the classes of each.',
      zh: 'softmax 沿样本方向做了：应沿每个样本的类别。',
    },
    fn: ((logits) => qualityScore(tf.transpose(logits) as Tensor2D)) as Score,
  },
];

type Nearest = (samples: Tensor2D, training: Tensor2D) => Record<string, Tensor>;

const expanded = (samples: Tensor2D, training: Tensor2D): Tensor =>
  tf.sub(
    tf.add(tf.sum(tf.square(samples), 1, true), tf.sum(tf.square(training), 1)),
    tf.mul(tf.matMul(samples, training, false, true), 2),
  );

export const nearestNeighboursMutants: readonly Mutant[] = [
  {
    name: 'root below 0',
    guess: {
      en: 'Rounding leaves a square just below 0, whose root is NaN: keep it at 0 or above.',
      zh: '舍入使平方略小于 0，平方根成了 NaN：应使它不小于 0。',
    },
    fn: ((samples, training) => {
      const squares = expanded(samples, training);
      return { index: tf.argMin(squares, 1), distance: tf.sqrt(tf.min(squares, 1)) };
    }) as Nearest,
  },
  {
    name: 'squared',
    guess: { en: 'The distance is squared: take its root.', zh: '距离还是平方：应开平方。' },
    fn: ((samples, training) => {
      const { index, distance } = nearestNeighbours(samples, training);
      return { index, distance: tf.square(distance) };
    }) as Nearest,
  },
  {
    name: 'farthest',
    guess: {
      en: 'The farthest example is found: take the nearest.',
      zh: '找到的是最远的：应取最近的。',
    },
    fn: ((samples, training) => {
      const squares = expanded(samples, training);
      return { index: tf.argMax(squares, 1), distance: tf.sqrt(tf.relu(tf.max(squares, 1))) };
    }) as Nearest,
  },
  {
    name: 'the other way round',
    guess: {
      en: 'For each training example the nearest sample is found: it is asked the other way round.',
      zh: '为每个训练样本找了最近的样本：题目要的正好相反。',
    },
    fn: ((samples, training) => nearestNeighbours(training, samples)) as Nearest,
  },
  {
    name: 'largest product',
    guess: {
      en: 'The largest product is taken for the nearest: long vectors have large products with all.',
      zh: '把内积最大的当成了最近的：长的向量与谁的内积都大。',
    },
    fn: ((samples, training) => {
      const products = tf.matMul(samples, training, false, true);
      const index = tf.argMax(products, 1);
      const chosen = tf.gather(training, index);
      return { index, distance: tf.sqrt(tf.sum(tf.square(tf.sub(samples, chosen)), 1)) };
    }) as Nearest,
  },
  {
    name: 'one of the lengths forgotten',
    guess: {
      en: 'The length of the sample is missing in the square.',
      zh: '平方里少了样本自己的长度。',
    },
    fn: ((samples, training) => {
      const squares = tf.sub(
        tf.sum(tf.square(training), 1),
        tf.mul(tf.matMul(samples, training, false, true), 2),
      );
      return { index: tf.argMin(squares, 1), distance: tf.sqrt(tf.relu(tf.min(squares, 1))) };
    }) as Nearest,
  },
  {
    name: 'mean over the numbers',
    guess: {
      en: 'The squares are averaged over the numbers of an example: add them up.',
      zh: '对样本各个数的平方取了平均：应相加。',
    },
    fn: ((samples, training) => {
      const { index, distance } = nearestNeighbours(samples, training);
      return { index, distance: tf.div(distance, Math.sqrt(samples.shape[1])) };
    }) as Nearest,
  },
  {
    name: 'by the sum of differences',
    guess: {
      en: 'The sizes of the differences are added up: the Euclidean distance is the root of their squares.',
      zh: '把差的绝对值相加了：欧氏距离是平方和的平方根。',
    },
    fn: ((samples, training) => {
      const far = tf.sum(tf.abs(tf.sub(tf.expandDims(samples, 1), training)), 2);
      return { index: tf.argMin(far, 1), distance: tf.min(far, 1) };
    }) as Nearest,
  },
];
