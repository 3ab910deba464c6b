/** A convolution in float64 and by loops, on flat lists: what this lesson's tests compare with. */
import { at } from '../../test-kit/float64.js';

export type Padding = 'same' | 'valid';

interface Plane {
  height: number;
  width: number;
  kernel: readonly [number, number];
  stride: number;
  padding: Padding;
}

/** Zeros before the first pixel of an axis, and how many windows there are. */
function axis(size: number, window: number, stride: number, padding: Padding) {
  if (padding === 'valid') return { before: 0, count: Math.floor((size - window) / stride) + 1 };
  const count = Math.ceil(size / stride);
  const zeros = Math.max((count - 1) * stride + window - size, 0);
  return { before: Math.floor(zeros / 2), count };
}

/** Rows and columns of a convolution's answer. */
export function placesOf({ height, width, kernel, stride, padding }: Plane): [number, number] {
  return [
    axis(height, kernel[0], stride, padding).count,
    axis(width, kernel[1], stride, padding).count,
  ];
}

/** `x` is `[B, H, W, C]` and `w` `[K, L, C, F]`, flat; the answer `[B, rows, columns, F]`, flat. */
export function convolved(
  asked: Plane & {
    batch?: number;
    channels: number;
    filters: number;
    x: ArrayLike<number>;
    w: ArrayLike<number>;
  },
): { y: number[]; rows: number; columns: number } {
  const { height, width, kernel, stride, padding, batch = 1, channels, filters, x, w } = asked;
  const { before: top, count: rows } = axis(height, kernel[0], stride, padding);
  const { before: left, count: columns } = axis(width, kernel[1], stride, padding);
  const y: number[] = [];
  for (let b = 0; b < batch; b++) {
    for (let place = 0; place < rows * columns; place++) {
      const firstRow = Math.floor(place / columns) * stride - top;
      const firstColumn = (place % columns) * stride - left;
      for (let f = 0; f < filters; f++) {
        let sum = 0;
        for (let u = 0; u < kernel[0]; u++) {
          for (let v = 0; v < kernel[1]; v++) {
            const [row, column] = [firstRow + u, firstColumn + v];
            if (row < 0 || row >= height || column < 0 || column >= width) continue;
            for (let c = 0; c < channels; c++) {
              const pixel = at(x, ((b * height + row) * width + column) * channels + c);
              sum += pixel * at(w, ((u * kernel[1] + v) * channels + c) * filters + f);
            }
          }
        }
        y.push(sum);
      }
    }
  }
  return { y, rows, columns };
}
