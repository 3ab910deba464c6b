/** The tests that students see, lesson 08. */
import { type TestsByExercise, test } from '../../judge/test.js';
import type { Value } from '../../judge/value.js';
import { worked } from '../../test-kit/functions.js';
import { shown } from '../../test-kit/given.js';
import { atSizes } from '../../test-kit/sizes.js';
import { randomInput, workedExample } from '../../test-kit/words.js';
import {
  discriminatorLossAsked,
  flatCritic,
  generatorLossAsked,
  gradientPenaltyAsked,
  linearCritic,
  lossSlopes,
  oneStandsStill,
  penaltyTrains,
  playsOnce,
  sureScores,
} from './loss-demands.js';
import {
  findsCopies,
  modeCoverageAsked,
  nearestNeighboursAsked,
  neighbouringModes,
  oneNote,
  qualityScoreAsked,
  sureClasses,
} from './measure-demands.js';

const column = (scores: readonly number[]): number[][] => scores.map((score) => [score]);

export const tests: TestsByExercise = {
  modeCoverage: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'The fourth sample is good for no mode; of three modes one has at least 0.3 of all samples.',
          zh: '第四个样本不算任何模式的好样本；三个模式里有一个占全部样本的 0.3 以上。',
        }),
        kind: 'value',
      },
      async (t) => {
        const samples = t.tensor([
          [0.1, 0],
          [0, 0.2],
          [2, 0.1],
          [1, 0],
        ]);
        const centres = t.tensor([
          [0, 0],
          [2, 0],
          [0, 2],
        ]);
        for (const [share, covered] of [
          [0.3, 1],
          [0.2, 2],
        ] as const) {
          const answer = await t.student.modeCoverage?.(samples, centres, 0.1, share);
          const got = t.expectObject(answer as Value, ['covered', 'good']);
          t.expectClose(t.expectNumber(got.covered, 'covered'), covered, { what: 'covered' });
          t.expectClose(t.expectNumber(got.good, 'good'), 0.75, { what: 'good' });
        }
      },
    ),
    atSizes(
      modeCoverageAsked,
      shown(randomInput, 1.25, {
        en: 'Distances are Euclidean; the share is of all samples, the good ones and the others.',
        zh: '距离是欧氏距离；份额以全部样本为分母，不论好坏。',
      }),
      [40, 5, 2],
      [40, 5, 2],
      [30, 3, 4],
      [1, 2, 3],
    ),
    neighbouringModes(
      shown({ en: 'two modes side by side', zh: '相邻的两个模式' }, 0.5, {
        en: 'A sample belongs to one mode only: the nearest.',
        zh: '一个样本只属于一个模式：最近的那个。',
      }),
    ),
    oneNote(
      shown({ en: 'one good note', zh: '只画一种' }, 0.5, {
        en: 'Samples that are all good may still cover one mode alone.',
        zh: '样本全都是好的，也可能只覆盖一个模式。',
      }),
      4,
    ),
  ],
  discriminatorLoss: [
    worked(
      'discriminatorLoss',
      shown(workedExample, 0.5, {
        en: 'A mean over the real examples and a mean over the fakes, added; there may be more of one.',
        zh: '对真实样本取平均，对假样本取平均，再相加；两者个数可以不同。',
      }),
      {
        args: [column([2, 0]), column([-2, 0, 0])],
        expected:
          (Math.log1p(Math.exp(-2)) + Math.LN2) / 2 + (Math.log1p(Math.exp(-2)) + 2 * Math.LN2) / 3,
      },
    ),
    atSizes(
      discriminatorLossAsked,
      shown(randomInput, 0.75, {
        en: 'A real example should have a high score, a fake a low one.',
        zh: '真实样本的得分应高，假样本的得分应低。',
      }),
      [4, 4],
      [4, 4],
      [2, 5],
      [1, 3],
    ),
    lossSlopes(
      'discriminatorLoss',
      shown({ en: 'slopes', zh: '斜率' }, 0.5, {
        en: 'The loss becomes a part of a training: its slope in each score must be right.',
        zh: '损失要用来训练：它对每个得分的斜率都要正确。',
      }),
      3,
      4,
    ),
    sureScores(
      'discriminatorLoss',
      shown({ en: 'very sure scores', zh: '非常肯定的得分' }, 1, {
        en: 'No probability need be formed: `tf.softplus` is the logarithm of 1 + exp(score).',
        zh: '不需要先算出概率：`tf.softplus` 就是 1 + exp(得分) 的对数。',
      }),
    ),
  ],
  generatorLoss: [
    worked(
      'generatorLoss',
      shown(workedExample, 0.25, {
        en: 'A fake with score 0 is half believed, which costs ln 2.',
        zh: '得分为 0 的假样本有一半可信，代价是 ln 2。',
      }),
      { args: [column([0, -2])], expected: (Math.LN2 + Math.log1p(Math.exp(2))) / 2 },
    ),
    atSizes(
      generatorLossAsked,
      shown(randomInput, 0.5, {
        en: 'The lower the score of a fake, the more it costs its forger.',
        zh: '假样本的得分越低，伪造者付出的代价越大。',
      }),
      [4],
      [4],
      [1],
    ),
    lossSlopes(
      'generatorLoss',
      shown({ en: 'slopes of a fake that was found out', zh: '被识破的假样本的斜率' }, 0.5, {
        en: 'Where the discriminator is sure of a fake, the slope must be at its largest, not 0.',
        zh: '判别器越肯定它是假的，斜率应越大，而不是 0。',
      }),
      4,
    ),
    sureScores(
      'generatorLoss',
      shown({ en: 'very sure scores', zh: '非常肯定的得分' }, 0.5, {
        en: 'Which function of a score is the logarithm of 1 + exp(score), without overflow?',
        zh: '得分的哪个函数等于 1 + exp(得分) 的对数，而且不会溢出？',
      }),
    ),
  ],
  ganStep: [
    playsOnce(
      shown({ en: 'one step of each', zh: '各走一步' }, 2.5, {
        en: 'First the detective, then the forger against the detective as it is by then, with fakes made anew within what `minimize` differentiates.',
        zh: '先是侦探，然后伪造者面对已经变化了的侦探；假样本要在 `minimize` 求导的函数里重新造。',
      }),
      [0.6, 0.9],
      { batch: 4, noise: 2, features: 3, hidden: 3 },
      { batch: 3, noise: 3, features: 2, hidden: 2 },
    ),
    oneStandsStill(
      shown({ en: 'each optimizer moves its own', zh: '优化器各管各的' }, 1.5, {
        en: '`minimize` without a list of variables moves all that the loss depends on.',
        zh: '不给出变量列表时，`minimize` 会改动损失所依赖的全部变量。',
      }),
      { batch: 3, noise: 2, features: 2, hidden: 2 },
    ),
  ],
  gradientPenalty: [
    linearCritic(
      shown(workedExample, 0.5, {
        en: 'The slope of this critic is (3, 4) everywhere, and its length 5.',
        zh: '这个评分网络的斜率处处是 (3, 4)，长度是 5。',
      }),
      [3, 4],
      16,
    ),
    atSizes(
      gradientPenaltyAsked,
      shown(randomInput, 1.5, {
        en: 'The slope is taken at the places between the pairs, one length for each pair.',
        zh: '斜率在每一对之间的那一点上取，每一对有一个长度。',
      }),
      [4, 3],
      [4, 3],
      [1, 2],
      [2, 2],
    ),
    penaltyTrains(
      shown({ en: 'it trains the critic', zh: '它能训练评分网络' }, 1.25, {
        en: 'The penalty must be differentiable itself: no numbers taken out of tensors on the way.',
        zh: '惩罚本身要能再求导：中途不能把数从张量里取出来。',
      }),
      3,
      2,
    ),
    flatCritic(
      shown({ en: 'a flat critic', zh: '处处相同的评分' }, 0.75, {
        en: 'Add the 1e-12 of the statement under the root.',
        zh: '按题目的说明，在根号下加上 1e-12。',
      }),
      3,
      2,
    ),
  ],
  qualityScore: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'The mean of both rows of probabilities is (0.625, 0.375).',
          zh: '两行概率的平均是 (0.625, 0.375)。',
        }),
        kind: 'value',
      },
      async (t) => {
        const answer = await t.student.qualityScore?.(
          t.tensor([
            [0, 0],
            [Math.log(3), 0],
          ]),
        );
        const got = t.expectObject(answer as Value, ['confidence', 'entropy']);
        t.expectClose(t.expectNumber(got.confidence, 'confidence'), 0.625, {
          what: 'confidence',
          atol: 1e-4,
        });
        const entropy = -(0.625 * Math.log(0.625) + 0.375 * Math.log(0.375));
        t.expectClose(t.expectNumber(got.entropy, 'entropy'), entropy, {
          what: 'entropy',
          atol: 1e-4,
        });
      },
    ),
    atSizes(
      qualityScoreAsked,
      shown(randomInput, 1.5, {
        en: 'The entropy is that of the mean probabilities, not the mean of the entropies.',
        zh: '熵是平均概率的熵，不是各个熵的平均。',
      }),
      [6, 4],
      [6, 4],
      [1, 3],
      [3, 3],
    ),
    sureClasses(
      shown({ en: 'sure of everything', zh: '对一切都肯定' }, 1, {
        en: 'A class that nothing is taken for has the probability 0, and 0 · log 0 is 0 here.',
        zh: '没有样本的类别概率为 0，这里 0 · log 0 等于 0。',
      }),
      4,
    ),
  ],
  nearestNeighbours: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'The second sample stands in the training set: its distance is 0.',
          zh: '第二个样本就在训练集里：距离是 0。',
        }),
        kind: 'value',
      },
      async (t) => {
        const answer = await t.student.nearestNeighbours?.(
          t.tensor([
            [0, 0],
            [3, 4],
          ]),
          t.tensor([
            [3, 3],
            [0, 1],
            [3, 4],
          ]),
        );
        const got = t.expectObject(answer as Value, ['index', 'distance']);
        t.expectClose(got.index, t.tensor([1, 2], [2], 'int32'), { what: 'index' });
        t.expectClose(got.distance, t.tensor([1, 0]), { what: 'distance', atol: 2e-3 });
      },
    ),
    atSizes(
      nearestNeighboursAsked,
      shown(randomInput, 1.25, {
        en: 'One row number and one distance for each sample, whatever the size of the training set.',
        zh: '不管训练集多大，每个样本得到一个行号和一个距离。',
      }),
      [4, 6, 3],
      [4, 6, 3],
      [1, 5, 2],
      [3, 3, 3],
    ),
    findsCopies(
      shown({ en: 'copies', zh: '复制品' }, 1.25, {
        en: 'Rounding may leave a square just below 0, of which there is no root.',
        zh: '舍入可能使平方略小于 0，而负数没有平方根。',
      }),
      48,
      12,
    ),
  ],
};
