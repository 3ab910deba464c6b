/** Typical wrong solutions of lesson 02, each of which its exercise's tests must reject. */
import { type Tensor1D, type Tensor2D, tf } from '../../../src/backend/tf.js';
import type { Mutant, MutantsByExercise } from '../parts.js';
import { crossEntropy, denseForward, softmax } from './solution.js';
import { trainMlpMutants } from './training-mutants.js';

const denseForwardMutants: readonly Mutant[] = [
  {
    name: 'bias forgotten',
    guess: { en: 'The bias `b` seems to be missing.', zh: '似乎漏加了偏置 `b`。' },
    fn: (x: Tensor2D, w: Tensor2D) => tf.matMul(x, w),
  },
  {
    name: 'bias subtracted',
    guess: {
      en: 'The bias seems to be subtracted instead of added.',
      zh: '偏置似乎被减去了，而应是加上。',
    },
    fn: (x: Tensor2D, w: Tensor2D, b: Tensor1D) => tf.sub(tf.matMul(x, w), b),
  },
  {
    name: 'weights reshaped instead of used as they are',
    guess: {
      en: 'The entries of `w` seem to be in another order: was it reshaped or transposed?',
      zh: '`w` 的元素次序似乎变了：是否做了 reshape 或转置？',
    },
    fn: (x: Tensor2D, w: Tensor2D, b: Tensor1D) =>
      tf.add(tf.matMul(x, tf.reshape(tf.transpose(w), w.shape)), b),
  },
  {
    name: 'result transposed',
    guess: {
      en: 'The result looks transposed: one row for each example is asked for.',
      zh: '结果看起来被转置了：应为每个样本一行。',
    },
    fn: (x: Tensor2D, w: Tensor2D, b: Tensor1D) => tf.transpose(denseForward(x, w, b)),
  },
  {
    name: 'ReLU inside',
    guess: {
      en: 'Negative results are cut to 0: the ReLU is no part of this layer.',
      zh: '负的结果被截成了 0：这一层不含 ReLU。',
    },
    fn: (x: Tensor2D, w: Tensor2D, b: Tensor1D) => tf.relu(denseForward(x, w, b)),
  },
  {
    name: 'inputs disposed',
    guess: {
      en: 'The function disposes its arguments, which the caller still needs.',
      zh: '函数释放了自己的参数，而调用者还要用它们。',
    },
    fn: (x: Tensor2D, w: Tensor2D, b: Tensor1D) => {
      const y = denseForward(x, w, b);
      tf.dispose([x, w, b]);
      return y;
    },
  },
];

const quotient = (powers: Tensor2D, axis?: number): Tensor2D =>
  tf.div<Tensor2D>(powers, tf.sum(powers, axis, axis !== undefined));

const softmaxMutants: readonly Mutant[] = [
  {
    name: 'largest score not subtracted',
    guess: {
      en: 'exp of a large score is Infinity: subtract the largest score of each row first.',
      zh: '很大的得分取 `exp` 会得到 `Infinity`：请先减去每一行的最大得分。',
    },
    fn: (z: Tensor2D) => quotient(tf.exp(z), 1),
  },
  {
    name: 'sum over everything',
    guess: {
      en: 'The sum runs over the whole batch; give it axis 1.',
      zh: '求和跨越了整个批次；请指明沿轴 1。',
    },
    fn: (z: Tensor2D) => quotient(tf.exp(tf.sub(z, tf.max(z, 1, true)))),
  },
  {
    name: 'sum over the batch',
    guess: {
      en: 'The columns sum to 1 instead of the rows: use axis 1.',
      zh: '和为 1 的是各列，而应是各行：请沿轴 1。',
    },
    fn: (z: Tensor2D) => quotient(tf.exp(tf.sub(z, tf.max(z, 0, true))), 0),
  },
  {
    name: 'largest score of the whole batch subtracted',
    guess: {
      en: 'The largest score of the batch is subtracted; each row needs its own.',
      zh: '减去的是整个批次的最大得分；每一行应减去自己的最大值。',
    },
    fn: (z: Tensor2D) => quotient(tf.exp(tf.sub(z, tf.max(z))), 1),
  },
  {
    name: 'scores clipped',
    guess: {
      en: 'Clipping changes the scores; subtracting the largest of the row does not.',
      zh: '截断会改变结果；减去该行的最大得分则不会。',
    },
    fn: (z: Tensor2D) => quotient(tf.exp(tf.clipByValue(z, -80, 80)), 1),
  },
  {
    name: 'exp forgotten',
    guess: {
      en: 'The scores are divided by their sum without taking exp first.',
      zh: '得分直接除以了它们的和，没有先取 `exp`。',
    },
    fn: (z: Tensor2D) => quotient(z, 1),
  },
  {
    name: 'sigmoid',
    guess: {
      en: 'This is the sigmoid of each score; the classes must share a sum of 1.',
      zh: '这是对每个得分取 sigmoid；各类别的概率之和应为 1。',
    },
    fn: (z: Tensor2D) => tf.sigmoid(z),
  },
  {
    name: 'log of the probabilities',
    guess: { en: 'These are the logs of the probabilities.', zh: '这些是概率的对数。' },
    fn: (z: Tensor2D) => tf.logSoftmax(z),
  },
];

const labelScores = (z: Tensor2D, labels: Tensor1D): Tensor1D =>
  tf.sum<Tensor1D>(tf.mul(tf.cast(tf.oneHot(labels, z.shape[1]), 'float32'), z), 1);
const each = (z: Tensor2D, labels: Tensor1D): Tensor1D =>
  tf.sub<Tensor1D>(tf.logSumExp(z, 1), labelScores(z, labels));

const crossEntropyMutants: readonly Mutant[] = [
  {
    name: 'sum instead of mean',
    guess: {
      en: 'The losses of the batch are added up; take their mean.',
      zh: '批次中的损失被相加了；请取平均。',
    },
    fn: (z: Tensor2D, labels: Tensor1D) => tf.sum(each(z, labels)),
  },
  {
    name: 'mean over examples and classes',
    guess: {
      en: 'The sum is divided by B times C; divide by B only.',
      zh: '总和除以了 B 与 C 的乘积；只应除以 B。',
    },
    fn: (z: Tensor2D, labels: Tensor1D) => tf.div(crossEntropy(z, labels), z.shape[1]),
  },
  {
    name: 'sign forgotten',
    guess: {
      en: 'The sign is wrong: a loss is minus the log-likelihood.',
      zh: '符号反了：损失是负的对数似然。',
    },
    fn: (z: Tensor2D, labels: Tensor1D) => tf.neg(crossEntropy(z, labels)),
  },
  {
    name: 'log of the softmax',
    guess: {
      en: 'The log of a probability that rounds to 0 is -Infinity: use tf.logSumExp on the scores.',
      zh: '舍入为 0 的概率取对数得到 `-Infinity`：请直接对得分使用 `tf.logSumExp`。',
    },
    fn: (z: Tensor2D, labels: Tensor1D) => tf.neg(tf.mean(labelScores(tf.log(softmax(z)), labels))),
  },
  {
    name: 'log of the softmax plus epsilon',
    guess: {
      en: 'A small number under the log hides the Infinity but gives a wrong loss for hard examples.',
      zh: '在对数里加一个小数能掩盖 `Infinity`，但困难样本的损失会算错。',
    },
    fn: (z: Tensor2D, labels: Tensor1D) =>
      tf.neg(tf.mean(labelScores(tf.log(tf.add(softmax(z), 1e-7)), labels))),
  },
  {
    name: 'best class instead of label',
    guess: {
      en: 'The score of the best class is used instead of that of the label.',
      zh: '用的是得分最高的类别，而应是标签所指类别的得分。',
    },
    fn: (z: Tensor2D) => tf.mean(tf.sub(tf.logSumExp(z, 1), tf.max(z, 1))),
  },
  {
    name: 'scores taken for probabilities',
    guess: {
      en: 'The log is taken of the scores; they are no probabilities yet.',
      zh: '直接对得分取了对数，而它们还不是概率。',
    },
    fn: (z: Tensor2D, labels: Tensor1D) =>
      tf.neg(tf.mean(tf.log(tf.add(tf.relu(labelScores(z, labels)), 1e-7)))),
  },
  {
    name: 'log to base 2',
    guess: {
      en: 'The loss is in bits; use the natural logarithm.',
      zh: '损失以比特为单位；请使用自然对数。',
    },
    fn: (z: Tensor2D, labels: Tensor1D) => tf.div(crossEntropy(z, labels), Math.LN2),
  },
  {
    name: 'one loss for each example',
    guess: {
      en: 'There is a loss for each example; return their mean, a scalar.',
      zh: '每个样本各有一个损失；请返回它们的平均值，即一个标量。',
    },
    fn: each,
  },
];

interface Gradients {
  dx: Tensor2D;
  dw: Tensor2D;
  db: Tensor1D;
}
type Backward = (x: Tensor2D, w: Tensor2D, dy: Tensor2D) => Gradients;

/** The right gradients with one of them spoilt. */
const spoilt =
  (spoil: (gradients: Gradients, x: Tensor2D, w: Tensor2D, dy: Tensor2D) => object): AnyBackward =>
  (x, w, dy) => {
    const right: Gradients = {
      dx: tf.matMul<Tensor2D>(dy, w, false, true),
      dw: tf.matMul<Tensor2D>(x, dy, true, false),
      db: tf.sum<Tensor1D>(dy, 0),
    };
    return { ...right, ...spoil(right, x, w, dy) };
  };
type AnyBackward = (...args: Parameters<Backward>) => object;

const denseBackwardMutants: readonly Mutant[] = [
  {
    name: 'w not transposed in dx',
    guess: {
      en: '`dx` is dy times w transposed; here w was only reshaped.',
      zh: '`dx` 是 `dy` 乘以 `w` 的转置；这里只对 `w` 做了 reshape。',
    },
    fn: spoilt((_, _x, w, dy) => ({
      dx: tf.matMul(dy, tf.reshape(w, [dy.shape[1], w.shape[0]])),
    })),
  },
  {
    name: 'dw transposed',
    guess: {
      en: '`dw` looks transposed: it must have the shape of w.',
      zh: '`dw` 看起来被转置了：它的形状应与 `w` 相同。',
    },
    fn: spoilt(({ dw }) => ({ dw: tf.transpose(dw) })),
  },
  {
    name: 'dw divided by the batch',
    guess: {
      en: '`dw` is divided by the batch; the mean is already in dy.',
      zh: '`dw` 除以了批次大小；`dy` 里已经取过平均。',
    },
    fn: spoilt(({ dw }, x) => ({ dw: tf.div(dw, x.shape[0]) })),
  },
  {
    name: 'db is a mean',
    guess: {
      en: '`db` is a mean over the batch; the mean is already in dy, so sum.',
      zh: '`db` 对批次取了平均；`dy` 里已经取过平均，这里应求和。',
    },
    fn: spoilt((_, _x, _w, dy) => ({ db: tf.mean(dy, 0) })),
  },
  {
    name: 'db keeps the batch axis',
    guess: {
      en: '`db` must have the shape of b, [H]: sum over the batch without keeping the axis.',
      zh: '`db` 的形状应与 `b` 相同，即 [H]：沿批次求和，并且不保留该轴。',
    },
    fn: spoilt((_, _x, _w, dy) => ({ db: tf.sum(dy, 0, true) })),
  },
  {
    name: 'db is dy',
    guess: {
      en: '`db` is still dy; every example shares the bias, so sum over the batch.',
      zh: '`db` 仍是 `dy`；所有样本共用偏置，因此应沿批次求和。',
    },
    fn: spoilt((_, _x, _w, dy) => ({ db: dy.clone() })),
  },
  {
    name: 'signs turned',
    guess: {
      en: 'The signs are turned: these are steps, not gradients.',
      zh: '符号反了：这是更新的步子，不是梯度。',
    },
    fn: spoilt(({ dx, dw, db }) => ({ dx: tf.neg(dx), dw: tf.neg(dw), db: tf.neg(db) })),
  },
  {
    name: 'dw of the first example only',
    guess: {
      en: '`dw` holds the first example only; every example adds to it.',
      zh: '`dw` 只含第一个样本；每个样本都应计入。',
    },
    fn: spoilt((_, x, _w, dy) => ({
      dw: tf.matMul(tf.slice(x, [0, 0], [1, -1]), tf.slice(dy, [0, 0], [1, -1]), true, false),
    })),
  },
  {
    name: 'dx without dy',
    guess: {
      en: '`dx` does not depend on dy: the chain rule multiplies by it.',
      zh: '`dx` 与 `dy` 无关：按链式法则应乘以 `dy`。',
    },
    fn: spoilt((_, x, w) => ({ dx: tf.add(tf.zerosLike(x), tf.sum(w, 1)) })),
  },
];

export const mutants: MutantsByExercise = {
  denseForward: denseForwardMutants,
  softmax: softmaxMutants,
  crossEntropy: crossEntropyMutants,
  denseBackward: denseBackwardMutants,
  trainMlp: trainMlpMutants,
};
