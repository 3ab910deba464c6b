/** Right solutions of lesson 02 in other styles, each of which its exercise's tests must accept. */
import { createRng } from '../../../src/backend/random.js';
import { type Scalar, type Tensor1D, type Tensor2D, tf } from '../../../src/backend/tf.js';
import type { VariantsByExercise } from '../parts.js';

interface TrainOptions {
  x: Tensor2D;
  y: Tensor1D;
  hidden: number;
  classes: number;
  epochs: number;
  batchSize: number;
  learningRate: number;
  seed: number;
  onEpoch?: (epoch: number, loss: number) => void | Promise<void>;
}

/** Automatic gradients and tfjs's own optimiser; never tidies. */
async function trainWithOptimiser(options: TrainOptions) {
  const { x, y, hidden, classes, epochs, batchSize, learningRate, seed } = options;
  const rng = createRng(seed);
  const random = (rows: number, columns: number) => {
    const values = rng.normals(rows * columns, 0, Math.sqrt(2 / rows));
    return tf.variable(tf.tensor2d(values, [rows, columns]));
  };
  const w1 = random(x.shape[1], hidden);
  const b1 = tf.variable(tf.zeros([hidden]));
  const w2 = random(hidden, classes);
  const b2 = tf.variable(tf.zeros([classes]));
  const sgd = tf.train.sgd(learningRate);
  const losses: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    let total = 0;
    let batches = 0;
    const order = rng.shuffle(Array.from({ length: x.shape[0] }, (_, i) => i));
    while (order.length > 0) {
      const rows = tf.tensor1d(order.splice(0, batchSize), 'int32');
      const [xb, yb] = [tf.gather(x, rows), tf.gather(y, rows)];
      const loss = sgd.minimize(() => {
        const h = tf.relu(tf.add(tf.matMul(xb, w1), b1));
        const logits = tf.add(tf.matMul(h as Tensor2D, w2), b2);
        return tf.losses.softmaxCrossEntropy(tf.oneHot(yb, classes), logits) as Scalar;
      }, true);
      total += (await loss?.data())?.[0] ?? 0;
      batches++;
    }
    losses.push(total / batches);
    await options.onEpoch?.(epoch + 1, total / batches);
  }
  return { w1, b1, w2, b2, losses };
}

/** Plain numbers and loops, float64; weights and order by generators of their own. */
async function trainWithLoops(options: TrainOptions) {
  const { x, y, hidden: H, classes: C, epochs, batchSize, learningRate, seed } = options;
  const [xs, ys, D] = [x.arraySync(), y.arraySync(), x.shape[1]];
  const weights = createRng(seed);
  const shuffling = createRng(`order ${seed}`);
  const matrix = (rows: number, columns: number, fill: () => number): number[][] =>
    Array.from({ length: rows }, () => Array.from({ length: columns }, fill));
  const w1 = matrix(D, H, () => weights.normal(0, Math.sqrt(2 / D)));
  const w2 = matrix(H, C, () => weights.normal(0, Math.sqrt(2 / H)));
  const [b1, b2] = [new Array<number>(H).fill(0), new Array<number>(C).fill(0)];
  const at = (row: readonly number[] | undefined, i: number): number => row?.[i] ?? 0;
  const layer = (input: number[], w: number[][], b: number[]): number[] =>
    b.map((bias, j) => input.reduce((sum, v, k) => sum + v * at(w[k], j), bias));
  const losses: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = shuffling.permutation(xs.length);
    const means: number[] = [];
    for (let from = 0; from < order.length; from += batchSize) {
      const rows = order.slice(from, from + batchSize);
      const dw1 = matrix(D, H, () => 0);
      const dw2 = matrix(H, C, () => 0);
      const [db1, db2] = [b1.map(() => 0), b2.map(() => 0)];
      let loss = 0;
      for (const row of rows) {
        const input = xs[row] ?? [];
        const pre = layer(input, w1, b1);
        const h = pre.map((v) => Math.max(v, 0));
        const z = layer(h, w2, b2);
        const top = Math.max(...z);
        const powers = z.map((v) => Math.exp(v - top));
        const sum = powers.reduce((a, b) => a + b, 0);
        const label = ys[row] ?? 0;
        loss += Math.log(sum) + top - at(z, label);
        const dz = powers.map((p, c) => (p / sum - Number(c === label)) / rows.length);
        const dh = h.map((_, j) =>
          at(pre, j) > 0 ? dz.reduce((a, g, c) => a + g * at(w2[j], c), 0) : 0,
        );
        addOuter(dw2, h, dz);
        addOuter(dw1, input, dh);
        addTo(db2, dz, 1);
        addTo(db1, dh, 1);
      }
      for (const [w, dw] of [
        [w1, dw1],
        [w2, dw2],
      ] as const) {
        w.forEach((line, i) => {
          addTo(line, dw[i] ?? [], -learningRate);
        });
      }
      addTo(b1, db1, -learningRate);
      addTo(b2, db2, -learningRate);
      means.push(loss / rows.length);
    }
    losses.push(means.reduce((a, b) => a + b, 0) / means.length);
    await options.onEpoch?.(epoch + 1, losses[epoch] ?? 0);
  }
  return {
    w1: tf.tensor2d(w1),
    b1: tf.tensor1d(b1),
    w2: tf.tensor2d(w2),
    b2: tf.tensor1d(b2),
    losses,
  };
}

function addTo(sum: number[], values: readonly number[], factor: number): void {
  values.forEach((value, i) => {
    sum[i] = (sum[i] ?? 0) + factor * value;
  });
}

function addOuter(sum: number[][], left: readonly number[], right: readonly number[]): void {
  left.forEach((value, i) => {
    addTo(sum[i] ?? [], right, value);
  });
}

export const variants: VariantsByExercise = {
  denseForward: [
    {
      name: 'chained',
      fn: (x: Tensor2D, w: Tensor2D, b: Tensor1D) => x.matMul(w).add(b),
    },
    {
      name: 'loops',
      fn: (x: Tensor2D, w: Tensor2D, b: Tensor1D) => {
        const [xs, ws, bs] = [x.arraySync(), w.arraySync(), b.arraySync()];
        const rows = xs.map((row) =>
          bs.map((bias, j) => row.reduce((sum, v, k) => sum + v * (ws[k]?.[j] ?? 0), bias)),
        );
        return tf.tensor2d(rows);
      },
    },
    {
      name: 'the bias as one more weight',
      fn: (x: Tensor2D, w: Tensor2D, b: Tensor1D) => {
        const ones = tf.ones([x.shape[0], 1]);
        return tf.matMul(tf.concat([x, ones], 1), tf.concat([w, tf.expandDims(b, 0)], 0));
      },
    },
  ],
  softmax: [
    {
      name: 'row by row',
      fn: (z: Tensor2D) =>
        tf.stack(
          tf.unstack(z).map((row) => {
            const powers = row.sub(row.max()).exp();
            return powers.div(powers.sum());
          }),
        ),
    },
    {
      name: 'through logSumExp, chained',
      fn: (z: Tensor2D) => z.sub(z.logSumExp(1, true)).exp(),
    },
    {
      name: 'loops',
      fn: (z: Tensor2D) =>
        tf.tensor2d(
          z.arraySync().map((row) => {
            const top = Math.max(...row);
            const sum = row.reduce((a, v) => a + Math.exp(v - top), 0);
            return row.map((v) => Math.exp(v - top) / sum);
          }),
        ),
    },
  ],
  crossEntropy: [
    {
      name: 'logSoftmax and a mask',
      fn: (z: Tensor2D, labels: Tensor1D) => {
        const mask = tf.equal(tf.expandDims(labels, 1), tf.range(0, z.shape[1], 1, 'int32'));
        const kept = tf.where(mask, tf.logSoftmax(z), tf.zerosLike(z));
        return tf.neg(tf.mean(tf.sum(kept, 1)));
      },
    },
    {
      name: 'loops',
      fn: (z: Tensor2D, labels: Tensor1D) => {
        const right = labels.arraySync();
        const losses = z.arraySync().map((row, i) => {
          const top = Math.max(...row);
          const sum = row.reduce((a, v) => a + Math.exp(v - top), 0);
          return top + Math.log(sum) - (row[right[i] ?? 0] ?? 0);
        });
        return tf.scalar(losses.reduce((a, v) => a + v, 0) / losses.length);
      },
    },
  ],
  denseBackward: [
    {
      name: 'transposed by hand, chained',
      fn: (x: Tensor2D, w: Tensor2D, dy: Tensor2D) => ({
        db: dy.sum(0),
        dw: x.transpose().matMul(dy),
        dx: dy.matMul(w.transpose()),
      }),
    },
    {
      name: 'an outer product for each example',
      fn: async (x: Tensor2D, w: Tensor2D, dy: Tensor2D) => {
        const outer = tf.mul(tf.expandDims(x, 2), tf.expandDims(dy, 1)); // [B, D, H]
        const back = tf.mul(tf.expandDims(dy, 1), tf.expandDims(w, 0)); // [B, D, H]
        return { dx: tf.sum(back, 2), dw: tf.sum(outer, 0), db: tf.sum(dy, 0), note: 'by hand' };
      },
    },
  ],
  trainMlp: [
    { name: 'the optimiser of tfjs', fn: trainWithOptimiser },
    { name: 'plain loops', fn: trainWithLoops },
  ],
};
