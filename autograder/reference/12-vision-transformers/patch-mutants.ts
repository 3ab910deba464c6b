/** Typical wrong ways to cut pictures, to join them and to embed patches. */
import {
  type Tensor,
  type Tensor1D,
  type Tensor3D,
  type Tensor4D,
  tf,
} from '../../../src/backend/tf.js';
import type { Mutant } from '../parts.js';
import { patchEmbed, patchify, unpatchify } from './solution.js';

type Shape = [number, number, number];
type Cut = (x: Tensor4D, size: number) => unknown;
type Join = (patches: Tensor3D, shape: Shape, size: number) => unknown;
type Embed = (x: Tensor4D, filters: Tensor4D, bias: Tensor1D) => unknown;

/** The axes of `[B, rows, P, columns, P, C]` in another order. */
const cutBy =
  (...order: number[]): Cut =>
  (x, size) => {
    const [batch, height, width, channels] = x.shape;
    const [rows, columns] = [height / size, width / size];
    const apart = tf.reshape(x, [batch, rows, size, columns, size, channels]);
    return tf.reshape(tf.transpose(apart, order), [batch, rows * columns, size * size * channels]);
  };

export const patchifyMutants: readonly Mutant[] = [
  {
    name: 'reshaped only',
    guess: {
      en: 'A reshape alone cuts lines into pieces: a patch needs pixels of several lines, so axes must change places.',
      zh: '只用 reshape 会把行切成段：图块需要多行的像素，所以轴必须换位置。',
    },
    fn: cutBy(0, 1, 2, 3, 4, 5),
  },
  {
    name: 'columns first',
    guess: {
      en: 'The patches go down the columns first: they go row by row.',
      zh: '图块先沿列向下排了：应逐行排列。',
    },
    fn: cutBy(0, 3, 1, 2, 4, 5),
  },
  {
    name: 'pixels of a patch by column',
    guess: {
      en: 'In a patch the pixels go down the columns first: they go line by line.',
      zh: '图块内的像素先沿列向下排了：应逐行排列。',
    },
    fn: cutBy(0, 1, 3, 4, 2, 5),
  },
  {
    name: 'channels first',
    guess: {
      en: 'In a patch the channels go first: the channels of a pixel stand together, last.',
      zh: '图块内通道排在了最前：一个像素的各通道应连在一起，排在最后。',
    },
    fn: cutBy(0, 1, 3, 5, 2, 4),
  },
  {
    name: 'every size-th pixel',
    guess: {
      en: 'A patch has pixels that lie far apart: neighbours belong together, so the size of a patch is the later axis of each pair.',
      zh: '一个图块里的像素相隔很远：相邻像素应在一起，所以每一对轴中图块大小在后。',
    },
    fn: ((x, size) => {
      const [batch, height, width, channels] = x.shape;
      const [rows, columns] = [height / size, width / size];
      const apart = tf.reshape(x, [batch, size, rows, size, columns, channels]);
      const grouped = tf.transpose(apart, [0, 2, 4, 1, 3, 5]);
      return tf.reshape(grouped, [batch, rows * columns, size * size * channels]);
    }) as Cut,
  },
  {
    name: 'patches as a grid',
    guess: {
      en: 'The patches still lie in rows and columns: a sequence has one axis for them.',
      zh: '图块仍按行和列放着：序列只有一个轴。',
    },
    fn: ((x, size) => {
      const [batch, height, width, channels] = x.shape;
      return patchify(x, size).reshape([
        batch,
        height / size,
        width / size,
        size * size * channels,
      ]);
    }) as Cut,
  },
  {
    name: 'all pictures in one sequence',
    guess: {
      en: 'The patches of all pictures stand in one list: each picture keeps its own.',
      zh: '所有图片的图块排进了一个列表：每张图片应各有自己的。',
    },
    fn: ((x, size) => {
      const patches = patchify(x, size);
      return patches.reshape([-1, patches.shape[2]]);
    }) as Cut,
  },
];

/** The axes of `[B, rows, columns, P, P, C]` in another order. */
const joinBy =
  (...order: number[]): Join =>
  (patches, [height, width, channels], size) => {
    const batch = patches.shape[0];
    const grouped = tf.reshape(patches, [batch, height / size, width / size, size, size, channels]);
    return tf.reshape(tf.transpose(grouped, order), [batch, height, width, channels]);
  };

export const unpatchifyMutants: readonly Mutant[] = [
  {
    name: 'reshaped only',
    guess: {
      en: 'A reshape alone lays the patches one behind the other: a line of the picture is made of several patches.',
      zh: '只用 reshape 会把图块一个接一个排开：图片的一行由多个图块组成。',
    },
    fn: joinBy(0, 1, 2, 3, 4, 5),
  },
  {
    name: 'lines and columns of a patch change places',
    guess: {
      en: 'Each patch is turned over its diagonal: its lines became columns.',
      zh: '每个图块都沿对角线翻转了：它的行变成了列。',
    },
    fn: joinBy(0, 1, 4, 2, 3, 5),
  },
  {
    name: 'patches down the columns',
    guess: {
      en: 'The patches are laid down the columns: they come row by row.',
      zh: '图块沿列向下放了：它们是逐行排列的。',
    },
    fn: ((patches, [height, width, channels], size) => {
      const batch = patches.shape[0];
      const grouped = tf.reshape(patches, [
        batch,
        width / size,
        height / size,
        size,
        size,
        channels,
      ]);
      const apart = tf.transpose(grouped, [0, 2, 3, 1, 4, 5]);
      return tf.reshape(apart, [batch, height, width, channels]);
    }) as Join,
  },
  {
    name: 'height and width change places',
    guess: {
      en: 'Height and width have changed places: `shape` is height, width, channels.',
      zh: '高和宽换了位置：`shape` 是高、宽、通道。',
    },
    fn: ((patches, [height, width, channels], size) =>
      unpatchify(patches, [width, height, channels], size)) as Join,
  },
  {
    name: 'channels first',
    guess: {
      en: 'The channels are read as the first axis of a patch: they are its last.',
      zh: '把通道当成了图块的第一个轴：它应是最后一个。',
    },
    fn: ((patches, [height, width, channels], size) => {
      const batch = patches.shape[0];
      const grouped = tf.reshape(patches, [
        batch,
        height / size,
        width / size,
        channels,
        size,
        size,
      ]);
      const apart = tf.transpose(grouped, [0, 1, 4, 2, 5, 3]);
      return tf.reshape(apart, [batch, height, width, channels]);
    }) as Join,
  },
];

const embedBy =
  (change: (filters: Tensor4D) => Tensor): Embed =>
  (x, filters, bias) =>
    patchEmbed(x, change(filters) as Tensor4D, bias);

export const patchEmbedMutants: readonly Mutant[] = [
  {
    name: 'no bias',
    guess: { en: 'The bias is missing.', zh: '没有加偏置。' },
    fn: ((x, filters) => patchEmbed(x, filters, tf.zeros([filters.shape[3]]) as Tensor1D)) as Embed,
  },
  {
    name: 'filters turned round',
    guess: {
      en: 'The filters are turned round, as in mathematics: a pixel goes with the weight at the same place.',
      zh: '滤波器被翻转了，像数学里的卷积：像素应与同一位置的权重相乘。',
    },
    fn: embedBy((filters) => tf.reverse(filters, [0, 1])),
  },
  {
    name: 'rows and columns of a filter change places',
    guess: {
      en: 'Rows and columns of the filters have changed places: flatten them as they stand.',
      zh: '滤波器的行和列换了位置：应按原样展平。',
    },
    fn: embedBy((filters) => tf.transpose(filters, [1, 0, 2, 3])),
  },
  {
    name: 'filters laid out by their width',
    guess: {
      en: 'Each row of the matrix mixes filters: a column of it is one filter, so reshape, do not transpose.',
      zh: '矩阵的每一行混了不同滤波器：一列才是一个滤波器，所以只 reshape，不要转置。',
    },
    fn: embedBy((filters) => {
      const [size, , channels, width] = filters.shape;
      const mixed = tf.reshape(filters, [width, size * size * channels]);
      return tf.reshape(tf.transpose(mixed), filters.shape);
    }),
  },
  {
    name: 'windows overlap',
    guess: {
      en: 'The windows overlap: the stride is the size of a patch.',
      zh: '窗口重叠了：步长应等于图块大小。',
    },
    fn: ((x, filters, bias) =>
      tf.reshape(tf.add(tf.conv2d(x, filters, 1, 'valid'), bias), [
        x.shape[0],
        -1,
        filters.shape[3],
      ])) as Embed,
  },
  {
    name: 'squashed',
    guess: {
      en: 'Nothing bends the answer here: an embedding is a linear map and a bias.',
      zh: '这里没有激活函数：嵌入只是线性映射加偏置。',
    },
    fn: ((x, filters, bias) => tf.relu(patchEmbed(x, filters, bias))) as Embed,
  },
  {
    name: 'vectors as a grid',
    guess: {
      en: 'The vectors still lie in rows and columns: a sequence has one axis for them.',
      zh: '向量仍按行和列放着：序列只有一个轴。',
    },
    fn: ((x, filters, bias) => {
      const [size, , , width] = filters.shape;
      return patchEmbed(x, filters, bias).reshape([x.shape[0], x.shape[1] / size, -1, width]);
    }) as Embed,
  },
];
