/** The tests that students see, lesson 08b. */
import { type TestsByExercise, test } from '../../judge/test.js';
import type { Value } from '../../judge/value.js';
import { worked } from '../../test-kit/functions.js';
import { shown } from '../../test-kit/given.js';
import { atSizes } from '../../test-kit/sizes.js';
import { randomInput, workedExample } from '../../test-kit/words.js';
import {
  addNoiseAsked,
  ddimStepAsked,
  ddpmLossAsked,
  eulerSampleAsked,
  flowMatchingTargetAsked,
  gradientsArrive,
  guidanceAsked,
  knownNoise,
  knownVelocities,
  leadsAway,
  noiseAddsUp,
  sameGuess,
  schedules,
  sharesOfVariance,
  shrinksByItsShare,
  waysAreStraight,
} from './demands.js';

export const tests: TestsByExercise = {
  noiseSchedule: [
    test(
      {
        ...shown(workedExample, 0.25, {
          en: 'Three variances make two rises; what is left is a product of all shares up to the step.',
          zh: '三个方差之间上升两次；剩下的是到这一步为止所有份额的乘积。',
        }),
        kind: 'value',
      },
      async (t) => {
        const answer = await t.student.noiseSchedule?.(3, 0.1, 0.5);
        const got = t.expectObject(answer as Value, ['betas', 'alphasCumprod']);
        for (const [name, expected] of [
          ['betas', [0.1, 0.3, 0.5]],
          ['alphasCumprod', [0.9, 0.63, 0.315]],
        ] as const) {
          t.expectClose(t.expectNumbers(got[name], name), [...expected], { what: name });
        }
      },
    ),
    schedules(
      shown({ en: 'other numbers of steps', zh: '其他步数' }, 0.5, {
        en: 'The first variance is `betaStart`, the last one `betaEnd`, also for two steps; one step has `betaStart` alone.',
        zh: '第一个方差是 `betaStart`，最后一个是 `betaEnd`，只有两步时也一样；只有一步时只有 `betaStart`。',
      }),
      5,
      2,
      1,
      12,
    ),
    shrinksByItsShare(
      shown({ en: 'step by step', zh: '一步一步地看' }, 0.5, {
        en: 'Step t leaves the share 1 - beta of what was there before it, and that of the first step is no 1.',
        zh: '第 t 步把之前所剩的变成原来的 1 - β；第一步之后剩下的就已经不是 1 了。',
      }),
      6,
    ),
  ],
  addNoise: [
    worked(
      'addNoise',
      shown(workedExample, 0.25, {
        en: 'The first example is at step 1, where 0.36 is left: 0.6 of the example and 0.8 of the noise.',
        zh: '第一个样本在第 1 步，剩 0.36：样本取 0.6，噪声取 0.8。',
      }),
      {
        args: [
          [
            [1, 2],
            [1, 2],
          ],
          [
            [1, -1],
            [0, 1],
          ],
          { int32: [1, 0] },
          [0.64, 0.36],
        ],
        expected: [
          [1.4, 0.4],
          [0.8, 2.2],
        ],
      },
    ),
    atSizes(
      addNoiseAsked,
      shown(randomInput, 0.75, {
        en: 'Look up what is left for each example by its own step; that number goes for all numbers of its row.',
        zh: '按每个样本自己的步数查出所剩的比例；这个数作用于它那一行的所有数。',
      }),
      [4, 3, 6],
      [4, 3, 6],
      [1, 2, 3],
      [3, 3, 3],
    ),
    sharesOfVariance(
      shown({ en: 'shares of the variance', zh: '方差的份额' }, 0.75, {
        en: 'What is left is a variance: the weights of example and noise are square roots, and their squares sum to 1.',
        zh: '所剩的是方差：样本和噪声的权重是平方根，它们的平方和是 1。',
      }),
      5,
      2,
    ),
  ],
  ddimStep: [
    test(
      {
        ...shown(workedExample, 0.25, {
          en: 'The expected example is [1, 2]; give it as much noise as belongs to the new step.',
          zh: '估计出的样本是 [1, 2]；再给它加上新的一步应有的噪声。',
        }),
        kind: 'value',
      },
      async (t) => {
        const [x, predicted] = [t.tensor([[1.4, 0.4]]), t.tensor([[1, -1]])];
        for (const [to, eta, expected] of [
          [0.64, 0, [1.4, 1]],
          [0.64, 1, [0.8 + 0.3375 + Math.sqrt(0.24609375), 1.2625]],
          [1, 1, [1, 2]],
        ] as const) {
          const got = await t.student.ddimStep?.(x, predicted, 0.36, to, eta, t.tensor([[1, 0]]));
          t.expectClose(got as Value, t.tensor([expected]));
        }
      },
    ),
    atSizes(
      ddimStepAsked,
      shown(randomInput, 0.75, {
        en: 'First the expected example by `from`; then its share by `to`, the old noise, and new noise times σ.',
        zh: '先用 `from` 求出估计的样本；再按 `to` 取它的份额，加上旧噪声，再加 σ 乘新噪声。',
      }),
      [4, 3],
      [4, 3],
      [1, 2],
      [3, 3],
    ),
    knownNoise(
      shown({ en: 'the true noise', zh: '真正的噪声' }, 0.75, {
        en: 'Who is told the true noise comes to the same example from any step, and half-way has its noise too.',
        zh: '知道真正的噪声时，从任何一步都回到同一个样本，半路上也带着那里应有的噪声。',
      }),
      3,
      2,
    ),
    noiseAddsUp(
      shown({ en: 'old noise and new', zh: '旧噪声与新噪声' }, 0.75, {
        en: 'The new noise takes the place of old: the variances of both sum to 1 - to, whatever eta is.',
        zh: '新噪声代替一部分旧噪声：不论 eta 是多少，两者的方差之和都是 1 - to。',
      }),
    ),
  ],
  ddpmLoss: [
    sameGuess(
      shown(workedExample, 0.5, {
        en: 'A network that says 0 misses by the noise itself; the mean goes over all numbers.',
        zh: '只会说 0 的网络，误差就是噪声本身；对所有的数取平均。',
      }),
      () => 0,
    ),
    atSizes(
      ddpmLossAsked,
      shown({ en: 'random networks', zh: '随机网络' }, 0.75, {
        en: 'The network sees the noisy example and, as one more column, its step divided by the number of steps.',
        zh: '网络看到的是加噪的样本，外加一列：它的步数除以总步数。',
      }),
      [4, 3, 6],
      [4, 3, 6],
      [1, 2, 3],
      [3, 3, 3],
    ),
    gradientsArrive(
      shown({ en: 'gradients arrive', zh: '梯度能传到' }, 1, {
        en: 'The slopes are those of the mean squared difference, and only operations of tf lead to it.',
        zh: '斜率是均方差的斜率，而且只用 tf 的运算得到它。',
      }),
      { batch: 3, features: 2, steps: 4 },
    ),
  ],
  flowMatchingTarget: [
    worked(
      'flowMatchingTarget',
      shown(workedExample, 0.25, {
        en: 'At a quarter of the time a quarter of the way is done.',
        zh: '时间过了四分之一，路也走了四分之一。',
      }),
      {
        args: [[[2, 0]], [[0, 4]], [0.25]],
        expected: { x: [[0.5, 3]], velocity: [[2, -4]] },
      },
    ),
    atSizes(
      flowMatchingTargetAsked,
      shown(randomInput, 0.5, {
        en: 'Each example has its own time, which goes for all numbers of its row.',
        zh: '每个样本有自己的时刻，作用于它那一行的所有数。',
      }),
      [4, 3],
      [4, 3],
      [1, 2],
      [3, 3],
    ),
    waysAreStraight(
      shown({ en: 'straight ways', zh: '笔直的路' }, 0.5, {
        en: 'Noise at time 0, the example at time 1, and one velocity all along the way.',
        zh: '时刻 0 是噪声，时刻 1 是样本，一路上速度不变。',
      }),
      3,
      2,
    ),
  ],
  eulerSample: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'The four velocities are those at the beginnings of the steps: 0, 0.25, 0.5 and 0.75.',
          zh: '四个速度是各步开头的速度：0、0.25、0.5 和 0.75。',
        }),
        kind: 'value',
      },
      async (t) => {
        const network = t.model({ layers: [{ type: 'dense', kernel: t.tensor([[0], [1]]) }] });
        const got = await t.student.eulerSample?.(network, t.tensor([[2]]), 4);
        t.expectClose(got as Value, t.tensor([[2.375]]));
      },
    ),
    atSizes(
      eulerSampleAsked((t) => t.rng.integer(2, 6)),
      shown({ en: 'random networks', zh: '随机网络' }, 0.75, {
        en: 'In each step the network is asked where the points are now, with the time as one more column.',
        zh: '每一步都用点现在的位置去问网络，并把时刻作为多出的一列。',
      }),
      [4, 3],
      [4, 3],
      [1, 2],
      [3, 3],
    ),
    knownVelocities(
      shown({ en: 'velocities with a known end', zh: '终点已知的速度' }, 1, {
        en: 'All steps together last 1: each moves by the velocity divided by the number of steps.',
        zh: '所有步合起来时长为 1：每一步移动速度除以步数。',
      }),
      3,
      8,
    ),
  ],
  guidance: [
    test(
      {
        ...shown(workedExample, 0.25, {
          en: 'Three times what was asked for, less twice what was not.',
          zh: '三倍的“指定类别”，减去两倍的“不指定类别”。',
        }),
        kind: 'value',
      },
      async (t) => {
        const got = await t.student.guidance?.(t.tensor([[1, 2]]), t.tensor([[0, 3]]), 2);
        t.expectClose(got as Value, t.tensor([[3, 0]]));
      },
    ),
    atSizes(
      guidanceAsked((t) => t.rng.uniform(0.5, 4)),
      shown(randomInput, 0.5, {
        en: 'The weights of both predictions sum to 1; one of them is below 0.',
        zh: '两个预测的权重之和是 1；其中一个小于 0。',
      }),
      [4, 3],
      [4, 3],
      [1, 2],
      [3, 3],
    ),
    leadsAway(
      shown({ en: 'away from no class', zh: '远离“不指定类别”' }, 0.5, {
        en: 'A weight of 0 changes nothing; a larger one leads further along asked - free.',
        zh: '权重为 0 时什么也不变；权重越大，沿 asked - free 走得越远。',
      }),
      3,
      2,
    ),
  ],
};
