/** The tests that students see of pairs, merges, encodings and counts, lesson 09. */
import type { TestsByExercise } from '../../judge/test.js';
import { shown } from '../../test-kit/given.js';
import { randomInput, workedExample } from '../../test-kit/words.js';
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

export const tokenTests: TestsByExercise = {
  mostFrequentPair: [
    tiesOf(
      shown(workedExample, 0.5, {
        en: 'Count each pair of neighbours inside its list; (7, 7) comes twice in [7, 7, 7].',
        zh: '在每个列表内数相邻的两个词元；(7, 7) 在 [7, 7, 7] 中出现两次。',
      }),
      [
        [
          [1, 2, 3],
          [1, 2],
          [3, 1],
        ],
        [1, 2],
      ],
      [
        [
          [7, 7, 7],
          [1, 2],
          [2, 1],
        ],
        [7, 7],
      ],
    ),
    tiesOf(
      shown({ en: 'equally frequent pairs', zh: '次数相同的对' }, 0.5, {
        en: 'Of equals the smaller first token, then the smaller second; compare numbers, not texts.',
        zh: '次数相同时取第一个词元较小的，再取第二个较小的；按数比较，不按文本。',
      }),
      [
        [
          [3, 1],
          [2, 9],
          [2, 4],
        ],
        [2, 4],
      ],
      [
        [
          [10, 1],
          [9, 1],
        ],
        [9, 1],
      ],
      [
        [
          [5, 10],
          [5, 9],
        ],
        [5, 9],
      ],
    ),
    pairsOfLists(
      shown(randomInput, 0.75, {
        en: 'No pair reaches from one list into the next, and (1, 2) is not (2, 1).',
        zh: '一对词元不会跨越两个列表，而且 (1, 2) 不同于 (2, 1)。',
      }),
      4,
      0,
      6,
    ),
    noPair(
      shown({ en: 'no pair at all', zh: '没有任何一对' }, 0.25, {
        en: 'Lists of one token or none have no pair: the answer is undefined.',
        zh: '只有一个词元或为空的列表没有对：答案是 undefined。',
      }),
      [[4], [], [5]],
    ),
  ],
  mergePair: [
    mergedLists(
      shown(workedExample, 0.5, {
        en: 'From left to right; go on behind what was merged.',
        zh: '从左到右；从合并处之后继续。',
      }),
      [[5, 5, 5, 6], [5, 5], 9, [9, 5, 6]],
      [[1, 2, 3, 1, 2], [1, 2], 7, [7, 3, 7]],
    ),
    mergesAndBack(
      shown(randomInput, 1, {
        en: 'Two tokens become one wherever they stand; undone, the list must be the old one.',
        zh: '凡是出现之处，两个词元都变成一个；撤销之后应是原来的列表。',
      }),
      3,
      8,
    ),
    mergedLists(
      shown({ en: 'short lists', zh: '短的列表' }, 0.5, {
        en: 'A list without the pair comes back as it is.',
        zh: '不含这一对的列表原样返回。',
      }),
      [[], [1, 2], 5, []],
      [[1], [1, 2], 5, [1]],
      [[2, 1], [1, 2], 5, [2, 1]],
      [[1, 2], [1, 2], 5, [5]],
    ),
  ],
  encodeBpe: [
    encodedLists(
      shown(workedExample, 0.5, {
        en: 'The first merge goes first, wherever it stands; it leaves nothing that the second could take.',
        zh: '第一个合并先做，不论在哪里；之后第二个已无可合并。',
      }),
      [
        [1, 2, 3],
        [
          [2, 3],
          [1, 2],
        ],
        4,
        [1, 4],
      ],
      [
        [1, 2, 3],
        [
          [1, 2],
          [4, 3],
        ],
        4,
        [5],
      ],
    ),
    encodesLikeReference(
      shown(randomInput, 1, {
        en: 'Merge i makes the token firstNew + i, everywhere, before merge i + 1 is tried.',
        zh: '第 i 个合并得到词元 firstNew + i，先处处做完，再试第 i + 1 个。',
      }),
      3,
      8,
    ),
    encodedLists(
      shown({ en: 'nothing to merge', zh: '没有可合并的' }, 0.5, {
        en: 'Without merges, or without their pairs, the tokens stay.',
        zh: '没有合并规则，或没有相应的对，词元保持不变。',
      }),
      [[3, 3, 1], [], 4, [3, 3, 1]],
      [[], [[1, 2]], 4, []],
      [
        [2, 1, 2, 1],
        [
          [1, 1],
          [1, 2],
        ],
        3,
        [2, 4, 1],
      ],
    ),
  ],
  bigramLoss: [
    lossesOf(
      shown(workedExample, 0.5, {
        en: 'Behind 0 come 1 and 0, once each; behind 1 comes 0.',
        zh: '0 之后出现过 1 和 0，各一次；1 之后出现过 0。',
      }),
      [
        [[0, 1, 0, 0]],
        [
          [1, 0],
          [0, 0],
        ],
        2,
        0,
        Math.log(2) / 2,
      ],
      [
        [[0, 1, 0, 0]],
        [
          [1, 0],
          [0, 0],
        ],
        2,
        1,
        (Math.log(1.5) + Math.log(2)) / 2,
      ],
    ),
    lossesOfLists(
      shown(randomInput, 1, {
        en: 'Above stands the count of the pair plus the smoothing, below that of all pairs with the same first token plus V times the smoothing.',
        zh: '分子是这一对的次数加平滑，分母是第一个词元相同的所有对的次数加 V 倍平滑。',
      }),
      4,
      0.5,
      3,
    ),
    probabilitiesSumToOne(
      shown({ en: 'probabilities', zh: '概率' }, 0.75, {
        en: 'What may follow a token has probabilities that sum to 1.',
        zh: '一个词元之后各种可能的概率之和为 1。',
      }),
      4,
      0.3,
    ),
    lossesOf(
      shown({ en: 'the impossible', zh: '不可能的事' }, 0.75, {
        en: 'A pair that was never counted, and a first token that was never counted, cost Infinity without smoothing.',
        zh: '没有平滑时，从未数到的对，以及从未数到的第一个词元，代价都是 Infinity。',
      }),
      [
        [[0, 1, 0, 0]],
        [
          [1, 0],
          [1, 1],
        ],
        2,
        0,
        Infinity,
      ],
      [[[0, 1, 0, 0]], [[2, 0]], 3, 0, Infinity],
      [[[0, 1, 0, 0]], [[2, 0]], 3, 2, Math.log(3)],
    ),
  ],
};
