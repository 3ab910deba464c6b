/** The tests that students see, lesson 07. */
import { type TestsByExercise, test } from '../../judge/test.js';
import type { Value } from '../../judge/value.js';
import { stable, worked } from '../../test-kit/functions.js';
import { shown } from '../../test-kit/given.js';
import { atSizes } from '../../test-kit/sizes.js';
import { randomInput, workedExample } from '../../test-kit/words.js';
import {
  allPictures,
  bernoulliLogLikelihoodAsked,
  cloudIsPrior,
  collapseReportAsked,
  gradientsArrive,
  importanceWeightedBoundAsked,
  interpolateAsked,
  klStandardNormalAsked,
  lineInBeta,
  losses,
  oneDeviationOff,
  pricesAddUp,
  realPictures,
  reparameterizeAsked,
  silentNetworks,
  silentUnits,
  sureScores,
  walksBothWays,
} from './demands.js';

export const tests: TestsByExercise = {
  bernoulliLogLikelihood: [
    worked(
      'bernoulliLogLikelihood',
      shown(workedExample, 0.25, {
        en: 'A score of 0 is a probability of one half; add up the pixels of each picture.',
        zh: '得分 0 表示概率二分之一；把每张图片的像素加起来。',
      }),
      {
        args: [
          [
            [0, 500],
            [0, -500],
          ],
          [
            [1, 1],
            [1, 1],
          ],
        ],
        expected: [Math.log(0.5), Math.log(0.5) - 500],
      },
    ),
    atSizes(
      bernoulliLogLikelihoodAsked,
      shown(randomInput, 0.75, {
        en: 'A pixel without ink counts too, by the probability of no ink. One number for each picture.',
        zh: '没有墨的像素也要算，用“没有墨”的概率。每张图片得到一个数。',
      }),
      [4, 3],
      [4, 3],
      [1, 4],
      [3, 3],
    ),
    allPictures(
      shown({ en: 'all pictures together', zh: '所有图片合起来' }, 0.25, {
        en: 'The probabilities of all pictures that there are must sum to 1.',
        zh: '所有可能的图片的概率之和必须是 1。',
      }),
      3,
    ),
    stable(
      'bernoulliLogLikelihood',
      shown({ en: 'very sure scores', zh: '非常肯定的得分' }, 0.5, {
        en: 'No probability need be formed: which function of the score is the logarithm of 1 + exp(score)?',
        zh: '不需要先算出概率：得分的哪个函数等于 1 + exp(得分) 的对数？',
      }),
      sureScores,
    ),
  ],
  reparameterize: [
    worked(
      'reparameterize',
      shown(workedExample, 0.25, {
        en: 'The second number has the variance 4, so noise of -1 lies 2 below its mean.',
        zh: '第二个数的方差是 4，所以噪声 -1 落在均值之下 2 处。',
      }),
      { args: [[[1, 2]], [[0, Math.log(4)]], [[0.5, -1]]], expected: [[1.5, 0]] },
    ),
    atSizes(
      reparameterizeAsked,
      shown(randomInput, 0.5, {
        en: 'Noise is stretched by the standard deviation, not by the variance, and shifted by the mean.',
        zh: '噪声按标准差（不是方差）拉伸，再按均值平移。',
      }),
      [4, 3],
      [4, 3],
      [1, 2],
      [3, 3],
    ),
    oneDeviationOff(
      shown({ en: 'no noise, and noise of -1', zh: '没有噪声，以及噪声 -1' }, 0.5, {
        en: 'Without noise the draw is the mean itself; with noise of -1 it lies one deviation below.',
        zh: '没有噪声时抽到的就是均值；噪声为 -1 时在均值之下一个标准差。',
      }),
      2,
      3,
    ),
  ],
  klStandardNormal: [
    worked(
      'klStandardNormal',
      shown(workedExample, 0.25, {
        en: 'The first code is the standard normal distribution itself; the sum runs over the numbers of one code.',
        zh: '第一个编码就是标准正态分布；求和只在一个编码的各个数上进行。',
      }),
      {
        args: [
          [
            [0, 0],
            [1, -2],
          ],
          [
            [0, 0],
            [0, Math.log(4)],
          ],
        ],
        expected: [0, (8 - Math.log(4)) / 2],
      },
    ),
    atSizes(
      klStandardNormalAsked,
      shown(randomInput, 0.75, {
        en: 'You are given the logarithm of the variance: where does the formula want it, and where the variance?',
        zh: '给出的是方差的对数：公式里哪里用它，哪里用方差本身？',
      }),
      [4, 3],
      [4, 3],
      [1, 2],
      [3, 3],
    ),
    pricesAddUp(
      shown({ en: 'a price for each number', zh: '每个数都有代价' }, 0.75, {
        en: 'Only N(0, 1) is free; the price of a code is the sum of the prices of its numbers.',
        zh: '只有 N(0, 1) 免费；一个编码的代价是它各个数的代价之和。',
      }),
      4,
    ),
  ],
  betaVaeLoss: [
    silentNetworks(
      {
        ...shown(workedExample, 0.5, {
          en: 'Scores of 0 cost ln 2 a pixel; sum over the pixels, mean over the pictures.',
          zh: '得分 0 时每个像素的代价是 ln 2；对像素求和，对图片取平均。',
        }),
      },
      { batch: 2, pixels: 3, units: 2 },
    ),
    losses(
      shown({ en: 'random networks', zh: '随机网络' }, 0.75, {
        en: 'The first half of the columns are means. Price minus log-likelihood for each picture, then the mean.',
        zh: '前一半的列是均值。每张图片用代价减去对数似然，再取平均。',
      }),
      0.7,
      { batch: 4, pixels: 5, units: 2 },
      { batch: 4, pixels: 5, units: 2 },
      { batch: 1, pixels: 4, units: 3 },
    ),
    gradientsArrive(
      shown({ en: 'gradients arrive', zh: '梯度能传到' }, 1, {
        en: 'The slopes are those of the whole loss: of the price with its weight, and of the scores through the draw.',
        zh: '斜率是整个损失的：带权重的代价，以及经过抽取的得分。',
      }),
      1.5,
      { batch: 3, pixels: 4, units: 2 },
    ),
    lineInBeta(
      shown({ en: 'beta weighs the price alone', zh: 'β 只给代价加权' }, 0.5, {
        en: 'Twice beta adds twice the price; the likelihood stays as it is.',
        zh: 'β 加倍，代价加倍；似然不变。',
      }),
      { batch: 3, pixels: 4, units: 2 },
    ),
  ],
  interpolate: [
    test(
      {
        ...shown(workedExample, 0.25, {
          en: 'Three codes make two steps.',
          zh: '三个编码之间有两步。',
        }),
        kind: 'value',
      },
      async (t) => {
        const got = await t.student.interpolate?.(t.tensor([0, 2]), t.tensor([1, 0]), 3);
        t.expectClose(
          got as Value,
          t.tensor([
            [0, 2],
            [0.5, 1],
            [1, 0],
          ]),
        );
      },
    ),
    atSizes(
      interpolateAsked,
      shown(randomInput, 0.5, {
        en: 'One row for each code, one column for each number of it.',
        zh: '每个编码一行，编码里的每个数一列。',
      }),
      [3, 5],
      [3, 5],
      [1, 4],
      [4, 2],
    ),
    walksBothWays(
      shown({ en: 'there and back', zh: '去了再回来' }, 0.5, {
        en: 'Both ends belong to the walk, and all steps are of one length.',
        zh: '两端都在路上，每一步长度相同。',
      }),
      3,
      4,
    ),
  ],
  collapseReport: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'The second mean is 0.1 for both pictures, so it does not vary; it still costs a little.',
          zh: '第二个均值对两张图片都是 0.1，没有变化；但仍有一点代价。',
        }),
        kind: 'value',
      },
      async (t) => {
        const mean = t.tensor([
          [1, 0.1],
          [-1, 0.1],
        ]);
        const logVariance = t.tensor([
          [0, 0],
          [0, 0],
        ]);
        const answer = await t.student.collapseReport?.(mean, logVariance, 0.01);
        const got = t.expectObject(answer as Value, ['variance', 'kl', 'active']);
        t.expectClose(got.variance, t.tensor([1, 0]), { what: 'variance' });
        t.expectClose(got.kl, t.tensor([0.5, 0.005]), { what: 'kl' });
        t.expectClose(t.expectNumber(got.active, 'active'), 1, { what: 'active' });
      },
    ),
    atSizes(
      collapseReportAsked(0.5),
      shown(randomInput, 1, {
        en: 'Everything runs along the examples: one number for each unit is left.',
        zh: '一切都沿样本方向进行：每个单元剩下一个数。',
      }),
      [5, 3],
      [5, 3],
      [1, 4],
      [3, 3],
    ),
    silentUnits(
      shown({ en: 'silent units', zh: '沉默的单元' }, 0.75, {
        en: 'What counts is how much a mean varies over the pictures, not how large it is.',
        zh: '重要的是均值在各图片之间变化多少，而不是它有多大。',
      }),
      4,
    ),
  ],
  importanceWeightedBound: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'With mean 0 cloud and prior are the same, and the bound is the logarithm of the mean likelihood.',
          zh: '均值为 0 时云与先验相同，下界就是平均似然的对数。',
        }),
        kind: 'value',
      },
      async (t) => {
        const likely = t.tensor([[-1], [-3]]);
        const z = t.tensor([[[1]], [[-1]]]);
        const zero = t.tensor([[0]]);
        const free = Math.log((Math.exp(-1) + Math.exp(-3)) / 2);
        t.expectClose(
          (await t.student.importanceWeightedBound?.(likely, z, zero, zero)) as Value,
          t.tensor([free]),
        );
        // At the mean itself the cloud is denser than the prior, two deviations off it is thinner.
        const weighed = Math.log((Math.exp(-1 - 0.5) + Math.exp(-3 + 1.5)) / 2);
        t.expectClose(
          (await t.student.importanceWeightedBound?.(likely, z, t.tensor([[1]]), zero)) as Value,
          t.tensor([weighed]),
        );
      },
    ),
    atSizes(
      importanceWeightedBoundAsked,
      shown(randomInput, 1.25, {
        en: 'Sum over the numbers of a code first, then the mean over the draws; each picture has its own cloud.',
        zh: '先对编码的各个数求和，再对各次抽取取平均；每张图片有自己的云。',
      }),
      [4, 3, 2],
      [4, 3, 2],
      [1, 2, 3],
      [3, 1, 2],
      [3, 3, 3],
    ),
    cloudIsPrior(
      shown({ en: 'a cloud that is the prior', zh: '与先验相同的云' }, 0.75, {
        en: 'Then every draw weighs the same: the mean of the likelihoods, not of their logarithms.',
        zh: '这时每次抽取权重相同：取似然的平均，而不是对数似然的平均。',
      }),
      4,
      2,
      3,
    ),
    stable(
      'importanceWeightedBound',
      shown({ en: 'real pictures', zh: '真实的图片' }, 0.75, {
        en: 'exp(-1000) is 0, and its logarithm -Infinity: `tf.logSumExp` never leaves the logarithms.',
        zh: '`exp(-1000)` 等于 0，其对数是 -Infinity：`tf.logSumExp` 始终停留在对数上。',
      }),
      realPictures,
      { atol: 1e-2, rtol: 1e-4 },
    ),
  ],
};
