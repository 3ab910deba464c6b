/** The demands of lesson 04 on convolutions. Nothing here knows the solution. */
import { type Test, type TestContext, test } from '../../judge/test.js';
import type { Value } from '../../judge/value.js';
import { at } from '../../test-kit/float64.js';
import type { Given } from '../../test-kit/given.js';

export type Padding = 'same' | 'valid';

/** A convolution's sizes. */
export interface Sizes {
  height: number;
  width: number;
  kernel: readonly [number, number];
  channels: number;
  filters: number;
  stride: number;
  padding: Padding;
  batch?: number;
}

type Plane = Omit<Sizes, 'channels' | 'filters' | 'batch'>;

/** Rows and columns of a convolution's answer. */
export function placesOf({ height, width, kernel, stride, padding }: Plane): [number, number] {
  /** Windows begin at every `stride`-th place up to the last that is allowed. */
  const along = (size: number, window: number): number => {
    const last = size - (padding === 'same' ? 1 : window);
    return Math.floor(last / stride) + 1;
  };
  return [along(height, kernel[0]), along(width, kernel[1])];
}

type Drawn = Pick<TestContext, 'rng'>;

const normals = ({ rng }: Drawn, count: number): number[] => Array.from(rng.normals(count));

/** Flat numbers as nested lists. */
function nested(flat: readonly number[], shape: readonly number[]): Value {
  const [, ...rest] = shape;
  const size = rest.reduce((product, each) => product * each, 1);
  if (rest.length === 0) return [...flat];
  return Array.from({ length: flat.length / size }, (_, i) =>
    nested(flat.slice(i * size, (i + 1) * size), rest),
  );
}

/** Shape and numbers of nested lists; undefined where they are no regular lists of numbers. */
function flattened(value: Value): { shape: number[]; flat: number[] } | undefined {
  if (typeof value === 'number') return { shape: [], flat: [value] };
  if (!Array.isArray(value)) return undefined;
  const parts = value.map(flattened);
  const [first] = parts;
  if (first === undefined) return undefined;
  const flat: number[] = [];
  for (const part of parts) {
    if (part === undefined || `${part.shape}` !== `${first.shape}`) return undefined;
    flat.push(...part.flat);
  }
  return { shape: [value.length, ...first.shape], flat };
}

/** Nested lists of this shape with these numbers. */
function expectLists(
  t: TestContext,
  got: Value,
  expected: readonly number[],
  shape: readonly number[],
): void {
  const lists = flattened(got);
  t.expect(
    lists !== undefined && `${lists.shape}` === `${shape}`,
    {
      en: `Expected nested lists of the shape [${shape.join(', ')}]${lists === undefined ? '' : `, not [${lists.shape.join(', ')}]`}.`,
      zh: `应该是形状为 [${shape.join(', ')}] 的嵌套列表${lists === undefined ? '' : `，而不是 [${lists.shape.join(', ')}]`}。`,
    },
    { got },
  );
  t.expectClose(t.tensor(lists?.flat ?? [], shape), t.tensor([...expected], shape), { atol: 1e-4 });
}

/** A convolution by lists, at each of these sizes. */
export const convolvesLists = (given: Given, ...all: readonly Sizes[]): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    for (const sizes of all) {
      const { height, width, kernel, channels, filters, stride, padding } = sizes;
      const x = normals(t, height * width * channels);
      const w = normals(t, kernel[0] * kernel[1] * channels * filters);
      const shape = [...kernel, channels, filters];
      const args = [nested(x, [height, width, channels]), nested(w, shape)] as const;
      const got = await t.student.conv2d?.(...args, stride, padding);
      const expected = flattened((await t.reference.conv2d?.(...args, stride, padding)) as Value);
      expectLists(t, got as Value, expected?.flat ?? [], [...placesOf(sizes), filters]);
      t.expectArgumentsUnchanged();
    }
  });

/** What moves in the picture moves in the answer: by whole strides, away from the edges. */
export const movesAlong = (given: Given, stride: number, channels: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const [height, width] = [6 + stride, 5 + stride];
    const x = normals(t, height * width * channels);
    const lines = nested(x, [height, width, channels]) as Value[][];
    const w = nested(normals(t, 2 * 3 * channels * 2), [2, 3, channels, 2]);
    const still = flattened((await t.student.conv2d?.(lines, w, stride, 'valid')) as Value);
    const cut = lines.slice(stride).map((line) => line.slice(stride));
    const got = flattened((await t.student.conv2d?.(cut, w, stride, 'valid')) as Value);
    const [rows, columns] = placesOf({ height, width, kernel: [2, 3], stride, padding: 'valid' });
    const moved: number[] = [];
    for (let i = 1; i < rows; i++) {
      for (let j = 1; j < columns; j++) {
        for (let f = 0; f < 2; f++)
          moved.push(still?.flat[(i * columns + j) * 2 + f] ?? Number.NaN);
      }
    }
    t.expect(
      got !== undefined &&
        got.flat.length === moved.length &&
        got.flat.every((value, i) => Math.abs(value - at(moved, i)) < 1e-9),
      {
        en: `Cut off the first ${stride} rows and columns of the picture: the answer must be the old one without its first row and column.`,
        zh: `把图片的前 ${stride} 行和前 ${stride} 列裁掉：答案应是原来的答案去掉第一行和第一列。`,
      },
      { got: (got?.flat ?? []) as Value, expected: moved },
    );
  });

const shapeOf = ({ batch = 1, height, width, channels }: Sizes): number[] => [
  batch,
  height,
  width,
  channels,
];

/** Every window as a row. */
export const windowsAsRows = (
  given: Given,
  ...all: readonly Omit<Sizes, 'filters' | 'padding'>[]
): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    for (const one of all) {
      const sizes: Sizes = { ...one, filters: 1, padding: 'valid' };
      const x = t.randomTensor(shapeOf(sizes));
      const { kernel, stride } = sizes;
      const got = await t.student.im2col?.(x, [...kernel], stride);
      t.expectClose(got as Value, (await t.reference.im2col?.(x, [...kernel], stride)) as Value);
      t.expectArgumentsUnchanged();
    }
  });

/** Each number of a window stands in its row once: all rows together sum to what the picture gives. */
export const countsWindows = (given: Given, stride: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const [height, width, channels] = [4 + stride, 5 + stride, 2];
    const kernel = [2, 3] as const;
    const x = t.tensor(new Array<number>(height * width * channels).fill(1), [
      1,
      height,
      width,
      channels,
    ]);
    const [rows, columns] = placesOf({ height, width, kernel, stride, padding: 'valid' });
    const shape = [rows * columns, kernel[0] * kernel[1] * channels];
    const ones = new Array<number>(shape.reduce((a, b) => a * b, 1)).fill(1);
    t.expectClose(
      (await t.student.im2col?.(x, [...kernel], stride)) as Value,
      t.tensor(ones, shape),
    );
  });

/** A convolution of a batch, at each of these sizes. */
export const convolvesBatches = (given: Given, ...all: readonly Sizes[]): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    for (const sizes of all) {
      const { kernel, channels, filters, stride, padding } = sizes;
      const x = t.randomTensor(shapeOf(sizes));
      const w = t.randomTensor([...kernel, channels, filters]);
      const got = await t.student.conv2dFast?.(x, w, stride, padding);
      const expected = (await t.reference.conv2dFast?.(x, w, stride, padding)) as Value;
      t.expectClose(got as Value, expected, { atol: 1e-4 });
      t.expectArgumentsUnchanged();
    }
  });

/** A filter that is 1 at its middle alone gives the picture back. */
export const keepsPicture = (given: Given, side: 3 | 5): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const x = t.randomTensor([2, 4, 6, 1]);
    const middle = Array.from({ length: side * side }, (_, i) =>
      Number(i === (side * side - 1) / 2),
    );
    const w = t.tensor(middle, [side, side, 1, 1]);
    t.expectClose((await t.student.conv2dFast?.(x, w, 1, 'same')) as Value, x);
  });
