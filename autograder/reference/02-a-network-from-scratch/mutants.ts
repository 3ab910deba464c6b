/** Typical wrong solutions of lesson 02, each of which its exercise's tests must reject. */
import { type Tensor1D, type Tensor2D, tf } from '../../../src/backend/tf.js';
import type { Mutant, MutantsByExercise } from '../parts.js';
import { crossEntropy, denseForward, softmax } from './solution.js';
import { trainMlpMutants } from './training-mutants.js';

const denseForwardMutants: readonly Mutant[] = [
  {
    name: 'bias forgotten',
    guess: 'The bias `b` seems to be missing.',
    fn: (x: Tensor2D, w: Tensor2D) => tf.matMul(x, w),
  },
  {
    name: 'bias subtracted',
    guess: 'The bias seems to be subtracted instead of added.',
    fn: (x: Tensor2D, w: Tensor2D, b: Tensor1D) => tf.sub(tf.matMul(x, w), b),
  },
  {
    name: 'weights reshaped instead of used as they are',
    guess: 'The entries of `w` seem to be in another order: was it reshaped or transposed?',
    fn: (x: Tensor2D, w: Tensor2D, b: Tensor1D) =>
      tf.add(tf.matMul(x, tf.reshape(tf.transpose(w), w.shape)), b),
  },
  {
    name: 'result transposed',
    guess: 'The result looks transposed: one row for each example is asked for.',
    fn: (x: Tensor2D, w: Tensor2D, b: Tensor1D) => tf.transpose(denseForward(x, w, b)),
  },
  {
    name: 'ReLU inside',
    guess: 'Negative results are cut to 0: the ReLU is no part of this layer.',
    fn: (x: Tensor2D, w: Tensor2D, b: Tensor1D) => tf.relu(denseForward(x, w, b)),
  },
  {
    name: 'inputs disposed',
    guess: 'The function disposes its arguments, which the caller still needs.',
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
    guess: 'exp of a large score is Infinity: subtract the largest score of each row first.',
    fn: (z: Tensor2D) => quotient(tf.exp(z), 1),
  },
  {
    name: 'sum over everything',
    guess: 'The sum runs over the whole batch; give it axis 1.',
    fn: (z: Tensor2D) => quotient(tf.exp(tf.sub(z, tf.max(z, 1, true)))),
  },
  {
    name: 'sum over the batch',
    guess: 'The columns sum to 1 instead of the rows: use axis 1.',
    fn: (z: Tensor2D) => quotient(tf.exp(tf.sub(z, tf.max(z, 0, true))), 0),
  },
  {
    name: 'largest score of the whole batch subtracted',
    guess: 'The largest score of the batch is subtracted; each row needs its own.',
    fn: (z: Tensor2D) => quotient(tf.exp(tf.sub(z, tf.max(z))), 1),
  },
  {
    name: 'scores clipped',
    guess: 'Clipping changes the scores; subtracting the largest of the row does not.',
    fn: (z: Tensor2D) => quotient(tf.exp(tf.clipByValue(z, -80, 80)), 1),
  },
  {
    name: 'exp forgotten',
    guess: 'The scores are divided by their sum without taking exp first.',
    fn: (z: Tensor2D) => quotient(z, 1),
  },
  {
    name: 'sigmoid',
    guess: 'This is the sigmoid of each score; the classes must share a sum of 1.',
    fn: (z: Tensor2D) => tf.sigmoid(z),
  },
  {
    name: 'log of the probabilities',
    guess: 'These are the logs of the probabilities.',
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
    guess: 'The losses of the batch are added up; take their mean.',
    fn: (z: Tensor2D, labels: Tensor1D) => tf.sum(each(z, labels)),
  },
  {
    name: 'mean over examples and classes',
    guess: 'The sum is divided by B times C; divide by B only.',
    fn: (z: Tensor2D, labels: Tensor1D) => tf.div(crossEntropy(z, labels), z.shape[1]),
  },
  {
    name: 'sign forgotten',
    guess: 'The sign is wrong: a loss is minus the log-likelihood.',
    fn: (z: Tensor2D, labels: Tensor1D) => tf.neg(crossEntropy(z, labels)),
  },
  {
    name: 'log of the softmax',
    guess:
      'The log of a probability that rounds to 0 is -Infinity: use tf.logSumExp on the scores.',
    fn: (z: Tensor2D, labels: Tensor1D) => tf.neg(tf.mean(labelScores(tf.log(softmax(z)), labels))),
  },
  {
    name: 'log of the softmax plus epsilon',
    guess:
      'A small number under the log hides the Infinity but gives a wrong loss for hard examples.',
    fn: (z: Tensor2D, labels: Tensor1D) =>
      tf.neg(tf.mean(labelScores(tf.log(tf.add(softmax(z), 1e-7)), labels))),
  },
  {
    name: 'best class instead of label',
    guess: 'The score of the best class is used instead of that of the label.',
    fn: (z: Tensor2D) => tf.mean(tf.sub(tf.logSumExp(z, 1), tf.max(z, 1))),
  },
  {
    name: 'scores taken for probabilities',
    guess: 'The log is taken of the scores; they are no probabilities yet.',
    fn: (z: Tensor2D, labels: Tensor1D) =>
      tf.neg(tf.mean(tf.log(tf.add(tf.relu(labelScores(z, labels)), 1e-7)))),
  },
  {
    name: 'log to base 2',
    guess: 'The loss is in bits; use the natural logarithm.',
    fn: (z: Tensor2D, labels: Tensor1D) => tf.div(crossEntropy(z, labels), Math.LN2),
  },
  {
    name: 'one loss for each example',
    guess: 'There is a loss for each example; return their mean, a scalar.',
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
    guess: '`dx` is dy times w transposed; here w was only reshaped.',
    fn: spoilt((_, _x, w, dy) => ({
      dx: tf.matMul(dy, tf.reshape(w, [dy.shape[1], w.shape[0]])),
    })),
  },
  {
    name: 'dw transposed',
    guess: '`dw` looks transposed: it must have the shape of w.',
    fn: spoilt(({ dw }) => ({ dw: tf.transpose(dw) })),
  },
  {
    name: 'dw divided by the batch',
    guess: '`dw` is divided by the batch; the mean is already in dy.',
    fn: spoilt(({ dw }, x) => ({ dw: tf.div(dw, x.shape[0]) })),
  },
  {
    name: 'db is a mean',
    guess: '`db` is a mean over the batch; the mean is already in dy, so sum.',
    fn: spoilt((_, _x, _w, dy) => ({ db: tf.mean(dy, 0) })),
  },
  {
    name: 'db keeps the batch axis',
    guess: '`db` must have the shape of b, [H]: sum over the batch without keeping the axis.',
    fn: spoilt((_, _x, _w, dy) => ({ db: tf.sum(dy, 0, true) })),
  },
  {
    name: 'db is dy',
    guess: '`db` is still dy; every example shares the bias, so sum over the batch.',
    fn: spoilt((_, _x, _w, dy) => ({ db: dy.clone() })),
  },
  {
    name: 'signs turned',
    guess: 'The signs are turned: these are steps, not gradients.',
    fn: spoilt(({ dx, dw, db }) => ({ dx: tf.neg(dx), dw: tf.neg(dw), db: tf.neg(db) })),
  },
  {
    name: 'dw of the first example only',
    guess: '`dw` holds the first example only; every example adds to it.',
    fn: spoilt((_, x, _w, dy) => ({
      dw: tf.matMul(tf.slice(x, [0, 0], [1, -1]), tf.slice(dy, [0, 0], [1, -1]), true, false),
    })),
  },
  {
    name: 'dx without dy',
    guess: '`dx` does not depend on dy: the chain rule multiplies by it.',
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
