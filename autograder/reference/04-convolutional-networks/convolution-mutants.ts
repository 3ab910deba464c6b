/** Typical wrong convolutions. */
import { type Tensor2D, type Tensor4D, tf } from '../../../src/backend/tf.js';
import type { Mutant } from '../parts.js';
import type { Padding } from './convolution-demands.js';
import { conv2d, conv2dFast, im2col } from './solution.js';

type Lists = number[][][];
type Filters = number[][][][];
type ByLists = (x: Lists, filters: Filters, stride: number, padding: Padding) => unknown;

const turned = (filters: Filters): Filters =>
  [...filters].reverse().map((row) => [...row].reverse());

/** The zeros of an axis, `ahead` of them before the first pixel, then windows inside. */
const paddedBy =
  (ahead: (zeros: number) => number, zerosOf = sameZeros): ByLists =>
  (x, filters, stride, padding) => {
    if (padding === 'valid') return conv2d(x, filters, stride, padding);
    const [rows, columns] = [x.length, x[0]?.length ?? 0];
    const [height, width] = [filters.length, filters[0]?.length ?? 0];
    const black = new Array<number>(x[0]?.[0]?.length ?? 0).fill(0);
    const along = <T>(line: T[], zero: T, size: number, window: number): T[] => {
      const zeros = zerosOf(size, window, stride);
      const before = ahead(zeros);
      return [
        ...new Array<T>(before).fill(zero),
        ...line,
        ...new Array<T>(zeros - before).fill(zero),
      ];
    };
    const wide = x.map((line) => along(line, black, columns, width));
    const empty = (wide[0] ?? []).map(() => black);
    return conv2d(along(wide, empty, rows, height), filters, stride, 'valid');
  };

function sameZeros(size: number, window: number, stride: number): number {
  return Math.max((Math.ceil(size / stride) - 1) * stride + window - size, 0);
}

export const conv2dMutants: readonly Mutant[] = [
  {
    name: 'filter turned round',
    guess: {
      en: 'The filter is turned round, as in mathematics: here x goes with w at the same u and v.',
      zh: '滤波器被翻转了，像数学里的卷积；这里 x 与同样 u、v 处的 w 相乘。',
    },
    fn: ((x, filters, stride, padding) => conv2d(x, turned(filters), stride, padding)) as ByLists,
  },
  {
    name: 'odd zero before',
    guess: {
      en: 'An odd row or column of zeros belongs behind: round half of them down for what comes before.',
      zh: '多出的一行或一列零应放在后面：前面放一半，向下取整。',
    },
    fn: paddedBy((zeros) => Math.ceil(zeros / 2)),
  },
  {
    name: 'all zeros behind',
    guess: {
      en: 'All zeros lie behind the picture: half of them belong before it.',
      zh: '零都放在了图片后面：一半应放在前面。',
    },
    fn: paddedBy(() => 0),
  },
  {
    name: 'zeros without the stride',
    guess: {
      en: 'The number of zeros is that of stride 1: with a larger stride fewer are needed.',
      zh: '补零的个数是步长为 1 时的：步长更大时需要的零更少。',
    },
    fn: paddedBy(
      (zeros) => Math.floor(zeros / 2),
      (_size, window) => window - 1,
    ),
  },
  {
    name: 'stride ignored',
    guess: { en: 'The stride is not used.', zh: '没有使用步长。' },
    fn: ((x, filters, _stride, padding) => conv2d(x, filters, 1, padding)) as ByLists,
  },
  {
    name: 'one window short',
    guess: {
      en: 'With valid padding the last window is missing: there are floor((H - K) / s) + 1 of them.',
      zh: 'valid 时少了最后一个窗口：一共有 floor((H - K) / s) + 1 个。',
    },
    fn: ((x, filters, stride, padding) => {
      const y = conv2d(x, filters, stride, padding);
      return padding === 'same' ? y : y.slice(0, -1).map((line) => line.slice(0, -1));
    }) as ByLists,
  },
  {
    name: 'first channel only',
    guess: {
      en: 'Only the first channel of the picture counts: sum over all of them.',
      zh: '只用了图片的第一个通道：应对所有通道求和。',
    },
    fn: ((x, filters, stride, padding) =>
      conv2d(
        x.map((line) => line.map((pixel) => pixel.slice(0, 1))),
        filters.map((line) => line.map((weights) => weights.slice(0, 1))),
        stride,
        padding,
      )) as ByLists,
  },
  {
    name: 'padding ignored',
    guess: {
      en: 'With same, zeros are missing: half of them, rounded down, lie before, and the rest behind.',
      zh: '用 same 时少补了零：一半（向下取整）在前，其余在后。',
    },
    fn: ((x, filters, stride) => conv2d(x, filters, stride, 'valid')) as ByLists,
  },
];

type AsRows = (x: Tensor4D, kernel: [number, number], stride: number) => unknown;

/** Rows of the answer as `[B P Q, K L, C]`, changed, and back. */
const reordered =
  (
    change: (
      windows: Tensor4D,
      rest: { x: Tensor4D; kernel: [number, number]; stride: number },
    ) => unknown,
  ): AsRows =>
  (x, kernel, stride) => {
    const rows = im2col(x, kernel, stride);
    const windows = tf.reshape(rows, [rows.shape[0], kernel[0], kernel[1], x.shape[3]]);
    return change(windows, { x, kernel, stride });
  };

export const im2colMutants: readonly Mutant[] = [
  {
    name: 'channels first',
    guess: {
      en: 'In a row the channels come first; they belong last, behind row and column of the window.',
      zh: '一行里通道排在了最前；应排在最后，在窗口的行和列之后。',
    },
    fn: reordered((windows) =>
      tf.reshape(tf.transpose(windows, [0, 3, 1, 2]), [windows.shape[0], -1]),
    ),
  },
  {
    name: 'windows column by column',
    guess: {
      en: 'In a row the pixels stand column by column; they belong row by row.',
      zh: '一行里像素是逐列排的；应逐行排。',
    },
    fn: reordered((windows) =>
      tf.reshape(tf.transpose(windows, [0, 2, 1, 3]), [windows.shape[0], -1]),
    ),
  },
  {
    name: 'places before pictures',
    guess: {
      en: 'The rows go by place first and picture second; all windows of one picture belong together.',
      zh: '行先按位置、后按图片排；同一张图片的窗口应排在一起。',
    },
    fn: ((x, kernel, stride) => {
      const rows = im2col(x, kernel, stride);
      const [count, width] = rows.shape;
      const batch = x.shape[0];
      const split = tf.reshape(rows, [batch, count / batch, width]);
      return tf.reshape(tf.transpose(split, [1, 0, 2]), [count, width]);
    }) as AsRows,
  },
  {
    name: 'stride ignored',
    guess: { en: 'The stride is not used.', zh: '没有使用步长。' },
    fn: ((x, kernel) => im2col(x, kernel, 1)) as AsRows,
  },
  {
    name: 'transposed',
    guess: {
      en: 'Windows stand in columns; each of them is to be a row.',
      zh: '窗口排成了列；每个窗口应是一行。',
    },
    fn: ((x, kernel, stride) => tf.transpose(im2col(x, kernel, stride))) as AsRows,
  },
  {
    name: 'windows do not overlap',
    guess: {
      en: 'Windows step by their own size: they step by the stride, and may overlap.',
      zh: '窗口按自己的大小移动：应按步长移动，可以重叠。',
    },
    fn: ((x, kernel) => im2col(x, kernel, Math.max(...kernel))) as AsRows,
  },
];

type Fast = (x: Tensor4D, filters: Tensor4D, stride: number, padding: Padding) => unknown;

export const conv2dFastMutants: readonly Mutant[] = [
  {
    name: 'filter turned round',
    guess: {
      en: 'The filter is turned round: each weight goes with the pixel at its own place of the window.',
      zh: '滤波器被翻转了：每个权重应与窗口里同一位置的像素相乘。',
    },
    fn: ((x, filters, stride, padding) =>
      conv2dFast(x, tf.reverse(filters, [0, 1]), stride, padding)) as Fast,
  },
  {
    name: 'padding ignored',
    guess: {
      en: 'With same, zeros are missing: half of them, rounded down, lie before, and the rest behind.',
      zh: '用 same 时少补了零：一半（向下取整）在前，其余在后。',
    },
    fn: ((x, filters, stride) => conv2dFast(x, filters, stride, 'valid')) as Fast,
  },
  {
    name: 'stride ignored',
    guess: { en: 'The stride is not used.', zh: '没有使用步长。' },
    fn: ((x, filters, _stride, padding) => conv2dFast(x, filters, 1, padding)) as Fast,
  },
  {
    name: 'left as a matrix',
    guess: {
      en: 'The product is still a matrix: give it the shape [B, rows, columns, F].',
      zh: '乘积还是矩阵：应变成 [B, 行, 列, F] 的形状。',
    },
    fn: ((x, filters, stride, padding) => {
      const y = conv2dFast(x, filters, stride, padding);
      return tf.reshape(y, [-1, filters.shape[3]]) as Tensor2D;
    }) as Fast,
  },
  {
    name: 'zeros of stride 1',
    guess: {
      en: 'The zeros are those of stride 1: with a larger stride fewer are needed.',
      zh: '补的零是步长为 1 时的：步长更大时需要的零更少。',
    },
    fn: ((x, filters, stride, padding) => {
      if (padding === 'valid') return conv2dFast(x, filters, stride, padding);
      const [height, width] = filters.shape;
      const around = (size: number): [number, number] => [
        Math.floor((size - 1) / 2),
        Math.ceil((size - 1) / 2),
      ];
      const wide = tf.pad(x, [[0, 0], around(height), around(width), [0, 0]]) as Tensor4D;
      return conv2dFast(wide, filters, stride, 'valid');
    }) as Fast,
  },
  {
    name: 'filters not transposed as the windows',
    guess: {
      en: 'The weights stand in another order than the windows: row, column, channel, then filter.',
      zh: '权重的次序与窗口不同：应为行、列、通道，然后滤波器。',
    },
    fn: ((x, filters, stride, padding) => {
      const [height, width, channels, count] = filters.shape;
      const mixed = tf.reshape(tf.transpose(filters, [2, 0, 1, 3]), [
        height,
        width,
        channels,
        count,
      ]);
      // With one channel the order is the same: there the axes of the window are taken for each other.
      const one = tf.reshape(tf.transpose(filters, [1, 0, 2, 3]), [height, width, channels, count]);
      return conv2dFast(x, (channels === 1 ? one : mixed) as Tensor4D, stride, padding);
    }) as Fast,
  },
];
