/** The demands of lesson 04 on pooling, counts and blocks. Nothing here knows the solution. */
import { type Test, type TestContext, test } from '../../judge/test.js';
import type { TensorValue, Value } from '../../judge/value.js';
import { at, numbers, slopes } from '../../test-kit/float64.js';
import type { Given } from '../../test-kit/given.js';
import { type Padding, placesOf } from './convolution-demands.js';

export interface PoolSizes {
  batch: number;
  height: number;
  width: number;
  channels: number;
  size: number;
}

/**
 * Pictures whose pixels all differ: an order drawn at random, a tenth apart. One in ten lies above 0,
 * so that the largest of some window lies below.
 */
function apart({ rng, tensor }: TestContext, shape: readonly number[]): TensorValue {
  const count = shape.reduce((product, each) => product * each, 1);
  return tensor(
    Array.from(rng.permutation(count), (place) => (place - 0.9 * count) / 10 + 0.05),
    shape,
  );
}

/** The largest of each window, and where it stood. */
function pooled(x: ArrayLike<number>, { batch, height, width, channels, size }: PoolSizes) {
  const [rows, columns] = [Math.floor(height / size), Math.floor(width / size)];
  const tops: number[] = [];
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i < rows * columns; i++) {
      for (let c = 0; c < channels; c++) {
        let top = -1;
        for (let k = 0; k < size * size; k++) {
          const row = Math.floor(i / columns) * size + Math.floor(k / size);
          const column = (i % columns) * size + (k % size);
          const place = ((b * height + row) * width + column) * channels + c;
          if (top < 0 || at(x, place) > at(x, top)) top = place;
        }
        tops.push(top);
      }
    }
  }
  return { tops, shape: [batch, rows, columns, channels] };
}

/** Forwards the largest, backwards its slope: the loss is `sum(dy * y)`, each pixel is moved. */
export const poolsAndSlopes = (given: Given, ...all: readonly PoolSizes[]): Test =>
  test({ kind: 'gradient', ...given }, async (t) => {
    for (const sizes of all) {
      const { batch, height, width, channels, size } = sizes;
      const x = apart(t, [batch, height, width, channels]);
      const { tops, shape } = pooled(x.data, sizes);
      const dy = t.randomTensor(shape);
      const answer = await t.student.maxPool2d?.(x, dy, size);
      const got = t.expectObject(answer as Value, ['y', 'dx']);
      t.expectArgumentsUnchanged();
      const largest = tops.map((place) => at(x.data, place));
      t.expectClose(got.y, t.tensor(largest, shape), { what: 'y' });
      const pixels = numbers(x);
      const loss = (): number =>
        pooled(pixels, sizes).tops.reduce(
          (sum, place, i) => sum + at(dy.data, i) * at(pixels, place),
          0,
        );
      // Pixels differ by a tenth and more: a step of a hundredth changes no maximum's place.
      const slopesOfX = slopes(loss, pixels, 0.01);
      t.expectClose(got.dx, t.tensor(slopesOfX, x.shape), { what: 'dx' });
    }
  });

/** What goes back is what came: the sums of dx and dy are the same. */
export const handsAllBack = (given: Given, sizes: PoolSizes): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const { batch, height, width, channels, size } = sizes;
    const shape = [batch, Math.floor(height / size), Math.floor(width / size), channels];
    const dy = t.randomTensor(shape, 1, 3);
    const x = apart(t, [batch, height, width, channels]);
    const answer = await t.student.maxPool2d?.(x, dy, size);
    const { dx } = t.expectObject(answer as Value, ['y', 'dx']);
    const got = t.expectTensor(dx, { shape: x.shape, what: 'dx' });
    const sum = (values: ArrayLike<number>): number =>
      Array.from(values).reduce((total, value) => total + value, 0);
    t.expectClose(sum(got.data), sum(dy.data), {
      atol: 1e-3,
      what: { en: 'The sum of `dx`', zh: '`dx` 的和' },
    });
    const hit = Array.from(got.data).filter((value) => value !== 0).length;
    t.expect(
      hit <= dy.data.length,
      {
        en: `${hit} pixels get a gradient, and there are ${dy.data.length} windows: one pixel of each.`,
        zh: `有 ${hit} 个像素得到了梯度，而窗口只有 ${dy.data.length} 个：每个窗口一个像素。`,
      },
      { got },
    );
  });

/** A type, not an interface: those are no plain values to the compiler. */
export type Layer = {
  type: string;
  size?: number;
  filters?: number;
  stride?: number;
  padding?: Padding;
  units?: number;
};

/** Weights and biases, each place of each filter counted one by one. */
function counted(input: readonly [number, number, number], layers: readonly Layer[]): number[] {
  let [height, width, channels] = input;
  return layers.map(({ type, size = 1, filters = 1, stride = 1, padding = 'valid', units = 1 }) => {
    const inputs = height * width * channels;
    if (type === 'conv') {
      const [rows, columns] = placesOf({ height, width, kernel: [size, size], stride, padding });
      const count = size * size * channels * filters + filters;
      [height, width, channels] = [rows, columns, filters];
      return count;
    }
    if (type === 'pool') {
      const all = {
        height,
        width,
        kernel: [size, size] as const,
        stride: size,
        padding: 'valid' as const,
      };
      [height, width] = placesOf(all);
      return 0;
    }
    const after = { flatten: inputs, dense: units, globalPool: channels }[type] as number;
    [height, width, channels] = [1, 1, after];
    return type === 'dense' ? inputs * units + units : 0;
  });
}

/** A network of these kinds of layers, its sizes drawn. */
export const countsParameters = (given: Given, ...plans: readonly (readonly Layer[])[]): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    for (const plan of plans) {
      // One more than a multiple of 4: every layer of the plans that halves leaves something over.
      const input: [number, number, number] = [
        4 * t.rng.integer(4, 7) + 1,
        4 * t.rng.integer(7, 10) + 1,
        t.rng.integer(1, 4),
      ];
      const layers = plan.map((layer) => ({
        ...layer,
        ...(layer.type === 'conv' ? { filters: t.rng.integer(2, 9) } : {}),
        ...(layer.type === 'dense' ? { units: t.rng.integer(2, 12) } : {}),
      }));
      const args = [input, layers as unknown as Value] as const;
      const got = t.expectNumbers((await t.student.parameterCount?.(...args)) as Value);
      t.expectClose(got, counted(input, layers));
      t.expectArgumentsUnchanged();
    }
  });

/** A larger picture costs a convolution nothing, and a dense layer behind a flatten much. */
export const costsOfSize = (given: Given, size: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const filters = t.rng.integer(2, 6);
    const units = t.rng.integer(2, 6);
    const side = t.rng.integer(8, 12);
    const plan = (end: string) =>
      [
        { type: 'conv', size, filters, padding: 'same' },
        { type: end },
        { type: 'dense', units },
      ] as Value;
    const of = async (end: string, pixels: number): Promise<number[]> =>
      t.expectNumbers((await t.student.parameterCount?.([pixels, pixels, 1], plan(end))) as Value);
    const [small, large] = [await of('globalPool', side), await of('globalPool', 2 * side)];
    t.expectClose(large, small);
    const flatSmall = await of('flatten', side);
    const flatLarge = await of('flatten', 2 * side);
    t.expectClose(at(flatLarge, 2) - units, 4 * (at(flatSmall, 2) - units), {
      what: {
        en: 'The weights of the dense layer for a picture twice as wide and high',
        zh: '图片宽和高都加倍之后，全连接层的权重个数',
      },
    });
  });

/** Marks, for each value of a layer, which pixels it has seen, and counts them. */
function seen(layers: readonly { size: number; stride: number }[]): number[] {
  // First and last pixel that each value sees.
  let spans = Array.from({ length: 400 }, (_, i) => [i, i] as const);
  return layers.map(({ size, stride }) => {
    const next: (readonly [number, number])[] = [];
    for (let i = 0; i + size <= spans.length; i += stride) {
      next.push([spans[i]?.[0] ?? 0, spans[i + size - 1]?.[1] ?? 0]);
    }
    spans = next;
    return (next[0]?.[1] ?? 0) - (next[0]?.[0] ?? 0) + 1;
  });
}

/** Layers drawn at random: what a value has seen is counted. */
export const seesPixels = (given: Given, ...lengths: readonly number[]): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    for (const length of lengths) {
      const layers = Array.from({ length }, (_, i) => ({
        size: t.rng.integer(i === 0 ? 2 : 1, 5),
        // The first steps by 2, so that a jump counts in any draw.
        stride: i === 0 ? 2 : t.rng.integer(1, 4),
      }));
      const got = t.expectNumbers((await t.student.receptiveField?.(layers)) as Value);
      t.expectClose(got, seen(layers));
      t.expectArgumentsUnchanged();
    }
  });

export interface BlockSizes {
  batch: number;
  height: number;
  width: number;
  channels: number;
  filters: number;
  kernel: number;
  stride: number;
  hasShortcut: boolean;
}

/** Weights of a block; `scale` 0 is a silent one. */
function blockOf(t: TestContext, sizes: BlockSizes, scale = 0.5) {
  const { channels, filters, kernel, hasShortcut } = sizes;
  return {
    w1: t.randomTensor([kernel, kernel, channels, filters], scale),
    b1: t.randomTensor([filters], scale),
    w2: t.randomTensor([kernel, kernel, filters, filters], scale),
    b2: t.randomTensor([filters], scale),
    ...(hasShortcut ? { shortcut: t.randomTensor([1, 1, channels, filters]) } : {}),
  };
}

/** Blocks of these sizes. */
export const blocks = (given: Given, ...all: readonly BlockSizes[]): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    for (const sizes of all) {
      const { batch, height, width, channels, stride } = sizes;
      const x = t.randomTensor([batch, height, width, channels]);
      const weights = blockOf(t, sizes);
      const got = await t.student.residualBlock?.(x, weights, stride);
      const expected = (await t.reference.residualBlock?.(x, weights, stride)) as Value;
      t.expectClose(got as Value, expected, { atol: 1e-4 });
      t.expectArgumentsUnchanged();
    }
  });

/** A block that says nothing lets through what is positive, and cuts the rest. */
export const silentBlock = (given: Given, channels: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const sizes = { channels, filters: channels, kernel: 3, hasShortcut: false };
    const silent = blockOf(t, { ...sizes, batch: 2, height: 3, width: 4, stride: 1 }, 0);
    const x = t.randomTensor([2, 3, 4, channels]);
    const cut = t.tensor(
      Array.from(x.data, (value) => Math.max(value, 0)),
      x.shape,
    );
    t.expectClose((await t.student.residualBlock?.(x, silent, 1)) as Value, cut);
    t.expectClose((await t.student.residualBlock?.(cut, silent, 1)) as Value, cut);
  });
