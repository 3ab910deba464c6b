/** Wrong ways to train: one right loop in which one thing is done wrong. */
import { createRng, type Rng } from '../../../src/backend/random.js';
import { type Scalar, type Tensor1D, type Tensor2D, tf } from '../../../src/backend/tf.js';
import type { Mutant } from '../../course/reference.js';
import { crossEntropy, denseBackward, denseForward, softmax } from './solution.js';

interface Options {
  x: Tensor2D;
  y: Tensor1D;
  hidden: number;
  classes: number;
  epochs: number;
  batchSize: number;
  learningRate: number;
  seed: number;
  onEpoch?: OnEpoch;
}
type OnEpoch = (epoch: number, loss: number) => void | Promise<void>;
interface Weights {
  w1: Tensor2D;
  b1: Tensor1D;
  w2: Tensor2D;
  b2: Tensor1D;
}

/** The places at which the loop can go wrong. */
interface Faults {
  rng?: (seed: number) => Rng;
  stddev?: (inputs: number) => number;
  order?: (rng: Rng, count: number, last: number[] | undefined) => number[];
  keepsShortBatch?: boolean;
  learningRate?: (given: number, epoch: number) => number;
  gradientFactor?: (batch: number) => number;
  reluMask?: (pre: Tensor2D) => Tensor2D;
  activation?: (pre: Tensor2D) => Tensor2D;
  frozen?: readonly (keyof Weights)[];
  losses?: (batches: readonly number[][]) => unknown;
  epochs?: (given: number) => number;
  report?: (onEpoch: OnEpoch, epoch: number, batches: readonly number[]) => void | Promise<void>;
}

function trainer(faults: Faults) {
  const {
    rng: makeRng = createRng,
    stddev = (inputs) => Math.sqrt(2 / inputs),
    order = (rng, count) => rng.permutation(count),
    keepsShortBatch = true,
    learningRate = (given) => given,
    gradientFactor = (batch) => 1 / batch,
    reluMask = (pre) => tf.step(pre),
    activation = (pre) => tf.relu(pre),
    frozen = [],
    losses = (batches) => batches.map(mean),
    epochs = (given) => given,
    report = (onEpoch, epoch, batches) => onEpoch(epoch, mean(batches)),
  } = faults;

  const step = (weights: Weights, xb: Tensor2D, yb: Tensor1D, rate: number) => {
    const pre = denseForward(xb, weights.w1, weights.b1);
    const h = activation(pre);
    const logits = denseForward(h, weights.w2, weights.b2);
    const error = tf.sub(softmax(logits), tf.oneHot(yb, weights.b2.shape[0]));
    const second = denseBackward(
      h,
      weights.w2,
      tf.mul<Tensor2D>(error, gradientFactor(xb.shape[0])),
    );
    const first = denseBackward(xb, weights.w1, tf.mul<Tensor2D>(second.dx, reluMask(pre)));
    const moved = <T extends Tensor1D | Tensor2D>(name: keyof Weights, w: T, gradient: T): T =>
      frozen.includes(name) ? w : tf.sub<T>(w, tf.mul(gradient, rate));
    return {
      w1: moved('w1', weights.w1, first.dw),
      b1: moved('b1', weights.b1, first.db),
      w2: moved('w2', weights.w2, second.dw),
      b2: moved('b2', weights.b2, second.db),
      loss: crossEntropy(logits, yb) as Scalar,
    };
  };

  return async (options: Options) => {
    const { x, y, hidden, classes, batchSize } = options;
    const [count, features] = x.shape;
    const rng = makeRng(options.seed);
    const start = (inputs: number, outputs: number): Tensor2D =>
      tf.tensor2d(rng.normals(inputs * outputs, 0, stddev(inputs)), [inputs, outputs]);
    let weights: Weights = {
      w1: start(features, hidden),
      b1: tf.zeros([hidden]),
      w2: start(hidden, classes),
      b2: tf.zeros([classes]),
    };
    const batches: number[][] = [];
    let rows: number[] | undefined;
    for (let epoch = 0; epoch < epochs(options.epochs); epoch++) {
      rows = order(rng, count, rows);
      const seen: number[] = [];
      for (let from = 0; from < count; from += batchSize) {
        const chosen = rows.slice(from, from + batchSize);
        if (chosen.length < batchSize && !keepsShortBatch) continue;
        const indices = tf.tensor1d(chosen, 'int32');
        const { loss, ...next } = step(
          weights,
          tf.gather(x, indices),
          tf.gather(y, indices),
          learningRate(options.learningRate, epoch + 1),
        );
        weights = next;
        seen.push(loss.arraySync());
      }
      batches.push(seen);
      if (options.onEpoch !== undefined) await report(options.onEpoch, epoch + 1, seen);
    }
    return { ...weights, losses: losses(batches) };
  };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

let unseeded = 0;

export const trainMlpMutants: readonly Mutant[] = [
  {
    name: 'sum instead of mean gradient',
    guess: 'The gradient is summed over the minibatch; divide by its size.',
    fn: trainer({ gradientFactor: () => 1 }),
  },
  {
    name: 'batch mean twice',
    guess: 'The gradient is divided by the size of the minibatch twice.',
    fn: trainer({ gradientFactor: (batch) => 1 / batch ** 2 }),
  },
  {
    name: 'uphill',
    guess: 'The weights move up the gradient: subtract it.',
    fn: trainer({ learningRate: (given) => -given }),
  },
  {
    name: 'learning rate ignored',
    guess: 'The learning rate that was given is not used.',
    fn: trainer({ learningRate: () => 0.1 }),
  },
  {
    name: 'smaller steps each epoch',
    guess: 'The learning rate changes from epoch to epoch: use the one that was given.',
    fn: trainer({ learningRate: (given, epoch) => given / epoch }),
  },
  {
    name: 'ReLU forgotten on the way back',
    guess: 'On the way back the ReLU lets a gradient through only where its input was positive.',
    fn: trainer({ reluMask: (pre) => tf.onesLike(pre) }),
  },
  {
    name: 'no ReLU',
    guess: 'The hidden layer has no ReLU, so the network is only a linear one.',
    fn: trainer({ activation: (pre) => pre, reluMask: (pre) => tf.onesLike(pre) }),
  },
  {
    name: 'biases never move',
    guess: 'The biases stay at 0: they need a step too.',
    fn: trainer({ frozen: ['b1', 'b2'] }),
  },
  {
    name: 'first layer never moves',
    guess: 'The first layer stays as it started.',
    fn: trainer({ frozen: ['w1', 'b1'] }),
  },
  {
    name: 'start weights all zero',
    guess: 'All weights start at 0, so the hidden units stay alike.',
    fn: trainer({ stddev: () => 0 }),
  },
  {
    name: 'seed ignored',
    guess: 'The result does not follow the seed: draw everything from createRng(seed).',
    fn: trainer({ rng: () => createRng(`unseeded ${unseeded++}`) }),
  },
  {
    name: 'always the same seed',
    guess: 'Every seed gives the same network.',
    fn: trainer({ rng: () => createRng(0) }),
  },
  {
    name: 'not shuffled',
    guess: 'The minibatches follow the order of the data: shuffle the examples.',
    fn: trainer({ order: (_, count) => Array.from({ length: count }, (_item, i) => i) }),
  },
  {
    name: 'shuffled once',
    guess: 'Every epoch takes the examples in the same order: draw a new one each epoch.',
    fn: trainer({ order: (rng, count, last) => last ?? rng.permutation(count) }),
  },
  {
    name: 'last smaller minibatch dropped',
    guess: 'The last minibatch is dropped when it is smaller; its examples count too.',
    fn: trainer({ keepsShortBatch: false }),
  },
  {
    name: 'a loss for each minibatch',
    guess: 'There is a loss for each minibatch; give the mean of each epoch.',
    fn: trainer({ losses: (batches) => batches.flat() }),
  },
  {
    name: 'losses summed over the epoch',
    guess: 'The losses of an epoch are summed; take their mean.',
    fn: trainer({ losses: (batches) => batches.map((b) => b.reduce((a, v) => a + v, 0)) }),
  },
  {
    name: 'one epoch too few',
    guess: 'One epoch is missing: the loop ends too early.',
    fn: trainer({ epochs: (given) => given - 1 }),
  },
  {
    name: 'onEpoch never called',
    guess: '`onEpoch` is never called.',
    fn: trainer({ report: () => {} }),
  },
  {
    name: 'onEpoch not awaited',
    guess: '`onEpoch` is called, but its promise is not awaited.',
    fn: trainer({ report: (onEpoch, epoch, batches) => void onEpoch(epoch, mean(batches)) }),
  },
  {
    name: 'epochs reported from 0',
    guess: 'The epochs given to `onEpoch` are counted from 0; count them from 1.',
    fn: trainer({ report: (onEpoch, epoch, batches) => onEpoch(epoch - 1, mean(batches)) }),
  },
  {
    name: 'loss of the last minibatch reported',
    guess: '`onEpoch` is given the loss of the last minibatch; give it the mean of the epoch.',
    fn: trainer({ report: (onEpoch, epoch, batches) => onEpoch(epoch, batches.at(-1) ?? 0) }),
  },
];
