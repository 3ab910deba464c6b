/**
 * Runs the library once while the start-up snapshot is built.
 *
 * V8 compiles a function when it is first called; what ran before the snapshot is in it compiled.
 */
import { createRng } from '../../src/backend/random.js';
import { type Tensor1D, type Tensor2D, tf } from '../../src/backend/tf.js';
import { Encoder } from '../judge/codec.js';
import { answerCall } from '../judge/driver-core.js';
import { decodeFrame, encodeFrame } from '../judge/frame.js';
import { tensorAdapter } from '../judge/tensor-adapter.js';
import { TensorValue } from '../judge/value.js';

/** Calls what most exercises call, through the same frames, and leaves no tensor behind. */
export async function warmUp(): Promise<void> {
  const rng = createRng(0);
  const random = (shape: number[]): TensorValue =>
    new TensorValue('float32', shape, rng.normals(shape.reduce((a, b) => a * b, 1)));
  const labels = new TensorValue('int32', [4], Int32Array.of(0, 1, 2, 0));
  const [x, w, b] = [random([4, 3]), random([3, 3]), random([3])];
  const calls: [string, unknown[]][] = [
    ['shares', [x]],
    ['cost', [x, labels]],
    ['product', [x, w, b]],
    ['slopes', [x, w]],
    ['descend', [{ x, labels, epochs: 2, batchSize: 2, learningRate: 0.1, seed: 1 }]],
    ['differentiate', [x, w]],
  ];
  for (const [fn, args] of calls) {
    const encoder = new Encoder();
    const nodes = args.map((argument) => encoder.encode(argument));
    const header = { type: 'call', id: 0, fn, args: nodes };
    const frame = decodeFrame(encodeFrame(header, encoder.chunks));
    const reply = decodeFrame(await answerCall(frame, functions, tensorAdapter(tf)));
    if ((reply.header as { type: string }).type !== 'value') {
      throw new Error(`The warm-up's ${fn} gave no value: ${JSON.stringify(reply.header)}`);
    }
  }
}

const shares = (scores: Tensor2D): Tensor2D =>
  tf.tidy(() => {
    const powers = tf.exp(tf.sub(scores, tf.max(scores, 1, true)));
    return tf.div(powers, tf.sum(powers, 1, true));
  });

/** The operations of a loss, but none that an exercise asks for: students have this file. */
const cost = (scores: Tensor2D, labels: Tensor1D): unknown =>
  tf.tidy(() => {
    const columns = tf.sum(tf.mul(scores, tf.oneHot(labels, 3)), 0);
    return tf.neg(tf.mean(tf.sub(columns, tf.logSumExp(scores, 0, true))));
  });

const product = (x: Tensor2D, w: Tensor2D, b: Tensor1D): Tensor2D =>
  tf.tidy(() => tf.add(tf.matMul(x, w), b));

const slopes = (x: Tensor2D, w: Tensor2D): Record<string, unknown> => ({
  dx: tf.tidy(() => tf.matMul(x, tf.transpose(w))),
  dw: tf.tidy(() => tf.matMul(x.transpose(), x)),
  db: tf.tidy(() => x.sum(0)),
});

interface Descent {
  x: Tensor2D;
  labels: Tensor1D;
  epochs: number;
  batchSize: number;
  learningRate: number;
  seed: number;
}

/** Minibatch steps by hand, as a student may write them. */
async function descend(options: Descent): Promise<{ w: Tensor2D; losses: number[] }> {
  const { x, labels, epochs, batchSize, learningRate, seed } = options;
  const rng = createRng(seed);
  let w = tf.tensor2d(rng.normals(9, 0, 0.5), [3, 3]);
  const losses: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = rng.permutation(x.shape[0]);
    for (let from = 0; from < order.length; from += batchSize) {
      const [next, loss] = tf.tidy(() => {
        const rows = tf.tensor1d(order.slice(from, from + batchSize), 'int32');
        const [xb, yb] = [tf.gather(x, rows), tf.gather(labels, rows)];
        const pre = tf.matMul(xb, w);
        const hidden = tf.relu(pre);
        const error = tf.sub(shares(hidden), tf.oneHot(yb, 3)).mul(tf.step(pre));
        const gradient = tf.matMul(xb, error, true).div(batchSize);
        return [w.sub(gradient.mul(learningRate)), cost(hidden, yb)] as const;
      }) as readonly [Tensor2D, Tensor1D];
      losses.push(loss.dataSync()[0] ?? 0);
      loss.dispose();
      w.dispose();
      w = next;
    }
    await tf.nextFrame();
  }
  return { w, losses };
}

/** Gradients by TensorFlow.js, with its optimiser, as a student's training loop may have them. */
function differentiate(x: never, w: never): unknown {
  return tf.tidy(() => {
    const weights = tf.variable(w);
    const optimizer = tf.train.sgd(0.1);
    const loss = optimizer.minimize(() => tf.mean(tf.square(tf.relu(tf.matMul(x, weights)))), true);
    const [gradient] = tf.grads((a) => tf.sum(tf.exp(a)))([x]);
    const picked = tf.gather(x, tf.tensor1d([0, 2], 'int32'));
    return [loss, gradient, picked, tf.argMax(x, 1), tf.concat([x, x]), tf.slice(x, 0, 2)];
  });
}

const functions = { shares, cost, product, slopes, descend, differentiate };
