/** Wrong ways to train: one right loop in which one thing is done wrong. */
import { createRng, type Rng } from '../../../src/backend/random.js';
import { tf } from '../../../src/backend/tf.js';
import type { Mutant } from '../parts.js';
import { mean, minibatches, trainer } from './trainer.js';

/** Equal numbers of examples, as far as that goes. */
function evenly(order: readonly number[], batchSize: number): number[][] {
  return minibatches(order, Math.ceil(order.length / Math.ceil(order.length / batchSize)));
}

const weightedMean = (values: readonly number[], sizes: readonly number[] = []): number =>
  values.reduce((sum, value, i) => sum + value * (sizes[i] ?? 0), 0) /
  sizes.reduce((sum, size) => sum + size, 0);

/** Uniform numbers of this standard deviation. */
const uniforms = (rng: Rng, count: number, stddev: number): ArrayLike<number> =>
  rng.uniforms(count, -stddev * Math.sqrt(3), stddev * Math.sqrt(3));

/** Normal numbers of this deviation, those beyond two of them drawn again. */
const truncated = (rng: Rng, count: number, stddev: number): number[] =>
  Array.from({ length: count }, () => {
    let value = rng.normal();
    while (Math.abs(value) > 2) value = rng.normal();
    return value * stddev;
  });

let unseeded = 0;

/** The deviation of the first layer in both. */
function sameDeviationTwice(): ReturnType<typeof trainer> {
  let first = 0;
  return trainer({
    draw: (rng, inputs, outputs) => {
      first = Math.sqrt(2 / inputs);
      return rng.normals(inputs * outputs, 0, first);
    },
    secondStart: (rng, inputs, outputs) => rng.normals(inputs * outputs, 0, first),
  });
}

export const trainMlpMutants: readonly Mutant[] = [
  {
    name: 'sum instead of mean gradient',
    guess: {
      en: 'The gradient is summed over the minibatch; divide by its size.',
      zh: '梯度在小批量上求了和；请除以小批量的大小。',
    },
    fn: trainer({ gradientFactor: () => 1 }),
  },
  {
    name: 'batch mean twice',
    guess: {
      en: 'The gradient is divided by the size of the minibatch twice.',
      zh: '梯度除以了两次小批量的大小。',
    },
    fn: trainer({ gradientFactor: (batch) => 1 / batch ** 2 }),
  },
  {
    name: 'uphill',
    guess: {
      en: 'The weights move up the gradient: subtract it.',
      zh: '权重沿梯度上升的方向移动：应减去梯度。',
    },
    fn: trainer({ learningRate: (given) => -given }),
  },
  {
    name: 'learning rate ignored',
    guess: { en: 'The learning rate that was given is not used.', zh: '没有使用给定的学习率。' },
    fn: trainer({ learningRate: () => 0.1 }),
  },
  {
    name: 'smaller steps each epoch',
    guess: {
      en: 'The learning rate changes from epoch to epoch: use the one that was given.',
      zh: '学习率逐轮变化：请使用给定的学习率。',
    },
    fn: trainer({ learningRate: (given, epoch) => given / epoch }),
  },
  {
    name: 'ReLU forgotten on the way back',
    guess: {
      en: 'On the way back the ReLU lets a gradient through only where its input was positive.',
      zh: '反向传播时，ReLU 只在输入为正的地方让梯度通过。',
    },
    fn: trainer({ reluMask: (pre) => tf.onesLike(pre) }),
  },
  {
    name: 'no ReLU',
    guess: {
      en: 'The hidden layer has no ReLU, so the network is only a linear one.',
      zh: '隐藏层没有 ReLU，网络因此只是线性的。',
    },
    fn: trainer({ activation: (pre) => pre, reluMask: (pre) => tf.onesLike(pre) }),
  },
  {
    name: 'biases never move',
    guess: {
      en: 'The biases stay at 0: they need a step too.',
      zh: '偏置一直是 0：它们也需要更新。',
    },
    fn: trainer({ frozen: ['b1', 'b2'] }),
  },
  {
    name: 'first layer never moves',
    guess: { en: 'The first layer stays as it started.', zh: '第一层一直保持初始值。' },
    fn: trainer({ frozen: ['w1', 'b1'] }),
  },
  {
    name: 'start weights all zero',
    guess: {
      en: 'All weights start at 0, so the hidden units stay alike.',
      zh: '所有权重从 0 开始，各隐藏单元因此始终相同。',
    },
    fn: trainer({ stddev: () => 0 }),
  },
  {
    name: 'seed ignored',
    guess: {
      en: 'The result does not follow the seed: draw everything from createRng(seed).',
      zh: '结果不由种子决定：所有随机数都应来自 `createRng(seed)`。',
    },
    fn: trainer({ rng: () => createRng(`unseeded ${unseeded++}`) }),
  },
  {
    name: 'always the same seed',
    guess: { en: 'Every seed gives the same network.', zh: '每个种子都给出同一个网络。' },
    fn: trainer({ rng: () => createRng(0) }),
  },
  {
    name: 'not shuffled',
    guess: {
      en: 'The minibatches follow the order of the data: shuffle the examples.',
      zh: '小批量按数据原有的次序取：请打乱样本。',
    },
    fn: trainer({ order: (_, count) => Array.from({ length: count }, (_item, i) => i) }),
  },
  {
    name: 'shuffled once',
    guess: {
      en: 'Every epoch takes the examples in the same order: draw a new one each epoch.',
      zh: '每一轮的样本次序都相同：请每轮重新打乱。',
    },
    fn: trainer({ order: (rng, count, last) => last ?? rng.permutation(count) }),
  },
  {
    name: 'last smaller minibatch dropped',
    guess: {
      en: 'The last minibatch is dropped when it is smaller; its examples count too.',
      zh: '最后一个小批量较小时被丢弃了；其中的样本也应计入。',
    },
    fn: trainer({
      cut: (order, size) => minibatches(order, size).filter(({ length }) => length === size),
    }),
  },
  {
    name: 'last smaller minibatch dropped unless it is the only one',
    guess: {
      en: 'The last minibatch is dropped when it is smaller; its examples count too.',
      zh: '最后一个小批量较小时被丢弃了；其中的样本也应计入。',
    },
    fn: trainer({
      cut: (order, size) =>
        minibatches(order, size).filter(({ length }, i) => length === size || i === 0),
    }),
  },
  {
    name: 'last minibatch filled up',
    guess: {
      en: 'The last minibatch takes some examples a second time; it may be smaller.',
      zh: '最后一个小批量重复取了一些样本；它可以小一些。',
    },
    fn: trainer({
      cut: (order, size) =>
        minibatches(order, size).map((batch, i) =>
          i === 0 ? batch : [...batch, ...order.slice(0, size - batch.length)],
        ),
    }),
  },
  {
    name: 'minibatches of nearly one size',
    guess: {
      en: 'The examples are divided evenly; only the last minibatch is smaller.',
      zh: '样本被平均分配了；只有最后一个小批量可以较小。',
    },
    fn: trainer({ cut: evenly }),
  },
  {
    name: 'smaller minibatch first',
    guess: {
      en: 'The first minibatch is the smaller one; the last may be.',
      zh: '较小的是第一个小批量；应是最后一个。',
    },
    fn: trainer({
      cut: (order, size) => {
        const rest = order.length % size;
        const head = rest === 0 ? [] : [order.slice(0, rest)];
        return [...head, ...minibatches(order.slice(rest), size)];
      },
    }),
  },
  {
    name: 'last gradient divided by batchSize',
    guess: {
      en: 'The gradient of the last minibatch is divided by batchSize; divide by its own size.',
      zh: '最后一个小批量的梯度除以了 `batchSize`；应除以它自己的大小。',
    },
    fn: trainer({ gradientFactor: (_, batchSize) => 1 / batchSize }),
  },
  {
    name: 'loss weighted by example',
    guess: {
      en: 'Minibatch losses are weighted by their examples; take their plain mean.',
      zh: '各小批量的损失按样本数加了权；请直接取平均。',
    },
    fn: trainer({
      losses: (batches, sizes) => batches.map((seen, i) => weightedMean(seen, sizes[i])),
    }),
  },
  {
    name: 'loss of the last minibatch left out',
    guess: {
      en: 'The loss of the last minibatch is left out of the mean.',
      zh: '求平均时漏掉了最后一个小批量的损失。',
    },
    fn: trainer({
      losses: (batches) => batches.map((b) => mean(b.length > 1 ? b.slice(0, -1) : b)),
    }),
  },
  {
    name: 'loss of the last minibatch alone',
    guess: {
      en: 'Only the loss of the last minibatch is kept; take the mean of all of an epoch.',
      zh: '只保留了最后一个小批量的损失；请取一轮中所有小批量的平均。',
    },
    fn: trainer({ losses: (batches) => batches.map((b) => b.at(-1) ?? 0) }),
  },
  {
    name: 'start with standard deviation 1',
    guess: {
      en: 'The start weights have standard deviation 1; the statement says √(2 / inputs).',
      zh: '初始权重的标准差是 1；题目要求 √(2 / 输入数)。',
    },
    fn: trainer({ stddev: () => 1 }),
  },
  {
    name: 'start by fan-out',
    guess: {
      en: 'The standard deviation is taken from the outputs of a layer, not from its inputs.',
      zh: '标准差是按层的输出数算的，应按输入数。',
    },
    fn: trainer({ stddev: (_, outputs) => Math.sqrt(2 / outputs) }),
  },
  {
    name: 'start by inputs and outputs',
    guess: {
      en: 'The standard deviation is √(2 / (inputs + outputs)); the statement says √(2 / inputs).',
      zh: '标准差是 √(2 / (输入数 + 输出数))；题目要求 √(2 / 输入数)。',
    },
    fn: trainer({ stddev: (inputs, outputs) => Math.sqrt(2 / (inputs + outputs)) }),
  },
  {
    name: 'start with variance 1 over inputs',
    guess: {
      en: 'The standard deviation is √(1 / inputs); the statement says √(2 / inputs).',
      zh: '标准差是 √(1 / 输入数)；题目要求 √(2 / 输入数)。',
    },
    fn: trainer({ stddev: (inputs) => Math.sqrt(1 / inputs) }),
  },
  {
    name: 'start with the variance as deviation',
    guess: {
      en: 'The standard deviation is 2 / inputs: its square root is missing.',
      zh: '标准差是 2 / 输入数：少了开方。',
    },
    fn: trainer({ stddev: (inputs) => 2 / inputs }),
  },
  {
    name: 'start uniform',
    guess: {
      en: 'The start weights are uniform; the statement asks for normal ones.',
      zh: '初始权重服从均匀分布；题目要求正态分布。',
    },
    fn: trainer({
      draw: (rng, inputs, outputs) => uniforms(rng, inputs * outputs, Math.sqrt(2 / inputs)),
    }),
  },
  {
    name: 'start truncated',
    guess: {
      en: 'Start weights beyond two standard deviations are missing: draw them normal.',
      zh: '缺少超出两倍标准差的初始权重：请直接从正态分布抽取，不要截断。',
    },
    fn: trainer({
      draw: (rng, inputs, outputs) => truncated(rng, inputs * outputs, Math.sqrt(2 / inputs)),
    }),
  },
  {
    name: 'second layer starts at zero',
    guess: {
      en: 'The second layer starts at 0, so that nothing goes back to the first.',
      zh: '第二层从 0 开始，没有梯度能传回第一层。',
    },
    fn: trainer({ secondStart: (_, inputs, outputs) => new Float32Array(inputs * outputs) }),
  },
  {
    name: 'second layer starts as the first',
    guess: {
      en: 'Both layers take the inputs of the network for their standard deviation.',
      zh: '两层的标准差都按网络的输入数计算了；各层应按自己的输入数。',
    },
    fn: sameDeviationTwice(),
  },
  {
    name: 'one row for all inputs',
    guess: {
      en: 'Every input starts with the same weights: draw each one anew.',
      zh: '每个输入的初始权重都相同：请逐个抽取。',
    },
    fn: trainer({
      draw: (rng, inputs, outputs) => {
        const row = Array.from(rng.normals(outputs, 0, Math.sqrt(2 / inputs)));
        return Array.from({ length: inputs }, () => row).flat();
      },
    }),
  },
  {
    name: 'a loss for each minibatch',
    guess: {
      en: 'There is a loss for each minibatch; give the mean of each epoch.',
      zh: '每个小批量各有一个损失；请给出每轮的平均。',
    },
    fn: trainer({ losses: (batches) => batches.flat() }),
  },
  {
    name: 'losses summed over the epoch',
    guess: {
      en: 'The losses of an epoch are summed; take their mean.',
      zh: '一轮中的损失被相加了；请取平均。',
    },
    fn: trainer({ losses: (batches) => batches.map((b) => b.reduce((a, v) => a + v, 0)) }),
  },
  {
    name: 'one epoch too few',
    guess: {
      en: 'One epoch is missing: the loop ends too early.',
      zh: '少了一轮：循环结束得太早。',
    },
    fn: trainer({ epochs: (given) => given - 1 }),
  },
  {
    name: 'onEpoch never called',
    guess: { en: '`onEpoch` is never called.', zh: '`onEpoch` 从未被调用。' },
    fn: trainer({ report: () => {} }),
  },
  {
    name: 'onEpoch not awaited',
    guess: {
      en: '`onEpoch` is called, but its promise is not awaited.',
      zh: '`onEpoch` 被调用了，但没有等待它返回的 Promise。',
    },
    fn: trainer({ report: (onEpoch, epoch, batches) => void onEpoch(epoch, mean(batches)) }),
  },
  {
    name: 'epochs reported from 0',
    guess: {
      en: 'The epochs given to `onEpoch` are counted from 0; count them from 1.',
      zh: '传给 `onEpoch` 的轮数从 0 数起；应从 1 数起。',
    },
    fn: trainer({ report: (onEpoch, epoch, batches) => onEpoch(epoch - 1, mean(batches)) }),
  },
  {
    name: 'loss of the last minibatch reported',
    guess: {
      en: '`onEpoch` is given the loss of the last minibatch; give it the mean of the epoch.',
      zh: '传给 `onEpoch` 的是最后一个小批量的损失；应传这一轮的平均损失。',
    },
    fn: trainer({ report: (onEpoch, epoch, batches) => onEpoch(epoch, batches.at(-1) ?? 0) }),
  },
];
