/** Reference solutions of lesson 04. */
import { type Tensor1D, type Tensor2D, type Tensor4D, tf } from '../../../src/backend/tf.js';
import * as library from '../../../src/scratch/index.js';

export function conv2d(
  x: number[][][],
  filters: number[][][][],
  stride: number,
  padding: 'same' | 'valid',
): number[][][] {
  const along = (size: number, window: number) => {
    const needed = (Math.ceil(size / stride) - 1) * stride + window - size;
    const zeros = padding === 'same' ? Math.max(needed, 0) : 0;
    const count = Math.floor((size + zeros - window) / stride) + 1;
    return { count, before: Math.floor(zeros / 2) };
  };
  const [line] = x as [number[][]];
  const [weightsOfLine] = filters as [[[number[]]]];
  const rows = along(x.length, filters.length);
  const columns = along(line.length, weightsOfLine.length);
  return Array.from({ length: rows.count }, (_, i) =>
    Array.from({ length: columns.count }, (_, j) => {
      const sums = weightsOfLine[0][0].map(() => 0);
      for (const [u, lineOfWeights] of filters.entries()) {
        for (const [v, weights] of lineOfWeights.entries()) {
          const pixel = x[i * stride + u - rows.before]?.[j * stride + v - columns.before];
          for (const [c, value] of (pixel ?? []).entries()) {
            for (const [f, weight] of (weights[c] as number[]).entries()) {
              sums[f] = (sums[f] as number) + value * weight;
            }
          }
        }
      }
      return sums;
    }),
  );
}

export function im2col(x: Tensor4D, [height, width]: [number, number], stride: number): Tensor2D {
  return tf.tidy(() => {
    const [batch, all, across, channels] = x.shape;
    const rows = Math.floor((all - height) / stride) + 1;
    const columns = Math.floor((across - width) / stride) + 1;
    const slices: Tensor4D[] = [];
    for (let u = 0; u < height; u++) {
      for (let v = 0; v < width; v++) {
        const end = [batch, u + (rows - 1) * stride + 1, v + (columns - 1) * stride + 1, channels];
        const slice = tf.stridedSlice(x, [0, u, v, 0], end, [1, stride, stride, 1]);
        slices.push(slice as Tensor4D);
      }
    }
    const windows = tf.concat(slices, 3); // [B, rows, columns, K L C]
    return tf.reshape(windows, [batch * rows * columns, height * width * channels]) as Tensor2D;
  });
}

export function conv2dFast(
  x: Tensor4D,
  filters: Tensor4D,
  stride: number,
  padding: 'same' | 'valid',
): Tensor4D {
  return tf.tidy(() => {
    const [height, width, channels, count] = filters.shape;
    const zeros = (size: number, window: number): [number, number] => {
      const needed = (Math.ceil(size / stride) - 1) * stride + window - size;
      const all = padding === 'same' ? Math.max(needed, 0) : 0;
      return [Math.floor(all / 2), Math.ceil(all / 2)];
    };
    const [, all, across] = x.shape;
    const padded = tf.pad(x, [[0, 0], zeros(all, height), zeros(across, width), [0, 0]]);
    const windows = library.im2col(padded as Tensor4D, [height, width], stride);
    const sums = tf.matMul(windows, tf.reshape(filters, [height * width * channels, count]));
    const rows = Math.floor(((padded.shape[1] as number) - height) / stride) + 1;
    return tf.reshape(sums, [x.shape[0], rows, -1, count]) as Tensor4D;
  });
}

export function maxPool2d(x: Tensor4D, dy: Tensor4D, size: number): { y: Tensor4D; dx: Tensor4D } {
  return tf.tidy(() => {
    const [batch, height, width, channels] = x.shape;
    const [, rows, columns] = dy.shape;
    const inside = tf.slice(x, [0, 0, 0, 0], [batch, rows * size, columns * size, channels]);
    const windows = tf.reshape(inside, [batch, rows, size, columns, size, channels]);
    const tops = tf.max(windows, [2, 4], true); // [B, rows, 1, columns, 1, C]
    const isTop = tf.cast(tf.equal(windows, tops), 'float32');
    const back = tf.mul(isTop, tf.reshape(dy, [batch, rows, 1, columns, 1, channels]));
    return {
      y: tf.reshape(tops, dy.shape) as Tensor4D,
      dx: tf.pad(tf.reshape(back, inside.shape), [
        [0, 0],
        [0, height - rows * size],
        [0, width - columns * size],
        [0, 0],
      ]) as Tensor4D,
    };
  });
}

export function parameterCount(
  input: [number, number, number],
  layers: library.LayerSize[],
): number[] {
  let [height, width, channels] = input;
  return layers.map((layer) => {
    let count = 0;
    if (layer.type === 'conv') {
      const { size, filters, stride = 1, padding } = layer;
      count = (size * size * channels + 1) * filters;
      const left = (all: number) =>
        padding === 'same' ? Math.ceil(all / stride) : Math.floor((all - size) / stride) + 1;
      [height, width, channels] = [left(height), left(width), filters];
    } else if (layer.type === 'pool') {
      height = Math.floor(height / layer.size);
      width = Math.floor(width / layer.size);
    } else if (layer.type === 'flatten') {
      channels *= height * width;
    } else if (layer.type === 'dense') {
      count = (channels + 1) * layer.units;
      channels = layer.units;
    }
    return count;
  });
}

export function receptiveField(layers: { size: number; stride: number }[]): number[] {
  let [field, jump] = [1, 1];
  return layers.map(({ size, stride }) => {
    field += (size - 1) * jump;
    jump *= stride;
    return field;
  });
}

export function residualBlock(
  x: Tensor4D,
  block: { w1: Tensor4D; b1: Tensor1D; w2: Tensor4D; b2: Tensor1D; shortcut?: Tensor4D },
  stride: number,
): Tensor4D {
  return tf.tidy(() => {
    const { w1, b1, w2, b2, shortcut } = block;
    const inner = tf.relu(tf.add(tf.conv2d(x, w1, stride, 'same'), b1));
    const outer = tf.add(tf.conv2d(inner as Tensor4D, w2, 1, 'same'), b2);
    const round = shortcut === undefined ? x : tf.conv2d(x, shortcut, stride, 'same');
    return tf.relu(tf.add(outer, round)) as Tensor4D;
  });
}
