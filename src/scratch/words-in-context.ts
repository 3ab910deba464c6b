/** Vectors of words, and a network that reads word by word. */
import { type Scalar, type Tensor1D, type Tensor2D, type Tensor3D, tf } from '../nn/tf.js';

/**
 * Skip-gram's loss (Mikolov et al. 2013, formula 4): the mean over a batch of -ln σ(w · c₀) - Σ ln σ(-w ·
 * cₖ), in nats; finite for any vectors.
 *
 * @param words `[B, D]`; not disposed
 * @param contexts `[B, 1 + K, D]`: of the word nearby, then of K that were drawn; not disposed
 * @returns a scalar through which gradients flow
 */
export const negativeSamplingLoss = (words: Tensor2D, contexts: Tensor3D): Scalar =>
  tf.tidy(() => {
    const products = tf.sum(tf.mul(tf.expandDims(words, 1), contexts), 2); // [B, 1 + K]
    const [near, drawn] = tf.split(products, [1, (contexts.shape[1] as number) - 1], 1);
    const costs = tf.add(
      tf.sum(tf.softplus(tf.neg(near as Tensor2D)), 1),
      tf.sum(tf.softplus(drawn as Tensor2D), 1),
    ); // [B]
    return tf.mean<Scalar>(costs);
  });

/**
 * The word that is to the third as the second is to the first: the nearest by angle to b - a + c, vectors
 * of length 1 each; a, b and c are left out (Mikolov, Yih & Zweig 2013).
 *
 * @param vectors `[V, D]`, none of them 0; not disposed
 * @param a its row, in [0, V)
 * @param b its row, in [0, V)
 * @param c its row, in [0, V)
 * @returns a row
 */
export function analogy(vectors: Tensor2D, a: number, b: number, c: number): number {
  const similarities = tf.tidy(() => {
    const units = tf.div<Tensor2D>(vectors, tf.norm(vectors, 2, 1, true)); // [V, D]
    const [from, to, other] = [a, b, c].map((row) => tf.gather(units, [row])); // [1, D] each
    const wanted = tf.add(tf.sub(to as Tensor2D, from as Tensor2D), other as Tensor2D);
    return tf.matMul(units, wanted as Tensor2D, false, true).dataSync(); // [V]
  });
  let best = -1;
  for (const [row, value] of similarities.entries()) {
    if (row === a || row === b || row === c) continue;
    if (best < 0 || value > (similarities[best] as number)) best = row;
  }
  return best;
}

/** What an LSTM keeps from one word to the next. */
export interface LstmState {
  /** What it says, `[B, U]`. */
  h: Tensor2D;
  /** What it remembers, `[B, U]`. */
  c: Tensor2D;
}

/** In the order of Keras: input gate, forget gate, candidate, output gate. */
export interface LstmWeights {
  /** `[D, 4 U]`. */
  kernel: Tensor2D;
  /** `[U, 4 U]`. */
  recurrentKernel: Tensor2D;
  /** `[4 U]`. */
  bias: Tensor1D;
}

/**
 * One step of an LSTM (Hochreiter & Schmidhuber 1997; with the forget gate of Gers et al. 2000). Where
 * the mask is 0 the state stays as it was.
 *
 * @param x the vectors of one word of each text, `[B, D]`; not disposed
 * @param state before the word; not disposed
 * @param weights not disposed
 * @param mask 1 for a word and 0 for none, `[B, 1]`; not disposed
 * @returns the state behind the word, in new tensors, through which gradients flow
 */
export const lstmStep = (
  x: Tensor2D,
  { h, c }: LstmState,
  { kernel, recurrentKernel, bias }: LstmWeights,
  mask: Tensor2D,
): LstmState => {
  const [spoken, kept] = tf.tidy(() => {
    const sums = tf.add(tf.add(tf.matMul(x, kernel), tf.matMul(h, recurrentKernel)), bias);
    const [input, forget, candidate, output] = tf.split(sums, 4, 1) as Tensor2D[]; // [B, U] each
    const written = tf.mul(tf.sigmoid(input as Tensor2D), tf.tanh(candidate as Tensor2D));
    const next = tf.add(tf.mul(tf.sigmoid(forget as Tensor2D), c), written);
    const said = tf.mul(tf.sigmoid(output as Tensor2D), tf.tanh(next));
    const held = tf.sub(1, mask); // [B, 1]
    const blend = (now: Tensor2D, old: Tensor2D) => tf.add(tf.mul(mask, now), tf.mul(held, old));
    return [blend(said as Tensor2D, h), blend(next as Tensor2D, c)];
  }) as [Tensor2D, Tensor2D];
  return { h: spoken, c: kept };
};
