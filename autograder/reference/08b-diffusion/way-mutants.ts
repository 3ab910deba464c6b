/** Typical wrong steps back, straight ways, samplers and guidances. */
import { type Tensor, type Tensor1D, type Tensor2D, tf } from '../../../src/backend/tf.js';
import type { Mutant } from '../parts.js';
import { ddimStep, eulerSample, flowMatchingTarget, guidance } from './solution.js';

type Step = (
  x: Tensor2D,
  p: Tensor2D,
  from: number,
  to: number,
  eta: number,
  z: Tensor2D,
) => Tensor;

interface Sizes {
  from: number;
  to: number;
  sigma: number;
}

/** A step with parts of its own. */
const stepped =
  (parts: {
    clean?: (x: Tensor2D, p: Tensor2D, sizes: Sizes) => Tensor;
    old?: (sizes: Sizes) => number;
    ofClean?: (sizes: Sizes) => number;
    fresh?: (sigma: number) => number;
    sigma?: (sizes: Omit<Sizes, 'sigma'>, eta: number) => number;
  }): Step =>
  (x, p, from, to, eta, z) => {
    const full = Math.sqrt(((1 - to) * (to - from)) / ((1 - from) * to));
    const sigma = parts.sigma?.({ from, to }, eta) ?? eta * full;
    const sizes = { from, to, sigma };
    const clean =
      parts.clean?.(x, p, sizes) ??
      tf.div(tf.sub(x, tf.mul(p, Math.sqrt(1 - from))), Math.sqrt(from));
    const old = parts.old?.(sizes) ?? Math.sqrt(Math.max(0, 1 - to - sigma ** 2));
    const ofClean = parts.ofClean?.(sizes) ?? Math.sqrt(to);
    const still = tf.add(tf.mul(clean, ofClean), tf.mul(p, old));
    return tf.add(still, tf.mul(z, parts.fresh?.(sigma) ?? sigma));
  };

export const ddimStepMutants: readonly Mutant[] = [
  {
    name: 'straight to the example',
    guess: {
      en: 'The expected example is the answer: it must be given the noise of the new step again.',
      zh: '直接回答了估计的样本：还要给它加上新的一步的噪声。',
    },
    fn: stepped({ ofClean: () => 1, old: () => 0, fresh: () => 0 }),
  },
  {
    name: 'noise of the old step',
    guess: {
      en: 'The expected example gets the noise of the old step again: use `to`.',
      zh: '给估计的样本加的是原来那一步的噪声：应使用 `to`。',
    },
    fn: stepped({
      ofClean: ({ from }) => Math.sqrt(from),
      old: ({ from, sigma }) => Math.sqrt(Math.max(0, 1 - from - sigma ** 2)),
    }),
  },
  {
    name: 'from and to exchanged',
    guess: {
      en: '`from` and `to` are exchanged: `from` is where x is.',
      zh: '`from` 与 `to` 弄反了：`from` 是 x 所在之处。',
    },
    fn: ((x, p, from, to, _eta, z) =>
      to === 1 ? tf.clone(x) : ddimStep(x, p, to, from, 0, z)) as Step,
  },
  {
    name: 'new noise on top',
    guess: {
      en: 'The new noise comes on top of all the old: σ² is taken from its variance.',
      zh: '新噪声加在了全部旧噪声之上：应从旧噪声的方差里减去 σ²。',
    },
    fn: stepped({ old: ({ to }) => Math.sqrt(1 - to) }),
  },
  {
    name: 'deviation subtracted',
    guess: {
      en: 'σ is subtracted from a variance: subtract σ².',
      zh: '从方差里减去了 σ：应减去 σ²。',
    },
    fn: stepped({ old: ({ to, sigma }) => Math.sqrt(Math.max(0, 1 - to - sigma)) }),
  },
  {
    name: 'eta forgotten',
    guess: {
      en: 'eta makes no difference: it scales σ, and with 0 nothing is drawn.',
      zh: 'eta 没有作用：它缩放 σ，为 0 时什么也不抽取。',
    },
    fn: ((x, p, from, to, _eta, z) => ddimStep(x, p, from, to, 1, z)) as Step,
  },
  {
    name: 'no new noise',
    guess: {
      en: 'The new noise is not used.',
      zh: '没有用到新噪声。',
    },
    fn: ((x, p, from, to, _eta, z) => ddimStep(x, p, from, to, 0, z)) as Step,
  },
  {
    name: 'variance for deviation',
    guess: {
      en: 'The new noise is multiplied by σ²: by σ.',
      zh: '新噪声乘了 σ²：应乘 σ。',
    },
    fn: stepped({ fresh: (sigma) => sigma ** 2 }),
  },
  {
    name: 'eta under the root',
    guess: {
      en: 'eta stands under the root: it multiplies the root.',
      zh: 'eta 放进了根号里：它应乘在根号外。',
    },
    fn: stepped({
      sigma: ({ from, to }, eta) => Math.sqrt((eta * (1 - to) * (to - from)) / ((1 - from) * to)),
    }),
  },
  {
    name: 'example too small',
    guess: {
      en: 'The expected example is not divided by √ᾱ: it was made smaller when the noise came.',
      zh: '估计的样本没有除以 √ᾱ：加噪声时它缩小过。',
    },
    fn: stepped({ clean: (x, p, { from }) => tf.sub(x, tf.mul(p, Math.sqrt(1 - from))) }),
  },
  {
    name: 'variance of the noise taken out',
    guess: {
      en: 'The noise is taken out by 1 - ᾱ: by its root.',
      zh: '减去噪声时用了 1 - ᾱ：应用它的平方根。',
    },
    fn: stepped({
      clean: (x, p, { from }) => tf.div(tf.sub(x, tf.mul(p, 1 - from)), Math.sqrt(from)),
    }),
  },
  {
    name: 'predicted noise dropped',
    guess: {
      en: 'All noise is drawn anew: the predicted noise keeps what σ does not take.',
      zh: '噪声全是新抽的：σ 没有取走的部分仍是预测的噪声。',
    },
    fn: stepped({ old: () => 0 }),
  },
];

type Target = (x: Tensor2D, e: Tensor2D, t: Tensor1D) => unknown;

export const flowMatchingTargetMutants: readonly Mutant[] = [
  {
    name: 'the other way round',
    guess: {
      en: 'The way begins at the example: at time 0 there is noise.',
      zh: '路从样本开始了：时刻 0 应是噪声。',
    },
    fn: ((x, e, t) => flowMatchingTarget(e, x, t)) as Target,
  },
  {
    name: 'velocity backwards',
    guess: {
      en: 'The velocity leads back to the noise.',
      zh: '速度指回了噪声。',
    },
    fn: ((x, e, t) => ({
      ...flowMatchingTarget(x, e, t),
      velocity: tf.sub(e, x),
    })) as Target,
  },
  {
    name: 'what is left of the way',
    guess: {
      en: 'The velocity is what is left of the way: it is the same all along, the whole way in a time of 1.',
      zh: '速度成了剩下的路：它一路不变，时长 1 走完全程。',
    },
    fn: ((x, e, t) => {
      const way = flowMatchingTarget(x, e, t);
      return { ...way, velocity: tf.sub(x, way.x) };
    }) as Target,
  },
  {
    name: 'the example for a velocity',
    guess: {
      en: 'The velocity is the example itself: it leads there from the noise.',
      zh: '速度成了样本本身：它应从噪声指向样本。',
    },
    fn: ((x, e, t) => ({ ...flowMatchingTarget(x, e, t), velocity: tf.clone(x) })) as Target,
  },
  {
    name: 'roots of the shares',
    guess: {
      en: 'The shares have roots, as in a diffusion: on a straight way they are t and 1 - t.',
      zh: '份额开了平方根，像扩散那样：在笔直的路上它们是 t 和 1 - t。',
    },
    fn: ((x, e, t) => {
      const time = tf.expandDims(t, 1);
      const far = tf.mul(tf.sqrt(tf.relu(tf.sub(1, time))), e);
      return {
        ...flowMatchingTarget(x, e, t),
        x: tf.add(far, tf.mul(tf.sqrt(tf.relu(time)), x)),
      };
    }) as Target,
  },
  {
    name: 'one time for all',
    guess: {
      en: 'All examples are at the time of the first: each has its own.',
      zh: '所有样本都用了第一个样本的时刻：每个样本有自己的时刻。',
    },
    fn: ((x, e, t) =>
      flowMatchingTarget(x, e, tf.fill(t.shape, t.dataSync()[0] as number) as Tensor1D)) as Target,
  },
];

type Network = (input: Tensor2D) => Tensor2D;
type Sampler = (network: Network, noise: Tensor2D, steps: number) => Tensor;

/** Euler's steps with times, lengths and counts of their own. */
const followed =
  (parts: {
    time?: (i: number, steps: number) => number;
    count?: (steps: number) => number;
    length?: (steps: number) => number;
    order?: (x: Tensor, time: Tensor) => Tensor[];
  }): Sampler =>
  (network, noise, steps) => {
    const { time = (i) => i / steps, count = (n) => n, length = (n) => 1 / n } = parts;
    const { order = (x, column) => [x, column] } = parts;
    let x: Tensor = tf.clone(noise);
    for (let i = 0; i < count(steps); i++) {
      const column = tf.mul(tf.ones([noise.shape[0], 1]), time(i, steps));
      const speed = network(tf.concat(order(x, column), 1) as Tensor2D);
      x = tf.add(x, tf.mul(length(steps), speed));
    }
    return x;
  };

export const eulerSampleMutants: readonly Mutant[] = [
  {
    name: 'times of the ends',
    guess: {
      en: 'The velocity is asked for at the end of a step: the first time is 0, the last one 1 - 1/steps.',
      zh: '用的是每一步末尾的时刻：第一个时刻是 0，最后一个是 1 - 1/steps。',
    },
    fn: followed({ time: (i, steps) => (i + 1) / steps }),
  },
  {
    name: 'times of the middles',
    guess: {
      en: 'The velocity is asked for with the time of the middle of a step: Euler takes its beginning.',
      zh: '用的是每一步中间的时刻：欧拉法用开头的时刻。',
    },
    fn: followed({ time: (i, steps) => (i + 0.5) / steps }),
  },
  {
    name: 'number of the step for the time',
    guess: {
      en: 'The network is told the number of the step: it is told the time, from 0 to 1.',
      zh: '告诉网络的是第几步：应告诉它 0 到 1 的时刻。',
    },
    fn: followed({ time: (i) => i }),
  },
  {
    name: 'time backwards',
    guess: {
      en: 'The time runs from 1 down to 0: noise is at time 0.',
      zh: '时刻从 1 走到 0：噪声在时刻 0。',
    },
    fn: followed({ time: (i, steps) => 1 - i / steps }),
  },
  {
    name: 'whole velocity in a step',
    guess: {
      en: 'Each step moves by the whole velocity: it lasts 1/steps.',
      zh: '每一步都走了整个速度：一步的时长是 1/steps。',
    },
    fn: followed({ length: () => 1 }),
  },
  {
    name: 'one step too few',
    guess: {
      en: 'There is one step too few.',
      zh: '少走了一步。',
    },
    fn: followed({ count: (steps) => steps - 1 }),
  },
  {
    name: 'one step too many',
    guess: {
      en: 'There is one step too many.',
      zh: '多走了一步。',
    },
    fn: followed({ count: (steps) => steps + 1 }),
  },
  {
    name: 'steps too long',
    guess: {
      en: 'The length of a step is 1/(steps - 1): it is 1/steps.',
      zh: '步长是 1/(steps - 1)：应是 1/steps。',
    },
    fn: followed({ length: (steps) => 1 / Math.max(1, steps - 1) }),
  },
  {
    name: 'velocity of the start',
    guess: {
      en: 'The network is asked once: ask it anew in each step.',
      zh: '只问了网络一次：每一步都要重新问。',
    },
    fn: ((network, noise) => eulerSample(network, noise, 1)) as Sampler,
  },
  {
    name: 'time in front',
    guess: {
      en: 'The time is the first column: it is the last one.',
      zh: '时刻放在了第一列：应放在最后一列。',
    },
    fn: followed({ order: (x, column) => [column, x] }),
  },
  {
    name: 'against the velocity',
    guess: {
      en: 'The points go against the velocity.',
      zh: '点逆着速度走了。',
    },
    fn: followed({ length: (steps) => -1 / steps }),
  },
];

type Guide = (asked: Tensor2D, free: Tensor2D, weight: number) => Tensor;

export const guidanceMutants: readonly Mutant[] = [
  {
    name: 'predictions exchanged',
    guess: {
      en: 'The two predictions are exchanged: lead away from the one for no class.',
      zh: '两个预测弄反了：应远离不指定类别的那个。',
    },
    fn: ((asked, free, weight) => guidance(free, asked, weight)) as Guide,
  },
  {
    name: 'counted from 1',
    guess: {
      en: 'The weight is counted from 1: here a weight of 0 changes nothing.',
      zh: '权重从 1 数起了：这里权重为 0 时什么也不变。',
    },
    fn: ((asked, free, weight) => guidance(asked, free, weight - 1)) as Guide,
  },
  {
    name: 'difference alone',
    guess: {
      en: 'Only the difference is left: the prediction itself is missing.',
      zh: '只剩下差了：少了预测本身。',
    },
    fn: ((asked, free, weight) => tf.mul(tf.sub(asked, free), weight)) as Guide,
  },
  {
    name: 'towards no class',
    guess: {
      en: 'It leads towards the prediction for no class: the sign is wrong.',
      zh: '朝着不指定类别的预测走了：符号错了。',
    },
    fn: ((asked, free, weight) => guidance(asked, free, -weight)) as Guide,
  },
  {
    name: 'both added',
    guess: {
      en: 'Both predictions are added: one of them is subtracted.',
      zh: '两个预测相加了：应减去其中一个。',
    },
    fn: ((asked, free, weight) => tf.add(tf.mul(asked, 1 + weight), tf.mul(free, weight))) as Guide,
  },
  {
    name: 'weights do not sum to 1',
    guess: {
      en: 'The prediction for no class is subtracted once, whatever the weight: subtract it `weight` times.',
      zh: '不论权重多大，都只减去一次不指定类别的预测：应减去 `weight` 倍。',
    },
    fn: ((asked, free, weight) => tf.sub(tf.mul(asked, 1 + weight), free)) as Guide,
  },
];
