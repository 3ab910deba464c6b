/** Two convolutions and a way around them. */
import { type Tensor1D, type Tensor4D, tf } from '../nn/tf.js';
import { conv2dFast } from './convolution.js';

/** Weights of a residual block. */
export interface ResidualWeights {
  /** `[K, K, C, F]` */
  w1: Tensor4D;
  /** `[F]` */
  b1: Tensor1D;
  /** `[K, K, F, F]` */
  w2: Tensor4D;
  /** `[F]` */
  b2: Tensor1D;
  /** `[1, 1, C, F]`, where shape or stride change. Default: the input goes round as it is. */
  shortcut?: Tensor4D | undefined;
}

/**
 * The basic block of a residual network without normalisation (He et al. 2015, arXiv:1512.03385):
 * `relu(conv(relu(conv(x, w1) + b1), w2) + b2 + s(x))`, padding `same`.
 *
 * @param x `[B, H, W, C]`; not disposed
 * @param weights not disposed
 * @param stride of the first convolution and of the shortcut
 * @returns `[B, ceil(H / stride), ceil(W / stride), F]`, float32
 * @throws RangeError for a stride that is no integer >= 1, or where x cannot go round as it is
 */
export function residualBlock(
  x: Tensor4D,
  { w1, b1, w2, b2, shortcut }: ResidualWeights,
  stride: number,
): Tensor4D {
  if (shortcut === undefined && (stride !== 1 || x.shape[3] !== w1.shape[3])) {
    throw new RangeError(
      `Expected a \`shortcut\` where the stride is not 1 or the channels change. Received: stride ${stride}, channels ${x.shape[3]} and ${w1.shape[3]}`,
    );
  }
  return tf.tidy(() => {
    const inner = tf.relu(tf.add<Tensor4D>(conv2dFast(x, w1, stride, 'same'), b1));
    const outer = tf.add(conv2dFast(inner, w2, 1, 'same'), b2);
    const round = shortcut === undefined ? x : conv2dFast(x, shortcut, stride, 'same');
    return tf.relu(tf.add<Tensor4D>(outer, round));
  });
}
