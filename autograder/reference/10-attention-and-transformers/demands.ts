/** The demands of lesson 10's tests of attention and blocks. Nothing here knows the solution. */
import { type Test, type TestContext, test } from '../../judge/test.js';
import type { TensorValue, Value } from '../../judge/value.js';
import { at } from '../../test-kit/float64.js';
import type { Given } from '../../test-kit/given.js';
import type { Asked } from '../../test-kit/sizes.js';

const close = { atol: 1e-4, rtol: 1e-4 };

/** Ones and zeros, at least one 1 in each row. */
function keepOf(t: TestContext, shape: readonly number[]): TensorValue {
  const columns = shape.at(-1) as number;
  const rows = shape.slice(0, -1).reduce((product, each) => product * each, 1);
  const values = Array.from({ length: rows }, () => {
    const sure = t.rng.integer(0, columns);
    return Array.from({ length: columns }, (_, i) => (i === sure || t.rng.uniform() < 0.5 ? 1 : 0));
  });
  return t.tensor(values.flat(), shape);
}

async function judgeBoth(t: TestContext, exercise: string, got: Value, args: readonly Value[]) {
  const answer = t.expectObject(got, ['y', 'weights']);
  const expected = (await t.reference[exercise]?.(...args)) as Record<string, Value>;
  for (const part of ['weights', 'y'] as const) {
    t.expectClose(answer[part], expected[part] as Value, { what: part, ...close });
  }
}

/** Batch, queries, keys, size of a key, size of a value; with a mask, or without. */
export const attendAsked = (mask: 'none' | 'own' | 'shared'): Asked => ({
  exercise: 'attend',
  sizes: 5,
  draw: (t, b = 1, queries = 1, keys = 1, size = 1, out = 1) => [
    t.randomTensor([b, queries, size]),
    t.randomTensor([b, keys, size]),
    t.randomTensor([b, keys, out]),
    ...(mask === 'none' ? [] : [keepOf(t, mask === 'own' ? [b, queries, keys] : [queries, keys])]),
  ],
  judge: (t, got, args) => judgeBoth(t, 'attend', got, args),
});

/** As many axes as a head needs: batch, heads, queries, keys, size of a key. */
export const attendHeadsAsked: Asked = {
  exercise: 'attend',
  sizes: 5,
  draw: (t, b = 1, heads = 1, queries = 1, keys = 1, size = 1) => [
    t.randomTensor([b, heads, queries, size]),
    t.randomTensor([b, heads, keys, size]),
    t.randomTensor([b, heads, keys, size + 1]),
    keepOf(t, [b, 1, 1, keys]),
  ],
  judge: (t, got, args) => judgeBoth(t, 'attend', got, args),
};

/** Tokens of `[B, T, D]` in another order. */
function reordered(t: TestContext, x: TensorValue, order: readonly number[]): TensorValue {
  const [batch, count, width] = x.shape as [number, number, number];
  const values = Array.from({ length: batch * count * width }, (_, i) => {
    const [b, n, d] = [Math.floor(i / (count * width)), Math.floor(i / width) % count, i % width];
    return at(x.data, (b * count + at(order, n)) * width + d);
  });
  return t.tensor(values, x.shape);
}

const turn = (count: number): number[] => Array.from({ length: count }, (_, n) => (n + 1) % count);

/** Rows sum to 1; keys that are all alike give the mean; entries may change places together. */
export const looksUp = (given: Given, count: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const ask = async (...args: Value[]) =>
      t.expectObject((await t.student.attend?.(...args)) as Value, ['y', 'weights'] as const);
    const [q, k, v] = [
      [2, 3, 4],
      [2, count, 4],
      [2, count, 5],
    ].map((shape) => t.randomTensor(shape)) as [TensorValue, TensorValue, TensorValue];
    const still = await ask(q, k, v);
    const { data } = t.expectTensor(still.weights, { shape: [2, 3, count], what: 'weights' });
    const sums = Array.from({ length: 6 }, (_, row) =>
      Array.from(data.slice(row * count, (row + 1) * count)).reduce((a, b) => a + b, 0),
    );
    t.expectClose(
      sums,
      sums.map(() => 1),
      { ...close, what: { en: 'The sums of the rows of `weights`', zh: '`weights` 各行之和' } },
    );
    const y = t.expectTensor(still.y, { shape: [2, 3, 5], what: 'y' });
    const moved = await ask(q, reordered(t, k, turn(count)), reordered(t, v, turn(count)));
    t.expectClose(moved.y, y, {
      ...close,
      what: {
        en: '`y` when keys and values change places together',
        zh: '键与值一起换位置时的 `y`',
      },
    });
    const same = t.tensor(new Array<number>(2 * count * 4).fill(0.5), [2, count, 4]);
    const mean = Array.from({ length: 2 * 3 * 5 }, (_, i) => {
      const [b, d] = [Math.floor(i / 15), i % 5];
      let sum = 0;
      for (let n = 0; n < count; n++) sum += at(v.data, (b * count + n) * 5 + d);
      return sum / count;
    });
    t.expectClose((await ask(q, same, v)).y, t.tensor(mean, [2, 3, 5]), {
      ...close,
      what: { en: '`y` when all keys are alike', zh: '所有键都相同时的 `y`' },
    });
  });

/** What may not be looked at has the weight 0, however large it is; large scores stay finite. */
export const looksNowhereElse = (given: Given): Test =>
  test({ kind: 'stability', ...given }, async (t) => {
    const q = t.tensor([100, 100], [1, 1, 2]);
    const [loud, high] = [t.rng.uniform(40, 60), t.rng.uniform(1, 2)];
    const k = t.tensor([loud, loud, 1, high, 1, high], [1, 3, 2]);
    const v = t.tensor([1000, 2, 6], [1, 3, 1]);
    const keep = t.tensor([0, 1, 1], [1, 3]);
    const answer = await t.student.attend?.(q, k, v, keep);
    const got = t.expectObject(answer as Value, ['y', 'weights']);
    t.expectClose(got.weights, t.tensor([0, 0.5, 0.5], [1, 1, 3]), { what: 'weights' });
    t.expectClose(got.y, t.tensor([4], [1, 1, 1]), { what: 'y' });
  });

/** Masks of these lengths. */
export const masksOf = (given: Given, ...lengths: readonly number[]): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    for (const length of lengths) {
      const values = Array.from({ length: length * length }, (_, i) =>
        i % length <= Math.floor(i / length) ? 1 : 0,
      );
      const got = await t.student.causalMask?.(length);
      t.expectClose(got as Value, t.tensor(values, [length, length]));
    }
  });

const headMaps = (t: TestContext, width: number) => ({
  wq: t.randomTensor([width, width], 1 / Math.sqrt(width)),
  wk: t.randomTensor([width, width], 1 / Math.sqrt(width)),
  wv: t.randomTensor([width, width], 1 / Math.sqrt(width)),
  wo: t.randomTensor([width, width], 1 / Math.sqrt(width)),
});

/** With so many heads: batch, queries, keys, size of a head. */
export const multiHeadAsked = (heads: number, isMasked = false): Asked => ({
  exercise: 'multiHead',
  sizes: 4,
  draw: (t, b = 1, queries = 1, keys = 1, size = 1) => [
    t.randomTensor([b, queries, heads * size], 1.5),
    t.randomTensor([b, keys, heads * size], 1.5),
    headMaps(t, heads * size),
    heads,
    ...(isMasked ? [keepOf(t, [b, 1, 1, keys])] : []),
  ],
  judge: (t, got, args) => judgeBoth(t, 'multiHead', got, args),
});

/** A head whose values and way out are 0 says nothing, and the others what they would say alone. */
export const headsApart = (given: Given, heads: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const width = 3 * heads;
    const args = () => [t.randomTensor([1, 2, width]), t.randomTensor([1, 4, width])] as const;
    const [x, memory] = args();
    const maps = headMaps(t, width);
    // The keys of the first head grow: only its rows of weights may move.
    const wk = t.tensor(
      Array.from(maps.wk.data, (value, i) => (i % width < 3 ? value + 1 : value)),
      [width, width],
    );
    const ask = async (more: Value) => {
      const got = await t.student.multiHead?.(x, memory, more, heads);
      const { weights } = t.expectObject(got as Value, ['y', 'weights']);
      return t.expectTensor(weights, { shape: [1, heads, 2, 4], what: 'weights' });
    };
    const [before, after] = [await ask(maps), await ask({ ...maps, wk })];
    t.expectClose(Array.from(after.data.slice(8)), Array.from(before.data.slice(8)), {
      ...close,
      what: {
        en: 'The weights of the other heads when keys of the first change',
        zh: '只有第一个头的键改变时，其他头的权重',
      },
    });
    t.expect(
      Array.from(after.data.slice(0, 8)).some((w, i) => Math.abs(w - at(before.data, i)) > 1e-4),
      { en: 'The first head did not notice its own keys.', zh: '第一个头没有用到自己的键。' },
    );
  });

/** Waves of these lengths and widths. */
export const waves = (given: Given, ...sizes: readonly (readonly [number, number])[]): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    for (const [length, width] of sizes) {
      const values: number[] = [];
      for (let place = 0; place < length; place++) {
        for (let pair = 0; pair < width / 2; pair++) {
          const turned = place * Math.exp((-Math.log(10_000) * pair * 2) / width);
          values.push(Math.sin(turned), Math.sin(turned + Math.PI / 2));
        }
      }
      const got = await t.student.positionWaves?.(length, width);
      t.expectClose(got as Value, t.tensor(values, [length, width]), close);
    }
  });

/** The scalar product of two places depends on nothing but how far apart they are. */
export const onlyDistance = (given: Given, width: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const length = 12;
    const answer = await t.student.positionWaves?.(length, width);
    const { data } = t.expectTensor(answer as Value, { shape: [length, width] });
    const product = (a: number, b: number): number => {
      let sum = 0;
      for (let c = 0; c < width; c++) sum += at(data, a * width + c) * at(data, b * width + c);
      return sum;
    };
    const pairs = Array.from({ length: 8 }, (_, i) => i);
    t.expectClose(
      pairs.map((i) => product(i, i + 3)),
      pairs.map(() => product(0, 3)),
      {
        atol: 1e-3,
        what: {
          en: 'The scalar products of places three steps apart',
          zh: '相距三步的位置之间的内积',
        },
      },
    );
  });

const drawBlock = (t: TestContext, width: number, hidden: number) => ({
  self: headMaps(t, width),
  cross: headMaps(t, width),
  up: t.randomTensor([width, hidden], 1 / Math.sqrt(width)),
  down: t.randomTensor([hidden, width], 1 / Math.sqrt(hidden)),
});

/** With so many heads: batch, tokens, tokens of the memory, size of a head, half of the hidden layer. */
export const blockAsked = (heads: number, isMasked = false): Asked => ({
  exercise: 'decoderBlock',
  sizes: 5,
  draw: (t, b = 1, count = 1, source = 1, size = 1, hidden = 1) => [
    t.randomTensor([b, count, heads * size], 2, 1),
    t.randomTensor([b, source, heads * size]),
    drawBlock(t, heads * size, heads * hidden),
    heads,
    ...(isMasked ? [keepOf(t, [b, 1, 1, source])] : []),
  ],
  async judge(t, got, args) {
    const expected = (await t.reference.decoderBlock?.(...args)) as Value;
    t.expectClose(got, expected, { atol: 5e-4, rtol: 5e-4 });
  },
});

/** The first `count` tokens of each example. */
function past(t: TestContext, { shape, data }: TensorValue, count: number): TensorValue {
  const [batch, length, width] = shape as [number, number, number];
  const values = Array.from({ length: batch * count * width }, (_, i) => {
    const b = Math.floor(i / (count * width));
    return at(data, b * length * width + (i % (count * width)));
  });
  return t.tensor(values, [batch, count, width]);
}

/** Tokens behind each place are edited: what stands before must stay, and something behind must not. */
export const futureEdited = (given: Given, length: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const [x, memory, block] = blockAsked(2).draw(t, 2, length, 3, 2, 3) as [
      TensorValue,
      Value,
      Value,
    ];
    const ask = async (written: TensorValue) =>
      t.expectTensor((await t.student.decoderBlock?.(written, memory, block, 2)) as Value, {
        shape: x.shape,
      });
    const before = await ask(x);
    for (let count = 1; count < length; count++) {
      const width = x.shape[2] as number;
      const other = t.randomTensor(x.shape, 2, 1);
      const edited = Array.from(x.data, (value, i) =>
        Math.floor(i / width) % length < count ? value : at(other.data, i),
      );
      const after = await ask(t.tensor(edited, x.shape));
      t.expectClose(past(t, after, count), past(t, before, count), {
        ...close,
        what: {
          en: 'What stands before the edited tokens',
          zh: '被改动的词元之前的输出',
        },
      });
    }
  });

/** What may not be looked at in the memory may change as it likes. */
export const paddingEdited = (given: Given, source: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const [x, memory, block] = blockAsked(2).draw(t, 1, 3, source, 2, 2) as [
      Value,
      TensorValue,
      Value,
    ];
    const real = source - 2;
    const keep = t.tensor(
      Array.from({ length: source }, (_, i) => (i < real ? 1 : 0)),
      [1, 1, 1, source],
    );
    const other = t.randomTensor(memory.shape, 3);
    const edited = t.tensor(
      Array.from(memory.data, (value, i) => (i < real * 4 ? value : at(other.data, i))),
      memory.shape,
    );
    const first = (await t.student.decoderBlock?.(x, memory, block, 2, keep)) as Value;
    const second = (await t.student.decoderBlock?.(x, edited, block, 2, keep)) as Value;
    t.expectClose(second, first, {
      ...close,
      what: { en: 'The answer when padding of the memory changes', zh: '记忆中的填充改变时的输出' },
    });
  });

/** A block whose three ways say nothing hands on its input as it is. */
export const goesRound = (given: Given, heads: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const block = drawBlock(t, 2 * heads, 3);
    const zeros = ({ shape, data }: TensorValue): TensorValue =>
      t.tensor(new Array<number>(data.length).fill(0), shape);
    const silent = {
      self: { ...block.self, wo: zeros(block.self.wo) },
      cross: { ...block.cross, wo: zeros(block.cross.wo) },
      up: block.up,
      down: zeros(block.down),
    };
    const x = t.randomTensor([2, 3, 2 * heads], 2, 1);
    const memory = t.randomTensor([2, 4, 2 * heads]);
    const got = await t.student.decoderBlock?.(x, memory, silent, heads);
    t.expectClose(got as Value, x, close);
    t.expectArgumentsUnchanged();
  });
