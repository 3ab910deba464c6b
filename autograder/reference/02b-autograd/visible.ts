/** The tests that students see, lesson 02b. */
import { type TestsByExercise, test } from '../../judge/test.js';
import { shown } from '../../test-kit/given.js';
import { randomInput, workedExample } from '../../test-kit/words.js';
import {
  backwardSlopes,
  ordersGraphs,
  refusesCycles,
  reluAtZero,
  slopesOfOperations,
  stepsDown,
  unbroadcasts,
} from './demands.js';

export const tests: TestsByExercise = {
  localGradient: [
    test(
      {
        ...shown(workedExample, 0.25, {
          en: 'A product changes with its first factor as fast as the second is large.',
          zh: '乘积随第一个因子变化的快慢，等于第二个因子的大小。',
        }),
        kind: 'value',
      },
      async (t) => {
        t.expectClose(await t.student.localGradient?.('mul', [2, 5]), {
          data: 10,
          partials: [5, 2],
        });
        t.expectClose(await t.student.localGradient?.('relu', [-3]), { data: 0, partials: [0] });
      },
    ),
    slopesOfOperations(
      shown({ en: 'partials are slopes', zh: '偏导数就是斜率' }, 0.75, {
        en: 'Move one input by a little and look at the result: the partial is the change divided by that.',
        zh: '把一个输入移动一点，看结果变了多少：偏导数就是变化量除以移动量。',
      }),
      ['add', 'mul', 'pow', 'exp', 'relu'],
    ),
    reluAtZero(
      shown({ en: 'ReLU at 0 and right of it', zh: 'ReLU 在 0 处和它右边' }, 0.25, {
        en: 'At 0 there are two slopes to choose from; the statement asks for 0, as TensorFlow does.',
        zh: '在 0 处有两个斜率可选；题目要求取 0，和 TensorFlow 一样。',
      }),
    ),
  ],
  topologicalOrder: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'A node is added after all of its inputs have been added.',
          zh: '一个节点要在它的所有输入都加入之后才加入。',
        }),
        kind: 'value',
      },
      async (t) => {
        const graph = [{ inputs: [1, 2] }, { inputs: [2] }, { inputs: [] }];
        t.expectClose(await t.student.topologicalOrder?.(graph, 0), [2, 1, 0]);
      },
    ),
    ordersGraphs(
      shown({ en: 'each node once, after its inputs', zh: '每个节点一次，排在输入之后' }, 1, {
        en: 'Remember which nodes are done; begin at the root, so that nothing else gets in.',
        zh: '记住哪些节点已经完成；从根开始，别的节点就不会混进来。',
      }),
      [6, 9, 14],
      12,
    ),
    refusesCycles(
      shown({ en: 'a cycle is refused', zh: '拒绝有环的图' }, 1, {
        en: 'A node that is met again while its own inputs are still being visited depends on itself.',
        zh: '还在访问某个节点的输入时又遇到它，说明它依赖自己。',
      }),
      3,
    ),
  ],
  backward: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'The root has the gradient 1. The product uses `a` twice, so two terms add up.',
          zh: '根的梯度是 1。乘积用了两次 `a`，所以两项相加。',
        }),
        kind: 'value',
      },
      async (t) => {
        const graph = [
          { inputs: [], partials: [] },
          { inputs: [0, 0], partials: [3, 3] },
        ];
        t.expectClose(await t.student.backward?.(graph, [0, 1]), [6, 1]);
      },
    ),
    backwardSlopes(
      shown({ en: 'gradients are slopes', zh: '梯度就是斜率' }, 2, {
        en: 'Go through the order from its end; add to what an input has already, never replace it.',
        zh: '从次序的末尾往前走；给输入已有的梯度加上新的一项，不要覆盖它。',
      }),
      [3, 4],
      [4, 6],
      [2, 3],
    ),
  ],
  unbroadcast: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'Each of the three numbers was used in four rows.',
          zh: '三个数中的每一个都用在了四行里。',
        }),
        kind: 'value',
      },
      async (t) => {
        const ones = t.tensor(new Array<number>(12).fill(1), [4, 3]);
        t.expectClose(await t.student.unbroadcast?.(ones, [3]), t.tensor([4, 4, 4]));
      },
    ),
    unbroadcasts(
      shown(randomInput, 1.5, {
        en: 'Sum over the axes that the shape lacks in front, and over those where it has 1; then give the result that shape.',
        zh: '对前面多出来的轴求和，也对形状里为 1 的轴求和；然后把结果变成这个形状。',
      }),
      [[4, 3], [3]],
      [
        [4, 3],
        [4, 1],
      ],
      [
        [2, 4, 3],
        [1, 3],
      ],
      [
        [3, 3],
        [3, 3],
      ],
      [
        [3, 3],
        [1, 1],
      ],
      [[2, 3], []],
    ),
  ],
  trainStep: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'The score is 0.5, so the margin lacks 0.5, and every part pulls the score up.',
          zh: '得分是 0.5，离间隔还差 0.5，所以每个部分都要把得分往上拉。',
        }),
        kind: 'value',
      },
      async (t) => {
        const net = { w1: [[1]], b1: [0], w2: [1], b2: 0 };
        t.expectClose(await t.student.trainStep?.(net, [[0.5]], [1], 0.1), {
          net: { w1: [[1.05]], b1: [0.1], w2: [1.05], b2: 0.1 },
          loss: 0.5,
        });
      },
    ),
    stepsDown(
      shown({ en: 'one example', zh: '一个样本' }, 0.5, {
        en: 'Make a Value of each weight, compute the loss, call backward, then subtract.',
        zh: '把每个权重变成 Value，算出损失，调用 backward，再做减法。',
      }),
      [1, 2, 3],
    ),
    stepsDown(
      shown({ en: 'one step goes down the slopes', zh: '一步沿斜率下降' }, 2, {
        en: 'The loss is the mean over the examples: its gradient is divided by their number too.',
        zh: '损失是对样本的平均：它的梯度也要除以样本数。',
      }),
      [5, 2, 3],
      [4, 3, 2],
      [3, 3, 3],
    ),
  ],
};
