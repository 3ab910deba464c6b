/** One step of a small network, its gradients by `Value`. */
import { Value } from './value.js';

/** A network of one hidden ReLU layer and one score, as plain numbers. */
export interface MarginNet {
  /** `[H][D]`: a row for each hidden unit. */
  w1: number[][];
  /** `[H]` */
  b1: number[];
  /** `[H]` */
  w2: number[];
  b2: number;
}

/**
 * One step of gradient descent on the mean margin loss `relu(1 - y * score)` over all examples, where
 * `score = b2 + sum_j w2[j] * relu(b1[j] + sum_k w1[j][k] * x[k])`.
 *
 * @param x `[N][D]`
 * @param y `[N]`, -1 or 1
 * @returns the network after the step, and the loss before it; the arguments stay as they are
 */
export function trainStep(
  net: MarginNet,
  x: readonly (readonly number[])[],
  y: readonly number[],
  learningRate: number,
): { net: MarginNet; loss: number } {
  const w1 = net.w1.map((row) => row.map((v) => new Value(v)));
  const [b1, w2] = [net.b1, net.w2].map((row) => row.map((v) => new Value(v)));
  const b2 = new Value(net.b2);
  let total = new Value(0);
  for (const [i, example] of x.entries()) {
    let score = b2;
    for (const [j, row] of w1.entries()) {
      let sum = b1?.[j] as Value;
      for (const [k, weight] of row.entries()) sum = sum.add(weight.mul(example[k] as number));
      score = score.add(sum.relu().mul(w2?.[j] as Value));
    }
    total = total.add(
      score
        .mul(-(y[i] as number))
        .add(1)
        .relu(),
    );
  }
  const loss = total.mul(1 / x.length);
  loss.backward();
  const moved = ({ data, grad }: Value): number => data - learningRate * grad;
  return {
    net: {
      w1: w1.map((row) => row.map(moved)),
      b1: (b1 ?? []).map(moved),
      w2: (w2 ?? []).map(moved),
      b2: moved(b2),
    },
    loss: loss.data,
  };
}
