/** The hidden tests of lesson 09: the demands of the visible ones, on other inputs. */
import type { TestsByExercise } from '../../judge/test.js';
import type { Exemptions } from '../../test-kit/contract.js';
import { stable } from '../../test-kit/functions.js';
import { hidden, unseen } from '../../test-kit/given.js';
import { atSizes, hiddenAtSizes } from '../../test-kit/sizes.js';
import { oneExample, sameShape, squareAndOthers } from '../../test-kit/words.js';
import {
  encodedLists,
  encodesLikeReference,
  lossesOf,
  lossesOfLists,
  mergedLists,
  mergesAndBack,
  noPair,
  pairsOfLists,
  probabilitiesSumToOne,
  tiesOf,
} from './demands.js';
import {
  analogies,
  givenAreLeftOut,
  gradientsOfVectors,
  lengthsDoNotCount,
  longVectors,
  lstmStepAsked,
  masksAddUp,
  negativeSamplingLossAsked,
  paddedTexts,
  padsChangeNothing,
  remembers,
} from './tensor-demands.js';

/** Kinds of inputs that an exercise's hidden tests leave out, and why. */
export const exempt: Exemptions = {
  analogy: {
    batchOfOne: 'three words are given and a fourth is the answer: one vector is too few',
  },
  lstmStep: { square: 'the kernel has four times as many columns as there are units' },
};

export const tests: TestsByExercise = {
  mostFrequentPair: [
    pairsOfLists(hidden('larger tokens', '更大的词元', 0.5), 5, 96, 5),
    tiesOf(
      hidden('other equals', '另一些次数相同的', 0.25),
      [
        [
          [100, 20],
          [20, 100],
          [99, 3],
        ],
        [20, 100],
      ],
      [
        [
          [8, 8, 8],
          [1, 300],
          [1, 300],
        ],
        [1, 300],
      ],
    ),
    noPair(hidden('no lists', '没有列表', 0.25), [], [[]]),
  ],
  mergePair: [
    mergesAndBack(hidden('two kinds of tokens', '两种词元', 0.5), 2, 6),
    mergedLists(
      hidden('long runs', '长串', 0.5),
      [[4, 4, 4, 4, 4], [4, 4], 6, [6, 6, 4]],
      [[1, 4, 1, 4, 4, 1], [4, 1], 2, [1, 2, 4, 2]],
    ),
  ],
  encodeBpe: [
    encodesLikeReference(hidden('four kinds of tokens', '四种词元', 0.5), 4, 6),
    encodedLists(
      hidden('bytes', '字节', 0.5),
      [
        [104, 105, 104, 105],
        [
          [104, 105],
          [256, 256],
        ],
        256,
        [257],
      ],
      [
        [97, 97, 97],
        [
          [97, 97],
          [256, 97],
        ],
        256,
        [257],
      ],
    ),
  ],
  bigramLoss: [
    lossesOfLists(hidden('more kinds of tokens', '更多种词元', 0.5), 6, 1, 3),
    probabilitiesSumToOne(hidden('three kinds of tokens', '三种词元', 0.25), 3, 2),
    lossesOf(
      hidden('lists without a pair', '没有对的列表', 0.25),
      [[[1], [0, 1], [], [0, 0]], [[1], [0, 1]], 2, 0, Math.log(2)],
      [[[2]], [[2, 2, 2]], 3, 0, Infinity],
    ),
  ],
  negativeSamplingLoss: [
    ...hiddenAtSizes(negativeSamplingLossAsked, 0.25),
    gradientsOfVectors(hidden('gradients of other sizes', '其他大小的梯度', 0.5), 3, 2, 4),
    stable(
      'negativeSamplingLoss',
      hidden('other long vectors', '另一些很长的向量', 0.25),
      longVectors,
    ),
  ],
  analogy: [
    analogies(unseen(squareAndOthers, 0.25), [6, 6], [8, 2], [5, 7], [10, 3]),
    analogies(unseen(sameShape, 0.25), [7, 4], [7, 4]),
    givenAreLeftOut(hidden('near misses', '差一点的', 0.25)),
    lengthsDoNotCount(hidden('other lengths', '另一些长度', 0.25), 6, 4),
  ],
  padAndMask: [
    paddedTexts(hidden('other texts', '另一些文本', 0.75), [5, 2], [3, 7], [1, 1]),
    masksAddUp(hidden('short rows', '短的行', 0.25), 2),
  ],
  lstmStep: [
    atSizes(lstmStepAsked, unseen(oneExample, 0.25), [1, 3, 2], [1, 2, 4]),
    atSizes(lstmStepAsked, unseen(sameShape, 0.25), [3, 4, 2], [3, 4, 2]),
    atSizes(lstmStepAsked, hidden('other sizes', '其他大小', 0.5), [5, 2, 4], [4, 5, 1], [2, 2, 2]),
    padsChangeNothing(hidden('more padding', '更多的填充', 0.5), 4, 3, 2),
    remembers(hidden('a longer memory', '更大的记忆', 0.5), 3, 2, 5),
  ],
};
