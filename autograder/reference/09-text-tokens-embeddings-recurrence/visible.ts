/** The tests that students see, lesson 09. */
import { type TestsByExercise, test } from '../../judge/test.js';
import type { Value } from '../../judge/value.js';
import { stable, worked } from '../../test-kit/functions.js';
import { shown } from '../../test-kit/given.js';
import { atSizes } from '../../test-kit/sizes.js';
import { randomInput, workedExample } from '../../test-kit/words.js';
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
import { tokenTests } from './visible-tokens.js';

const softplus = (value: number): number => Math.log1p(Math.exp(value));
const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

export const tests: TestsByExercise = {
  ...tokenTests,
  negativeSamplingLoss: [
    worked(
      'negativeSamplingLoss',
      shown(workedExample, 0.5, {
        en: 'The products are 2, 0 and -3; the first should be large, the others small.',
        zh: '内积是 2、0 和 -3；第一个应当大，其余应当小。',
      }),
      {
        args: [
          [[1, 0]],
          [
            [
              [2, 5],
              [0, 1],
              [-3, 7],
            ],
          ],
        ],
        expected: softplus(-2) + softplus(0) + softplus(-3),
      },
    ),
    atSizes(
      negativeSamplingLossAsked,
      shown(randomInput, 1, {
        en: 'Add up the drawn ones of each word, then take the mean over the batch.',
        zh: '先把每个词抽到的各项相加，再对批次取平均。',
      }),
      [4, 3, 2],
      [4, 3, 2],
      [1, 2, 3],
      [3, 3, 1],
    ),
    gradientsOfVectors(
      shown({ en: 'gradients', zh: '梯度' }, 0.5, {
        en: 'Gradients must reach both tensors: use operations of tf alone.',
        zh: '梯度必须到达两个张量：只用 tf 的运算。',
      }),
      2,
      3,
      2,
    ),
    stable(
      'negativeSamplingLoss',
      shown({ en: 'long vectors', zh: '很长的向量' }, 0.5, {
        en: 'The logarithm of a sigmoid has a function of its own that does not underflow.',
        zh: 'sigmoid 的对数有一个专门的函数，不会下溢。',
      }),
      longVectors,
    ),
  ],
  analogy: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'Length 1 first: (0, 1) - (1, 0) + (-0.6, 0.8) is (-1.6, 1.8).',
          zh: '先化成长度 1：(0, 1) - (1, 0) + (-0.6, 0.8) 等于 (-1.6, 1.8)。',
        }),
        kind: 'value',
      },
      async (t) => {
        const vectors = t.tensor([
          [2, 0],
          [0, 1],
          [-3, 4],
          [-1, 1],
          [1, 1],
        ]);
        t.expectClose((await t.student.analogy?.(vectors, 0, 1, 2)) as Value, 3);
      },
    ),
    analogies(
      shown(randomInput, 1, {
        en: 'Each vector is brought to length 1 before anything else; b - a + c, and the largest cosine.',
        zh: '首先把每个向量化成长度 1；然后 b - a + c，取余弦最大的。',
      }),
      [7, 3],
      [9, 4],
      [6, 2],
      [5, 5],
      [8, 3],
    ),
    givenAreLeftOut(
      shown({ en: 'the given words are no answer', zh: '给出的词不能作答案' }, 0.75, {
        en: 'One of the three is often nearest; all three are left out.',
        zh: '三个词之一往往最近；三个都要排除。',
      }),
    ),
    lengthsDoNotCount(
      shown({ en: 'lengths do not count', zh: '与长度无关' }, 0.75, {
        en: 'Vectors that are stretched or shrunk keep their direction: the answer stays.',
        zh: '向量伸缩后方向不变：答案也不变。',
      }),
      7,
      3,
    ),
  ],
  padAndMask: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'The first text loses its last token, the second is filled up with 0.',
          zh: '第一段文本丢掉最后一个词元，第二段以 0 填充。',
        }),
        kind: 'value',
      },
      async (t) => {
        const answer = (await t.student.padAndMask?.([[5, 6, 7], [8]], 2)) as Value;
        const got = t.expectObject(answer, ['tokens', 'mask']);
        const tokens = [
          [5, 6],
          [8, 0],
        ];
        t.expectClose(got.tokens, t.tensor(tokens, undefined, 'int32'), { what: 'tokens' });
        t.expectClose(
          got.mask,
          t.tensor([
            [1, 1],
            [1, 0],
          ]),
          { what: 'mask' },
        );
      },
    ),
    paddedTexts(
      shown(randomInput, 1, {
        en: 'Tokens are int32, the mask is float32; a token may be 0 and still be one.',
        zh: '词元为 int32，掩码为 float32；词元可以是 0，仍是词元。',
      }),
      [4, 3],
      [2, 6],
      [1, 4],
    ),
    masksAddUp(
      shown({ en: 'masks add up to lengths', zh: '掩码之和等于长度' }, 0.5, {
        en: 'Each row of the mask has as many ones as the row has tokens.',
        zh: '掩码每一行中 1 的个数等于这一行词元的个数。',
      }),
      5,
    ),
  ],
  lstmStep: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'All sums are 0: the gates are one half open, and the candidate is tanh 0 = 0.',
          zh: '各个和都是 0：门都半开，候选是 tanh 0 = 0。',
        }),
        kind: 'value',
      },
      async (t) => {
        const zeros = (...shape: number[]) =>
          t.tensor(new Array<number>(shape.reduce((a, b) => a * b, 1)).fill(0), shape);
        const weights = { kernel: zeros(1, 4), recurrentKernel: zeros(1, 4), bias: zeros(4) };
        const state = { h: t.tensor([[0.5], [0.5]]), c: t.tensor([[2], [2]]) };
        const answer = (await t.student.lstmStep?.(
          t.tensor([[1], [1]]),
          state,
          weights,
          t.tensor([[1], [0]]),
        )) as Value;
        const got = t.expectObject(answer, ['h', 'c']);
        t.expectClose(got.c, t.tensor([[1], [2]]), { what: 'c' });
        t.expectClose(got.h, t.tensor([[sigmoid(0) * Math.tanh(1)], [0.5]]), { what: 'h' });
      },
    ),
    atSizes(
      lstmStepAsked,
      shown(randomInput, 1.5, {
        en: 'Four blocks of U columns: input gate, forget gate, candidate, output gate.',
        zh: '四块，每块 U 列：输入门、遗忘门、候选、输出门。',
      }),
      [4, 3, 2],
      [4, 3, 2],
      [1, 2, 3],
      [3, 3, 3],
    ),
    padsChangeNothing(
      shown({ en: 'padding changes nothing', zh: '填充不改变任何东西' }, 1, {
        en: 'Where the mask is 0, h and c are those that were given.',
        zh: '掩码为 0 处，h 与 c 就是传入的值。',
      }),
      3,
      2,
      4,
    ),
    remembers(
      shown({ en: 'an open forget gate remembers', zh: '遗忘门全开就记住' }, 1, {
        en: 'Forget gate 1 and input gate 0: the memory stays, and tanh of it is said.',
        zh: '遗忘门为 1、输入门为 0：记忆保持不变，输出它的 tanh。',
      }),
      2,
      3,
      2,
    ),
  ],
};
