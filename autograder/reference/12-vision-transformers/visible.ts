/** The tests that students see, lesson 12. */
import { type TestsByExercise, test } from '../../judge/test.js';
import type { Value } from '../../judge/value.js';
import { shown } from '../../test-kit/given.js';
import { atSizes } from '../../test-kit/sizes.js';
import { randomInput, workedExample } from '../../test-kit/words.js';
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

const oneToEight = [1, 2, 3, 4, 5, 6, 7, 8];

export const tests: TestsByExercise = {
  patchify: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'The first patch is the square at the top left, read line by line.',
          zh: '第一个图块是左上角的方块，逐行读出。',
        }),
        kind: 'value',
      },
      async (t) => {
        const got = await t.student.patchify?.(t.tensor(oneToEight, [1, 2, 4, 1]), 2);
        const expected = [
          [
            [1, 2, 5, 6],
            [3, 4, 7, 8],
          ],
        ];
        t.expectClose(got as Value, t.tensor(expected));
      },
    ),
    cuts(
      shown({ en: 'pictures of other sizes', zh: '其他大小的图片' }, 1, {
        en: 'Patches go row by row over the picture; in a patch the numbers go by row, column, channel.',
        zh: '图块在图片上逐行排列；图块之内的数按行、列、通道排列。',
      }),
      { batch: 2, rows: 2, columns: 3, size: 2, channels: 1 },
      { batch: 1, rows: 3, columns: 2, size: 3, channels: 2 },
      { batch: 3, rows: 2, columns: 2, size: 2, channels: 3 },
      { batch: 2, rows: 3, columns: 4, size: 1, channels: 2 },
    ),
    onePixel(
      shown({ en: 'one white pixel', zh: '一个白色像素' }, 0.25, {
        en: 'Each pixel belongs to one patch, and no number is lost or made twice.',
        zh: '每个像素只属于一个图块，数既不会丢，也不会重复。',
      }),
      { batch: 2, rows: 3, columns: 2, size: 3, channels: 2 },
    ),
  ],
  unpatchify: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'The first line of the picture is made of the first lines of both patches.',
          zh: '图片的第一行由两个图块各自的第一行组成。',
        }),
        kind: 'value',
      },
      async (t) => {
        const patches = t.tensor([
          [
            [1, 2, 5, 6],
            [3, 4, 7, 8],
          ],
        ]);
        const got = await t.student.unpatchify?.(patches, [2, 4, 1], 2);
        t.expectClose(got as Value, t.tensor(oneToEight, [1, 2, 4, 1]));
      },
    ),
    joins(
      shown({ en: 'patches of other sizes', zh: '其他大小的图块' }, 1.5, {
        en: 'It undoes `patchify`: the same axes, brought back into their old order. Height and width may differ.',
        zh: '它撤销 `patchify`：同样的轴，换回原来的顺序。高和宽可以不同。',
      }),
      { batch: 2, rows: 2, columns: 3, size: 2, channels: 1 },
      { batch: 1, rows: 3, columns: 2, size: 3, channels: 2 },
      { batch: 3, rows: 2, columns: 2, size: 2, channels: 3 },
      { batch: 2, rows: 3, columns: 4, size: 1, channels: 2 },
    ),
  ],
  patchEmbed: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'The first vector: the sum of the patch, and ten times its first pixel; then the bias.',
          zh: '第一个向量：图块之和，以及首个像素的十倍；然后加上偏置。',
        }),
        kind: 'value',
      },
      async (t) => {
        const x = t.tensor(oneToEight, [1, 2, 4, 1]);
        const filters = t.tensor([1, 10, 1, 0, 1, 0, 1, 0], [2, 2, 1, 2]);
        const got = await t.student.patchEmbed?.(x, filters, t.tensor([0, 1]));
        const expected = [
          [
            [14, 11],
            [22, 31],
          ],
        ];
        t.expectClose(got as Value, t.tensor(expected));
      },
    ),
    likeConvolution(
      shown({ en: 'equal to a convolution', zh: '等于卷积' }, 1, {
        en: 'A filter as a column has its numbers in the order of a patch: row, column, channel. Add the bias once.',
        zh: '滤波器写成一列时，数的顺序与图块相同：行、列、通道。偏置加一次。',
      }),
      { batch: 2, rows: 2, columns: 3, size: 2, channels: 1, width: 3 },
      { batch: 1, rows: 3, columns: 2, size: 3, channels: 2, width: 5 },
      { batch: 2, rows: 2, columns: 2, size: 2, channels: 3, width: 4 },
    ),
    sameEverywhere(
      shown({ en: 'the same patch everywhere', zh: '处处是同一个图块' }, 0.5, {
        en: 'One map for all patches: which place a patch has is not told here.',
        zh: '所有图块共用一个映射：这里不说图块在什么位置。',
      }),
      { batch: 2, rows: 2, columns: 3, size: 2, channels: 2, width: 3 },
    ),
  ],
  multiHeadAttention: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'The keys are 0, so each token looks at both alike: each head gives the mean of its values.',
          zh: '键都是 0，所以每个词元同样地看两个词元：每个头给出其值的均值。',
        }),
        kind: 'value',
      },
      async (t) => {
        const weights = {
          wQkv: t.tensor([
            [1, 0, 0, 0, 1, 0],
            [0, 1, 0, 0, 0, 1],
          ]),
          bQkv: t.tensor([0, 0, 0, 0, 0, 0]),
          wOut: t.tensor([
            [1, 0],
            [0, 10],
          ]),
          bOut: t.tensor([0, 1]),
        };
        const x = t.tensor([
          [
            [1, 2],
            [3, 6],
          ],
        ]);
        const got = t.expectObject((await t.student.multiHeadAttention?.(x, weights, 2)) as Value, [
          'y',
          'attention',
        ]);
        const half = new Array<number>(8).fill(0.5);
        t.expectClose(got.attention, t.tensor(half, [1, 2, 2, 2]), { what: 'attention' });
        t.expectClose(got.y, t.tensor([2, 41, 2, 41], [1, 2, 2]), { what: 'y' });
      },
    ),
    atSizes(
      attentionAsked(2),
      shown({ en: 'two heads', zh: '两个头' }, 1.25, {
        en: 'A head is a run of neighbouring columns, d = D / heads of them; scores are divided by the root of d.',
        zh: '一个头是相邻的 d = D / heads 列；得分除以 d 的平方根。',
      }),
      [3, 4, 3],
      [2, 2, 2],
      [1, 5, 1],
    ),
    atSizes(
      attentionAsked(3),
      shown({ en: 'three heads', zh: '三个头' }, 0.75, {
        en: 'The softmax is over the keys, the last axis; behind it the heads stand side by side again.',
        zh: 'softmax 沿键的方向，即最后一个轴；之后各个头重新并排。',
      }),
      [2, 3, 4],
      [1, 4, 2],
    ),
    knowsNoOrder(
      shown({ en: 'other order, same answers', zh: '顺序不同，回答相同' }, 0.5, {
        en: 'Nothing here knows the number of a token: who moves takes the answer along.',
        zh: '这里没有什么知道词元的序号：词元移动，回答也跟着移动。',
      }),
      2,
      5,
    ),
  ],
  preNormBlock: [
    goesRound(
      shown({ en: 'a block that says nothing', zh: '什么也不说的块' }, 1, {
        en: 'With `wOut` and `wDown` of 0 the answer is x with both last biases: x itself goes round, not its norm.',
        zh: '`wOut` 和 `wDown` 为 0 时，答案是 x 加上最后的两个偏置：绕行的是 x 本身，不是归一化后的值。',
      }),
      2,
    ),
    atSizes(
      blockAsked(2),
      shown(randomInput, 2, {
        en: 'Norm, attention, add; norm, up, GELU, down, add. Each norm has its own gamma and beta.',
        zh: '归一化、注意力、相加；归一化、升维、GELU、降维、相加。每个归一化有自己的 gamma 和 beta。',
      }),
      [2, 3, 2, 4],
      [3, 4, 3, 2],
      [1, 2, 4, 3],
    ),
    forgetsScale(
      shown({ en: 'small and large inputs', zh: '很小和很大的输入' }, 0.5, {
        en: 'The 1e-5 stands in the root with the variance, and the norm comes before the attention.',
        zh: '1e-5 与方差一起在根号里；归一化在注意力之前。',
      }),
      2,
    ),
  ],
  attentionRollout: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'The mean of both heads, then half of it and half of the token itself; then the product.',
          zh: '两个头的均值，取一半，再加一半词元自己；然后相乘。',
        }),
        kind: 'value',
      },
      async (t) => {
        const first = t.tensor([1, 0, 1, 0, 1, 0, 0, 1], [1, 2, 2, 2]);
        const second = t.tensor([0, 1, 0, 1], [1, 1, 2, 2]);
        t.expectClose(
          (await t.student.attentionRollout?.([first])) as Value,
          t.tensor([1, 0, 0.25, 0.75], [1, 2, 2]),
        );
        t.expectClose(
          (await t.student.attentionRollout?.([first, second])) as Value,
          t.tensor([0.625, 0.375, 0.25, 0.75], [1, 2, 2]),
        );
      },
    ),
    rollsOut(
      shown({ en: 'other numbers of layers', zh: '其他层数' }, 1, {
        en: 'A later layer stands at the left of the product; each picture has its own.',
        zh: '后面的层在乘积的左边；每张图片各算各的。',
      }),
      { layers: 2, batch: 2, heads: 3, count: 3 },
      { layers: 1, batch: 1, heads: 2, count: 4 },
      { layers: 3, batch: 2, heads: 1, count: 3 },
    ),
    sumsToOne(
      shown({ en: 'rows are shares', zh: '各行是份额' }, 0.5, {
        en: 'Each row of each step sums to 1, and so does each row of the product.',
        zh: '每一步的每一行之和是 1，乘积的每一行也是。',
      }),
      { layers: 3, batch: 2, heads: 2, count: 4 },
    ),
  ],
  crossing: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'It lies half-way between both sizes in their logarithms.',
          zh: '按对数看，它在两个数量的正中间。',
        }),
        kind: 'value',
      },
      async (t) => {
        const got = await t.student.crossing?.([100, 10000], [0.75, 1], [0.5, 1.25]);
        t.expectClose(t.expectNumber(got as Value), 1000, { rtol: 1e-6 });
        const never = await t.student.crossing?.([100, 10000], [0.75, 1], [0.5, 0.75]);
        t.expectClose(never as Value, null);
      },
    ),
    overtakes(
      shown({ en: 'once, or never', zh: '一次，或从不' }, 1, {
        en: 'Find the pair of sizes between which `later` comes from below to above; ahead from the start is no crossing.',
        zh: '找出 `later` 由低变高的那一对数量；从一开始就领先不算交叉。',
      }),
      3,
      null,
      1,
      5,
      0,
    ),
    firstOfSeveral(
      shown({ en: 'ties, and more than one', zh: '打平，以及不止一次' }, 0.5, {
        en: 'The first time counts, and to draw level is enough.',
        zh: '取第一次；打平就算追上。',
      }),
    ),
  ],
};
