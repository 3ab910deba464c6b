/** The reference solution of lesson 02. Each function is written as a student would hand it in. */
import { createRng } from '../../../src/backend/random.js';
import { type Scalar, type Tensor1D, type Tensor2D, tf } from '../../../src/backend/tf.js';

export function denseForward(x: Tensor2D, w: Tensor2D, b: Tensor1D): Tensor2D {
  return tf.tidy(() => tf.add<Tensor2D>(tf.matMul(x, w), b)); // [B, H]
}

export function softmax(logits: Tensor2D): Tensor2D {
  return tf.tidy(() => {
    const shifted = tf.sub(logits, tf.max(logits, 1, true)); // [B, C]
    const powers = tf.exp(shifted); // [B, C]
    return tf.div<Tensor2D>(powers, tf.sum(powers, 1, true)); // [B, C]
  });
}

export function crossEntropy(logits: Tensor2D, labels: Tensor1D): Scalar {
  return tf.tidy(() => {
    const oneHot = tf.oneHot(labels, logits.shape[1]); // [B, C]
    const right = tf.sum(tf.mul(logits, tf.cast(oneHot, 'float32')), 1); // [B]
    return tf.mean<Scalar>(tf.sub(tf.logSumExp(logits, 1), right)); // []
  });
}

export function denseBackward(
  x: Tensor2D,
  w: Tensor2D,
  dy: Tensor2D,
): { dx: Tensor2D; dw: Tensor2D; db: Tensor1D } {
  return tf.tidy(() => ({
    dx: tf.matMul<Tensor2D>(dy, w, false, true), // [B, D]
    dw: tf.matMul<Tensor2D>(x, dy, true, false), // [D, H]
    db: tf.sum<Tensor1D>(dy, 0), // [H]
  }));
}

export async function trainMlp(options: {
  x: Tensor2D; // [N, D]
  y: Tensor1D; // [N], int32
  hidden: number;
  classes: number;
  epochs: number;
  batchSize: number;
  learningRate: number;
  seed: number;
  onEpoch?: (epoch: number, loss: number) => void | Promise<void>;
}): Promise<{ w1: Tensor2D; b1: Tensor1D; w2: Tensor2D; b2: Tensor1D; losses: number[] }> {
  const { x, y, hidden, classes, epochs, batchSize, learningRate } = options;
  const [count, features] = x.shape;
  const rng = createRng(options.seed);
  const start = (inputs: number, outputs: number): Tensor2D =>
    tf.tensor2d(rng.normals(inputs * outputs, 0, Math.sqrt(2 / inputs)), [inputs, outputs]);
  let w1 = start(features, hidden); // [D, H]
  let b1: Tensor1D = tf.zeros([hidden]); // [H]
  let w2 = start(hidden, classes); // [H, C]
  let b2: Tensor1D = tf.zeros([classes]); // [C]
  const losses: number[] = [];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const order = rng.permutation(count);
    const batchLosses: number[] = [];
    for (let from = 0; from < count; from += batchSize) {
      const rows = order.slice(from, from + batchSize);
      const [next1, nextB1, next2, nextB2, loss] = tf.tidy(() => {
        const indices = tf.tensor1d(rows, 'int32');
        const [xb, yb] = [tf.gather(x, indices), tf.gather(y, indices)]; // [B, D], [B]
        const pre = denseForward(xb, w1, b1); // [B, H]
        const h = tf.relu(pre); // [B, H]
        const logits = denseForward(h, w2, b2); // [B, C]
        const error = tf.sub(softmax(logits), tf.oneHot(yb, classes)); // [B, C]
        const second = denseBackward(h, w2, tf.div(error, rows.length));
        const first = denseBackward(xb, w1, tf.mul(second.dx, tf.step(pre)));
        return [
          tf.sub<Tensor2D>(w1, tf.mul(first.dw, learningRate)),
          tf.sub<Tensor1D>(b1, tf.mul(first.db, learningRate)),
          tf.sub<Tensor2D>(w2, tf.mul(second.dw, learningRate)),
          tf.sub<Tensor1D>(b2, tf.mul(second.db, learningRate)),
          crossEntropy(logits, yb),
        ] as [Tensor2D, Tensor1D, Tensor2D, Tensor1D, Scalar];
      });
      tf.dispose([w1, b1, w2, b2]);
      [w1, b1, w2, b2] = [next1, nextB1, next2, nextB2];
      batchLosses.push(loss.arraySync());
      loss.dispose();
      await tf.nextFrame();
    }
    const mean = batchLosses.reduce((sum, loss) => sum + loss, 0) / batchLosses.length;
    losses.push(mean);
    await options.onEpoch?.(epoch, mean);
  }
  return { w1, b1, w2, b2, losses };
}
