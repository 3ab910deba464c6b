/** A dense layer: `y = x w + b`, forwards and backwards. */
import { type Tensor1D, type Tensor2D, tf } from '../nn/tf.js';

/** Gradients of a loss with respect to a dense layer's input and weights. */
export interface DenseGradients {
  /** `[B, D]` */
  dx: Tensor2D;
  /** `[D, H]` */
  dw: Tensor2D;
  /** `[H]` */
  db: Tensor1D;
}

/**
 * A dense layer's output: `y[i,j] = sum_k x[i,k] w[k,j] + b[j]`.
 *
 * @param x input, `[B, D]`
 * @param w weights, `[D, H]`
 * @param b bias, `[H]`
 * @returns `[B, H]`, float32; the arguments are not disposed
 */
export function denseForward(x: Tensor2D, w: Tensor2D, b: Tensor1D): Tensor2D {
  return tf.tidy(() => tf.add<Tensor2D>(tf.matMul(x, w), b)); // [B, H]
}

/**
 * A dense layer's gradients, by the chain rule: `dx = dy wᵀ`, `dw = xᵀ dy`, `db = sum_i dy[i]`.
 *
 * @param x the layer's input, `[B, D]`
 * @param w its weights, `[D, H]`
 * @param dy gradient of the loss with respect to its output, `[B, H]`
 * @returns gradients shaped like `x`, `w` and `b`; the arguments are not disposed
 */
export function denseBackward(x: Tensor2D, w: Tensor2D, dy: Tensor2D): DenseGradients {
  return tf.tidy(() => ({
    dx: tf.matMul<Tensor2D>(dy, w, false, true), // [B, D]
    dw: tf.matMul<Tensor2D>(x, dy, true, false), // [D, H]
    db: tf.sum<Tensor1D>(dy, 0), // [H]
  }));
}
