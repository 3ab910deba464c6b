/** What a Vision Transformer does with its patches, and how to look into it. */
import { type Tensor1D, type Tensor2D, type Tensor3D, type Tensor4D, tf } from '../nn/tf.js';
import { attendInHeads, checkHeads, mapped, unitNorm } from './attention.js';

/** Weights of attention in which queries, keys and values are made by one map. */
export interface AttentionWeights {
  /** `[D, 3 D]`: the columns of queries, then of keys, then of values. */
  wQkv: Tensor2D;
  /** `[3 D]` */
  bQkv: Tensor1D;
  /** `[D, D]` */
  wOut: Tensor2D;
  /** `[D]` */
  bOut: Tensor1D;
}

/** What comes out, and who looked at whom. */
export interface Attended {
  /** `[B, T, D]` */
  y: Tensor3D;
  /** Each row sums to 1: `[B, heads, T, T]`. */
  attention: Tensor4D;
}

/**
 * Self-attention of several heads without a mask (Vaswani et al. 2017, arXiv:1706.03762, section 3.2).
 *
 * @param x `[B, T, D]`; not disposed
 * @param weights not disposed
 * @param heads divides D
 * @throws RangeError for a D that is no multiple of `heads`
 */
export function multiHeadAttention(
  x: Tensor3D,
  { wQkv, bQkv, wOut, bOut }: AttentionWeights,
  heads: number,
): Attended {
  checkHeads(x.shape[2], heads);
  return tf.tidy(() => {
    const [q, k, v] = tf.split(tf.add(mapped(x, wQkv), bQkv), 3, 2) as Tensor3D[];
    const made = { q, k, v } as Record<'q' | 'k' | 'v', Tensor3D>;
    const { y, weights: attention } = attendInHeads(made, heads); // [B, T, D], [B, heads, T, T]
    return { y: tf.add<Tensor3D>(mapped(y, wOut), bOut), attention };
  });
}

/** Weights of a block. */
export interface BlockWeights extends AttentionWeights {
  /** Of the norm before the attention, `[D]` each. */
  gamma1: Tensor1D;
  beta1: Tensor1D;
  /** Of the norm before the hidden layer, `[D]` each. */
  gamma2: Tensor1D;
  beta2: Tensor1D;
  /** `[D, M]` */
  wUp: Tensor2D;
  /** `[M]` */
  bUp: Tensor1D;
  /** `[M, D]` */
  wDown: Tensor2D;
  /** `[D]` */
  bDown: Tensor1D;
}

const normed = (x: Tensor3D, gamma: Tensor1D, beta: Tensor1D): Tensor3D =>
  tf.add<Tensor3D>(tf.mul(unitNorm(x), gamma), beta);

/** GELU in its form by tanh (Hendrycks & Gimpel 2016, arXiv:1606.08415). */
const gelu = (z: Tensor3D): Tensor3D => {
  const bent = tf.tanh(tf.mul(tf.add(z, tf.mul(tf.pow(z, 3), 0.044715)), Math.sqrt(2 / Math.PI)));
  return tf.mul<Tensor3D>(tf.mul(z, 0.5), tf.add(bent, 1));
};

/**
 * A block of an encoder with its norms first: attention, then two dense layers with a GELU between
 * them, each with a way round.
 *
 * @param x `[B, T, D]`; not disposed
 * @param block not disposed
 * @param heads divides D
 * @returns `[B, T, D]`, float32
 * @throws RangeError for a D that is no multiple of `heads`
 */
export const preNormBlock = (x: Tensor3D, block: BlockWeights, heads: number): Tensor3D =>
  tf.tidy(() => {
    const asked = normed(x, block.gamma1, block.beta1);
    const middle = tf.add<Tensor3D>(x, multiHeadAttention(asked, block, heads).y); // [B, T, D]
    const ready = normed(middle, block.gamma2, block.beta2);
    const hidden = gelu(tf.add<Tensor3D>(mapped(ready, block.wUp), block.bUp)); // [B, T, M]
    return tf.add<Tensor3D>(middle, tf.add(mapped(hidden, block.wDown), block.bDown));
  });

/**
 * How much of each input token is in each output token, by attention alone (Abnar & Zuidema 2020,
 * arXiv:2005.00928): of each layer the mean over its heads, half of it with the way round, multiplied
 * through.
 *
 * @param layers weights of attention, the first layer first: `[B, heads, T, T]` each; not disposed
 * @returns each row sums to 1: `[B, T, T]`, float32
 * @throws RangeError for no layer
 */
export function attentionRollout(layers: readonly Tensor4D[]): Tensor3D {
  if (layers.length === 0) throw new RangeError('Expected at least one layer. Received: none');
  return tf.tidy(() =>
    layers
      .map((attention) => {
        const own = tf.eye(attention.shape[3]); // [T, T]
        return tf.div<Tensor3D>(tf.add(tf.mean(attention, 1), own), 2);
      })
      .reduce((below, layer) => tf.matMul(layer, below)),
  );
}
