/** The hidden tests of lesson 12: the demands of the visible ones, on other inputs. */
import type { TestsByExercise } from '../../judge/test.js';
import type { Exemptions } from '../../test-kit/contract.js';
import { hidden, unseen } from '../../test-kit/given.js';
import { atSizes, hiddenAtSizes } from '../../test-kit/sizes.js';
import { oneExample, sameShape } from '../../test-kit/words.js';
import {
  attentionAsked,
  blockAsked,
  cuts,
  firstOfSeveral,
  forgetsScale,
  goesRound,
  joins,
  knowsNoOrder,
  likeConvolution,
  onePixel,
  overtakes,
  rollsOut,
  sameEverywhere,
  sumsToOne,
} from './demands.js';

/** Kinds of inputs that an exercise's hidden tests leave out, and why. */
const always = 'Of one width D, wOut is always square and wQkv never.';
export const exempt: Exemptions = {
  multiHeadAttention: { square: always, notSquare: always },
  preNormBlock: { square: always, notSquare: always },
};

const one = { batch: 1, rows: 2, columns: 3, size: 2, channels: 2 };
const embedded = { ...one, width: 3 };
const layer = { layers: 2, batch: 1, heads: 2, count: 3 };
const others = [
  { batch: 2, rows: 4, columns: 1, size: 3, channels: 1 },
  { batch: 2, rows: 1, columns: 3, size: 4, channels: 2 },
  { batch: 3, rows: 3, columns: 3, size: 2, channels: 1 },
];

export const tests: TestsByExercise = {
  patchify: [
    cuts(hidden('other pictures', '另一些图片', 0.5), ...others),
    cuts(unseen(oneExample, 0.25), one),
    cuts(unseen(sameShape, 0.25), one, one),
    onePixel(hidden('another white pixel', '另一个白色像素', 0.25), {
      ...one,
      batch: 3,
      columns: 5,
    }),
  ],
  unpatchify: [
    joins(hidden('other patches', '另一些图块', 0.5), ...others),
    joins(unseen(oneExample, 0.25), one),
    joins(unseen(sameShape, 0.25), one, one),
  ],
  patchEmbed: [
    likeConvolution(
      hidden('other pictures', '另一些图片', 0.25),
      { batch: 2, rows: 4, columns: 1, size: 3, channels: 1, width: 2 },
      { batch: 3, rows: 1, columns: 2, size: 2, channels: 2, width: 8 },
      { batch: 2, rows: 3, columns: 3, size: 1, channels: 2, width: 2 },
    ),
    likeConvolution(unseen(oneExample, 0.25), embedded),
    likeConvolution(unseen(sameShape, 0.25), embedded, embedded),
    sameEverywhere(hidden('another patch everywhere', '处处是另一个图块', 0.25), {
      ...embedded,
      rows: 3,
    }),
  ],
  multiHeadAttention: [
    ...hiddenAtSizes(attentionAsked(2), 0.25),
    atSizes(attentionAsked(1), hidden('one head', '一个头', 0.75), [2, 3, 4], [3, 5, 2], [1, 2, 3]),
    knowsNoOrder(hidden('another order', '另一种顺序', 0.5), 3, 4),
  ],
  preNormBlock: [
    ...hiddenAtSizes(blockAsked(2), 0.25),
    goesRound(hidden('another block that says nothing', '另一个什么也不说的块', 0.25), 3),
    forgetsScale(hidden('other small and large inputs', '另一些很小和很大的输入', 0.5), 3),
  ],
  attentionRollout: [
    rollsOut(
      hidden('other layers', '另一些层', 0.25),
      { layers: 3, batch: 2, heads: 2, count: 2 },
      { layers: 4, batch: 1, heads: 1, count: 3 },
    ),
    rollsOut(unseen(oneExample, 0.25), layer),
    rollsOut(unseen(sameShape, 0.25), layer, layer),
    sumsToOne(hidden('rows of other shares', '另一些份额的行', 0.25), {
      layers: 2,
      batch: 3,
      heads: 3,
      count: 5,
    }),
  ],
  crossing: [
    overtakes(hidden('other curves', '另一些曲线', 0.75), 2, 4, null, 0, 5),
    firstOfSeveral(hidden('other ties', '另一些打平', 0.25)),
  ],
};
