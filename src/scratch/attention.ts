/** Attention, and the block of a decoder that is made of it. */
import { type Tensor, type Tensor2D, type Tensor3D, type Tensor4D, tf } from '../nn/tf.js';

/** What was looked up, and where. */
export interface LookedUp {
  /** `[..., Tq, m]` */
  y: Tensor;
  /** Each row sums to 1: `[..., Tq, Tk]`. */
  weights: Tensor;
}

/** Far below any score: its power is 0 in float32. */
const never = -1e9;

/**
 * Scaled dot-product attention (Vaswani et al. 2017, arXiv:1706.03762, section 3.2.1): a look-up in
 * which each query takes the mean of all values, weighed by how well their keys fit.
 *
 * @param q queries, `[..., Tq, d]`; not disposed
 * @param k keys, `[..., Tk, d]`; not disposed
 * @param v values, `[..., Tk, m]`; not disposed
 * @param keep 1 where a query may look, else 0; broadcasts to `[..., Tq, Tk]`. Default: everywhere
 */
export const attend = (q: Tensor, k: Tensor, v: Tensor, keep?: Tensor): LookedUp =>
  tf.tidy(() => {
    const fit = tf.matMul(tf.mul(q, (q.shape.at(-1) as number) ** -0.5), k, false, true);
    const allowed = keep === undefined ? fit : tf.add(fit, tf.mul(tf.sub(1, keep), never));
    const weights = tf.softmax(allowed); // [..., Tq, Tk]
    return { y: tf.matMul(weights, v), weights };
  });

/**
 * Who may look at whom where nobody may see what comes later: 1 on and below the diagonal, else 0.
 *
 * @param length T
 * @returns `[T, T]`, float32
 */
export const causalMask = (length: number): Tensor2D =>
  tf.tidy(() => {
    const places = tf.range(0, length, 1);
    const later = tf.greater(tf.expandDims(places, 0), tf.expandDims(places, 1)); // [T, T]
    return tf.cast<Tensor2D>(tf.logicalNot(later as Tensor2D), 'float32');
  });

/** @throws RangeError for a width that is no multiple of `heads` */
export function checkHeads(width: number, heads: number): void {
  if (Number.isInteger(width / heads)) return;
  throw new RangeError(
    `Expected the width of \`x\` to be a multiple of \`heads\`=${heads}. Received: ${width}`,
  );
}

/**
 * `attend` in each head's own columns of queries `[B, Tq, D]` and of keys and values `[B, Tk, D]`.
 *
 * @returns y `[B, Tq, D]`, the heads' columns beside each other, and weights `[B, heads, Tq, Tk]`
 */
export function attendInHeads(
  { q, k, v }: Readonly<Record<'q' | 'k' | 'v', Tensor3D>>,
  heads: number,
  keep?: Tensor,
): { y: Tensor3D; weights: Tensor4D } {
  /** `[B, T, D]` → `[B, heads, T, D / heads]` */
  const apart = (all: Tensor3D): Tensor => {
    const [batch, length] = all.shape;
    return tf.transpose(tf.reshape(all, [batch, length, heads, -1]), [0, 2, 1, 3]);
  };
  const { y, weights } = attend(apart(q), apart(k), apart(v), keep);
  const joined: Tensor3D = tf.reshape(tf.transpose(y, [0, 2, 1, 3]), q.shape);
  return { y: joined, weights: weights as Tensor4D };
}

/** The four maps of an attention of several heads, `[D, D]` each. */
export interface HeadWeights {
  wq: Tensor2D;
  wk: Tensor2D;
  wv: Tensor2D;
  wo: Tensor2D;
}

/** A linear map of the last axis. */
export const mapped = (x: Tensor3D, w: Tensor2D): Tensor3D =>
  tf.reshape(tf.matMul(tf.reshape(x, [-1, x.shape[2]]) as Tensor2D, w), [
    x.shape[0],
    x.shape[1],
    w.shape[1],
  ]);

/**
 * Attention of several heads (Vaswani et al. 2017, section 3.2.2): each looks up in columns of its own.
 *
 * @param x who asks, `[B, Tq, D]`; not disposed
 * @param memory who is asked, `[B, Tk, D]`; `x` itself for self-attention; not disposed
 * @param maps not disposed
 * @param heads divides D
 * @param keep as in `attend`; broadcasts to `[B, heads, Tq, Tk]`
 * @returns y `[B, Tq, D]` and weights `[B, heads, Tq, Tk]`
 * @throws RangeError for a D that is no multiple of `heads`
 */
export function multiHead(
  x: Tensor3D,
  memory: Tensor3D,
  maps: HeadWeights,
  heads: number,
  keep?: Tensor,
): { y: Tensor3D; weights: Tensor4D } {
  checkHeads(x.shape[2], heads);
  return tf.tidy(() => {
    const made = { q: mapped(x, maps.wq), k: mapped(memory, maps.wk), v: mapped(memory, maps.wv) };
    const { y, weights } = attendInHeads(made, heads, keep);
    return { y: mapped(y, maps.wo), weights };
  });
}

/**
 * Positions as waves (Vaswani et al. 2017, section 3.5): sine and cosine in turn, each pair slower than
 * the one before it.
 *
 * @param length T
 * @param width D, even
 * @returns `[T, D]`, float32
 * @throws RangeError for an odd width
 */
export function positionWaves(length: number, width: number): Tensor2D {
  if (width % 2 !== 0) {
    throw new RangeError(`Expected \`width\` to be even. Received: ${width}`);
  }
  return tf.tidy(() => {
    const periods = tf.pow(10_000, tf.div(tf.range(0, width, 2), width)); // [D / 2]
    const angles = tf.div(tf.expandDims(tf.range(0, length, 1), 1), periods); // [T, D / 2]
    return tf.reshape(tf.stack([tf.sin(angles), tf.cos(angles)], 2), [length, width]);
  });
}

/**
 * Mean 0 and variance 1 for each vector, with 1e-5 in the root: layer norm without weights
 * (Ba et al. 2016, arXiv:1607.06450).
 *
 * @param x `[..., D]`; not disposed
 */
export const unitNorm = <T extends Tensor>(x: T): T =>
  tf.tidy(() => {
    const { mean, variance } = tf.moments(x, -1, true); // [..., 1]
    return tf.mul<T>(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-5)));
  });

/** Weights of a decoder's block. */
export interface DecoderWeights {
  /** Of the attention among what is written. */
  self: HeadWeights;
  /** Of the attention to what is read. */
  cross: HeadWeights;
  /** `[D, M]` */
  up: Tensor2D;
  /** `[M, D]` */
  down: Tensor2D;
}

/**
 * A block of a decoder with its norms first: it looks at what is written so far, then at what is read,
 * then thinks about it, each with a way round.
 *
 * @param x what is written, `[B, T, D]`; not disposed
 * @param memory what is read, `[B, S, D]`; not disposed
 * @param block not disposed
 * @param heads divides D
 * @param keep which of the memory may be looked at; broadcasts to `[B, heads, T, S]`. Default: all
 * @param seen which of `x` may be looked at, `[T, T]`. Default: what is not later
 * @returns `[B, T, D]`, float32
 */
export const decoderBlock = (
  x: Tensor3D,
  memory: Tensor3D,
  block: DecoderWeights,
  heads: number,
  keep?: Tensor,
  seen?: Tensor2D,
): Tensor3D =>
  tf.tidy(() => {
    const written = unitNorm(x);
    const mask = seen ?? causalMask(x.shape[1]);
    const own = multiHead(written, written, block.self, heads, mask).y;
    const asking = tf.add<Tensor3D>(x, own); // [B, T, D]
    const read = multiHead(unitNorm(asking), memory, block.cross, heads, keep).y;
    const knowing = tf.add<Tensor3D>(asking, read);
    const hidden = tf.relu(mapped(unitNorm(knowing), block.up)); // [B, T, M]
    return tf.add<Tensor3D>(knowing, mapped(hidden, block.down));
  });
