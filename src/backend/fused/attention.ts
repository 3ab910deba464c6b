/**
 * Scaled dot-product attention in five operations, with a gradient of nine written by hand.
 *
 * Vaswani et al. 2017 (arXiv:1706.03762): softmax(q kᵀ / √D) v.
 */
import type * as core from '@tensorflow/tfjs-core';
import { markLibrary } from '../capture/index.js';
import type { Rng } from '../random.js';
import { type Tensor, type Tensor2D, type Tensor4D, tf } from '../tf.js';
import { checkRate, dropout } from './random.js';

export interface AttentionOptions {
  /** No position looks at a later one. Default false. */
  causal?: boolean;
  /** Added to the scores; float32, broadcasts to `[B, H, T, S]`: 0 keeps, `-1e9` hides. */
  mask?: Tensor;
  /**
   * Rate at which weights are dropped, in [0, 1), as in GPT-2; for training. Default 0. The others
   * are scaled by `1 / (1 - rate)`.
   */
  dropout?: number;
  /** Decides which weights are dropped; needed with `dropout`. A captured step draws from it too. */
  rng?: Rng;
}

/** Far below any score, and yet a whole row of it gives equal weights instead of NaN. */
const HIDDEN = -1e9;

const causalMasks = new Map<string, Tensor2D>();

/**
 * The mask `[T, T]` that hides later positions: 0 on and below the diagonal, -1e9 above.
 *
 * One for each length is made and kept, so that a step uploads none.
 */
export function causalMask(length: number): Tensor2D {
  const key = `${tf.getBackend()} ${length}`;
  let mask = causalMasks.get(key);
  if (mask === undefined || mask.isDisposed) {
    const values = new Float32Array(length * length);
    for (let row = 0; row < length; row++) {
      values.fill(HIDDEN, row * length + row + 1, (row + 1) * length);
    }
    mask = tf.keep(tf.tensor2d(values, [length, length]));
    causalMasks.set(key, mask);
  }
  return mask;
}

/**
 * The mask `[B, 1, 1, T]` that hides padding from every position.
 *
 * @param keep `[B, T]`, 1 for a token and 0 for padding; any dtype
 * @throws RangeError when it is not two-dimensional
 * @example
 * scaledDotProductAttention(q, k, v, { mask: paddingMask(tf.tensor2d([[1, 1, 0]], [1, 3])) });
 */
export function paddingMask(keep: Tensor): Tensor4D {
  if (keep.rank !== 2) {
    throw new RangeError(`Expected \`keep\` [B, T]. Received: shape [${keep.shape}]`);
  }
  const [batch, length] = keep.shape as [number, number];
  return tf.tidy(() =>
    tf.reshape(tf.mul(tf.sub(1, tf.cast(keep, 'float32')), HIDDEN), [batch, 1, 1, length]),
  );
}

function checkShapes(q: Tensor4D, k: Tensor4D, v: Tensor4D, options: AttentionOptions): void {
  const same = (...axes: number[]): boolean =>
    axes.every((axis) => q.shape[axis] === k.shape[axis] && k.shape[axis] === v.shape[axis]);
  const ranks = [q, k, v].every((x) => x.rank === 4);
  if (!ranks || !same(0, 1, 3) || k.shape[2] !== v.shape[2]) {
    throw new RangeError(
      'Expected `q` [B, H, T, D], `k` and `v` [B, H, S, D]. ' +
        `Received: q [${q.shape}], k [${k.shape}], v [${v.shape}]`,
    );
  }
  if (options.causal === true && q.shape[2] !== k.shape[2]) {
    throw new RangeError(
      'Expected as many keys as queries with `causal: true`; with other numbers pass a `mask`. ' +
        `Received: ${q.shape[2]} queries and ${k.shape[2]} keys`,
    );
  }
  const scores = [q.shape[0], q.shape[1], q.shape[2], k.shape[2]];
  const { mask } = options;
  if (mask === undefined) return;
  const fits =
    mask.rank <= 4 &&
    mask.shape.every((size, i) => size === 1 || size === scores[4 - mask.rank + i]);
  if (!fits || mask.dtype !== 'float32') {
    throw new RangeError(
      `Expected \`mask\` to be float32 and to broadcast to [${scores}]. ` +
        `Received: ${mask.dtype} of shape [${mask.shape}]`,
    );
  }
}

/** What the gradient needs; the last where weights were dropped. */
type Saved = [
  scaled: Tensor4D,
  k: Tensor4D,
  v: Tensor4D,
  weights: Tensor4D,
  value: Tensor4D,
  used?: Tensor4D,
];

/** Drops weights at the rate that is asked for; undefined where none is. */
function dropping(options: AttentionOptions): ((weights: Tensor4D) => Tensor4D) | undefined {
  const { dropout: rate = 0, rng } = options;
  checkRate('dropout', rate);
  if (rate === 0) return undefined;
  if (rng === undefined) {
    throw new TypeError(
      `Expected \`rng\` with \`dropout\`=${rate}. Received: none. Pass a generator of \`createRng\` that all steps draw from`,
    );
  }
  return (weights) => dropout(weights as core.Tensor4D, rate, rng) as core.Tensor4D;
}

/**
 * Scaled dot-product attention: each query's mean of the values, weighted by softmax(q kᵀ / √D).
 *
 * The gradient of the softmax is P ∘ (dP − rowsum(dO ∘ O)), with the row sums taken over D instead
 * of S as in FlashAttention (Dao et al. 2022, arXiv:2205.14135). The mask gets no gradient. Dropped
 * weights leave those row sums as they are.
 *
 * @param q queries, `[B, H, T, D]`, float32
 * @param k keys, `[B, H, S, D]`, float32
 * @param v values, `[B, H, S, D]`, float32
 * @returns `[B, H, T, D]`
 * @throws RangeError when shapes or the mask do not fit, or `dropout` is out of range
 * @throws TypeError with `dropout` and no `rng`
 * @example
 * const q = tf.zeros([2, 4, 8, 16]);
 * scaledDotProductAttention(q, q, q, { causal: true }).shape; // [2, 4, 8, 16]
 */
export const scaledDotProductAttention = markLibrary(function scaledDotProductAttention(
  q: Tensor4D,
  k: Tensor4D,
  v: Tensor4D,
  options: AttentionOptions = {},
): Tensor4D {
  checkShapes(q, k, v, options);
  const scale = 1 / Math.sqrt(q.shape[3]);
  const masks = options.mask === undefined ? [] : [options.mask];
  if (options.causal === true) masks.push(causalMask(q.shape[2]));
  const drop = dropping(options);

  const attend = tf.customGrad<Tensor4D, [Tensor4D, Tensor4D, Tensor4D, (t: Tensor[]) => void]>(
    (q, k, v, save) => {
      const scaled = tf.mul<Tensor4D>(q, scale); // [B, H, T, D]
      const scores = tf.matMul<Tensor4D>(scaled, k, false, true); // [B, H, T, S]
      const masked = masks.reduce<Tensor4D>((sum, mask) => tf.add(sum, mask), scores);
      const weights = tf.softmax(masked); // [B, H, T, S]
      const used = drop === undefined ? weights : drop(weights); // [B, H, T, S]
      const value = tf.matMul<Tensor4D>(used, v); // [B, H, T, D]
      save(
        drop === undefined ? [scaled, k, v, weights, value] : [scaled, k, v, weights, value, used],
      );
      const gradFunc = (dy: Tensor4D, saved: Tensor[]): Tensor[] => {
        const [scaled, k, v, weights, value, used] = saved as Saved;
        const dv = tf.matMul(used ?? weights, dy, true, false); // [B, H, S, D]
        const dUsed = tf.matMul<Tensor4D>(dy, v, false, true); // [B, H, T, S]
        const rowSums = tf.sum<Tensor4D>(tf.mul(dy, value), -1, true); // [B, H, T, 1]
        const dScores: Tensor4D =
          used === undefined
            ? tf.mul(weights, tf.sub(dUsed, rowSums))
            : tf.sub(tf.mul(used, dUsed), tf.mul(weights, rowSums)); // [B, H, T, S]
        const dq = tf.mul(tf.matMul(dScores, k), scale); // [B, H, T, D]
        const dk = tf.matMul(dScores, scaled, true, false); // [B, H, S, D]
        return [dq, dk, dv];
      };
      return { value, gradFunc };
    },
  );
  return attend(q, k, v) as Tensor4D;
});
