/** The hidden tests of lesson 10: the demands of the visible ones, on other inputs. */
import type { TestsByExercise } from '../../judge/test.js';
import type { Exemptions } from '../../test-kit/contract.js';
import { hidden } from '../../test-kit/given.js';
import { atSizes, hiddenAtSizes } from '../../test-kit/sizes.js';
import {
  attendAsked,
  attendHeadsAsked,
  blockAsked,
  futureEdited,
  goesRound,
  headsApart,
  looksNowhereElse,
  looksUp,
  masksOf,
  multiHeadAsked,
  onlyDistance,
  paddingEdited,
  waves,
} from './demands.js';
import {
  endsEarly,
  keepsRules,
  likeAll,
  likeGreedy,
  otherBeams,
  sharesOf,
} from './writing-demands.js';

/** Kinds of inputs that an exercise's hidden tests leave out, and why. */
export const exempt: Exemptions = {
  multiHead: { notSquare: 'All four maps are square.' },
  decoderBlock: { notSquare: 'The maps of attention are square.' },
};

export const tests: TestsByExercise = {
  attend: [
    ...hiddenAtSizes(attendAsked('shared'), 0.25),
    atSizes(
      attendHeadsAsked,
      hidden('four axes again', '再看四个轴', 0.5),
      [1, 2, 3, 3, 3],
      [3, 2, 4, 1, 2],
    ),
    looksNowhereElse(hidden('another loud entry', '另一个响亮条目', 0.25)),
    looksUp(hidden('another soft look-up', '另一个软查找', 0.25), 7),
  ],
  causalMask: [masksOf(hidden('one, and many', '一个，以及许多', 0.25), 1, 9)],
  multiHead: [
    ...hiddenAtSizes(multiHeadAsked(2), 0.5),
    headsApart(hidden('three heads do not listen', '三个头互不影响', 0.5), 3),
  ],
  positionWaves: [
    waves(
      hidden('one place, one pair, many places', '一个位置、一对、许多位置', 0.25),
      [1, 8],
      [5, 2],
      [40, 12],
    ),
    onlyDistance(hidden('only the distance, wider', '只有距离，更宽', 0.25), 14),
  ],
  decoderBlock: [
    ...hiddenAtSizes(blockAsked(3, true), 0.5),
    goesRound(hidden('another block that says nothing', '另一个什么也不说的块', 0.25), 3),
    futureEdited(hidden('another future is edited', '改动另一个未来', 0.5), 4),
    paddingEdited(hidden('other padding is edited', '改动另一处填充', 0.25), 4),
  ],
  beamSearch: [
    likeGreedy(hidden('another beam of 1', '另一个宽度为 1 的束', 0.25), 7, 1, 5),
    likeAll(hidden('another beam that keeps all', '另一个全部保留的束', 0.25), 2, 4),
    otherBeams(hidden('beams of 4 and 5', '宽度为 4 和 5 的束', 0.25), 4, 5),
    endsEarly(hidden('ended early again', '再次提前结束', 0.25)),
  ],
  maskForBert: [
    keepsRules(hidden('the rules again', '再看规则', 0.25), 4000, 9),
    keepsRules(hidden('a row of one', '只有一个词元的行', 0.25), 1, 6),
    sharesOf(hidden('how many are chosen of others', '另一些中选中多少', 0.25), 'chosen', 24),
    sharesOf(hidden('what becomes of others', '另一些变成什么', 0.25), 'fates', 44),
  ],
};
