/** Typical wrong poolings, counts and blocks. */
import { type Tensor1D, type Tensor4D, tf } from '../../../src/backend/tf.js';
import type { LayerSize } from '../../../src/scratch/index.js';
import type { Mutant } from '../parts.js';
import { maxPool2d, parameterCount, receptiveField, residualBlock } from './solution.js';

type Pool = (x: Tensor4D, dy: Tensor4D, size: number) => unknown;

export const maxPool2dMutants: readonly Mutant[] = [
  {
    name: 'mean instead of largest',
    guess: {
      en: 'y is the mean of each window: take the largest.',
      zh: 'y 是每个窗口的平均值：应取最大值。',
    },
    fn: ((x, dy, size) => ({
      y: tf.avgPool(x, size, size, 'valid'),
      dx: maxPool2d(x, dy, size).dx,
    })) as Pool,
  },
  {
    name: 'gradient to all pixels',
    guess: {
      en: 'Every pixel of a window gets the gradient: only the largest changes y.',
      zh: '窗口里每个像素都得到了梯度：只有最大的像素影响 y。',
    },
    fn: ((x, dy, size) => {
      const { y, dx } = maxPool2d(x, dy, size);
      const ones = tf.onesLike(x) as Tensor4D;
      const spread = tf.mul(maxPool2d(ones, dy, size).dx, 1);
      return { y, dx: tf.where(tf.equal(spread, 0), dx, spread) };
    }) as Pool,
  },
  {
    name: 'gradient of 1',
    guess: {
      en: 'The largest pixels get 1 each: they get what dy says of their window.',
      zh: '最大的像素各得到 1：应得到 dy 里它那个窗口的值。',
    },
    fn: ((x, dy, size) => ({
      y: maxPool2d(x, dy, size).y,
      dx: maxPool2d(x, tf.onesLike(dy) as Tensor4D, size).dx,
    })) as Pool,
  },
  {
    name: 'gradient times pixel',
    guess: {
      en: 'The gradient is multiplied by the pixel itself: the slope of a maximum in its largest is 1.',
      zh: '梯度又乘以了像素本身：最大值对最大的像素的斜率是 1。',
    },
    fn: ((x, dy, size) => {
      const { y, dx } = maxPool2d(x, dy, size);
      return { y, dx: tf.mul(dx, x) };
    }) as Pool,
  },
  {
    name: 'largest over channels',
    guess: {
      en: 'Channels are compared with each other: each has its own windows.',
      zh: '不同通道互相比较了：每个通道有自己的窗口。',
    },
    fn: ((x, dy, size) => {
      const { y, dx } = maxPool2d(x, dy, size);
      const tops = tf.max(y, 3, true);
      return { y: tf.add(tf.zerosLike(y), tops), dx };
    }) as Pool,
  },
  {
    name: 'dx of what was used only',
    guess: {
      en: 'dx lacks the rows and columns that fill no window: they have 0, and dx has the shape of x.',
      zh: 'dx 缺少填不满窗口的行和列：它们的梯度是 0，dx 的形状与 x 相同。',
    },
    fn: ((x, dy, size) => {
      const { y, dx } = maxPool2d(x, dy, size);
      const [batch, rows, columns, channels] = dy.shape;
      return { y, dx: tf.slice(dx, 0, [batch, rows * size, columns * size, channels]) };
    }) as Pool,
  },
  {
    name: 'negative pixels taken for 0',
    guess: {
      en: 'Where all pixels of a window are negative y is 0: the largest may lie below 0.',
      zh: '窗口里全是负数时 y 成了 0：最大值可以小于 0。',
    },
    fn: ((x, dy, size) => {
      const { y, dx } = maxPool2d(x, dy, size);
      return { y: tf.relu(y), dx };
    }) as Pool,
  },
];

type Counts = (input: [number, number, number], layers: LayerSize[]) => unknown;

export const parameterCountMutants: readonly Mutant[] = [
  {
    name: 'biases forgotten',
    guess: {
      en: 'The biases are missing: one for each filter and each unit.',
      zh: '少了偏置：每个滤波器、每个单元各有一个。',
    },
    fn: ((input, layers) =>
      parameterCount(input, layers).map((count, i) => {
        const layer = layers[i];
        if (layer?.type === 'conv') return count - layer.filters;
        return layer?.type === 'dense' ? count - layer.units : count;
      })) as Counts,
  },
  {
    name: 'one bias a layer',
    guess: {
      en: 'A layer has one bias for each filter or unit, not one in all.',
      zh: '一层里每个滤波器或单元各有一个偏置，而不是一共一个。',
    },
    fn: ((input, layers) =>
      parameterCount(input, layers).map((count, i) => {
        const layer = layers[i];
        if (layer?.type === 'conv') return count - layer.filters + 1;
        return layer?.type === 'dense' ? count - layer.units + 1 : count;
      })) as Counts,
  },
  {
    name: 'channels forgotten',
    guess: {
      en: 'A filter reads all channels of its input: count its weights for each of them.',
      zh: '滤波器读取输入的所有通道：每个通道都要计权重。',
    },
    fn: ((input, layers) => {
      let channels = input[2];
      return parameterCount(input, layers).map((count, i) => {
        const layer = layers[i];
        if (layer?.type !== 'conv') return count;
        const before = channels;
        channels = layer.filters;
        return count - (before - 1) * layer.size ** 2 * layer.filters;
      });
    }) as Counts,
  },
  {
    name: 'running total',
    guess: {
      en: 'The counts are added up on the way: give one for each layer.',
      zh: '一路累加了：应给出每一层各自的个数。',
    },
    fn: ((input, layers) => {
      let sum = 0;
      return parameterCount(input, layers).map((count) => {
        sum += count;
        return sum;
      });
    }) as Counts,
  },
  {
    name: 'strides ignored',
    guess: {
      en: 'The stride is not used: a picture shrinks by it.',
      zh: '没有使用步长：图片会按步长缩小。',
    },
    fn: ((input, layers) =>
      parameterCount(
        input,
        layers.map((layer) => (layer.type === 'conv' ? { ...layer, stride: 1 } : layer)),
      )) as Counts,
  },
  {
    name: 'same padding everywhere',
    guess: {
      en: 'A conv that says nothing has valid padding, so its picture shrinks.',
      zh: 'conv 没有写明时用 valid 填充，图片会变小。',
    },
    fn: ((input, layers) =>
      parameterCount(
        input,
        layers.map((layer) => (layer.type === 'conv' ? { ...layer, padding: 'same' } : layer)),
      )) as Counts,
  },
  {
    name: 'pooling ignored',
    guess: {
      en: 'A pool has no parameters, but it makes the picture smaller.',
      zh: '池化没有参数，但会让图片变小。',
    },
    fn: ((input, layers) => {
      const counts = parameterCount(
        input,
        layers.filter(({ type }) => type !== 'pool'),
      );
      return layers.map(({ type }) => (type === 'pool' ? 0 : counts.shift()));
    }) as Counts,
  },
];

type Windows = { size: number; stride: number }[];

/** The field by another rule for field and jump. */
const byRule =
  (rule: (field: number, jump: number, layer: Windows[number]) => [number, number]) =>
  (layers: Windows): number[] => {
    let [field, jump] = [1, 1];
    return layers.map((layer) => {
      [field, jump] = rule(field, jump, layer);
      return field;
    });
  };

export const receptiveFieldMutants: readonly Mutant[] = [
  {
    name: 'sizes multiplied',
    guess: {
      en: 'Windows overlap, so fields do not multiply: each layer adds (size - 1) jumps.',
      zh: '窗口会重叠，感受野不是相乘：每层增加 (size - 1) 个间隔。',
    },
    fn: byRule((field, jump, { size }) => [field * size, jump]),
  },
  {
    name: 'jump ignored',
    guess: {
      en: 'Behind a stride, neighbours lie further apart: multiply by the jump.',
      zh: '经过步长之后，相邻的值相隔更远：应乘以间隔。',
    },
    fn: byRule((field, jump, { size }) => [field + size - 1, jump]),
  },
  {
    name: 'jump too early',
    guess: {
      en: "A layer's own stride counts only for the layers behind it.",
      zh: '一层自己的步长只影响它后面的层。',
    },
    fn: byRule((field, jump, { size, stride }) => [
      field + (size - 1) * jump * stride,
      jump * stride,
    ]),
  },
  {
    name: 'strides added',
    guess: { en: 'Strides multiply, they do not add up.', zh: '步长是相乘，而不是相加。' },
    fn: byRule((field, jump, { size, stride }) => [field + (size - 1) * jump, jump + stride - 1]),
  },
  {
    name: 'whole size added',
    guess: {
      en: 'A window of k values adds k - 1 jumps: one of its values was there before.',
      zh: '大小为 k 的窗口增加 k - 1 个间隔：有一个值原来就在。',
    },
    fn: byRule((field, jump, { size, stride }) => [field + size * jump, jump * stride]),
  },
  {
    name: 'last only',
    guess: {
      en: 'Give the field after each layer, not after the last alone.',
      zh: '应给出每一层之后的感受野，而不只是最后一层的。',
    },
    fn: (layers: Windows) => receptiveField(layers).slice(-1),
  },
];

interface Block {
  w1: Tensor4D;
  b1: Tensor1D;
  w2: Tensor4D;
  b2: Tensor1D;
  shortcut?: Tensor4D;
}
type AsBlock = (x: Tensor4D, block: Block, stride: number) => unknown;

/** The block's parts, put together in another way. */
const otherwise =
  (
    join: (through: Tensor4D, round: Tensor4D) => unknown,
    { bends = true, biased = true } = {},
  ): AsBlock =>
  (x, { w1, b1, w2, b2, shortcut }, stride) => {
    const first = tf.add(tf.conv2d(x, w1, stride, 'same'), b1) as Tensor4D;
    const inner = (bends ? tf.relu(first) : first) as Tensor4D;
    const second = tf.conv2d(inner, w2, 1, 'same');
    const round = shortcut === undefined ? x : tf.conv2d(x, shortcut, stride, 'same');
    return join((biased ? tf.add(second, b2) : second) as Tensor4D, round);
  };

export const residualBlockMutants: readonly Mutant[] = [
  {
    name: 'no way round',
    guess: {
      en: 'x is never added: the block computes the two convolutions alone.',
      zh: '没有加上 x：这个块只算了两个卷积。',
    },
    fn: otherwise((through) => tf.relu(through)),
  },
  {
    name: 'ReLU before the sum',
    guess: {
      en: 'The last ReLU stands before the sum: add first, then cut.',
      zh: '最后的 ReLU 放在了相加之前：应先相加，再截断。',
    },
    fn: otherwise((through, round) => tf.add(tf.relu(through), round)),
  },
  {
    name: 'no last ReLU',
    guess: {
      en: 'The last ReLU is missing: nothing of the answer is below 0.',
      zh: '少了最后的 ReLU：答案里不应有负数。',
    },
    fn: otherwise((through, round) => tf.add(through, round)),
  },
  {
    name: 'no ReLU between',
    guess: {
      en: 'The ReLU between the convolutions is missing.',
      zh: '两个卷积之间少了 ReLU。',
    },
    fn: otherwise((through, round) => tf.relu(tf.add(through, round)), { bends: false }),
  },
  {
    name: 'second bias forgotten',
    guess: { en: 'b2 is never added.', zh: '没有加上 b2。' },
    fn: otherwise((through, round) => tf.relu(tf.add(through, round)), { biased: false }),
  },
  {
    name: 'shortcut of the filtered',
    guess: {
      en: 'The shortcut starts from what the first convolution gave: it starts from x.',
      zh: '捷径从第一个卷积的结果出发：应从 x 出发。',
    },
    fn: ((x, block, stride) => {
      const { w1, b1, w2, b2, shortcut } = block;
      if (shortcut === undefined) return residualBlock(x, block, stride);
      const inner = tf.relu(tf.add(tf.conv2d(x, w1, stride, 'same'), b1)) as Tensor4D;
      return tf.relu(tf.add(tf.add(tf.conv2d(inner, w2, 1, 'same'), b2), inner));
    }) as AsBlock,
  },
  {
    name: 'strided twice',
    guess: {
      en: 'Both convolutions step by the stride: only the first one does.',
      zh: '两个卷积都用了步长：只有第一个用。',
    },
    fn: ((x, { w1, b1, w2, b2, shortcut }, stride) => {
      const inner = tf.relu(tf.add(tf.conv2d(x, w1, stride, 'same'), b1)) as Tensor4D;
      const outer = tf.add(tf.conv2d(inner, w2, stride, 'same'), b2);
      const round = shortcut === undefined ? x : tf.conv2d(x, shortcut, stride ** 2, 'same');
      return tf.relu(tf.add(outer, round));
    }) as AsBlock,
  },
];
