/** The demands of lesson 12's visible and hidden tests. Nothing here knows the solution. */
import { type Test, type TestContext, test } from '../../judge/test.js';
import type { TensorValue, Value } from '../../judge/value.js';
import { at } from '../../test-kit/float64.js';
import type { Given } from '../../test-kit/given.js';
import type { Asked } from '../../test-kit/sizes.js';

/** Pictures of so many rows and columns of patches; no two pixels are alike. */
export interface Pictures {
  batch: number;
  rows: number;
  columns: number;
  size: number;
  channels: number;
}

const shapeOf = ({
  batch,
  rows,
  columns,
  size,
  channels,
}: Pictures): [number, number, number, number] => [batch, rows * size, columns * size, channels];

function pixels({ rng, tensor }: TestContext, shape: readonly number[]): TensorValue {
  const count = shape.reduce((product, each) => product * each, 1);
  return tensor(
    Array.from(rng.permutation(count), (place) => place / 8 - 1),
    shape,
  );
}

/** Where each number of the patches stands in the pictures. */
function places({ batch, rows, columns, size, channels }: Pictures): number[] {
  const found: number[] = [];
  for (let b = 0; b < batch; b++) {
    for (let n = 0; n < rows * columns; n++) {
      for (let k = 0; k < size * size; k++) {
        const row = Math.floor(n / columns) * size + Math.floor(k / size);
        const column = (n % columns) * size + (k % size);
        const first = ((b * rows * size + row) * columns * size + column) * channels;
        for (let c = 0; c < channels; c++) found.push(first + c);
      }
    }
  }
  return found;
}

const patchShape = ({ batch, rows, columns, size, channels }: Pictures): number[] => [
  batch,
  rows * columns,
  size * size * channels,
];

/** Cuts pictures of these sizes. */
export const cuts = (given: Given, ...all: readonly Pictures[]): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    for (const sizes of all) {
      const x = pixels(t, shapeOf(sizes));
      const got = await t.student.patchify?.(x, sizes.size);
      const expected = places(sizes).map((place) => at(x.data, place));
      t.expectClose(got as Value, t.tensor(expected, patchShape(sizes)));
      t.expectArgumentsUnchanged();
    }
  });

/** Puts patches of these sizes together. */
export const joins = (given: Given, ...all: readonly Pictures[]): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    for (const sizes of all) {
      const shape = shapeOf(sizes);
      const x = pixels(t, shape);
      const patches = t.tensor(
        places(sizes).map((place) => at(x.data, place)),
        patchShape(sizes),
      );
      const got = await t.student.unpatchify?.(patches, shape.slice(1), sizes.size);
      t.expectClose(got as Value, x);
      t.expectArgumentsUnchanged();
    }
  });

/** A pixel that changes, changes one number of one patch and no other. */
export const onePixel = (given: Given, sizes: Pictures): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const shape = shapeOf(sizes);
    const count = shape.reduce((product, each) => product * each, 1);
    const lit = t.rng.integer(1, count);
    const x = t.tensor(
      Array.from({ length: count }, (_, i) => (i === lit ? 1 : 0)),
      shape,
    );
    const answer = await t.student.patchify?.(x, sizes.size);
    const got = t.expectTensor(answer as Value, { shape: patchShape(sizes) });
    const where = places(sizes).indexOf(lit);
    t.expectClose(
      Array.from(got.data).flatMap((value, i) => (value === 0 ? [] : [i])),
      [where],
      {
        what: {
          en: 'Where the only white pixel stands among the numbers of the patches',
          zh: '唯一的白色像素在各图块的数之中的位置',
        },
      },
    );
  });

export interface Embedded extends Pictures {
  width: number;
}

const embedArguments = (t: TestContext, sizes: Embedded): TensorValue[] => [
  t.randomTensor(shapeOf(sizes)),
  t.randomTensor([sizes.size, sizes.size, sizes.channels, sizes.width]),
  t.randomTensor([sizes.width]),
];

/** Each number is a sum over the window of a convolution with this stride, taken by loops. */
export const likeConvolution = (given: Given, ...all: readonly Embedded[]): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    for (const sizes of all) {
      const [x, filters, bias] = embedArguments(t, sizes) as [
        TensorValue,
        TensorValue,
        TensorValue,
      ];
      const inputs = sizes.size * sizes.size * sizes.channels;
      const where = places(sizes);
      const count = sizes.batch * sizes.rows * sizes.columns;
      const sums = Array.from({ length: count * sizes.width }, (_, i) => {
        const [n, d] = [Math.floor(i / sizes.width), i % sizes.width];
        let sum = at(bias.data, d);
        for (let k = 0; k < inputs; k++) {
          sum += at(x.data, at(where, n * inputs + k)) * at(filters.data, k * sizes.width + d);
        }
        return sum;
      });
      const got = await t.student.patchEmbed?.(x, filters, bias);
      const shape = [sizes.batch, sizes.rows * sizes.columns, sizes.width];
      t.expectClose(got as Value, t.tensor(sums, shape), { atol: 1e-4 });
      t.expectArgumentsUnchanged();
    }
  });

/** The same patch has the same vector, wherever it lies. */
export const sameEverywhere = (given: Given, sizes: Embedded): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const [, filters, bias] = embedArguments(t, sizes) as [TensorValue, TensorValue, TensorValue];
    const patch = t.randomTensor([sizes.size * sizes.size * sizes.channels]);
    const values = new Array<number>(shapeOf(sizes).reduce((a, b) => a * b, 1)).fill(0);
    for (const [i, place] of places(sizes).entries()) {
      values[place] = at(patch.data, i % patch.data.length);
    }
    const x = t.tensor(values, shapeOf(sizes));
    const shape = [sizes.batch, sizes.rows * sizes.columns, sizes.width];
    const answer = await t.student.patchEmbed?.(x, filters, bias);
    const got = t.expectTensor(answer as Value, { shape });
    t.expectClose(
      Array.from(got.data),
      Array.from(got.data, (_, i) => at(got.data, i % sizes.width)),
      {
        atol: 1e-4,
        what: {
          en: 'The vectors of a picture whose patches are all alike',
          zh: '所有图块都相同的图片得到的向量',
        },
      },
    );
  });

/** An attention exercise's arguments: batch, tokens, size of a head, heads. */
const attentionWeights = (t: TestContext, width: number) => ({
  wQkv: t.randomTensor([width, 3 * width], 1 / Math.sqrt(width)),
  bQkv: t.randomTensor([3 * width], 0.5),
  wOut: t.randomTensor([width, width], 1 / Math.sqrt(width)),
  bOut: t.randomTensor([width], 0.5),
});

const close = { atol: 1e-4, rtol: 1e-4 };

/** With so many heads, the width a multiple of them. */
export const attentionAsked = (heads: number): Asked => ({
  exercise: 'multiHeadAttention',
  sizes: 3,
  draw: (t, b = 1, count = 1, size = 1) => [
    t.randomTensor([b, count, heads * size]),
    attentionWeights(t, heads * size),
    heads,
  ],
  async judge(t, got, args) {
    const answer = t.expectObject(got, ['y', 'attention']);
    const expected = (await t.reference.multiHeadAttention?.(...args)) as Record<string, Value>;
    for (const part of ['attention', 'y'] as const) {
      t.expectClose(answer[part], expected[part] as Value, { what: part, ...close });
    }
  },
});

/** Tokens in another order. */
function reordered(t: TestContext, x: TensorValue, order: ArrayLike<number>): TensorValue {
  const [batch, count, width] = x.shape as [number, number, number];
  const values = Array.from({ length: batch * count * width }, (_, i) => {
    const [b, n, d] = [Math.floor(i / (count * width)), Math.floor(i / width) % count, i % width];
    return at(x.data, (b * count + at(order, n)) * width + d);
  });
  return t.tensor(values, x.shape);
}

/** A turn of all tokens by one place: no token stays where it was. */
const turn = (count: number): number[] => Array.from({ length: count }, (_, n) => (n + 1) % count);

/** Who is asked in another order, answers in that order; rows of weights sum to 1. */
export const knowsNoOrder = (given: Given, heads: number, count: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const [x, weights] = attentionAsked(heads).draw(t, 2, count, 2) as [TensorValue, Value];
    const keys = ['y', 'attention'] as const;
    const ask = async (tokens: TensorValue) =>
      t.expectObject((await t.student.multiHeadAttention?.(tokens, weights, heads)) as Value, keys);
    const [still, moved] = [await ask(x), await ask(reordered(t, x, turn(count)))];
    const y = t.expectTensor(still.y, { shape: x.shape, what: 'y' });
    t.expectClose(moved.y, reordered(t, y, turn(count)), {
      ...close,
      what: {
        en: '`y` of the same tokens in another order',
        zh: '同样的词元换一种顺序时的 `y`',
      },
    });
    const shape = [2, heads, count, count];
    const { data } = t.expectTensor(still.attention, { shape, what: 'attention' });
    const sums = Array.from({ length: 2 * heads * count }, (_, row) => {
      let sum = 0;
      for (let key = 0; key < count; key++) sum += at(data, row * count + key);
      return sum;
    });
    t.expectClose(
      sums,
      sums.map(() => 1),
      { ...close, what: { en: 'The sums of the rows of `attention`', zh: '`attention` 各行之和' } },
    );
  });

const drawBlock = (t: TestContext, width: number, hidden: number) => ({
  gamma1: t.randomTensor([width], 0.5, 1),
  beta1: t.randomTensor([width], 0.5),
  ...attentionWeights(t, width),
  gamma2: t.randomTensor([width], 0.5, 1),
  beta2: t.randomTensor([width], 0.5),
  wUp: t.randomTensor([width, hidden], 1 / Math.sqrt(width)),
  bUp: t.randomTensor([hidden], 0.5),
  wDown: t.randomTensor([hidden, width], 1 / Math.sqrt(hidden)),
  bDown: t.randomTensor([width], 0.5),
});

/** With so many heads: batch, tokens, size of a head, half of the hidden layer. */
export const blockAsked = (heads: number): Asked => ({
  exercise: 'preNormBlock',
  sizes: 4,
  draw: (t, b = 1, count = 1, size = 1, hidden = 1) => [
    t.randomTensor([b, count, heads * size], 2, 1),
    drawBlock(t, heads * size, heads * hidden),
    heads,
  ],
  async judge(t, got, args) {
    const expected = (await t.reference.preNormBlock?.(...args)) as Value;
    t.expectClose(got, expected, { atol: 5e-4, rtol: 5e-4 });
  },
});

/** A block whose two ways say nothing but their biases adds these to its input. */
export const goesRound = (given: Given, heads: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const width = 2 * heads;
    const zeros = ({ shape, data }: TensorValue): TensorValue =>
      t.tensor(new Array<number>(data.length).fill(0), shape);
    const block = drawBlock(t, width, 3);
    const silent = { ...block, wOut: zeros(block.wOut), wDown: zeros(block.wDown) };
    const x = t.randomTensor([2, 3, width], 2, 1);
    const expected = Array.from(
      x.data,
      (value, i) => value + at(block.bOut.data, i % width) + at(block.bDown.data, i % width),
    );
    const got = await t.student.preNormBlock?.(x, silent, heads);
    t.expectClose(got as Value, t.tensor(expected, x.shape), close);
  });

/** Inputs a hundred times smaller, and as much larger: what norms come first is told by both. */
export const forgetsScale = (given: Given, heads: number): Test =>
  test({ kind: 'stability', ...given }, async (t) => {
    for (const scale of [0.01, 100]) {
      const x = t.randomTensor([1, 3, 2 * heads], scale, scale / 2);
      const block = drawBlock(t, 2 * heads, 4);
      const expected = (await t.reference.preNormBlock?.(x, block, heads)) as Value;
      const got = await t.student.preNormBlock?.(x, block, heads);
      t.expectClose(got as Value, expected, { atol: 2e-3, rtol: 1e-3 });
    }
  });

/** Weights of attention, each row a softmax of what is drawn. */
function attentionOf(t: TestContext, batch: number, heads: number, count: number): TensorValue {
  const values: number[] = [];
  for (let row = 0; row < batch * heads * count; row++) {
    const shares = Array.from({ length: count }, () => Math.exp(t.rng.normal(0, 1.5)));
    const sum = shares.reduce((total, share) => total + share, 0);
    values.push(...shares.map((share) => share / sum));
  }
  return t.tensor(values, [batch, heads, count, count]);
}

export interface Layers {
  layers: number;
  batch: number;
  heads: number;
  count: number;
}

/** How much of token `from` is in token `to` behind all layers: the sum over all paths. */
function byPaths(all: readonly TensorValue[], { batch, heads, count }: Layers): number[] {
  const step = (layer: TensorValue, b: number, to: number, from: number): number => {
    let sum = 0;
    for (let h = 0; h < heads; h++) {
      sum += at(layer.data, ((b * heads + h) * count + to) * count + from);
    }
    return sum / heads / 2 + (to === from ? 0.5 : 0);
  };
  const path = (depth: number, b: number, to: number, from: number): number => {
    if (depth < 0) return to === from ? 1 : 0;
    let sum = 0;
    for (let middle = 0; middle < count; middle++) {
      sum += step(all[depth] as TensorValue, b, to, middle) * path(depth - 1, b, middle, from);
    }
    return sum;
  };
  return Array.from({ length: batch * count * count }, (_, i) => {
    const [b, rest] = [Math.floor(i / (count * count)), i % (count * count)];
    return path(all.length - 1, b, Math.floor(rest / count), rest % count);
  });
}

/** Rollouts through attention that is drawn. */
export const rollsOut = (given: Given, ...cases: readonly Layers[]): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    for (const sizes of cases) {
      const { layers, batch, heads, count } = sizes;
      const all = Array.from({ length: layers }, () => attentionOf(t, batch, heads, count));
      const got = await t.student.attentionRollout?.(all);
      const expected = t.tensor(byPaths(all, sizes), [batch, count, count]);
      t.expectClose(got as Value, expected, { atol: 1e-5, rtol: 1e-4 });
      t.expectArgumentsUnchanged();
    }
  });

/** Nothing is lost on the way: each row sums to 1. */
export const sumsToOne = (given: Given, sizes: Layers): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const { layers, batch, heads, count } = sizes;
    const all = Array.from({ length: layers }, () => attentionOf(t, batch, heads, count));
    const answer = await t.student.attentionRollout?.(all);
    const { data } = t.expectTensor(answer as Value, { shape: [batch, count, count] });
    const sums = Array.from({ length: batch * count }, (_, row) =>
      Array.from(data.slice(row * count, (row + 1) * count)).reduce((a, b) => a + b, 0),
    );
    t.expectClose(
      sums,
      sums.map(() => 1),
      { ...close, what: { en: 'The sums of the rows', zh: '各行之和' } },
    );
    t.expect(
      Array.from(data).every((value) => value >= 0),
      { en: 'A share is below 0.', zh: '有一个份额小于 0。' },
      { got: answer as Value },
    );
  });

/** Curves on which `later` comes from behind at a known place, or never. */
export const overtakes = (given: Given, ...wins: readonly (number | null)[]): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    for (const win of wins) {
      const count = 6;
      let size = t.rng.integer(20, 60);
      const sizes = Array.from({ length: count }, () => {
        const now = size;
        size = Math.round(size * t.rng.uniform(1.5, 4));
        return now;
      });
      const first = sizes.map(() => t.rng.uniform(0.3, 0.6));
      const leads = sizes.map((_, i) =>
        win === null || i < win ? -t.rng.uniform(0.05, 0.3) : t.rng.uniform(0.05, 0.3),
      );
      const later = first.map((value, i) => value + at(leads, i));
      const got = await t.student.crossing?.(sizes, first, later);
      t.expectArgumentsUnchanged();
      if (win === null || win === 0) {
        t.expectClose(got as Value, null);
        continue;
      }
      const [before, after] = [at(leads, win - 1), at(leads, win)];
      const share = -before / (after - before);
      t.expectClose(
        t.expectNumber(got as Value),
        at(sizes, win - 1) ** (1 - share) * at(sizes, win) ** share,
        { rtol: 1e-6 },
      );
    }
  });

/** Ahead, behind, ahead again; the first time that it comes from behind counts, and a tie is enough. */
export const firstOfSeveral = (given: Given): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    const base = t.rng.integer(10, 40);
    const sizes = [1, 2, 4, 8, 16, 32].map((times) => base * times);
    const level = sizes.map(() => 0.5);
    const above = level.map((value, i) => value + at([0.25, -0.25, -0.125, 0.125, -0.25, 0.25], i));
    const got = await t.student.crossing?.(sizes, level, above);
    t.expectClose(t.expectNumber(got as Value), 4 * base * Math.SQRT2, { rtol: 1e-6 });
    const tie = level.map((value, i) => value + at([-0.25, -0.25, 0, -0.125, 0.25, 0.25], i));
    const at4 = await t.student.crossing?.(sizes, level, tie);
    t.expectClose(t.expectNumber(at4 as Value), 4 * base, { rtol: 1e-6 });
    const fromTie = level.map((value, i) => value + at([0, 0.25, 0.25, 0.125, -0.25, -0.25], i));
    t.expectClose((await t.student.crossing?.(sizes, level, fromTie)) as Value, null);
  });
