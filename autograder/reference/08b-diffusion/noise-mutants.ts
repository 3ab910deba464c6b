/** Typical wrong schedules, noises and losses. */
import { type Tensor, type Tensor1D, type Tensor2D, tf } from '../../../src/backend/tf.js';
import type { Mutant } from '../parts.js';
import { addNoise, ddpmLoss, noiseSchedule } from './solution.js';

type Schedule = (steps: number, first: number, last: number) => unknown;

/** What is left, told otherwise. */
const leftAs =
  (change: (left: number[], betas: number[]) => number[]): Schedule =>
  (...args) => {
    const { betas, alphasCumprod } = noiseSchedule(...args);
    return { betas, alphasCumprod: change(alphasCumprod, betas) };
  };

/** All of it from other variances. */
const leftOf = (betas: number[]) => {
  let left = 1;
  const alphasCumprod = betas.map((beta) => {
    left -= left * beta;
    return left;
  });
  return { betas, alphasCumprod };
};

export const noiseScheduleMutants: readonly Mutant[] = [
  {
    name: 'last variance not reached',
    guess: {
      en: 'The variances end below `betaEnd`: between T of them there are T - 1 rises.',
      zh: '方差没有升到 `betaEnd`：T 个方差之间只有 T - 1 次上升。',
    },
    fn: ((steps, first, last) =>
      leftOf(
        Array.from({ length: steps }, (_, t) => first + ((last - first) * t) / steps),
      )) as Schedule,
  },
  {
    name: 'first variance passed over',
    guess: {
      en: 'The variances begin above `betaStart`: the first step has it.',
      zh: '方差从高于 `betaStart` 的值开始了：第一步就应是它。',
    },
    fn: ((steps, first, last) =>
      leftOf(
        Array.from({ length: steps }, (_, t) => first + ((last - first) * (t + 1)) / steps),
      )) as Schedule,
  },
  {
    name: 'begins at 1',
    guess: {
      en: 'What is left begins at 1: after the first step it is 1 - β already.',
      zh: '所剩从 1 开始了：第一步之后就应是 1 - β。',
    },
    fn: leftAs((left) => [1, ...left.slice(0, -1)]),
  },
  {
    name: 'shares not multiplied',
    guess: {
      en: 'Each 1 - β stands alone: what is left is the product of all up to the step.',
      zh: '每个 1 - β 单独列出了：所剩应是到这一步为止的乘积。',
    },
    fn: leftAs((_left, betas) => betas.map((beta) => 1 - beta)),
  },
  {
    name: 'product of the variances',
    guess: {
      en: 'The product is of β: it is of 1 - β.',
      zh: '乘的是 β：应乘 1 - β。',
    },
    fn: leftAs((_left, betas) =>
      betas.map((_, t) => betas.slice(0, t + 1).reduce((product, beta) => product * beta, 1)),
    ),
  },
  {
    name: 'variances subtracted',
    guess: {
      en: 'The variances are subtracted from 1 one after the other: each takes its share of what is left, so multiply.',
      zh: '从 1 里逐个减去了方差：每一步取走的是所剩的一份，所以应相乘。',
    },
    fn: leftAs((_left, betas) =>
      betas.map((_, t) => 1 - betas.slice(0, t + 1).reduce((sum, beta) => sum + beta, 0)),
    ),
  },
  {
    name: 'root of what is left',
    guess: {
      en: 'The square root is taken: what is asked for is the share of the variance.',
      zh: '开了平方根：要的是方差的份额。',
    },
    fn: leftAs((left) => left.map(Math.sqrt)),
  },
  {
    name: 'grows by a factor',
    guess: {
      en: 'The variances grow by a factor: they rise by the same amount each time.',
      zh: '方差按倍数增长了：每次应增加同样多。',
    },
    fn: ((steps, first, last) =>
      leftOf(
        Array.from(
          { length: steps },
          (_, t) => first * (last / first) ** (t / Math.max(1, steps - 1)),
        ),
      )) as Schedule,
  },
  {
    name: 'from the end',
    guess: {
      en: 'The variances fall: the first step has the smallest.',
      zh: '方差在下降：第一步的方差应最小。',
    },
    fn: ((steps, first, last) => noiseSchedule(steps, last, first)) as Schedule,
  },
];

type AddNoise = (x: Tensor2D, e: Tensor2D, t: Tensor1D, all: Tensor1D) => Tensor;

/** Sums of example and noise with weights of another kind; `left` is `[B, 1]`. */
const weighed =
  (weights: (left: Tensor) => [x: Tensor | number, e: Tensor]): AddNoise =>
  (x, e, t, all) => {
    const [ofX, ofNoise] = weights(tf.expandDims(tf.gather(all, t), 1));
    return tf.add(tf.mul(ofX, x), tf.mul(ofNoise, e));
  };
const root = (x: Tensor): Tensor => tf.sqrt(x);
const rest = (x: Tensor): Tensor => tf.sub(1, x);

export const addNoiseMutants: readonly Mutant[] = [
  {
    name: 'no roots',
    guess: {
      en: 'The roots are missing: the formula is of deviations, and you are given variances.',
      zh: '少了平方根：公式里是标准差，给出的是方差。',
    },
    fn: weighed((left) => [left, rest(left)]),
  },
  {
    name: 'root of the example alone',
    guess: {
      en: 'The weight of the noise is a square root too.',
      zh: '噪声的权重也是平方根。',
    },
    fn: weighed((left) => [root(left), rest(left)]),
  },
  {
    name: 'one minus the root',
    guess: {
      en: 'The weight of the noise is the root of 1 - ᾱ, not 1 minus the root.',
      zh: '噪声的权重是 1 - ᾱ 的平方根，而不是 1 减平方根。',
    },
    fn: weighed((left) => [root(left), rest(root(left))]),
  },
  {
    name: 'weights exchanged',
    guess: {
      en: 'Example and noise are exchanged: ᾱ is what is left of the example.',
      zh: '样本与噪声弄反了：ᾱ 是样本所剩的部分。',
    },
    fn: weighed((left) => [root(rest(left)), root(left)]),
  },
  {
    name: 'example not made smaller',
    guess: {
      en: 'The noise comes on top of the whole example: the example shrinks.',
      zh: '噪声加在了完整的样本上：样本应缩小。',
    },
    fn: weighed((left) => [1, root(rest(left))]),
  },
  {
    name: 'one step for all',
    guess: {
      en: 'All examples are at the step of the first: each has its own.',
      zh: '所有样本都用了第一个样本的步数：每个样本有自己的步数。',
    },
    fn: ((x, e, t, all) => {
      const first = tf.fill(t.shape, t.dataSync()[0] as number, 'int32') as Tensor1D;
      return addNoise(x, e, first, all);
    }) as AddNoise,
  },
  {
    name: 'steps counted from 1',
    guess: {
      en: 'The step before is looked up: steps are counted from 0.',
      zh: '查的是前一步：步数从 0 数起。',
    },
    fn: ((x, e, t, all) => addNoise(x, e, tf.relu(tf.sub(t, 1)) as Tensor1D, all)) as AddNoise,
  },
  {
    name: 'noise of its own',
    guess: {
      en: 'Fresh noise is drawn: use the noise that is given, for the network is asked for it.',
      zh: '自己抽了新的噪声：应使用给出的噪声，因为网络要猜的就是它。',
    },
    fn: ((x, e, t, all) =>
      addNoise(x, tf.randomNormal(e.shape, 0, 1, 'float32', 3) as Tensor2D, t, all)) as AddNoise,
  },
];

type Network = (input: Tensor2D) => Tensor2D;
type Loss = (network: Network, x: Tensor2D, e: Tensor2D, t: Tensor1D, all: Tensor1D) => Tensor;

/** The loss with its parts in other places. */
const otherwise =
  (parts: {
    seen?: (noisy: Tensor2D, x: Tensor2D) => Tensor2D;
    time?: (t: Tensor, steps: number) => Tensor;
    order?: (noisy: Tensor2D, time: Tensor) => Tensor[];
    target?: (x: Tensor2D, e: Tensor2D) => Tensor2D;
    join?: (guess: Tensor2D, target: Tensor2D) => Tensor;
  }): Loss =>
  (network, x, e, t, all) => {
    const { seen = (noisy) => noisy, time = (step, steps) => tf.div(step, steps) } = parts;
    const { order = (noisy, column) => [noisy, column], target = (_x, noise) => noise } = parts;
    const { join = (guess, wanted) => tf.mean(tf.squaredDifference(guess, wanted)) } = parts;
    const column = tf.expandDims(time(tf.cast(t, 'float32'), all.size), 1);
    const noisy = seen(addNoise(x, e, t, all), x);
    return join(network(tf.concat(order(noisy, column), 1) as Tensor2D), target(x, e));
  };

export const ddpmLossMutants: readonly Mutant[] = [
  {
    name: 'sum of squares',
    guess: {
      en: 'The squares are added up: take the mean over all numbers.',
      zh: '把平方加起来了：应对所有的数取平均。',
    },
    fn: otherwise({ join: (a, b) => tf.sum(tf.squaredDifference(a, b)) }),
  },
  {
    name: 'sum over the numbers of an example',
    guess: {
      en: 'The squares of an example are added up: the mean goes over all numbers of the batch.',
      zh: '把一个样本的平方加起来了：应对批次里所有的数取平均。',
    },
    fn: otherwise({ join: (a, b) => tf.mean(tf.sum(tf.squaredDifference(a, b), 1)) }),
  },
  {
    name: 'absolute differences',
    guess: {
      en: 'The differences are taken without sign: they are squared.',
      zh: '取了差的绝对值：应取平方。',
    },
    fn: otherwise({ join: (a, b) => tf.mean(tf.abs(tf.sub(a, b))) }),
  },
  {
    name: 'root of the mean',
    guess: {
      en: 'The root of the mean is taken: the loss is the mean itself.',
      zh: '对平均开了平方根：损失就是平均本身。',
    },
    fn: ((...args) => tf.sqrt(ddpmLoss(...args))) as Loss,
  },
  {
    name: 'the example guessed',
    guess: {
      en: 'The network is compared with the example: it is asked for the noise.',
      zh: '网络的回答与样本相比了：要它猜的是噪声。',
    },
    fn: otherwise({ target: (x) => x }),
  },
  {
    name: 'the example shown',
    guess: {
      en: 'The network sees the example without noise: it must see the noisy one.',
      zh: '网络看到了没有噪声的样本：应给它看加噪的样本。',
    },
    fn: otherwise({ seen: (_noisy, x) => x }),
  },
  {
    name: 'step for time',
    guess: {
      en: 'The network is told the step: it is told t / T.',
      zh: '告诉网络的是步数：应告诉它 t / T。',
    },
    fn: otherwise({ time: (t) => t }),
  },
  {
    name: 'time from one step on',
    guess: {
      en: 'The time is (t + 1) / T: it is t / T, with steps counted from 0.',
      zh: '时刻是 (t + 1) / T：应是 t / T，步数从 0 数起。',
    },
    fn: otherwise({ time: (t, steps) => tf.div(tf.add(t, 1), steps) }),
  },
  {
    name: 'time up to 1',
    guess: {
      en: 'The step is divided by T - 1: divide by T.',
      zh: '步数除以了 T - 1：应除以 T。',
    },
    fn: otherwise({ time: (t, steps) => tf.div(t, Math.max(1, steps - 1)) }),
  },
  {
    name: 'time in front',
    guess: {
      en: 'The time is the first column: it is the last one.',
      zh: '时刻放在了第一列：应放在最后一列。',
    },
    fn: otherwise({ order: (noisy, column) => [column, noisy] }),
  },
  {
    name: 'gradient cut',
    guess: {
      en: 'The gradient stops at the answer of the network.',
      zh: '梯度停在了网络的回答处。',
    },
    fn: otherwise({
      join: (a, b) => tf.mean(tf.squaredDifference(tf.tensor2d(a.arraySync()), b)),
    }),
  },
];
