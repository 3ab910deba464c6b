/** A network with one hidden layer, trained by plain gradient descent, all gradients by hand. */
import { createRng, type Rng } from '../backend/random.js';
import { messages } from '../messages/index.js';
import { type Scalar, type Tensor1D, type Tensor2D, tf } from '../nn/tf.js';
import { stepsAllowed } from '../runtime/course-run.js';
import { endsItself, throwIfInterrupted } from '../runtime/interrupt.js';
import { crossEntropy } from './cross-entropy.js';
import { denseBackward, denseForward } from './dense.js';
import { softmax } from './softmax.js';

/** The weights of a network `D → H → C` with a ReLU between. */
export type MlpWeights = {
  /** `[D, H]` */
  w1: Tensor2D;
  /** `[H]` */
  b1: Tensor1D;
  /** `[H, C]` */
  w2: Tensor2D;
  /** `[C]` */
  b2: Tensor1D;
};

export interface TrainMlpOptions {
  /** Examples, `[N, D]`. */
  x: Tensor2D;
  /** Class numbers, `[N]`, int32. */
  y: Tensor1D;
  /** Hidden units, H. */
  hidden: number;
  /** Classes, C. */
  classes: number;
  /** Times that every example is used. */
  epochs: number;
  /** Examples a step; the last minibatch of an epoch may be smaller. */
  batchSize: number;
  /** Step size of gradient descent. */
  learningRate: number;
  /** Fixes the start weights and the order of the examples. */
  seed: number;
  /** Called, and awaited, after each epoch (counted from 1) with its mean loss. */
  onEpoch?: (epoch: number, loss: number) => void | Promise<void>;
}

export interface TrainedMlp extends MlpWeights {
  /** For each whole epoch the mean of its minibatch losses, each measured before its step. */
  losses: number[];
}

/** He et al. 2015 (arXiv:1502.01852): standard deviation sqrt(2 / inputs) keeps ReLU signals alike. */
function startWeights(rng: Rng, inputs: number, outputs: number): Tensor2D {
  return tf.tensor2d(rng.normals(inputs * outputs, 0, Math.sqrt(2 / inputs)), [inputs, outputs]);
}

/** What a training loop carries from one minibatch to the next. */
type State = MlpWeights & { totalLoss: Scalar };

/** One step of gradient descent on one minibatch; the old state stays the caller's. */
function step(state: State, x: Tensor2D, y: Tensor1D, learningRate: number): State {
  const { w1, b1, w2, b2, totalLoss } = state;
  const [batch, classes] = [x.shape[0], b2.shape[0]];
  const pre = denseForward(x, w1, b1); // [B, H]
  const hidden = tf.relu(pre); // [B, H]
  const logits = denseForward(hidden, w2, b2); // [B, C]
  const target = tf.oneHot(y, classes); // [B, C]
  const dLogits = tf.div<Tensor2D>(tf.sub(softmax(logits), target), batch); // [B, C]
  const second = denseBackward(hidden, w2, dLogits);
  const dPre = tf.mul<Tensor2D>(second.dx, tf.step(pre)); // [B, H]
  const first = denseBackward(x, w1, dPre);
  const moved = <T extends Tensor1D | Tensor2D>(weight: T, gradient: T): T =>
    tf.sub<T>(weight, tf.mul(gradient, learningRate));
  return {
    w1: moved(w1, first.dw), // [D, H]
    b1: moved(b1, first.db), // [H]
    w2: moved(w2, second.dw), // [H, C]
    b2: moved(b2, second.db), // [C]
    totalLoss: tf.add<Scalar>(totalLoss, crossEntropy(logits, y)), // []
  };
}

function checkOptions(options: TrainMlpOptions): void {
  const { x, y, learningRate } = options;
  for (const name of ['hidden', 'classes', 'epochs', 'batchSize'] as const) {
    if (!Number.isInteger(options[name]) || options[name] < 1) {
      throw new RangeError(
        `Expected \`${name}\` to be an integer >= 1. Received: ${options[name]}`,
      );
    }
  }
  if (!(learningRate >= 0)) {
    throw new RangeError(
      `Expected \`learningRate\` to be a number >= 0. Received: ${learningRate}`,
    );
  }
  if (x.rank !== 2 || y.rank !== 1 || x.shape[0] !== y.shape[0] || x.shape[0] === 0) {
    throw new RangeError(
      `Expected \`x\` [N, D] and \`y\` [N] with the same N >= 1. Received: x [${x.shape}], y [${y.shape}]`,
    );
  }
}

/**
 * Trains a network with one hidden ReLU layer by softmax cross-entropy and plain minibatch
 * stochastic gradient descent. Start weights are normal with standard deviation sqrt(2 / inputs),
 * biases 0; the examples are shuffled anew each epoch.
 *
 * Yields to the event loop after each minibatch, so a chart can move and the stop button works: it
 * ends the training after the minibatch at hand.
 *
 * @returns the weights, which the caller owns, and the mean loss of each whole epoch; those so far
 *   when the stop button is pressed
 * @throws RangeError for options out of range; InterruptedError when interrupted twice (weights
 *   disposed)
 * @example
 * const network = await trainMlp({
 *   x, y, hidden: 32, classes: 10, epochs: 20, batchSize: 32, learningRate: 0.2, seed: 1,
 * });
 */
export async function trainMlp(options: TrainMlpOptions): Promise<TrainedMlp> {
  checkOptions(options);
  const { x, y, hidden, classes, batchSize, learningRate, seed, onEpoch } = options;
  const [examples, features] = x.shape;
  const batches = stepsAllowed(Math.ceil(examples / batchSize));
  const epochs = Math.ceil(stepsAllowed(options.epochs * batches) / batches);
  const used = Math.min(examples, batches * batchSize);
  const rng = createRng(seed);
  let state: State = {
    w1: startWeights(rng, features, hidden), // [D, H]
    b1: tf.zeros([hidden]), // [H]
    w2: startWeights(rng, hidden, classes), // [H, C]
    b2: tf.zeros([classes]), // [C]
    totalLoss: tf.scalar(0), // []
  };
  const losses: number[] = [];
  const advance = (next: State): void => {
    tf.dispose(state);
    state = next;
  };
  let stopped = false;
  const over = endsItself(() => {
    stopped = true;
  });
  try {
    for (let epoch = 1; epoch <= epochs && !stopped; epoch++) {
      const order = rng.permutation(examples);
      let start = 0;
      for (; start < used && !stopped; start += batchSize) {
        advance(
          tf.tidy(() => {
            const rows = tf.tensor1d(order.slice(start, start + batchSize), 'int32'); // [B]
            return step(state, tf.gather(x, rows), tf.gather(y, rows), learningRate);
          }),
        );
        await tf.nextFrame();
        throwIfInterrupted();
      }
      if (start < used) break;
      // Read once an epoch: reading waits for the device.
      const [total] = await state.totalLoss.data();
      const loss = (total as number) / batches;
      state.totalLoss.dispose();
      state = { ...state, totalLoss: tf.scalar(0) };
      losses.push(loss);
      await onEpoch?.(epoch, loss);
      throwIfInterrupted();
    }
  } catch (error) {
    tf.dispose(state);
    throw error;
  } finally {
    over();
  }
  if (losses.length < epochs) {
    console.log(messages().notebook.training.stoppedMlp({ epochs: losses.length }));
  }
  const { totalLoss, ...weights } = state;
  totalLoss.dispose();
  return { ...weights, losses };
}

/**
 * The class with the highest score for each example.
 *
 * @param network weights of a trained network
 * @param x examples, `[N, D]`
 * @returns class numbers, `[N]`, int32
 */
export function predictMlp(network: MlpWeights, x: Tensor2D): Tensor1D {
  return tf.tidy(() => {
    const hidden = tf.relu(denseForward(x, network.w1, network.b1)); // [N, H]
    return tf.argMax<Tensor1D>(denseForward(hidden, network.w2, network.b2), 1); // [N]
  });
}
