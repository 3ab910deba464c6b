/** Right solutions of lesson 04 in other styles, each of which its exercise's tests must accept. */
import { type Tensor1D, type Tensor4D, tf } from '../../../src/backend/tf.js';
import * as library from '../../../src/scratch/index.js';
import type { VariantsByExercise } from '../parts.js';
import type { Padding } from './convolution-demands.js';

/** A padded copy first, then one sum for each number of the answer, the filters outermost. */
function byPaddedCopy(
  x: number[][][],
  filters: number[][][][],
  stride: number,
  padding: Padding,
): number[][][] {
  const [height, width] = [x.length, x[0]?.length ?? 0];
  const [k, l] = [filters.length, filters[0]?.length ?? 0];
  const channels = x[0]?.[0]?.length ?? 0;
  const zeros = (size: number, window: number): number =>
    padding === 'valid' ? 0 : Math.max((Math.ceil(size / stride) - 1) * stride + window - size, 0);
  const [tall, wide] = [height + zeros(height, k), width + zeros(width, l)];
  const [top, left] = [Math.floor(zeros(height, k) / 2), Math.floor(zeros(width, l) / 2)];
  const copy: number[][][] = [];
  for (let i = 0; i < tall; i++) {
    const line: number[][] = [];
    for (let j = 0; j < wide; j++) {
      line.push(x[i - top]?.[j - left] ?? new Array<number>(channels).fill(0));
    }
    copy.push(line);
  }
  const y: number[][][] = [];
  for (let i = 0; i + k <= tall; i += stride) {
    const line: number[][] = [];
    for (let j = 0; j + l <= wide; j += stride) {
      const values = (filters[0]?.[0]?.[0] ?? []).map((_, f) => {
        let sum = 0;
        for (let c = 0; c < channels; c++) {
          for (let u = k - 1; u >= 0; u--) {
            for (let v = 0; v < l; v++) {
              sum += (copy[i + u]?.[j + v]?.[c] ?? 0) * (filters[u]?.[v]?.[c]?.[f] ?? 0);
            }
          }
        }
        return sum;
      });
      line.push(values);
    }
    y.push(line);
  }
  return y;
}

/** Each window cut out, one after the other. */
function windowByWindow(x: Tensor4D, [k, l]: [number, number], stride: number) {
  const [batch, height, width, channels] = x.shape;
  const rows: Tensor1D[] = [];
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i + k <= height; i += stride) {
      for (let j = 0; j + l <= width; j += stride) {
        rows.push(x.slice([b, i, j, 0], [1, k, l, channels]).flatten());
      }
    }
  }
  return tf.stack(rows);
}

/** All windows by the numbers of their pixels. */
function byGather(x: Tensor4D, [k, l]: [number, number], stride: number) {
  const [batch, height, width, channels] = x.shape;
  const [p, q] = [Math.floor((height - k) / stride) + 1, Math.floor((width - l) / stride) + 1];
  const places: number[] = [];
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < q; j++) {
      for (let u = 0; u < k; u++) {
        for (let v = 0; v < l; v++) places.push((i * stride + u) * width + j * stride + v);
      }
    }
  }
  const lines = x.reshape([batch, height * width, channels]);
  const pixels = lines.gather(tf.tensor1d(places, 'int32'), 1);
  return pixels.reshape([batch * p * q, k * l * channels]);
}

/** A sum over the places of the window, each a product by itself. */
function byPlaces(x: Tensor4D, filters: Tensor4D, stride: number, padding: Padding) {
  const [k, l, channels, count] = filters.shape;
  const [batch, height, width] = x.shape;
  const zeros = (size: number, window: number): number =>
    padding === 'valid' ? 0 : Math.max((Math.ceil(size / stride) - 1) * stride + window - size, 0);
  const around = (all: number): [number, number] => [
    Math.floor(all / 2),
    all - Math.floor(all / 2),
  ];
  const [down, across] = [zeros(height, k), zeros(width, l)];
  const padded = tf.pad(x, [[0, 0], around(down), around(across), [0, 0]]);
  const p = Math.floor((height + down - k) / stride) + 1;
  const q = Math.floor((width + across - l) / stride) + 1;
  let sum = tf.zeros([batch * p * q, count]);
  for (let u = 0; u < k; u++) {
    for (let v = 0; v < l; v++) {
      const end = [batch, u + (p - 1) * stride + 1, v + (q - 1) * stride + 1, channels];
      const pixels = padded.stridedSlice([0, u, v, 0], end, [1, stride, stride, 1]);
      const weights = filters.slice([u, v, 0, 0], [1, 1, channels, count]);
      sum = sum.add(
        tf.matMul(pixels.reshape([batch * p * q, channels]), weights.reshape([channels, count])),
      );
    }
  }
  return sum.reshape([batch, p, q, count]);
}

/** Each picture by loops over its numbers. */
function poolByLoops(x: Tensor4D, dy: Tensor4D, size: number) {
  const [pixels, back] = [x.arraySync(), dy.arraySync()];
  const slope = pixels.map((picture) => picture.map((line) => line.map((one) => one.map(() => 0))));
  const y = back.map((picture, b) =>
    picture.map((line, i) =>
      line.map((values, j) =>
        values.map((gradient, c) => {
          let [best, row, column] = [Number.NEGATIVE_INFINITY, 0, 0];
          for (let u = i * size; u < (i + 1) * size; u++) {
            for (let v = j * size; v < (j + 1) * size; v++) {
              const value = pixels[b]?.[u]?.[v]?.[c] ?? 0;
              if (value > best) [best, row, column] = [value, u, v];
            }
          }
          const place = slope[b]?.[row]?.[column];
          if (place !== undefined) place[c] = gradient;
          return best;
        }),
      ),
    ),
  );
  return { y: tf.tensor4d(y), dx: tf.tensor4d(slope) };
}

type Counted = (input: [number, number, number], layers: library.LayerSize[]) => number[];

/** A switch, with the shape as an object. */
const bySwitch: Counted = (input, layers) => {
  let shape = { rows: input[0], columns: input[1], channels: input[2] };
  const counts: number[] = [];
  for (const layer of layers) {
    const inputs = shape.rows * shape.columns * shape.channels;
    switch (layer.type) {
      case 'conv': {
        const step = layer.stride ?? 1;
        const fits = (n: number): number => {
          let count = 0;
          const last = layer.padding === 'same' ? n : n - layer.size + 1;
          for (let i = 0; i < last; i += step) count++;
          return count;
        };
        counts.push(layer.filters * (1 + shape.channels * layer.size * layer.size));
        shape = { rows: fits(shape.rows), columns: fits(shape.columns), channels: layer.filters };
        break;
      }
      case 'pool':
        counts.push(0);
        shape = {
          ...shape,
          rows: Math.trunc(shape.rows / layer.size),
          columns: Math.trunc(shape.columns / layer.size),
        };
        break;
      case 'dense':
        counts.push(inputs * layer.units + layer.units);
        shape = { rows: 1, columns: 1, channels: layer.units };
        break;
      default:
        counts.push(0);
        shape = {
          rows: 1,
          columns: 1,
          channels: layer.type === 'flatten' ? inputs : shape.channels,
        };
    }
  }
  return counts;
};

/** From the last value back: how many values of the layer before does it need? */
function fieldBackwards(layers: { size: number; stride: number }[]): number[] {
  return layers.map((_, n) => {
    let needed = 1;
    for (const { size, stride } of layers.slice(0, n + 1).reverse()) {
      needed = (needed - 1) * stride + size;
    }
    return needed;
  });
}

interface Block {
  w1: Tensor4D;
  b1: Tensor1D;
  w2: Tensor4D;
  b2: Tensor1D;
  shortcut?: Tensor4D;
}

/** Chained, with the library's convolution. */
function chained(x: Tensor4D, block: Block, stride: number) {
  const { conv2dFast } = library;
  const inner = conv2dFast(x, block.w1, stride, 'same').add(block.b1).relu() as Tensor4D;
  const outer = conv2dFast(inner, block.w2, 1, 'same').add(block.b2);
  const round = block.shortcut ? conv2dFast(x, block.shortcut, stride, 'same') : x;
  return tf.maximum(outer.add(round), 0);
}

export const variants: VariantsByExercise = {
  conv2d: [
    { name: "the library's", fn: library.conv2d },
    { name: 'by a padded copy', fn: byPaddedCopy },
  ],
  im2col: [
    { name: "the library's", fn: library.im2col },
    { name: 'window by window', fn: windowByWindow },
    { name: 'by gather', fn: byGather },
  ],
  conv2dFast: [
    { name: "the library's", fn: library.conv2dFast },
    { name: 'a product for each place', fn: byPlaces },
  ],
  maxPool2d: [
    { name: "the library's", fn: library.maxPool2d },
    { name: 'by loops', fn: poolByLoops },
  ],
  parameterCount: [
    { name: "the library's", fn: library.parameterCount },
    { name: 'by a switch', fn: bySwitch },
  ],
  receptiveField: [
    { name: "the library's", fn: library.receptiveField },
    { name: 'backwards', fn: fieldBackwards },
  ],
  residualBlock: [
    { name: "the library's", fn: library.residualBlock },
    { name: 'chained, by one product each', fn: chained },
  ],
};
