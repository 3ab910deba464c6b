/** A right way to train, with places at which it can be made wrong. */
import { createRng, type Rng } from '../../../src/backend/random.js';
import { type Scalar, type Tensor1D, type Tensor2D, tf } from '../../../src/backend/tf.js';
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
export interface Faults {
  rng?: (seed: number) => Rng;
  stddev?: (inputs: number, outputs: number) => number;
  /** Start numbers of a matrix by another rule, laid out row by row. */
  draw?: (rng: Rng, inputs: number, outputs: number) => ArrayLike<number>;
  secondStart?: (rng: Rng, inputs: number, outputs: number) => ArrayLike<number>;
  /** Minibatches of an epoch's order. */
  cut?: (order: number[], batchSize: number) => number[][];
  order?: (rng: Rng, count: number, last: number[] | undefined) => number[];
  learningRate?: (given: number, epoch: number) => number;
  gradientFactor?: (batch: number, batchSize: number) => number;
  reluMask?: (pre: Tensor2D) => Tensor2D;
  activation?: (pre: Tensor2D) => Tensor2D;
  frozen?: readonly (keyof Weights)[];
  losses?: (batches: readonly number[][], sizes: readonly number[][]) => unknown;
  epochs?: (given: number) => number;
  report?: (onEpoch: OnEpoch, epoch: number, batches: readonly number[]) => void | Promise<void>;
}

export function trainer(faults: Faults) {
  const {
    rng: makeRng = createRng,
    stddev = (inputs) => Math.sqrt(2 / inputs),
    order = (rng, count) => rng.permutation(count),
    cut = minibatches,
    learningRate = (given) => given,
    gradientFactor = (batch) => 1 / batch,
    reluMask = (pre) => tf.step(pre),
    activation = (pre) => tf.relu(pre),
    frozen = [],
    losses = (batches) => batches.map(mean),
    epochs = (given) => given,
    report = (onEpoch, epoch, batches) => onEpoch(epoch, mean(batches)),
    draw = (rng, inputs, outputs) => rng.normals(inputs * outputs, 0, stddev(inputs, outputs)),
    secondStart = draw,
  } = faults;

  const step = (weights: Weights, xb: Tensor2D, yb: Tensor1D, rate: number, batchSize: number) => {
    const pre = denseForward(xb, weights.w1, weights.b1);
    const h = activation(pre);
    const logits = denseForward(h, weights.w2, weights.b2);
    const error = tf.sub(softmax(logits), tf.oneHot(yb, weights.b2.shape[0]));
    const second = denseBackward(
      h,
      weights.w2,
      tf.mul<Tensor2D>(error, gradientFactor(xb.shape[0], batchSize)),
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
    const start = (by: typeof draw, inputs: number, outputs: number): Tensor2D =>
      tf.tensor2d(Array.from(by(rng, inputs, outputs)), [inputs, outputs]);
    let weights: Weights = {
      w1: start(draw, features, hidden),
      b1: tf.zeros([hidden]),
      w2: start(secondStart, hidden, classes),
      b2: tf.zeros([classes]),
    };
    const batches: number[][] = [];
    const sizes: number[][] = [];
    let rows: number[] | undefined;
    for (let epoch = 0; epoch < epochs(options.epochs); epoch++) {
      rows = order(rng, count, rows);
      const seen: number[] = [];
      const cuts = cut(rows, batchSize);
      for (const chosen of cuts) {
        const indices = tf.tensor1d(chosen, 'int32');
        const { loss, ...next } = step(
          weights,
          tf.gather(x, indices),
          tf.gather(y, indices),
          learningRate(options.learningRate, epoch + 1),
          batchSize,
        );
        weights = next;
        seen.push(loss.arraySync());
      }
      batches.push(seen);
      sizes.push(cuts.map(({ length }) => length));
      if (options.onEpoch !== undefined) await report(options.onEpoch, epoch + 1, seen);
    }
    return { ...weights, losses: losses(batches, sizes) };
  };
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** An order cut into minibatches, the last with what is left. */
export function minibatches(order: readonly number[], batchSize: number): number[][] {
  const count = Math.ceil(order.length / batchSize);
  return Array.from({ length: count }, (_, i) => order.slice(i * batchSize, (i + 1) * batchSize));
}
