/** The tests that students see, lesson 03. */
import { type TestsByExercise, test } from '../../judge/test.js';
import { shown } from '../../test-kit/given.js';
import { randomInput, workedExample } from '../../test-kit/words.js';
import {
  adamFirstStep,
  adamGoesOn,
  adamSteps,
  adamWDecaysBeside,
  adamWDescends,
  clips,
  clipsNothing,
  intervalMoves,
  intervals,
  momentumBuildsUp,
  momentumSteps,
  normalises,
  normForgets,
  refusesCounts,
  scheduleShape,
  scheduleSteps,
} from './demands.js';

export const tests: TestsByExercise = {
  momentumStep: [
    test(
      {
        ...shown(workedExample, 0.25, {
          en: 'The new velocity is 0.5 · 1 + 2 = 2.5, and the weight moves by 0.1 times that.',
          zh: '新的速度是 0.5 · 1 + 2 = 2.5，权重移动它的 0.1 倍。',
        }),
        kind: 'value',
      },
      async (t) => {
        const options = { learningRate: 0.1, momentum: 0.5 };
        const step = (more: object) =>
          t.student.momentumStep?.([1], [2], [1], { ...options, ...more });
        t.expectClose(await step({}), { weights: [0.75], velocity: [2.5] });
        t.expectClose(await step({ nesterov: true }), { weights: [0.675], velocity: [2.5] });
      },
    ),
    momentumSteps(
      shown(randomInput, 0.5, {
        en: 'Velocity first, then the weights, with the new velocity.',
        zh: '先算速度，再用新的速度更新权重。',
      }),
      [1, 4],
      undefined,
    ),
    momentumSteps(
      shown({ en: 'with Nesterov', zh: '使用 Nesterov' }, 0.25, {
        en: 'The weights go along gradient + momentum times the new velocity.',
        zh: '权重沿“梯度 + momentum × 新速度”的方向移动。',
      }),
      [3],
      true,
    ),
    momentumBuildsUp(
      shown({ en: 'speed builds up', zh: '速度会积累' }, 0.25, {
        en: 'The gradient is added whole: without a factor 1 − momentum.',
        zh: '梯度整个加上去，不乘 1 − momentum。',
      }),
    ),
  ],
  clipByGlobalNorm: [
    test(
      {
        ...shown(workedExample, 0.25, {
          en: 'Both lists together have the norm 5, so every number is divided by 5.',
          zh: '两个列表合起来的范数是 5，所以每个数都除以 5。',
        }),
        kind: 'value',
      },
      async (t) => {
        t.expectClose(await t.student.clipByGlobalNorm?.([[3], [4]], 1), [[0.6], [0.8]]);
        t.expectClose(await t.student.clipByGlobalNorm?.([[3], [4]], 10), [[3], [4]]);
      },
    ),
    clips(
      shown({ en: 'one factor for all', zh: '所有梯度乘同一个系数' }, 0.75, {
        en: 'The norm is that of all numbers in all lists; what is short enough stays.',
        zh: '范数是所有列表中所有数的范数；足够短的保持不变。',
      }),
      [3, 2],
      [1],
      [2, 0, 4],
    ),
    clipsNothing(
      shown({ en: 'zeros, and no limit', zh: '全零梯度与无限制' }, 0.5, {
        en: 'Divide by the norm only where it is larger than maxNorm.',
        zh: '只有当范数大于 maxNorm 时才除以它。',
      }),
    ),
  ],
  adamStep: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'm is 0.1 · 5 and v is 0.01 · 25; divided by 0.1 and 0.01 they are 5 and 25, and 5 / √25 is 1.',
          zh: 'm 是 0.1 · 5，v 是 0.01 · 25；分别除以 0.1 和 0.01 得 5 和 25，而 5 / √25 = 1。',
        }),
        kind: 'value',
      },
      async (t) => {
        const options = { learningRate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 0 };
        t.expectClose(await t.student.adamStep?.([1], [5], { m: [0], v: [0], step: 0 }, options), {
          weights: [0.9],
          state: { m: [0.5], v: [0.25], step: 1 },
        });
      },
    ),
    adamFirstStep(
      shown({ en: 'the first step is the learning rate', zh: '第一步的大小就是学习率' }, 0.5, {
        en: 'Divide m by 1 − β₁ᵗ and v by 1 − β₂ᵗ, where t is 1 in the first step.',
        zh: '把 m 除以 1 − β₁ᵗ，把 v 除以 1 − β₂ᵗ；第一步的 t 是 1。',
      }),
    ),
    adamSteps(
      shown({ en: 'several steps', zh: '连续几步' }, 1, {
        en: 'The state keeps m and v without the division; epsilon is added to the root.',
        zh: '状态里的 m 和 v 不做除法；epsilon 加在根号外面。',
      }),
      [1, 3],
      4,
    ),
    adamGoesOn(
      shown({ en: 'from the middle of a run', zh: '从训练中途继续' }, 0.5, {
        en: 'state.step counts the steps before this one, so t is state.step + 1.',
        zh: 'state.step 是这一步之前的步数，所以 t = state.step + 1。',
      }),
    ),
  ],
  cosineWithWarmup: [
    test(
      {
        ...shown(workedExample, 0.25, {
          en: 'Step 0 makes a quarter of the way up; half-way down the rate is half the peak.',
          zh: '第 0 步走完上升的四分之一；下降到一半时学习率是峰值的一半。',
        }),
        kind: 'value',
      },
      async (t) => {
        const options = { peak: 0.4, warmupSteps: 4, totalSteps: 12, floor: 0 };
        const rates = [];
        for (const step of [0, 3, 4, 8, 12]) {
          rates.push((await t.student.cosineWithWarmup?.(step, options)) ?? null);
        }
        t.expectClose(rates, [0.1, 0.4, 0.4, 0.2, 0]);
      },
    ),
    scheduleSteps(
      shown({ en: 'every step', zh: '每一步' }, 0.75, {
        en: 'q is the share of the way from warmupSteps to totalSteps, at most 1.',
        zh: 'q 是从 warmupSteps 到 totalSteps 走过的比例，至多为 1。',
      }),
      [3, false],
      [0, true],
    ),
    scheduleShape(
      shown({ en: 'the shape', zh: '形状' }, 0.5, {
        en: 'The cosine runs from peak to floor, not to 0, and begins when the warm-up ends.',
        zh: '余弦从 peak 降到 floor 而不是 0，并从预热结束时开始。',
      }),
    ),
  ],
  adamW: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'With the gradient 0 Adam stands still, and the weight loses 0.1 · 0.5 of itself.',
          zh: '梯度为 0 时 Adam 不动，权重减少自身的 0.1 · 0.5。',
        }),
        kind: 'value',
      },
      async (t) => {
        const options = {
          steps: 1,
          learningRate: t.callback(() => 0.1, { shown: '() => 0.1' }),
          beta1: 0.9,
          beta2: 0.999,
          epsilon: 1e-8,
          weightDecay: 0.5,
          maxNorm: 1,
        };
        const gradientOf = t.callback(() => [0], { shown: '() => [0]' });
        t.expectClose(await t.student.adamW?.([4], gradientOf, options), [[4], [3.8]]);
      },
    ),
    adamWDescends(
      shown({ en: 'Adam alone', zh: '只有 Adam' }, 0.75, {
        en: 'Carry Adam’s state from step to step, and ask for the rate of each step.',
        zh: '把 Adam 的状态从一步带到下一步，并取每一步的学习率。',
      }),
      2,
      { steps: 6, decay: 0, clip: Infinity },
    ),
    adamWDecaysBeside(
      shown({ en: 'decay alone', zh: '只有权重衰减' }, 0.5, {
        en: 'The decay is taken from the weights, times the learning rate; Adam never sees it.',
        zh: '衰减直接从权重中减去，并乘以学习率；Adam 看不到它。',
      }),
    ),
    adamWDescends(
      shown({ en: 'clipped, with decay', zh: '裁剪加衰减' }, 1.25, {
        en: 'Clip the gradient that gradientOf gives, without the decay, before Adam sees it.',
        zh: '裁剪 gradientOf 给出的梯度（不含衰减），然后再交给 Adam。',
      }),
      3,
      { steps: 6, decay: 0.3, clip: 0.4 },
    ),
  ],
  batchNorm: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'The mean is 2 and the variance 1; the running mean moves from 0 to 0.9 · 0 + 0.1 · 2.',
          zh: '均值是 2，方差是 1；运行均值从 0 移到 0.9 · 0 + 0.1 · 2。',
        }),
        kind: 'value',
      },
      async (t) => {
        const options = {
          ...{ gamma: [2], beta: [1], mean: [0], variance: [1] },
          ...{ momentum: 0.9, epsilon: 0 },
        };
        const call = (training: boolean) =>
          t.student.batchNorm?.([[1], [3]], { ...options, training });
        t.expectClose(await call(true), { y: [[-1], [3]], mean: [0.2], variance: [1] });
        t.expectClose(await call(false), { y: [[3], [7]], mean: [0], variance: [1] });
      },
    ),
    normalises(
      shown({ en: 'while training', zh: '训练时' }, 1, {
        en: 'Statistics of each column over the batch; the variance is divided by B.',
        zh: '对批次逐列计算统计量；方差除以 B。',
      }),
      true,
      [4, 3],
      [5, 1],
    ),
    normalises(
      shown({ en: 'in use', zh: '推断时' }, 0.5, {
        en: 'Without training the running statistics are used, and returned as they are.',
        zh: '非训练时使用运行统计量，并原样返回。',
      }),
      false,
      [3, 2],
    ),
    normForgets(
      shown({ en: 'place and scale are forgotten', zh: '位置与尺度被消除' }, 0.5, {
        en: 'Subtract the mean before you divide by the root of the variance.',
        zh: '先减去均值，再除以方差的平方根。',
      }),
    ),
  ],
  meanAndCI: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 's is 1 and n is 3, so half the width is 4.303 / √3.',
          zh: 's 是 1，n 是 3，所以半宽是 4.303 / √3。',
        }),
        kind: 'value',
      },
      async (t) => {
        const half = 4.303 / Math.sqrt(3);
        t.expectClose(await t.student.meanAndCI?.([1, 2, 3]), {
          mean: 2,
          low: 2 - half,
          high: 2 + half,
        });
      },
    ),
    intervals(
      shown(randomInput, 0.75, {
        en: 'Divide by n − 1 under the root of s, and by √n outside; t is that of n − 1.',
        zh: 's 的根号内除以 n − 1，外面再除以 √n；t 取 n − 1 对应的值。',
      }),
      2,
      5,
      8,
    ),
    intervalMoves(
      shown({ en: 'the interval moves with the values', zh: '区间随数值移动' }, 0.5, {
        en: 'Twice the values have twice the width; equal values have none.',
        zh: '数值变为两倍，宽度也变为两倍；相等的数值宽度为 0。',
      }),
    ),
    refusesCounts(
      shown({ en: 'one value is refused', zh: '拒绝只有一个值的情况' }, 0.25, {
        en: 'One run has no spread: throw a RangeError.',
        zh: '只有一次运行就没有离散程度可言：抛出 RangeError。',
      }),
      1,
    ),
  ],
};
