/** A convolution by loops, as one product of matrices, and backwards. */
import { type Tensor2D, type Tensor4D, tf } from '../nn/tf.js';
import { checkStride, type Padding, slides } from './window.js';

/** One picture or its filters, as nested lists. */
type Nested3 = readonly (readonly (readonly number[])[])[];
type Nested4 = readonly Nested3[];

/**
 * A convolution of one picture by loops, as deep learning has it (the filter is not turned round):
 * `y[i][j][f] = sum_{u,v,c} x[i s + u - top][j s + v - left][c] w[u][v][c][f]`, with 0 outside of x.
 *
 * @param x `[H][W][C]`
 * @param filters `[K][L][C][F]`
 * @param stride rows and columns from one window to the next, an integer >= 1
 * @param padding `valid`: windows lie inside x; `same`: `ceil(H / stride)` rows, columns alike, with
 *   an odd row or column of zeros behind
 * @returns `[P][Q][F]`
 * @throws RangeError for a stride that is no integer >= 1, or a filter larger than x with `valid`
 * @example
 * conv2d([[[1], [2]], [[3], [4]]], [[[[1]]]], 1, 'valid'); // [[[1], [2]], [[3], [4]]]
 */
export function conv2d(
  x: Nested3,
  filters: Nested4,
  stride: number,
  padding: Padding,
): number[][][] {
  const rows = slides(x.length, filters.length, stride, padding);
  const columns = slides(x[0]?.length ?? 0, filters[0]?.length ?? 0, stride, padding);
  const count = filters[0]?.[0]?.[0]?.length ?? 0;
  return Array.from({ length: rows.count }, (_, i) =>
    Array.from({ length: columns.count }, (_, j) => {
      const sums = new Array<number>(count).fill(0);
      for (const [u, line] of filters.entries()) {
        for (const [v, weights] of line.entries()) {
          const pixel = x[i * stride + u - rows.before]?.[j * stride + v - columns.before];
          for (const [c, value] of (pixel ?? []).entries()) {
            for (let f = 0; f < count; f++) {
              sums[f] = (sums[f] as number) + value * (weights[c]?.[f] as number);
            }
          }
        }
      }
      return sums;
    }),
  );
}

/**
 * Every window of a batch as a row: what a convolution multiplies with its filters.
 *
 * @param x `[B, H, W, C]`; not disposed
 * @param kernel rows K and columns L of a window
 * @param stride rows and columns from one window to the next
 * @returns `[B P Q, K L C]`, float32: rows by example, row and column of the window; in a row its
 *   pixels by row, column and channel, as `tf.reshape(filters, [K * L * C, F])` has them
 * @throws RangeError for a stride that is no integer >= 1, or a window larger than x
 * @example
 * im2col(tf.tensor4d([1, 2, 3, 4, 5, 6], [1, 2, 3, 1]), [2, 2], 1); // [[1, 2, 4, 5], [2, 3, 5, 6]]
 */
export function im2col(
  x: Tensor4D,
  [height, width]: readonly [number, number],
  stride: number,
): Tensor2D {
  const [batch, rows, columns, channels] = x.shape;
  const { count: p } = slides(rows, height, stride, 'valid');
  const { count: q } = slides(columns, width, stride, 'valid');
  return tf.tidy(() => {
    const shifted: Tensor4D[] = [];
    for (let u = 0; u < height; u++) {
      for (let v = 0; v < width; v++) {
        const end = [batch, u + (p - 1) * stride + 1, v + (q - 1) * stride + 1, channels];
        const every = tf.stridedSlice(x, [0, u, v, 0], end, [1, stride, stride, 1]);
        shifted.push(every as Tensor4D); // [B, P, Q, C]
      }
    }
    const windows = tf.concat(shifted, 3); // [B, P, Q, K L C]
    return tf.reshape(windows, [batch * p * q, height * width * channels]);
  });
}

/** The picture with the zeros around it that `same` asks for. */
function padded(
  x: Tensor4D,
  [height, width]: readonly [number, number],
  stride: number,
  padding: Padding,
): Tensor4D {
  const rows = slides(x.shape[1], height, stride, padding);
  const columns = slides(x.shape[2], width, stride, padding);
  return tf.pad<Tensor4D>(x, [
    [0, 0],
    [rows.before, rows.after],
    [columns.before, columns.after],
    [0, 0],
  ]);
}

/**
 * A convolution as one product of matrices: `im2col(x) filters`.
 *
 * @param x `[B, H, W, C]`; not disposed
 * @param filters `[K, L, C, F]`; not disposed
 * @param stride rows and columns from one window to the next
 * @param padding as in `conv2d`
 * @returns `[B, P, Q, F]`, float32: what `tf.conv2d` gives
 * @throws RangeError for a stride that is no integer >= 1, or a filter larger than x with `valid`
 */
export function conv2dFast(
  x: Tensor4D,
  filters: Tensor4D,
  stride: number,
  padding: Padding,
): Tensor4D {
  const [height, width, channels, count] = filters.shape;
  const { count: p } = slides(x.shape[1], height, stride, padding);
  const { count: q } = slides(x.shape[2], width, stride, padding);
  return tf.tidy(() => {
    const windows = im2col(padded(x, [height, width], stride, padding), [height, width], stride);
    const weights = tf.reshape(filters, [height * width * channels, count]);
    return tf.reshape(tf.matMul(windows, weights), [x.shape[0], p, q, count]);
  });
}

/** Gradients of a loss with respect to what a convolution was made of. */
export interface ConvolutionGradients {
  /** `[B, H, W, C]` */
  dx: Tensor4D;
  /** `[K, L, C, F]` */
  dw: Tensor4D;
}

/**
 * The gradients of a convolution, by the rules of a dense layer on its windows: `dw = windowsᵀ dy`,
 * and `dx` adds to every pixel what all windows with it get by `dy wᵀ`.
 *
 * @param x `[B, H, W, C]`; not disposed
 * @param filters `[K, L, C, F]`; not disposed
 * @param dy gradient with respect to the output, `[B, P, Q, F]`; not disposed
 * @param stride as it was in the forward pass
 * @param padding as it was in the forward pass
 * @returns gradients shaped like `x` and `filters`
 * @throws RangeError for a stride that is no integer >= 1, or a filter larger than x with `valid`
 */
export function conv2dBackward(
  x: Tensor4D,
  filters: Tensor4D,
  dy: Tensor4D,
  stride: number,
  padding: Padding,
): ConvolutionGradients {
  checkStride(stride);
  const [height, width, channels, count] = filters.shape;
  const [batch, p, q] = dy.shape;
  const { before: top } = slides(x.shape[1], height, stride, padding);
  const { before: left } = slides(x.shape[2], width, stride, padding);
  return tf.tidy(() => {
    const big = padded(x, [height, width], stride, padding);
    const rows = tf.reshape(dy, [batch * p * q, count]);
    const windows = im2col(big, [height, width], stride);
    const dw = tf.reshape(tf.matMul(windows, rows, true, false), filters.shape);
    const weights = tf.reshape(filters, [height * width * channels, count]);
    const back = tf.reshape(tf.matMul(rows, weights, false, true), [batch, p, q, -1]);
    const parts = tf.split(back, height * width, 3) as Tensor4D[]; // each [B, P, Q, C]
    const [, tall, wide] = big.shape;
    const placed = parts.map((part, i) => {
      const [u, v] = [Math.floor(i / width), i % width];
      const apart = spread(part, stride);
      const [, high = 0, broad = 0] = apart.shape;
      return tf.pad<Tensor4D>(apart, [
        [0, 0],
        [u, tall - u - high],
        [v, wide - v - broad],
        [0, 0],
      ]);
    });
    const dx = tf.slice<Tensor4D>(tf.addN(placed), [0, top, left, 0], [...x.shape]);
    return { dx, dw };
  });
}

/** Puts `stride - 1` rows and columns of zeros between those of a batch. */
function spread(x: Tensor4D, stride: number): Tensor4D {
  if (stride === 1) return x;
  const [batch, p, q, channels] = x.shape;
  const cells = tf.pad(tf.reshape(x, [batch, p, 1, q, 1, channels] as const), [
    [0, 0],
    [0, 0],
    [0, stride - 1],
    [0, 0],
    [0, stride - 1],
    [0, 0],
  ]);
  const wide = tf.reshape(cells, [batch, p * stride, q * stride, channels]);
  const inner = [batch, (p - 1) * stride + 1, (q - 1) * stride + 1, channels];
  return tf.slice<Tensor4D>(wide, [0, 0, 0, 0], inner as [number, number, number, number]);
}
