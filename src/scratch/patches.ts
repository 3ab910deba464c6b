/** Pictures as sequences of patches, and back. */
import { checkSizes } from '../checks.js';
import { type Tensor1D, type Tensor3D, type Tensor4D, tf } from '../nn/tf.js';
import { im2col } from './convolution.js';

function checkFits(height: number, width: number, size: number): void {
  checkSizes({ size });
  if (height % size === 0 && width % size === 0) return;
  throw new RangeError(
    `Expected height and width to be multiples of \`size\`=${size}. Received: ${height} and ${width}`,
  );
}

/**
 * Cuts pictures into patches that do not overlap, row by row (Dosovitskiy et al. 2021,
 * arXiv:2010.11929, section 3.1). In a patch: pixels by row, then column, then channel.
 *
 * @param x `[B, H, W, C]`; not disposed
 * @param size P, rows and columns of a patch; divides H and W
 * @returns `[B, N, P · P · C]` with `N = (H / P) (W / P)`, float32
 * @throws RangeError where the patches do not fill the picture
 * @example
 * patchify(tf.zeros([1, 8, 8, 1]), 2); // [1, 16, 4]
 */
export function patchify(x: Tensor4D, size: number): Tensor3D {
  const [batch, height, width, channels] = x.shape;
  checkFits(height, width, size);
  const count = (height / size) * (width / size);
  return tf.tidy(() =>
    tf.reshape(im2col(x, [size, size], size), [batch, count, size * size * channels]),
  );
}

/**
 * Puts pictures together again from what `patchify` made of them.
 *
 * @param patches `[B, N, P · P · C]`; not disposed
 * @param shape H, W and C of a picture
 * @param size P
 * @returns `[B, H, W, C]`, float32
 * @throws RangeError where the patches do not fill the picture
 */
export function unpatchify(
  patches: Tensor3D,
  [height, width, channels]: readonly [number, number, number],
  size: number,
): Tensor4D {
  checkFits(height, width, size);
  return tf.tidy(() => {
    const line = size * channels; // numbers of a row of a patch, which stay together
    const grid = tf.reshape(patches, [-1, height / size, width / size, size, line]);
    const lines = tf.transpose(grid, [0, 1, 3, 2, 4]); // [B, H / P, P, W / P, P · C]
    return tf.reshape(lines, [patches.shape[0], height, width, channels]) as Tensor4D;
  });
}

/**
 * A vector for each patch by one linear map: a convolution whose stride is its size.
 *
 * @param x `[B, H, W, C]`; not disposed
 * @param filters `[P, P, C, D]`; not disposed
 * @param bias `[D]`; not disposed
 * @returns `[B, N, D]`, float32
 * @throws RangeError where the patches do not fill the picture
 */
export function patchEmbed(x: Tensor4D, filters: Tensor4D, bias: Tensor1D): Tensor3D {
  const [size, , , width] = filters.shape;
  checkFits(x.shape[1], x.shape[2], size);
  return tf.tidy(() => {
    const maps = tf.add(tf.conv2d(x, filters, size, 'valid'), bias); // [B, H / P, W / P, D]
    return tf.reshape(maps, [x.shape[0], -1, width]) as Tensor3D;
  });
}
