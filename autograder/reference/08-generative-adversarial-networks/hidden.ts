/** The hidden tests of lesson 08: the demands of the visible ones, on other inputs. */
import type { TestsByExercise } from '../../judge/test.js';
import type { Exemptions } from '../../test-kit/contract.js';
import { hidden, unseen } from '../../test-kit/given.js';
import { atSizes, hiddenAtSizes, sameShapeTwice } from '../../test-kit/sizes.js';
import { oneExample, sameShape } from '../../test-kit/words.js';
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

/** Kinds of inputs that an exercise's hidden tests leave out, and why. */
export const exempt: Exemptions = {
  discriminatorLoss: { square: 'scores are one column' },
  generatorLoss: { square: 'scores are one column' },
  ganStep: { square: "the discriminator's last kernel has one column" },
  gradientPenalty: { square: 'the shares are one column' },
};

const step = { batch: 2, noise: 2, features: 2, hidden: 2 };

export const tests: TestsByExercise = {
  modeCoverage: [
    ...hiddenAtSizes(modeCoverageAsked, 0.25),
    neighbouringModes(hidden('two other modes side by side', '另外两个相邻的模式', 0.25)),
    oneNote(hidden('one good note of six', '六种里只画一种', 0.25), 6),
  ],
  discriminatorLoss: [
    atSizes(discriminatorLossAsked, hidden('other counts', '其他个数', 0.25), [3, 7], [6, 2]),
    atSizes(discriminatorLossAsked, unseen(oneExample, 0.25), [1, 1], [1, 4]),
    sameShapeTwice(discriminatorLossAsked, unseen(sameShape, 0.25)),
    lossSlopes('discriminatorLoss', hidden('other slopes', '其他斜率', 0.25), 2, 5),
    sureScores('discriminatorLoss', hidden('other sure scores', '另一些肯定的得分', 0.25)),
  ],
  generatorLoss: [
    atSizes(generatorLossAsked, hidden('other counts', '其他个数', 0.25), [7], [2]),
    atSizes(generatorLossAsked, unseen(oneExample, 0.25), [1]),
    sameShapeTwice(generatorLossAsked, unseen(sameShape, 0.25)),
    lossSlopes('generatorLoss', hidden('other slopes', '其他斜率', 0.25), 6),
    sureScores('generatorLoss', hidden('other sure scores', '另一些肯定的得分', 0.25)),
  ],
  ganStep: [
    playsOnce(
      hidden('other sizes and rates', '其他大小和学习率', 0.75),
      [0.9, 0.5],
      { batch: 5, noise: 1, features: 2, hidden: 4 },
      { batch: 2, noise: 4, features: 3, hidden: 3 },
    ),
    playsOnce(unseen(oneExample, 0.25), [0.7, 0.7], { ...step, batch: 1 }),
    playsOnce(unseen(sameShape, 0.5), [0.8, 0.6], step, step),
    oneStandsStill(hidden('other networks', '其他网络', 0.5), { ...step, hidden: 4 }),
  ],
  gradientPenalty: [
    ...hiddenAtSizes(gradientPenaltyAsked, 0.25),
    atSizes(gradientPenaltyAsked, hidden('one number', '只有一个数', 0.25), [1, 1], [3, 1]),
    linearCritic(hidden('a short slope', '短的斜率', 0.25), [0.3, 0, -0.4], 0.25),
    penaltyTrains(hidden('it trains another critic', '它能训练另一个评分网络', 0.5), 2, 3),
    flatCritic(hidden('another flat critic', '另一个处处相同的评分', 0.25), 2, 4),
  ],
  qualityScore: [
    ...hiddenAtSizes(qualityScoreAsked, 0.25),
    sureClasses(hidden('sure of ten classes', '对十个类别都肯定', 0.25), 10),
  ],
  nearestNeighbours: [
    ...hiddenAtSizes(nearestNeighboursAsked, 0.25),
    findsCopies(hidden('other copies', '另一些复制品', 0.25), 40, 20),
  ],
};
