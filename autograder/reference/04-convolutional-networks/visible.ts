/** The tests that students see, lesson 04. */
import { type TestsByExercise, test } from '../../judge/test.js';
import type { Value } from '../../judge/value.js';
import { shown } from '../../test-kit/given.js';
import { randomInput, workedExample } from '../../test-kit/words.js';
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
  poolsAndSlopes,
  seesPixels,
} from './network-demands.js';

/** Lists of one channel or filter. */
const deepest = (rows: number[][]): number[][][] => rows.map((row) => row.map((v) => [v]));
const picture = [
  [1, 2, 3],
  [4, 5, 6],
  [7, 8, 9],
];

export const tests: TestsByExercise = {
  conv2d: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'This filter adds to each pixel twice the one below it at the right; outside there are zeros.',
          zh: '这个滤波器给每个像素加上它右下方像素的两倍；图片之外都是 0。',
        }),
        kind: 'value',
      },
      async (t) => {
        const filter = [
          [[[1]], [[0]]],
          [[[0]], [[2]]],
        ];
        t.expectClose(
          (await t.student.conv2d?.(deepest(picture), filter, 1, 'valid')) as Value,
          deepest([
            [11, 14],
            [20, 23],
          ]),
        );
        t.expectClose(
          (await t.student.conv2d?.(deepest(picture), filter, 1, 'same')) as Value,
          deepest([
            [11, 14, 3],
            [20, 23, 6],
            [7, 8, 9],
          ]),
        );
      },
    ),
    convolvesLists(
      shown({ en: 'windows inside, with steps', zh: '窗口在图片内，带步长' }, 1, {
        en: 'With `valid` nothing is added; the last window ends before the picture does. Sum over the channels too.',
        zh: '用 `valid` 时不补零；最后一个窗口不超出图片。对通道也要求和。',
      }),
      { height: 5, width: 4, kernel: [2, 3], channels: 2, filters: 3, stride: 1, padding: 'valid' },
      { height: 7, width: 6, kernel: [3, 2], channels: 3, filters: 2, stride: 2, padding: 'valid' },
    ),
    convolvesLists(
      shown({ en: 'zeros around, with steps', zh: '四周补零，带步长' }, 1, {
        en: 'With `same` the zeros of an axis are shared out, an odd one behind; their number depends on the stride.',
        zh: '用 `same` 时零分在一个轴的两边，多出的一个放在后面；零的个数取决于步长。',
      }),
      { height: 4, width: 5, kernel: [2, 3], channels: 2, filters: 2, stride: 1, padding: 'same' },
      { height: 6, width: 5, kernel: [3, 3], channels: 1, filters: 3, stride: 2, padding: 'same' },
      { height: 6, width: 4, kernel: [1, 4], channels: 1, filters: 2, stride: 3, padding: 'same' },
      { height: 4, width: 3, kernel: [3, 1], channels: 1, filters: 2, stride: 1, padding: 'same' },
      { height: 7, width: 5, kernel: [4, 2], channels: 2, filters: 1, stride: 3, padding: 'same' },
    ),
    movesAlong(
      shown({ en: 'what moves, moves in the answer', zh: '输入移动，输出也移动' }, 0.5, {
        en: 'The same weights are used at every place.',
        zh: '每个位置都用同一组权重。',
      }),
      1,
      1,
    ),
  ],
  im2col: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'The first row is the window at the top left, line by line.',
          zh: '第一行是左上角的窗口，逐行排开。',
        }),
        kind: 'value',
      },
      async (t) => {
        const x = t.tensor(picture.flat(), [1, 3, 3, 1]);
        const rows = [
          [1, 2, 4, 5],
          [2, 3, 5, 6],
          [4, 5, 7, 8],
          [5, 6, 8, 9],
        ];
        t.expectClose((await t.student.im2col?.(x, [2, 2], 1)) as Value, t.tensor(rows));
      },
    ),
    windowsAsRows(
      shown({ en: 'random pictures', zh: '随机图片' }, 1.5, {
        en: 'Rows go by picture, row, column; the numbers of a row by row, column, channel of the window.',
        zh: '各行按图片、行、列排列；一行之内按窗口的行、列、通道排列。',
      }),
      { batch: 2, height: 4, width: 5, kernel: [2, 3], channels: 2, stride: 1 },
      { batch: 2, height: 5, width: 6, kernel: [3, 2], channels: 3, stride: 2 },
    ),
    countsWindows(
      shown({ en: 'as many windows as there are', zh: '窗口的个数' }, 0.5, {
        en: 'Along an axis there are floor((size - window) / stride) + 1 of them.',
        zh: '一个轴上的窗口数是 floor((size - window) / stride) + 1。',
      }),
      2,
    ),
  ],
  conv2dFast: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'One row of the product is one window.',
          zh: '乘积的一行对应一个窗口。',
        }),
        kind: 'value',
      },
      async (t) => {
        const x = t.tensor(picture.flat(), [1, 3, 3, 1]);
        const w = t.tensor([1, 0, 0, 2], [2, 2, 1, 1]);
        t.expectClose(
          (await t.student.conv2dFast?.(x, w, 1, 'valid')) as Value,
          t.tensor([11, 14, 20, 23], [1, 2, 2, 1]),
        );
        t.expectClose(
          (await t.student.conv2dFast?.(x, w, 1, 'same')) as Value,
          t.tensor([11, 14, 3, 20, 23, 6, 7, 8, 9], [1, 3, 3, 1]),
        );
      },
    ),
    convolvesBatches(
      shown(randomInput, 1, {
        en: 'The filters as a matrix have a row for each number of a window; the zeros come first.',
        zh: '滤波器写成矩阵时，窗口里的每个数对应一行；先补零。',
      }),
      {
        batch: 2,
        height: 5,
        width: 4,
        kernel: [2, 3],
        channels: 2,
        filters: 3,
        stride: 1,
        padding: 'valid',
      },
      {
        batch: 2,
        height: 4,
        width: 6,
        kernel: [3, 2],
        channels: 3,
        filters: 2,
        stride: 2,
        padding: 'same',
      },
      {
        batch: 2,
        height: 6,
        width: 4,
        kernel: [1, 4],
        channels: 1,
        filters: 2,
        stride: 3,
        padding: 'same',
      },
      {
        batch: 1,
        height: 5,
        width: 4,
        kernel: [4, 1],
        channels: 1,
        filters: 2,
        stride: 1,
        padding: 'same',
      },
      {
        batch: 3,
        height: 5,
        width: 7,
        kernel: [4, 3],
        channels: 1,
        filters: 2,
        stride: 3,
        padding: 'same',
      },
    ),
    keepsPicture(
      shown({ en: 'a filter that changes nothing', zh: '什么也不改变的滤波器' }, 0.5, {
        en: 'A filter of 3 by 3 with a 1 in its middle gives the picture back: one zero on each side.',
        zh: '正中是 1 的 3×3 滤波器会原样返回图片：四边各补一个零。',
      }),
      3,
    ),
  ],
  maxPool2d: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'The 5 is the largest of the only window; the last column fills none.',
          zh: '5 是唯一一个窗口里最大的；最后一列填不满窗口。',
        }),
        kind: 'value',
      },
      async (t) => {
        const x = t.tensor([1, 5, 0, 2, 3, 9], [1, 2, 3, 1]);
        const answer = await t.student.maxPool2d?.(x, t.tensor([7], [1, 1, 1, 1]), 2);
        t.expectClose(answer as Value, {
          y: t.tensor([5], [1, 1, 1, 1]),
          dx: t.tensor([0, 7, 0, 0, 0, 0], [1, 2, 3, 1]),
        });
      },
    ),
    poolsAndSlopes(
      shown({ en: 'windows that fill the picture', zh: '窗口正好填满图片' }, 1.5, {
        en: 'Each picture and each channel has its own windows; a gradient goes to the largest pixel alone.',
        zh: '每张图片、每个通道各有自己的窗口；梯度只给最大的像素。',
      }),
      { batch: 2, height: 4, width: 6, channels: 2, size: 2 },
      { batch: 1, height: 3, width: 6, channels: 1, size: 3 },
    ),
    poolsAndSlopes(
      shown({ en: 'rows and columns left over', zh: '多出来的行和列' }, 1, {
        en: 'What fills no window is left out, and its gradient is 0; dx has the shape of x.',
        zh: '填不满窗口的部分不参与，梯度为 0；dx 的形状与 x 相同。',
      }),
      { batch: 2, height: 5, width: 4, channels: 1, size: 2 },
      { batch: 1, height: 4, width: 5, channels: 2, size: 3 },
    ),
  ],
  parameterCount: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'Four filters of nine weights, each with a bias; then 144 numbers for each of ten units.',
          zh: '四个滤波器各有九个权重和一个偏置；然后十个单元各接 144 个数。',
        }),
        kind: 'value',
      },
      async (t) => {
        const layers = [
          { type: 'conv', size: 3, filters: 4 },
          { type: 'flatten' },
          { type: 'dense', units: 10 },
        ];
        t.expectClose(
          (await t.student.parameterCount?.([8, 8, 1], layers)) as Value,
          [40, 0, 1450],
        );
      },
    ),
    countsParameters(
      shown({ en: 'networks of all kinds of layers', zh: '含各种层的网络' }, 1, {
        en: 'Carry height, width and channels from layer to layer; a filter reads all channels of its input.',
        zh: '把高、宽、通道数一层层传下去；滤波器读取输入的所有通道。',
      }),
      [
        { type: 'conv', size: 3 },
        { type: 'pool', size: 2 },
        { type: 'conv', size: 2, padding: 'same' },
        { type: 'flatten' },
        { type: 'dense' },
      ],
      [{ type: 'conv', size: 4, stride: 2 }, { type: 'flatten' }, { type: 'dense' }],
      [{ type: 'conv', size: 2 }, { type: 'globalPool' }, { type: 'dense' }],
      [
        { type: 'conv', size: 4, stride: 2 },
        { type: 'conv', size: 3, stride: 2, padding: 'same' },
        { type: 'flatten' },
        { type: 'dense' },
        { type: 'dense' },
      ],
    ),
    costsOfSize(
      shown({ en: 'what a larger picture costs', zh: '图片变大的代价' }, 0.5, {
        en: 'Filters do not grow with the picture; the inputs of a dense layer behind flatten do.',
        zh: '滤波器不随图片变大；flatten 之后的全连接层的输入会变多。',
      }),
      3,
    ),
  ],
  receptiveField: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'After a stride of 2, neighbours lie two pixels apart.',
          zh: '步长为 2 之后，相邻的值相隔两个像素。',
        }),
        kind: 'value',
      },
      async (t) => {
        const layers = [
          { size: 3, stride: 1 },
          { size: 2, stride: 2 },
          { size: 3, stride: 1 },
        ];
        t.expectClose((await t.student.receptiveField?.(layers)) as Value, [3, 4, 8]);
      },
    ),
    seesPixels(
      shown({ en: 'layers of random sizes', zh: '随机大小的层' }, 0.5, {
        en: 'The field grows by the jump before the layer; the stride changes the jump after it.',
        zh: '感受野按这一层之前的间隔增长；步长改变的是这一层之后的间隔。',
      }),
      2,
      3,
      4,
    ),
  ],
  residualBlock: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'Nothing is added to x, and the last ReLU cuts what is negative.',
          zh: '没有给 x 加任何东西，最后的 ReLU 去掉负数。',
        }),
        kind: 'property',
      },
      async (t) => {
        const zeros = (...shape: number[]) =>
          t.tensor(new Array<number>(shape.reduce((a, b) => a * b, 1)).fill(0), shape);
        const silent = {
          w1: zeros(3, 3, 1, 1),
          b1: zeros(1),
          w2: zeros(3, 3, 1, 1),
          b2: zeros(1),
        };
        const x = t.tensor([1, -2, 3, 4], [1, 2, 2, 1]);
        t.expectClose(
          (await t.student.residualBlock?.(x, silent, 1)) as Value,
          t.tensor([1, 0, 3, 4], [1, 2, 2, 1]),
        );
      },
    ),
    blocks(
      shown({ en: 'the input goes round as it is', zh: '输入原样绕行' }, 1, {
        en: 'The first convolution has a bias and a ReLU, the second a bias; then add x, then the last ReLU.',
        zh: '第一个卷积后有偏置和 ReLU，第二个后有偏置；然后加上 x，最后再做 ReLU。',
      }),
      {
        batch: 2,
        height: 4,
        width: 3,
        channels: 2,
        filters: 2,
        kernel: 3,
        stride: 1,
        hasShortcut: false,
      },
    ),
    blocks(
      shown({ en: 'with a shortcut', zh: '带捷径卷积' }, 1, {
        en: 'The shortcut is a convolution of x with the same stride as the first one.',
        zh: '捷径是对 x 的卷积，步长与第一个卷积相同。',
      }),
      {
        batch: 2,
        height: 5,
        width: 4,
        channels: 2,
        filters: 3,
        kernel: 3,
        stride: 2,
        hasShortcut: true,
      },
      {
        batch: 1,
        height: 3,
        width: 4,
        channels: 3,
        filters: 2,
        kernel: 3,
        stride: 1,
        hasShortcut: true,
      },
    ),
  ],
};
