/**
 * What a model gives, computed in the judge by loops over float64: no TensorFlow.js, no float32.
 *
 * With it a test knows what to expect, and takes slopes by central differences.
 */
import {
  type ActivationName,
  type Conv2dSpec,
  type LayerSpec,
  type ModelSpec,
  weightsOf,
} from './model-spec.js';

/** Numbers with a shape, row-major. */
export interface Numbers {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

interface Made extends Numbers {
  readonly data: Float64Array;
}

/** Layers whose weights may be numbers of any precision. */
export type NumbersSpec<L = LayerSpec> = L extends LayerSpec
  ? {
      [K in keyof L]: K extends 'kernel' | 'bias' | 'embeddings' | 'gamma' | 'beta'
        ? Numbers
        : L[K];
    }
  : never;

/** A model as the judge computes it: one of a test, or the same with other numbers. */
export type JudgedModel = ModelSpec | { layers: readonly NumbersSpec[] };

/** The layers of a model with other weights, of any precision: those of a step to either side. */
export function withNumbers(
  { layers }: ModelSpec,
  weights: readonly Numbers[],
): { layers: NumbersSpec[] } {
  let next = 0;
  return {
    layers: layers.map((layer) => {
      const entries = weightsOf(layer).map(([name]) => [name, weights[next++] as Numbers]);
      return { ...layer, ...Object.fromEntries(entries) } as NumbersSpec;
    }),
  };
}

/**
 * The output of a model for a batch, in float64.
 *
 * @param x of the shape that the first layer takes: [B, D], [B, H, W, C], or [B, T] of row numbers
 * @throws RangeError when a layer cannot take what the one before gives
 */
export function modelNumbers({ layers }: JudgedModel, x: Numbers): Made {
  let current: Made = { shape: x.shape, data: Float64Array.from(x.data) };
  for (const [i, layer] of layers.entries()) current = output(current, layer, i);
  return current;
}

function output(x: Made, layer: NumbersSpec, i: number): Made {
  switch (layer.type) {
    case 'dense':
      return activated(dense(x, layer.kernel, layer.bias, i), layer.activation);
    case 'conv2d':
      return activated(convolved(x, layer, i), layer.activation);
    case 'embedding':
      return embedded(x, layer.embeddings, i);
    case 'layerNorm':
      return normalized(x, layer.gamma, layer.beta, layer.epsilon ?? 1e-3);
    case 'activation':
      return activated(x, layer.activation);
    case 'globalAveragePooling':
      return pooled(x);
    case 'flatten':
      return reshaped(x, [x.data.length / batchOf(x)], i);
    case 'reshape':
      return reshaped(x, layer.shape, i);
  }
}

const batchOf = ({ shape }: Numbers): number => shape[0] ?? 1;
const at = (data: ArrayLike<number>, i: number): number => data[i] as number;

function requireLast(x: Numbers, size: number, i: number): void {
  if (x.shape.at(-1) !== size) {
    throw new RangeError(
      `Expected layer ${i} to be given ${size} features. Received: shape [${x.shape.join(', ')}]`,
    );
  }
}

function dense(x: Made, kernel: Numbers, bias: Numbers | undefined, i: number): Made {
  const [inputs = 0, units = 0] = kernel.shape;
  requireLast(x, inputs, i);
  const rows = x.data.length / inputs;
  const data = new Float64Array(rows * units);
  for (let row = 0; row < rows; row++) {
    for (let unit = 0; unit < units; unit++) {
      let sum = bias === undefined ? 0 : at(bias.data, unit);
      for (let k = 0; k < inputs; k++) {
        sum += at(x.data, row * inputs + k) * at(kernel.data, k * units + unit);
      }
      data[row * units + unit] = sum;
    }
  }
  return { shape: [...x.shape.slice(0, -1), units], data };
}

/** Windows along one axis: how many, and where the first begins. */
function windows(size: number, window: number, strides: number, padding: string) {
  if (padding === 'valid') return { count: Math.ceil((size - window + 1) / strides), from: 0 };
  const count = Math.ceil(size / strides);
  const padded = Math.max(0, (count - 1) * strides + window - size);
  return { count, from: -Math.floor(padded / 2) };
}

function convolved(x: Made, layer: NumbersSpec<Conv2dSpec>, i: number): Made {
  const { kernel, bias, strides = 1, padding = 'valid' } = layer;
  const [batch = 0, height = 0, width = 0, channels = 0] = x.shape;
  const [rows = 0, columns = 0, inputs = 0, filters = 0] = kernel.shape;
  requireLast(x, inputs, i);
  const down = windows(height, rows, strides, padding);
  const right = windows(width, columns, strides, padding);
  const shape = [batch, down.count, right.count, filters];
  const data = new Float64Array(batch * down.count * right.count * filters);
  let next = 0;
  for (let b = 0; b < batch; b++) {
    for (let oy = 0; oy < down.count; oy++) {
      for (let ox = 0; ox < right.count; ox++) {
        for (let f = 0; f < filters; f++) {
          let sum = bias === undefined ? 0 : at(bias.data, f);
          for (let ky = 0; ky < rows; ky++) {
            const y = down.from + oy * strides + ky;
            if (y < 0 || y >= height) continue;
            for (let kx = 0; kx < columns; kx++) {
              const z = right.from + ox * strides + kx;
              if (z < 0 || z >= width) continue;
              for (let c = 0; c < channels; c++) {
                const pixel = at(x.data, ((b * height + y) * width + z) * channels + c);
                sum += pixel * at(kernel.data, ((ky * columns + kx) * channels + c) * filters + f);
              }
            }
          }
          data[next++] = sum;
        }
      }
    }
  }
  return { shape, data };
}

function embedded(x: Made, table: Numbers, i: number): Made {
  const [rows = 0, width = 0] = table.shape;
  const data = new Float64Array(x.data.length * width);
  for (const [n, row] of x.data.entries()) {
    if (!Number.isInteger(row) || row < 0 || row >= rows) {
      throw new RangeError(
        `Expected layer ${i} to be given rows 0 to ${rows - 1}. Received: ${row}`,
      );
    }
    for (let k = 0; k < width; k++) data[n * width + k] = at(table.data, row * width + k);
  }
  return { shape: [...x.shape, width], data };
}

/** Each row of the last axis, one after the other. */
function byRow(x: Made, change: (row: Float64Array) => void): Made {
  const width = x.shape.at(-1) ?? 1;
  const data = Float64Array.from(x.data);
  for (let from = 0; from < data.length; from += width) change(data.subarray(from, from + width));
  return { shape: x.shape, data };
}

const sumOf = (row: Float64Array): number => row.reduce((sum, value) => sum + value, 0);

function normalized(x: Made, gamma: Numbers, beta: Numbers, epsilon: number): Made {
  return byRow(x, (row) => {
    const mean = sumOf(row) / row.length;
    const variance = sumOf(row.map((value) => (value - mean) ** 2)) / row.length;
    for (const [k, value] of row.entries()) {
      const unit = (value - mean) / Math.sqrt(variance + epsilon);
      row[k] = unit * at(gamma.data, k) + at(beta.data, k);
    }
  });
}

function pooled(x: Made): Made {
  const [batch, width] = [batchOf(x), x.shape.at(-1) ?? 1];
  if (x.shape.length < 3) return x;
  const inner = x.data.length / batch / width;
  const data = new Float64Array(batch * width);
  for (const [n, value] of x.data.entries()) {
    const b = Math.floor(n / (inner * width));
    data[b * width + (n % width)] = at(data, b * width + (n % width)) + value / inner;
  }
  return { shape: [batch, width], data };
}

function reshaped(x: Made, inner: readonly number[], i: number): Made {
  const shape = [batchOf(x), ...inner];
  if (shape.reduce((product, n) => product * n, 1) !== x.data.length) {
    throw new RangeError(
      `Expected layer ${i} to be given ${shape.slice(1).join(' × ')} numbers an example. Received: shape [${x.shape.join(', ')}]`,
    );
  }
  return { shape, data: x.data };
}

const elementwise: Partial<Record<ActivationName, (x: number) => number>> = {
  relu: (x) => Math.max(0, x),
  leakyRelu: (x) => (x < 0 ? 0.2 * x : x),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  tanh: Math.tanh,
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  gelu: (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
};

function activated(x: Made, name: ActivationName = 'linear'): Made {
  const each = elementwise[name];
  if (each !== undefined) return { shape: x.shape, data: x.data.map(each) };
  if (name === 'linear') return x;
  return byRow(x, (row) => {
    const most = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    const total = Math.log(sumOf(row.map((value) => Math.exp(value - most)))) + most;
    for (const [k, value] of row.entries()) {
      row[k] = name === 'softmax' ? Math.exp(value - total) : value - total;
    }
  });
}
