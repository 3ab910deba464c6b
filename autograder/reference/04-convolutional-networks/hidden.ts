/** The hidden tests of lesson 04: the demands of the visible ones, on other inputs. */
import type { TestsByExercise } from '../../judge/test.js';
import type { Exemptions } from '../../test-kit/contract.js';
import { hidden, unseen } from '../../test-kit/given.js';
import { oneExample, sameShape } from '../../test-kit/words.js';
import {
  convolvesBatches,
  convolvesLists,
  countsWindows,
  keepsPicture,
  movesAlong,
  windowsAsRows,
} from './convolution-demands.js';
import {
  blocks,
  costsOfSize,
  countsParameters,
  handsAllBack,
  poolsAndSlopes,
  seesPixels,
  silentBlock,
} from './network-demands.js';

/** Kinds of inputs that an exercise's hidden tests leave out, and why. */
export const exempt: Exemptions = {};

const window = { batch: 1, height: 4, width: 4, kernel: [2, 2], channels: 1, stride: 1 } as const;
const picture = {
  batch: 1,
  height: 4,
  width: 4,
  kernel: [2, 2],
  channels: 2,
  filters: 2,
  stride: 1,
  padding: 'same',
} as const;
const pool = { batch: 1, height: 4, width: 4, channels: 1, size: 2 };
const block = {
  batch: 1,
  height: 3,
  width: 3,
  channels: 2,
  filters: 2,
  kernel: 3,
  stride: 1,
  hasShortcut: false,
};

export const tests: TestsByExercise = {
  conv2d: [
    convolvesLists(
      hidden('other sizes, windows inside', '其他大小，窗口在图片内', 0.75),
      { height: 4, width: 4, kernel: [3, 3], channels: 2, filters: 2, stride: 1, padding: 'valid' },
      { height: 8, width: 5, kernel: [2, 4], channels: 1, filters: 3, stride: 3, padding: 'valid' },
      { height: 3, width: 2, kernel: [3, 2], channels: 2, filters: 2, stride: 2, padding: 'valid' },
    ),
    convolvesLists(
      hidden('other sizes, zeros around', '其他大小，四周补零', 0.75),
      { height: 5, width: 5, kernel: [3, 3], channels: 2, filters: 2, stride: 1, padding: 'same' },
      { height: 5, width: 8, kernel: [2, 5], channels: 1, filters: 2, stride: 2, padding: 'same' },
      { height: 7, width: 4, kernel: [1, 2], channels: 2, filters: 1, stride: 3, padding: 'same' },
    ),
    movesAlong(hidden('moved by a step', '移动一个步长', 0.5), 2, 2),
  ],
  im2col: [
    windowsAsRows(
      hidden('other sizes', '其他大小', 0.5),
      { batch: 2, height: 5, width: 5, kernel: [3, 3], channels: 2, stride: 1 },
      { batch: 3, height: 8, width: 5, kernel: [2, 3], channels: 1, stride: 3 },
      { batch: 2, height: 3, width: 4, kernel: [3, 1], channels: 3, stride: 2 },
    ),
    windowsAsRows(
      unseen(oneExample, 0.25),
      { ...window, channels: 4 },
      { batch: 1, height: 3, width: 5, kernel: [2, 2], channels: 2, stride: 1 },
    ),
    windowsAsRows(unseen(sameShape, 0.25), window, window),
    countsWindows(hidden('windows counted', '数窗口', 0.5), 3),
  ],
  conv2dFast: [
    convolvesBatches(
      hidden('other sizes', '其他大小', 0.25),
      {
        batch: 2,
        height: 5,
        width: 5,
        kernel: [3, 3],
        channels: 2,
        filters: 2,
        stride: 1,
        padding: 'same',
      },
      {
        batch: 2,
        height: 7,
        width: 5,
        kernel: [2, 5],
        channels: 1,
        filters: 3,
        stride: 2,
        padding: 'same',
      },
      {
        batch: 2,
        height: 6,
        width: 4,
        kernel: [1, 3],
        channels: 3,
        filters: 1,
        stride: 3,
        padding: 'valid',
      },
    ),
    convolvesBatches(unseen(oneExample, 0.25), picture),
    convolvesBatches(unseen(sameShape, 0.25), picture, picture),
    keepsPicture(
      hidden('a larger filter that changes nothing', '更大的、什么也不改变的滤波器', 0.25),
      5,
    ),
  ],
  maxPool2d: [
    poolsAndSlopes(
      hidden('other sizes', '其他大小', 0.75),
      { batch: 2, height: 6, width: 6, channels: 2, size: 3 },
      { batch: 3, height: 7, width: 5, channels: 1, size: 2 },
      { batch: 1, height: 3, width: 4, channels: 2, size: 1 },
    ),
    poolsAndSlopes(unseen(oneExample, 0.25), { ...pool, channels: 3 }),
    poolsAndSlopes(unseen(sameShape, 0.5), pool, pool),
    handsAllBack(hidden('what goes back is what came', '传回的等于收到的', 0.5), {
      batch: 2,
      height: 5,
      width: 7,
      channels: 2,
      size: 2,
    }),
  ],
  parameterCount: [
    countsParameters(
      hidden('other networks', '另一些网络', 0.75),
      [
        { type: 'pool', size: 3 },
        { type: 'conv', size: 3, stride: 2 },
        { type: 'conv', size: 1 },
        { type: 'flatten' },
        { type: 'dense' },
      ],
      [
        { type: 'conv', size: 4, stride: 3, padding: 'same' },
        { type: 'conv', size: 2 },
        { type: 'globalPool' },
        { type: 'dense' },
        { type: 'dense' },
      ],
      [{ type: 'flatten' }, { type: 'dense' }],
    ),
    costsOfSize(hidden('a larger filter and picture', '更大的滤波器和图片', 0.25), 5),
  ],
  receptiveField: [seesPixels(hidden('deeper networks', '更深的网络', 1), 1, 3, 5)],
  residualBlock: [
    blocks(
      hidden('other sizes', '其他大小', 1),
      {
        batch: 2,
        height: 4,
        width: 4,
        channels: 3,
        filters: 3,
        kernel: 1,
        stride: 1,
        hasShortcut: false,
      },
      {
        batch: 2,
        height: 6,
        width: 5,
        channels: 1,
        filters: 2,
        kernel: 3,
        stride: 3,
        hasShortcut: true,
      },
      {
        batch: 2,
        height: 3,
        width: 4,
        channels: 2,
        filters: 2,
        kernel: 3,
        stride: 2,
        hasShortcut: true,
      },
    ),
    blocks(unseen(oneExample, 0.25), { ...block, width: 4 }),
    blocks(unseen(sameShape, 0.25), block, block),
    silentBlock(hidden('a silent block', '沉默的块', 1), 3),
  ],
};
