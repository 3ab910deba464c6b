/** The demands of lesson 07's visible and hidden tests. Nothing here knows the solution. */
import type { ModelValue } from '../../judge/model-spec.js';
import { type Test, type TestContext, test } from '../../judge/test.js';
import type { TensorValue, Value } from '../../judge/value.js';
import { at } from '../../test-kit/float64.js';
import type { Given } from '../../test-kit/given.js';
import { type Asked, drawn } from '../../test-kit/sizes.js';

/** Pictures of ink and none. */
const inked = (t: TestContext, shape: readonly number[]): TensorValue =>
  t.tensor(
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => t.rng.integer(0, 2)),
    shape,
  );

export const bernoulliLogLikelihoodAsked: Asked = {
  exercise: 'bernoulliLogLikelihood',
  sizes: 2,
  draw: (t, b = 1, d = 1) => [t.randomTensor([b, d], 2), inked(t, [b, d])],
};

/** Whatever the scores, the probabilities of all pictures there are sum to 1. */
export const allPictures = (given: Given, pixels: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const count = 2 ** pixels;
    const scores = Array.from({ length: pixels }, () => t.rng.normal(0, 2));
    const every = Array.from({ length: count }, (_, i) => scores.map((_, d) => (i >> d) & 1));
    const logits = t.tensor(every.map(() => scores));
    const answer = await t.student.bernoulliLogLikelihood?.(logits, t.tensor(every));
    const got = t.expectTensor(answer as Value, { shape: [count] });
    const sum = Array.from(got.data).reduce((total, value) => total + Math.exp(value), 0);
    t.expectClose(sum, 1, {
      atol: 1e-3,
      what: {
        en: `The probabilities of all ${count} pictures of ${pixels} pixels together`,
        zh: `${pixels} 个像素的全部 ${count} 张图片的概率之和`,
      },
    });
  });

/** Scores at which probabilities round to 0 and 1. */
export const sureScores = (t: TestContext): TensorValue[] => {
  const far = (): number => t.rng.uniform(300, 700);
  return [
    t.tensor([
      [far(), -far(), far(), -far()],
      [-far(), far(), 0.5, far()],
    ]),
    t.tensor([
      [1, 0, 0, 1],
      [1, 1, 0, 0],
    ]),
  ];
};

export const reparameterizeAsked: Asked = {
  exercise: 'reparameterize',
  sizes: 2,
  draw: drawn('BZ BZ BZ'),
};

/** Without noise the draw is the mean; noise of 1 lies a deviation off, whose square is the variance. */
export const oneDeviationOff = (given: Given, b: number, z: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const mean = t.randomTensor([b, z]);
    const variances = Array.from({ length: b * z }, () => t.rng.uniform(0.2, 5));
    const logs = t.tensor(variances.map(Math.log), [b, z]);
    const level = (value: number) => t.tensor(new Array<number>(b * z).fill(value), [b, z]);
    t.expectClose((await t.student.reparameterize?.(mean, logs, level(0))) as Value, mean);
    const answer = await t.student.reparameterize?.(mean, logs, level(-1));
    const got = t.expectTensor(answer as Value, { shape: [b, z] });
    const squares = Array.from(got.data, (value, i) => (value - at(mean.data, i)) ** 2);
    t.expectClose(t.tensor(squares, [b, z]), t.tensor(variances, [b, z]), {
      rtol: 1e-3,
      what: { en: 'The square of what noise of -1 adds', zh: '噪声为 -1 时加上的量的平方' },
    });
    const below = Array.from(got.data).every((value, i) => value < at(mean.data, i));
    t.expect(
      below,
      {
        en: 'Noise below 0 must give a draw below the mean.',
        zh: '噪声小于 0 时，抽到的值应小于均值。',
      },
      { got },
    );
  });

export const klStandardNormalAsked: Asked = {
  exercise: 'klStandardNormal',
  sizes: 2,
  draw: drawn('BZ BZ'),
};

/** 0 for the standard normal distribution, more for any other, and units add up. */
export const pricesAddUp = (given: Given, units: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const zeros = t.tensor(new Array<number>(2 * units).fill(0), [2, units]);
    t.expectClose((await t.student.klStandardNormal?.(zeros, zeros)) as Value, t.tensor([0, 0]));
    const [mean, logVariance] = [t.randomTensor([1, units]), t.randomTensor([1, units])];
    const asColumn = ({ data }: TensorValue) => t.tensor(Array.from(data), [units, 1]);
    const alone = t.expectTensor(
      (await t.student.klStandardNormal?.(asColumn(mean), asColumn(logVariance))) as Value,
      { shape: [units] },
    );
    t.expect(
      Array.from(alone.data).every((value) => value > 0),
      {
        en: 'A cloud that is not the standard normal one must cost more than 0.',
        zh: '不同于标准正态分布的云，代价应大于 0。',
      },
      { got: alone },
    );
    const sum = Array.from(alone.data).reduce((a, b) => a + b, 0);
    const together = await t.student.klStandardNormal?.(mean, logVariance);
    t.expectClose(together as Value, t.tensor([sum]), { atol: 1e-4 });
  });

export interface VaeSizes {
  batch: number;
  pixels: number;
  units: number;
}

/** Weights of an encoder and a decoder of one layer each. */
function weightsOf(t: TestContext, { pixels, units }: VaeSizes, scale: number) {
  return {
    encoder: [t.randomTensor([pixels, 2 * units], scale), t.randomTensor([2 * units], scale)],
    decoder: [t.randomTensor([units, pixels], scale), t.randomTensor([pixels], scale)],
  } satisfies Record<string, [TensorValue, TensorValue]>;
}
type Weights = ReturnType<typeof weightsOf>;

const modelOf = (t: TestContext, [kernel, bias]: Weights['encoder']): ModelValue =>
  t.model({
    layers: [
      {
        type: 'dense',
        kernel: kernel as TensorValue,
        bias: bias as TensorValue,
        activation: 'tanh',
      },
    ],
  });

const callOf = (t: TestContext, weights: Weights, x: TensorValue, noise: TensorValue) =>
  [modelOf(t, weights.encoder), modelOf(t, weights.decoder), x, noise] as const;

/** The loss of networks of these sizes. */
export const losses = (given: Given, beta: number, ...all: readonly VaeSizes[]): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    for (const sizes of all) {
      const [x, noise] = [
        inked(t, [sizes.batch, sizes.pixels]),
        t.randomTensor([sizes.batch, sizes.units]),
      ];
      const args = callOf(t, weightsOf(t, sizes, 1), x, noise);
      const got = await t.student.betaVaeLoss?.(...args, beta);
      t.expectClose(got as Value, (await t.reference.betaVaeLoss?.(...args, beta)) as Value, {
        atol: 1e-4,
      });
      t.expectArgumentsUnchanged();
    }
  });

/** Networks of zeros: what is left of the loss is known without a formula. */
export const silentNetworks = (given: Given, sizes: VaeSizes): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    const [x, noise] = [
      inked(t, [sizes.batch, sizes.pixels]),
      t.randomTensor([sizes.batch, sizes.units]),
    ];
    const silent = weightsOf(t, sizes, 0);
    for (const beta of [1, 3]) {
      const got = await t.student.betaVaeLoss?.(...callOf(t, silent, x, noise), beta);
      t.expectClose(got as Value, t.tensor(sizes.pixels * Math.LN2));
    }
  });

/** The loss is a straight line in beta, and rises. */
export const lineInBeta = (given: Given, sizes: VaeSizes): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const [x, noise] = [
      inked(t, [sizes.batch, sizes.pixels]),
      t.randomTensor([sizes.batch, sizes.units]),
    ];
    const weights = weightsOf(t, sizes, 1);
    const of = async (beta: number): Promise<number> => {
      const answer = await t.student.betaVaeLoss?.(...callOf(t, weights, x, noise), beta);
      return at(t.expectTensor(answer as Value, { shape: [] }).data, 0);
    };
    const [none, one, four] = [await of(0), await of(1), await of(4)];
    t.expectClose(four - none, 4 * (one - none), {
      atol: 1e-3,
      what: { en: 'What beta = 4 adds to the loss of beta = 0', zh: 'β = 4 比 β = 0 多出的损失' },
    });
    t.expect(
      one > none,
      {
        en: 'A larger beta must make the loss larger: a cloud has a price.',
        zh: 'β 变大时损失应变大：云是有代价的。',
      },
      { got: one },
    );
  });

const moved = (t: TestContext, tensor: TensorValue, along: TensorValue, step: number) =>
  t.tensor(
    Array.from(tensor.data, (value, i) => value + step * at(along.data, i)),
    tensor.shape,
  );

/**
 * Gradients arrive in both networks: along random directions of all weights of one of them, the loss
 * changes as its gradient says. The loss nearby is the reference's, so no formula stands here.
 */
export const gradientsArrive = (given: Given, beta: number, sizes: VaeSizes): Test =>
  test({ kind: 'gradient', ...given }, async (t) => {
    const [x, noise] = [
      inked(t, [sizes.batch, sizes.pixels]),
      t.randomTensor([sizes.batch, sizes.units]),
    ];
    const weights = weightsOf(t, sizes, 1);
    const { gradients } = await t.gradients('betaVaeLoss', ...callOf(t, weights, x, noise), beta);
    for (const [i, name] of (['encoder', 'decoder'] as const).entries()) {
      const words = {
        encoder: { en: 'the encoder', zh: '编码器' },
        decoder: { en: 'the decoder', zh: '解码器' },
      }[name];
      const parts = gradients[i] as Value[] | null;
      t.expect(parts?.every((part) => part !== null) === true, {
        en: `No gradient reaches ${words.en}: the loss must be made of its answer by operations of tf alone.`,
        zh: `梯度到不了${words.zh}：损失必须只用 tf 的运算从它的输出算出。`,
      });
      // In one direction alone a wrong gradient may happen to be right.
      for (let direction = 0; direction < 3; direction++) {
        const along = weights[name].map((weight) => t.randomTensor(weight.shape));
        const nearby = async (step: number): Promise<number> => {
          const there = {
            ...weights,
            [name]: weights[name].map((w, k) => moved(t, w, along[k] as TensorValue, step)),
          } as Weights;
          const answer = await t.reference.betaVaeLoss?.(...callOf(t, there, x, noise), beta);
          return at((answer as TensorValue).data, 0);
        };
        const slope = ((await nearby(0.01)) - (await nearby(-0.01))) / 0.02;
        const got = (parts as TensorValue[]).reduce(
          (sum, part, k) =>
            sum +
            Array.from(part.data).reduce(
              (s, v, j) => s + v * at((along[k] as TensorValue).data, j),
              0,
            ),
          0,
        );
        t.expectClose(got, slope, {
          rtol: 5e-3,
          atol: 5e-3,
          what: {
            en: `The slope of the loss along a direction of the weights of ${words.en}`,
            zh: `损失沿${words.zh}权重某个方向的斜率`,
          },
        });
      }
    }
  });

export const interpolateAsked: Asked = {
  exercise: 'interpolate',
  sizes: 2,
  draw: (t, z = 1, count = 2) => [t.randomTensor([z]), t.randomTensor([z]), count],
};

/** Both ends stand in the walk, steps are even, and the way back is the same way. */
export const walksBothWays = (given: Given, units: number, count: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const [from, to] = [t.randomTensor([units]), t.randomTensor([units])];
    const walk = async (a: TensorValue, b: TensorValue, n: number): Promise<number[][]> => {
      const answer = await t.student.interpolate?.(a, b, n);
      const { data } = t.expectTensor(answer as Value, { shape: [n, units] });
      return Array.from({ length: n }, (_, i) =>
        Array.from(data.slice(i * units, (i + 1) * units)),
      );
    };
    const there = await walk(from, to, count);
    const ends = [there[0], there[count - 1]] as number[][];
    t.expectClose(t.tensor(ends), t.tensor([Array.from(from.data), Array.from(to.data)]), {
      what: { en: 'The first and the last code', zh: '第一个和最后一个编码' },
    });
    const back = await walk(to, from, count);
    t.expectClose(t.tensor(back.reverse()), t.tensor(there), {
      what: { en: 'The walk back, read backwards,', zh: '把返回的路倒过来' },
    });
    const finer = await walk(from, to, 2 * count - 1);
    t.expectClose(t.tensor(finer.filter((_, i) => i % 2 === 0)), t.tensor(there), {
      what: {
        en: 'Every other code of a walk with half the steps',
        zh: '步长减半的路上每隔一个的编码',
      },
    });
  });

/** What each unit's mean does over the examples: nearly nothing, a little, much. */
const spreads = [0.01, 0.3, 2];

/** Means that lie away from 0 and vary from unit to unit by one of three spreads, never in between. */
function means(t: TestContext, n: number, z: number): TensorValue {
  const first = t.rng.integer(0, 3);
  const offsets = Array.from({ length: z }, () => t.rng.uniform(-2, 2));
  const rows = Array.from({ length: n }, (_, i) =>
    offsets.map((offset, j) => {
      const sign = (i + j) % 2 === 0 ? 1 : -1;
      return offset + sign * at(spreads, (first + j) % 3) * t.rng.uniform(1, 1.4);
    }),
  );
  return t.tensor(rows);
}

const reportOf = async (t: TestContext, ...args: Value[]) => {
  const answer = (await t.student.collapseReport?.(...args)) as Value;
  return t.expectObject(answer, ['variance', 'kl', 'active']);
};

/** Reports at a threshold. */
export const collapseReportAsked = (threshold: number): Asked => ({
  exercise: 'collapseReport',
  sizes: 2,
  draw: (t, n = 1, z = 1) => [means(t, n, z), t.randomTensor([n, z]), threshold],
  async judge(t, answer, args) {
    const got = t.expectObject(answer, ['variance', 'kl', 'active']);
    const expected = (await t.reference.collapseReport?.(...args)) as Record<string, Value>;
    for (const name of ['variance', 'kl'] as const) {
      t.expectClose(got[name], expected[name] as Value, { what: name, atol: 1e-4, rtol: 1e-3 });
    }
    t.expectClose(t.expectNumber(got.active, 'active'), expected.active as Value, {
      what: 'active',
    });
  },
});

/** A unit that says the same of every picture is silent however large it is; moved units stay active. */
export const silentUnits = (given: Given, n: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const level = t.rng.uniform(2, 4);
    const rows = Array.from({ length: n }, (_, i) => [level, i % 2 === 0 ? 1 : -1, -level, 0]);
    const logVariance = t.tensor(rows.map(() => [0, 0, 0, 0]));
    const first = await reportOf(t, t.tensor(rows), logVariance, 0.01);
    t.expectClose(t.expectNumber(first.active, 'active'), 1, { what: 'active' });
    const shift = t.rng.uniform(1, 3);
    const shifted = t.tensor(rows.map((row) => row.map((value) => value + shift)));
    const second = await reportOf(t, shifted, logVariance, 0.01);
    t.expectClose(second.variance, first.variance, { what: 'variance', atol: 1e-4 });
    t.expectClose(t.expectNumber(second.active, 'active'), 1, { what: 'active' });
  });

/** The number of active units follows the threshold. */
export const countsActive = (given: Given): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const rows = [1, -1, 1, -1].map((sign) => [0.1, 0.4, 1, 3].map((size) => sign * size));
    const logVariance = t.randomTensor([4, 4]);
    for (const [threshold, active] of [
      [t.rng.uniform(0.001, 0.008), 4],
      [t.rng.uniform(0.02, 0.1), 3],
      [t.rng.uniform(0.3, 0.8), 2],
      [t.rng.uniform(2, 7), 1],
      [t.rng.uniform(10, 20), 0],
    ] as const) {
      const got = await reportOf(t, t.tensor(rows), logVariance, threshold);
      t.expectClose(t.expectNumber(got.active, 'active'), active, { what: 'active' });
    }
  });

export const importanceWeightedBoundAsked: Asked = {
  exercise: 'importanceWeightedBound',
  sizes: 3,
  draw: (t, k = 1, b = 1, z = 1) => [
    t.randomTensor([k, b], 2, -20),
    t.randomTensor([k, b, z]),
    t.randomTensor([b, z]),
    t.randomTensor([b, z]),
  ],
  async judge(t, answer, args) {
    const expected = (await t.reference.importanceWeightedBound?.(...args)) as Value;
    t.expectClose(answer, expected, { atol: 1e-3, rtol: 1e-4 });
  },
};

/** Where the cloud is the prior, every draw counts alike, wherever it lies. */
export const cloudIsPrior = (given: Given, k: number, b: number, z: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const level = Array.from({ length: b }, () => t.rng.uniform(-30, -10));
    const zeros = t.tensor(new Array<number>(b * z).fill(0), [b, z]);
    const equal = t.tensor(Array.from({ length: k }, () => level));
    const draws = t.randomTensor([k, b, z], 2);
    const got = await t.student.importanceWeightedBound?.(equal, draws, zeros, zeros);
    t.expectClose(got as Value, t.tensor(level), { atol: 1e-3 });
    // One draw of many that explains the picture: the mean is of probabilities.
    const one = t.tensor(
      Array.from({ length: k }, (_, i) => level.map((value) => (i === 1 ? value : value - 80))),
    );
    const least = await t.student.importanceWeightedBound?.(one, draws, zeros, zeros);
    t.expectClose(least as Value, t.tensor(level.map((value) => value - Math.log(k))), {
      atol: 1e-3,
    });
  });

/** Log-likelihoods of real pictures. */
export const realPictures = (t: TestContext): TensorValue[] => {
  const level = t.rng.uniform(-2500, -900);
  return [
    t.randomTensor([3, 2], 2, level),
    t.randomTensor([3, 2, 4]),
    t.randomTensor([2, 4], 0.5),
    t.randomTensor([2, 4], 0.5),
  ];
};
