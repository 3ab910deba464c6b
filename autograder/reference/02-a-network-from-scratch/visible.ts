/** The tests that students see, lesson 02. */
import type { TestsByExercise } from '../../judge/test.js';
import { stable, worked } from '../../test-kit/functions.js';
import { shown } from '../../test-kit/given.js';
import { atSizes } from '../../test-kit/sizes.js';
import { shuffles, smallerLastBatch } from '../../test-kit/training-batches.js';
import {
  answersForm,
  learnsClouds,
  oneStep,
  reportsEpochs,
  seedDecides,
  showsStart,
} from '../../test-kit/training-tests.js';
import { randomInput, workedExample } from '../../test-kit/words.js';
import {
  crossEntropyAsked,
  crossEntropyKnowingNothing,
  denseBackwardAsked,
  denseBackwardSlopes,
  denseForwardAsked,
  mlp,
  scored,
  softmaxAsked,
  trainMlpStart,
} from './demands.js';

const x = [
  [1, 2],
  [0, 1],
];
const w = [
  [1, 0, 2],
  [3, 1, 0],
];
const veryLarge = { en: 'very large scores', zh: '非常大的得分' };

export const tests: TestsByExercise = {
  denseForward: [
    worked(
      'denseForward',
      shown(workedExample, 0.25, {
        en: 'Rows of x meet columns of w; the bias is added to every row.',
        zh: '`x` 的行与 `w` 的列相乘；偏置加到每一行上。',
      }),
      {
        args: [x, w, [10, 20, 30]],
        expected: [
          [17, 22, 32],
          [13, 21, 30],
        ],
      },
    ),
    atSizes(
      denseForwardAsked,
      shown(randomInput, 0.75, {
        en: 'Which axis of x meets which axis of w? The result has one row for each row of x.',
        zh: '`x` 的哪一轴与 `w` 的哪一轴相乘？`x` 的每一行在结果中也是一行。',
      }),
      [4, 3, 2],
      [4, 3, 2],
      [1, 2, 3],
      [3, 3, 3],
    ),
  ],
  softmax: [
    worked(
      'softmax',
      shown(workedExample, 0.25, {
        en: 'Powers first, then divide each row by its own sum: sum along axis 1 and keep the axis.',
        zh: '先取幂，再把每一行除以自己的和：沿轴 1 求和，并保留该轴。',
      }),
      {
        args: [
          [
            [0, 0, Math.log(2)],
            [Math.log(3), 0, 0],
          ],
        ],
        expected: [
          [0.25, 0.25, 0.5],
          [0.6, 0.2, 0.2],
        ],
      },
    ),
    atSizes(
      softmaxAsked,
      {
        ...shown({ en: 'every row is a set of probabilities', zh: '每一行都是一组概率' }, 0.75, {
          en: 'Each example is a row, so the sum runs over the classes: axis 1. A batch of one keeps its axis.',
          zh: '每个样本是一行，所以应对各类别求和：轴 1。只有一个样本的批次也保留批次轴。',
        }),
        kind: 'property',
      },
      [4, 3],
      [4, 3],
      [1, 4],
      [3, 3],
      [2, 5],
    ),
    stable(
      'softmax',
      shown(veryLarge, 0.5, {
        en: 'exp(1000) is Infinity. Which number can you take from a row without changing the quotient?',
        zh: '`exp(1000)` 是 `Infinity`。从一行中减去哪个数不会改变商？',
      }),
      ({ rng, tensor }) => {
        const [high, low] = [rng.uniform(900, 1100), rng.uniform(-1100, -900)];
        return [
          tensor([
            [high, high - rng.uniform(0, 3), low],
            [low, low - rng.uniform(0, 2), low - rng.uniform(0, 4)],
          ]),
        ];
      },
    ),
  ],
  crossEntropy: [
    worked(
      'crossEntropy',
      shown(workedExample, 0.25, {
        en: 'Take the log of the probability of the right class, change its sign, then the mean.',
        zh: '取正确类别的概率的对数，变号，再求平均。',
      }),
      {
        args: [
          [
            [0, Math.log(3)],
            [0, Math.log(3)],
          ],
          { int32: [1, 0] },
        ],
        expected: (-Math.log(0.75) - Math.log(0.25)) / 2,
      },
    ),
    crossEntropyKnowingNothing(
      shown({ en: 'knowing nothing costs ln C', zh: '一无所知时的损失是 ln C' }, 0.5, {
        en: 'Equal scores mean probability 1/C for each class; the loss is in nats, by the natural log.',
        zh: '得分相等时每个类别的概率是 1/C；损失用自然对数计算，单位是奈特。',
      }),
      5,
      4,
    ),
    atSizes(
      crossEntropyAsked,
      shown({ en: 'random scores', zh: '随机得分' }, 0.75, {
        en: 'One number comes out: the mean over the examples, of the right class only.',
        zh: '结果是一个数：只取正确类别，再对样本求平均。',
      }),
      [6, 3],
      [6, 3],
      [1, 3],
      [3, 3],
      [2, 5],
    ),
    stable(
      'crossEntropy',
      shown(veryLarge, 0.5, {
        en: 'log(softmax(z)) can be written without ever forming the softmax: see tf.logSumExp.',
        zh: '`log(softmax(z))` 可以不先算 softmax 就写出来：见 `tf.logSumExp`。',
      }),
      scored(
        ({ rng }) => [
          [rng.integer(700, 900), 0],
          [rng.integer(-1000, -800), 900],
        ],
        [1, 0],
      ),
      {},
    ),
  ],
  denseBackward: [
    worked(
      'denseBackward',
      shown(workedExample, 0.25, {
        en: 'Let the shapes guide you: dx is [B, D], dw is [D, H], db is [H].',
        zh: '让形状指路：`dx` 是 [B, D]，`dw` 是 [D, H]，`db` 是 [H]。',
      }),
      {
        args: [
          x,
          w,
          [
            [1, 0, 0],
            [0, 2, 1],
          ],
        ],
        expected: {
          dx: [
            [1, 3],
            [2, 2],
          ],
          dw: [
            [1, 0, 0],
            [2, 2, 1],
          ],
          db: [1, 2, 1],
        },
      },
    ),
    atSizes(
      denseBackwardAsked,
      shown(randomInput, 1.25, {
        en: 'dw collects what every example says: a product over the batch axis.',
        zh: '`dw` 汇总每个样本的贡献：沿批次轴的乘积。',
      }),
      [4, 3, 2],
      [4, 3, 2],
      [1, 2, 3],
      [3, 3, 3],
    ),
    denseBackwardSlopes(
      shown({ en: 'the gradients are the slopes of the loss', zh: '梯度就是损失的斜率' }, 1, {
        en: 'Move one number of x, w or b a little: the loss must change by the gradient times that.',
        zh: '把 `x`、`w` 或 `b` 中的一个数稍稍移动：损失的变化应是梯度乘以移动量。',
      }),
      3,
      2,
      3,
    ),
  ],
  trainMlp: [
    answersForm(
      mlp,
      shown(
        { en: 'four weights and a loss for each epoch', zh: '四个权重，以及每一轮的损失' },
        0.25,
        {
          en: 'Return { w1, b1, w2, b2, losses }; losses are plain numbers. The last minibatch may be smaller.',
          zh: '返回 `{ w1, b1, w2, b2, losses }`；`losses` 是普通的数。最后一个小批量可以较小。',
        },
      ),
      {
        allZero: {
          en: 'All weights are 0, so the hidden units stay alike for ever.',
          zh: '所有权重都是 0，各隐藏单元因此始终相同。',
        },
      },
    ),
    showsStart(
      mlp,
      shown({ en: 'learning rate 0 shows the start', zh: '学习率为 0 时能看到初始状态' }, 0.25, {
        en: 'Biases start at 0, weights at random, and a minibatch loss is the mean over its examples.',
        zh: '偏置从 0 开始，权重随机；小批量的损失是其中样本的平均。',
      }),
      {
        zero: ['b1', 'b2'],
        unlike: {
          name: 'w1',
          sentence: {
            en: 'All hidden units start with the same weights.',
            zh: '所有隐藏单元的初始权重都相同。',
          },
        },
      },
    ),
    trainMlpStart(
      shown(
        {
          en: 'the start weights are normal and of the right size',
          zh: '初始权重服从正态分布，且大小正确',
        },
        0.5,
        {
          en: 'Each layer has a standard deviation of its own, from the number of its own inputs; one generator draws both.',
          zh: '每一层有自己的标准差，由该层自己的输入数决定；两者由同一个生成器抽取。',
        },
      ),
      128,
    ),
    oneStep(
      mlp,
      shown(
        {
          en: 'one step goes down the gradient of the mean loss',
          zh: '每一步沿平均损失的梯度下降',
        },
        0.75,
        {
          en: 'Start at (softmax - oneHot) / B, where B is how many examples this minibatch has, and go back layer by layer; the ReLU lets a gradient through only where its input was positive.',
          zh: '从 `(softmax - oneHot) / B` 开始，其中 B 是这个小批量的样本数，逐层往回；ReLU 只在输入为正的地方让梯度通过。',
        },
      ),
      { examples: 5, features: 2, classes: 3 },
    ),
    smallerLastBatch(
      mlp,
      shown({ en: 'the last minibatch may be smaller', zh: '最后一个小批量可以较小' }, 0.5, {
        en: 'It makes a step like the others: divide by its own size. `losses` holds the plain mean of the minibatch losses, the smaller one counting as much as each other.',
        zh: '它和其他小批量一样走一步：除以它自己的大小。`losses` 是各小批量损失的简单平均，较小的一批与其他批同样计入。',
      }),
      { examples: 4, batchSize: 3 },
    ),
    seedDecides(
      mlp,
      shown({ en: 'the seed decides', zh: '结果由种子决定' }, 0.25, {
        en: 'Draw the start weights and the order of the examples from createRng(seed).',
        zh: '初始权重和样本的次序都应来自 `createRng(seed)`。',
      }),
    ),
    shuffles(
      mlp,
      shown({ en: 'the examples are shuffled', zh: '样本被打乱' }, 0.5, {
        en: 'Draw a new order each epoch (rng.permutation) and cut it into minibatches.',
        zh: '每一轮抽取新的次序（`rng.permutation`），再切成小批量。',
      }),
    ),
    reportsEpochs(
      mlp,
      shown({ en: 'every epoch is reported', zh: '每一轮都有报告' }, 0.5, {
        en: 'At the end of each epoch: `await onEpoch?.(epoch, loss)`, with the epoch counted from 1 and the number that `losses` holds.',
        zh: '在每一轮结束时：`await onEpoch?.(epoch, loss)`，轮数从 1 数起，损失就是 `losses` 中的那个数。',
      }),
    ),
    learnsClouds(
      mlp,
      shown({ en: 'it learns three clouds', zh: '能学会区分三团点' }, 0.5, {
        en: 'Print the losses: do they fall? If not, check the sign of the step.',
        zh: '打印损失：它在下降吗？如果没有，请检查更新的符号。',
      }),
      { examples: 12, classes: 3 },
    ),
  ],
};
