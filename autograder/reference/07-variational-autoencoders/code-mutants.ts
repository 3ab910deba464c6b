/** Typical wrong walks, reports and bounds. */
import {
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tf,
} from '../../../src/backend/tf.js';
import type { Mutant } from '../parts.js';
import { collapseReport, importanceWeightedBound, interpolate } from './solution.js';

export const interpolateMutants: readonly Mutant[] = [
  {
    name: 'last code missing',
    guess: {
      en: 'The steps are a count-th of the way: with both ends there are count - 1 steps.',
      zh: '每一步是全程的 1/count：含两端时共有 count - 1 步。',
    },
    fn: (a: Tensor1D, b: Tensor1D, n: number) =>
      tf.slice(interpolate(a, b, n + 1), [0, 0], [n, a.shape[0]]),
  },
  {
    name: 'one code too many',
    guess: {
      en: 'There is one code too many: count is the number of codes, not of steps.',
      zh: '多了一个编码：count 是编码的个数，不是步数。',
    },
    fn: (a: Tensor1D, b: Tensor1D, n: number) => interpolate(a, b, n + 1),
  },
  {
    name: 'ends left out',
    guess: { en: 'Both ends belong to the walk.', zh: '两端也属于这条路。' },
    fn: (a: Tensor1D, b: Tensor1D, n: number) =>
      tf.slice(interpolate(a, b, n + 2), [1, 0], [n, a.shape[0]]),
  },
  {
    name: 'backwards',
    guess: {
      en: 'The walk goes from the second code to the first.',
      zh: '路的方向反了：应从第一个编码走到第二个。',
    },
    fn: (a: Tensor1D, b: Tensor1D, n: number) => interpolate(b, a, n),
  },
  {
    name: 'turned',
    guess: {
      en: 'Rows and columns are exchanged: each row is one code.',
      zh: '行与列弄反了：每一行是一个编码。',
    },
    fn: (a: Tensor1D, b: Tensor1D, n: number) => tf.transpose(interpolate(a, b, n)),
  },
  {
    name: 'uneven steps',
    guess: {
      en: 'The steps are not even: shares go up by the same amount each time.',
      zh: '步长不相等：份额每次应增加同样多。',
    },
    fn: (a: Tensor1D, b: Tensor1D, n: number) => {
      const shares = tf.reshape(tf.square(tf.linspace(0, 1, n)), [n, 1]);
      return tf.add(a, tf.mul(shares, tf.sub(b, a)));
    },
  },
];

type Report = (m: Tensor2D, v: Tensor2D, threshold: number) => Record<string, unknown>;

export const collapseReportMutants: readonly Mutant[] = [
  {
    name: 'divided by one less',
    guess: {
      en: 'The variance is divided by N - 1: divide by N.',
      zh: '方差除以了 N - 1：应除以 N。',
    },
    fn: ((m, v, threshold) => {
      const { variance, ...rest } = collapseReport(m, v, threshold);
      const n = m.shape[0];
      return { ...rest, variance: tf.mul(variance, n / Math.max(n - 1, 1)) };
    }) as Report,
  },
  {
    name: 'mean of squares',
    guess: {
      en: 'The squares of the means are averaged: a unit that always says 3 does not vary.',
      zh: '取的是均值平方的平均：总是说 3 的单元并没有变化。',
    },
    fn: ((m, v, threshold) => {
      const variance = tf.mean(tf.square(m), 0);
      const active = Array.from(variance.dataSync()).filter((s) => s > threshold).length;
      return { ...collapseReport(m, v, threshold), variance, active };
    }) as Report,
  },
  {
    name: 'variance of the clouds',
    guess: {
      en: 'The variance of the clouds is reported: what counts is how their means vary over the examples.',
      zh: '报告的是云的方差：要的是均值在各样本之间的方差。',
    },
    fn: ((m, v, threshold) => {
      const variance = tf.mean(tf.exp(v), 0);
      const active = Array.from(variance.dataSync()).filter((s) => s > threshold).length;
      return { ...collapseReport(m, v, threshold), variance, active };
    }) as Report,
  },
  {
    name: 'along the units',
    guess: {
      en: 'It runs along the units: what is asked for is one number for each unit, over the examples.',
      zh: '沿单元方向计算了：应对样本计算，每个单元得到一个数。',
    },
    fn: ((m, v, threshold) =>
      collapseReport(
        tf.transpose(m) as Tensor2D,
        tf.transpose(v) as Tensor2D,
        threshold,
      )) as Report,
  },
  {
    name: 'active by divergence',
    guess: {
      en: 'Units are counted by their divergence: count those whose variance is above the threshold.',
      zh: '按散度数单元了：应数方差超过阈值的单元。',
    },
    fn: ((m, v, threshold) => {
      const report = collapseReport(m, v, threshold);
      const active = Array.from(report.kl.dataSync()).filter((s) => s > threshold).length;
      return { ...report, active };
    }) as Report,
  },
  {
    name: 'threshold of its own',
    guess: {
      en: 'The threshold is always 0.01: use the one that is given.',
      zh: '阈值总是 0.01：应使用给出的阈值。',
    },
    fn: ((m, v) => collapseReport(m, v, 0.01)) as Report,
  },
  {
    name: 'silent counted',
    guess: {
      en: 'The silent units are counted: active ones lie above the threshold.',
      zh: '数的是沉默的单元：活跃的单元高于阈值。',
    },
    fn: ((m, v, threshold) => {
      const report = collapseReport(m, v, threshold);
      return { ...report, active: m.shape[1] - report.active };
    }) as Report,
  },
  {
    name: 'divergences added up',
    guess: {
      en: 'The divergences of the examples are added up: take their mean.',
      zh: '把各样本的散度相加了：应取平均。',
    },
    fn: ((m, v, threshold) => {
      const { kl, ...rest } = collapseReport(m, v, threshold);
      return { ...rest, kl: tf.mul(kl, m.shape[0]) };
    }) as Report,
  },
];

type Bound = (l: Tensor2D, z: Tensor3D, m: Tensor2D, v: Tensor2D) => Tensor;

/** log p(x|z) + log p(z) - log q(z|x), the constants gone. */
function logWeights(l: Tensor2D, z: Tensor3D, m: Tensor2D, v: Tensor2D): Tensor {
  const cloud = tf.sum(tf.add(tf.div(tf.square(tf.sub(z, m)), tf.exp(v)), v), 2);
  return tf.add(l, tf.div(tf.sub(cloud, tf.sum(tf.square(z), 2)), 2));
}

export const importanceWeightedBoundMutants: readonly Mutant[] = [
  {
    name: 'mean of logarithms',
    guess: {
      en: 'The mean of the logarithms is taken: that is the old bound. Take the logarithm of the mean.',
      zh: '取了对数的平均：那是原来的下界。应取平均的对数。',
    },
    fn: ((l, z, m, v) => tf.mean(logWeights(l, z, m, v), 0)) as Bound,
  },
  {
    name: 'sum for mean',
    guess: {
      en: 'log K is not subtracted: it is the mean of the draws, not their sum.',
      zh: '没有减去 log K：要的是各次抽取的平均，不是总和。',
    },
    fn: ((l, z, m, v) => tf.logSumExp(logWeights(l, z, m, v), 0)) as Bound,
  },
  {
    name: 'without logSumExp',
    guess: {
      en: 'exp of a log-likelihood of -1000 is 0: stay with logarithms.',
      zh: '对数似然 -1000 取指数得 0：应始终用对数计算。',
    },
    fn: ((l, z, m, v) => tf.log(tf.mean(tf.exp(logWeights(l, z, m, v)), 0))) as Bound,
  },
  {
    name: 'likelihood alone',
    guess: {
      en: 'The draws are not weighed: p(z) / q(z|x) is missing.',
      zh: '没有给抽取加权：少了 p(z) / q(z|x)。',
    },
    fn: ((l) => tf.sub(tf.logSumExp(l, 0), Math.log(l.shape[0]))) as Bound,
  },
  {
    name: 'weight upside down',
    guess: {
      en: 'The weight is upside down: p(z) stands above, q(z|x) below.',
      zh: '权重颠倒了：p(z) 在上，q(z|x) 在下。',
    },
    fn: ((l, z, m, v) => {
      const turned = tf.sub(tf.mul(l, 2), logWeights(l, z, m, v));
      return tf.sub(tf.logSumExp(turned, 0), Math.log(z.shape[0]));
    }) as Bound,
  },
  {
    name: 'width of the cloud forgotten',
    guess: {
      en: 'The density of the cloud lacks its log-variance: a wide cloud is thin everywhere.',
      zh: '云的密度里少了对数方差：宽的云处处都稀。',
    },
    fn: ((l, z, m, v) =>
      tf.sub(importanceWeightedBound(l, z, m, v), tf.div(tf.sum(v, 1), 2))) as Bound,
  },
  {
    name: 'cloud without its mean',
    guess: {
      en: 'The density of the cloud is taken around 0: its middle is the mean.',
      zh: '云的密度以 0 为中心了：它的中心是均值。',
    },
    fn: ((l, z, m, v) => importanceWeightedBound(l, z, tf.zerosLike(m) as Tensor2D, v)) as Bound,
  },
  {
    name: 'mean over numbers',
    guess: {
      en: 'The logarithms of the numbers of a code are averaged: a density of all is their sum.',
      zh: '对编码各个数的对数密度取了平均：整体的密度应是它们的和。',
    },
    fn: ((l, z, m, v) => {
      const weights = tf.add(l, tf.div(tf.sub(logWeights(l, z, m, v), l), z.shape[2]));
      return tf.sub(tf.logSumExp(weights, 0), Math.log(z.shape[0]));
    }) as Bound,
  },
  {
    name: 'over the pictures',
    guess: {
      en: 'The logarithm of the sum runs over everything: each picture has a bound of its own.',
      zh: '求和跨越了所有图片：每张图片有自己的下界。',
    },
    fn: ((l, z, m, v) =>
      tf.sub(tf.logSumExp(logWeights(l, z, m, v)), Math.log(z.shape[0]))) as Bound,
  },
];
