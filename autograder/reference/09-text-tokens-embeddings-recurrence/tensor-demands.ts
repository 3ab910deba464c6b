/** What lesson 09's visible and hidden tests ask of vectors, padding and the LSTM. Nothing here knows the solution. */
import { type Test, type TestContext, test } from '../../judge/test.js';
import type { TensorValue, Value } from '../../judge/value.js';
import { at, numbers, rowsOf, slopes } from '../../test-kit/float64.js';
import type { Given } from '../../test-kit/given.js';
import { type Asked, drawn } from '../../test-kit/sizes.js';

export const negativeSamplingLossAsked: Asked = {
  exercise: 'negativeSamplingLoss',
  sizes: 3,
  draw: (t, batch = 1, width = 1, negatives = 1) => [
    t.randomTensor([batch, width]),
    t.randomTensor([batch, 1 + negatives, width]),
  ],
};

/** The loss in float64, by loops. */
function lossOf(words: Float64Array, contexts: Float64Array, [b, n, d]: number[]): number {
  const [batch, each, width] = [b as number, n as number, d as number];
  let sum = 0;
  for (let i = 0; i < batch; i++) {
    for (let k = 0; k < each; k++) {
      let product = 0;
      for (let j = 0; j < width; j++) {
        product += at(words, i * width + j) * at(contexts, (i * each + k) * width + j);
      }
      sum += Math.log1p(Math.exp(k === 0 ? -product : product));
    }
  }
  return sum / batch;
}

/** Gradients reach the vectors of words and of contexts, and are the slopes of the loss. */
export const gradientsOfVectors = (given: Given, batch: number, width: number, k: number): Test =>
  test({ kind: 'gradient', ...given }, async (t) => {
    const words = t.randomTensor([batch, width]);
    const contexts = t.randomTensor([batch, 1 + k, width]);
    const { gradients } = await t.gradients('negativeSamplingLoss', words, contexts);
    const [w, c] = [numbers(words), numbers(contexts)];
    const loss = () => lossOf(w, c, [batch, 1 + k, width]);
    const close = { atol: 1e-3, rtol: 1e-3 };
    t.expectClose(gradients[0] as Value, t.tensor(slopes(loss, w, 1e-3), [batch, width]), {
      ...close,
      what: { en: 'The gradient of the words', zh: '对词向量的梯度' },
    });
    t.expectClose(gradients[1] as Value, t.tensor(slopes(loss, c, 1e-3), [batch, 1 + k, width]), {
      ...close,
      what: { en: 'The gradient of the contexts', zh: '对上下文向量的梯度' },
    });
  });

/** Vectors so long that a probability rounds to 0. */
export const longVectors = (t: TestContext): TensorValue[] => {
  const far = () => t.rng.uniform(150, 400);
  return [
    t.tensor([[1], [-1], [1]]),
    t.tensor([
      [[-far()], [0]],
      [[far()], [-far()]],
      [[far()], [-far()]],
    ]),
  ];
};

/** Similarity of each row to b - a + c, in float64. */
function similarities(vectors: TensorValue, [a, b, c]: readonly number[]): number[] {
  const units = rowsOf(vectors).map((row) => row.map((value) => value / Math.hypot(...row)));
  const [from, to, other] = [a, b, c].map((row) => units[row as number] as Float64Array);
  return units.map((row) =>
    row.reduce(
      (sum, value, j) =>
        sum +
        value *
          (at(to as Float64Array, j) - at(from as Float64Array, j) + at(other as Float64Array, j)),
      0,
    ),
  );
}

/** The row of the answer, and how much nearer it is than the next one. */
function nearest(vectors: TensorValue, places: readonly number[]): { row: number; lead: number } {
  const others = similarities(vectors, places).flatMap((value, row) =>
    places.includes(row) ? [] : [{ value, row }],
  );
  others.sort((one, other) => other.value - one.value);
  const [first, second] = others;
  if (first === undefined) throw new RangeError('Expected more than three vectors.');
  return { row: first.row, lead: first.value - (second?.value ?? -Infinity) };
}

/**
 * Vectors of all lengths and three different rows, whose answer rounding cannot change; where there are
 * as many vectors as numbers in one, columns in place of rows lead to another.
 *
 * @param other than these answers: an answer from a memory would be one of them
 */
function clearAnalogy(t: TestContext, size: number, width: number, other: readonly number[] = []) {
  for (;;) {
    const base = rowsOf(t.randomTensor([size, width]));
    const rows = base.map((row) => {
      const length = t.rng.uniform(0.2, 5);
      return Array.from(row, (value) => value * length);
    });
    const vectors = t.tensor(rows);
    const places = t.rng.shuffle(Array.from({ length: size }, (_, i) => i)).slice(0, 3);
    const { row, lead } = nearest(vectors, places);
    if (lead < 0.01 || other.includes(row)) continue;
    if (size === width) {
      const turned = t.tensor(rows.map((_, i) => rows.map((one) => at(one, i))));
      if (nearest(turned, places).row === row) continue;
    }
    return { args: [vectors, ...places] as Value[], answer: row };
  }
}

/** Analogies of random vectors. */
export const analogies = (given: Given, ...sizes: readonly [size: number, width: number][]): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    const before: number[] = [];
    for (const [size, width] of sizes) {
      const { args, answer } = clearAnalogy(t, size, width, before);
      before.splice(0, 1, answer);
      t.expectClose(t.expectNumber((await t.student.analogy?.(...args)) as Value), answer);
      t.expectArgumentsUnchanged();
    }
  });

/** Lengths tell nothing: stretched vectors give the same answer. */
export const lengthsDoNotCount = (given: Given, size: number, width: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const before: number[] = [];
    for (let i = 0; i < 3; i++) {
      const { args, answer } = clearAnalogy(t, size, width, before);
      before.push(answer);
      const [vectors, ...places] = args as [TensorValue, ...number[]];
      const stretched = rowsOf(vectors).map((row) => {
        const length = t.rng.uniform(0.1, 10);
        return Array.from(row, (value) => value * length);
      });
      const got = await t.student.analogy?.(t.tensor(stretched), ...places);
      t.expectClose(t.expectNumber(got as Value), answer);
    }
  });

/** b - a + c lies nearest to one of the three, which is no answer. */
export const givenAreLeftOut = (given: Given): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    const small = () => t.rng.uniform(0.05, 0.15);
    // Three given rows, the answer, and one that lies farther off.
    const cases: [number[], number[], number[], answer: number[], far: number[]][] = [
      // a and b almost alike, so that b - a + c is c.
      [
        [1, small()],
        [1, -small()],
        [-small(), 1],
        [0.6, 0.8],
        [-1, small()],
      ],
      // The others lie behind: their cosines are below 0.
      [
        [1, small()],
        [1, -small()],
        [small(), 1],
        [0.5, -1],
        [-0.2, -1],
      ],
      // b is nearest: c lies to its one side, and what is left of a to the other.
      [
        [0, -1],
        [1, 0.3],
        [1, small()],
        [0.3, 0.95],
        [-1, 0.2],
      ],
      // a is nearest: it lies halfway between b and c.
      [
        [1, 0],
        [0.77, 0.64],
        [0.77, -0.64],
        [0.3, 1 + small()],
        [-1, small()],
      ],
    ];
    for (const [i, [a, b, c, answer, far]] of cases.entries()) {
      const others = i % 2 === 0 ? [answer, far] : [far, answer];
      const vectors = t.tensor([a, b, c, ...others]);
      const got = (await t.student.analogy?.(vectors, 0, 1, 2)) as Value;
      t.expectClose(t.expectNumber(got), 3 + others.indexOf(answer));
    }
  });

/** Texts as rows, with tokens that are 0 themselves. */
export const paddedTexts = (
  given: Given,
  ...sizes: readonly [texts: number, length: number][]
): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    for (const [count, length] of sizes) {
      const longest = length + 3;
      const sequences = Array.from({ length: count }, (_, i) =>
        Array.from({ length: i === 0 ? longest : t.rng.integer(0, longest) }, () =>
          t.rng.integer(0, 5),
        ),
      );
      const answer = (await t.student.padAndMask?.(sequences, length)) as Value;
      const got = t.expectObject(answer, ['tokens', 'mask']);
      const places = Array.from({ length }, (_, i) => i);
      const kept = (list: number[], value: (i: number) => number) =>
        places.map((i) => (i < list.length ? value(i) : 0));
      t.expectClose(
        got.tokens,
        t.tensor(
          sequences.map((list) => kept(list, (i) => list[i] as number)),
          undefined,
          'int32',
        ),
        { what: 'tokens' },
      );
      t.expectClose(got.mask, t.tensor(sequences.map((list) => kept(list, () => 1))), {
        what: 'mask',
      });
      t.expectArgumentsUnchanged();
    }
  });

/** Whatever stands behind the first tokens changes nothing, and masks add up to lengths. */
export const masksAddUp = (given: Given, length: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const sequences = Array.from({ length: 4 }, () =>
      Array.from({ length: t.rng.integer(0, 2 * length) }, () => t.rng.integer(0, 9)),
    );
    const padded = async (lists: number[][]) =>
      t.expectObject((await t.student.padAndMask?.(lists, length)) as Value, ['tokens', 'mask']);
    const { tokens, mask } = await padded(sequences);
    const sums = rowsOf(t.expectTensor(mask, { shape: [4, length], what: 'mask' })).map((row) =>
      row.reduce((a, b) => a + b, 0),
    );
    t.expectClose(
      sums,
      sequences.map((list) => Math.min(list.length, length)),
      {
        what: { en: 'The sum of each row of the mask', zh: '掩码每一行的和' },
      },
    );
    const longer = sequences.map((list) => (list.length < length ? list : [...list, 7, 7]));
    t.expectClose((await padded(longer)).tokens, tokens, { what: 'tokens' });
  });

const masks = (t: TestContext, batch: number): TensorValue => {
  const first = t.rng.integer(0, 2);
  return t.tensor(Array.from({ length: batch }, (_, i) => [(first + i) % 2]));
};

const weightsOf = (t: TestContext, width: number, units: number) => ({
  kernel: t.randomTensor([width, 4 * units]),
  recurrentKernel: t.randomTensor([units, 4 * units]),
  bias: t.randomTensor([4 * units]),
});

const stateOf = (t: TestContext, batch: number, units: number) => {
  const [h, c] = drawn('BU BU')(t, batch, units);
  return { h: h as TensorValue, c: c as TensorValue };
};

export const lstmStepAsked: Asked = {
  exercise: 'lstmStep',
  sizes: 3,
  draw: (t, batch = 1, width = 1, units = 1) => [
    t.randomTensor([batch, width]),
    stateOf(t, batch, units),
    weightsOf(t, width, units),
    // A mask of ones now and then, so that a batch of one is not all padding.
    batch === 1 ? t.tensor([[1]]) : masks(t, batch),
  ],
  async judge(t, answer, args) {
    const got = t.expectObject(answer, ['h', 'c']);
    const expected = (await t.reference.lstmStep?.(...args)) as Record<string, Value>;
    for (const name of ['c', 'h'] as const) {
      t.expectClose(got[name], expected[name] as Value, { what: name, atol: 1e-4, rtol: 1e-3 });
    }
  },
};

/** Where there is no word the state is what it was, to the last bit. */
export const padsChangeNothing = (
  given: Given,
  batch: number,
  width: number,
  units: number,
): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const [state, weights] = [stateOf(t, batch, units), weightsOf(t, width, units)];
    const none = t.tensor(Array.from({ length: batch }, () => [0]));
    const x = t.randomTensor([batch, width]);
    const answer = (await t.student.lstmStep?.(x, state, weights, none)) as Value;
    const got = t.expectObject(answer, ['h', 'c']);
    t.expectClose(got.c, state.c, { what: 'c' });
    t.expectClose(got.h, state.h, { what: 'h' });
    t.expectArgumentsUnchanged();
  });

/** A memory whose forget gate is open and whose input gate is shut stays, whatever the word. */
export const remembers = (given: Given, batch: number, width: number, units: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const state = stateOf(t, batch, units);
    const level = (value: number) => new Array<number>(units).fill(value);
    const small = weightsOf(t, width, units);
    const bias = t.tensor([...level(-60), ...level(60), ...level(1), ...level(60)]);
    const ones = t.tensor(Array.from({ length: batch }, () => [1]));
    const x = t.randomTensor([batch, width]);
    const answer = await t.student.lstmStep?.(x, state, { ...small, bias }, ones);
    const got = t.expectObject(answer as Value, ['h', 'c']);
    t.expectClose(got.c, state.c, { what: 'c' });
    const said = Array.from(state.c.data, Math.tanh);
    t.expectClose(got.h, t.tensor(said, state.c.shape), { what: 'h' });
  });
