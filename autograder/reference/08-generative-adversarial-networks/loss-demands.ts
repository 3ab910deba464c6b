/** What lesson 08 demands of losses, of a step and of a penalty. Nothing here knows the solution. */
import type { Text } from '../../../src/messages/text.js';
import type { JudgedModel } from '../../judge/model-output.js';
import type { ModelValue } from '../../judge/model-spec.js';
import { type Test, type TestContext, test } from '../../judge/test.js';
import { TensorValue, type Value } from '../../judge/value.js';
import { at, mean, slopes } from '../../test-kit/float64.js';
import type { Given } from '../../test-kit/given.js';
import { modelNumbers, weightSlopes } from '../../test-kit/models.js';
import type { Asked } from '../../test-kit/sizes.js';

/** log(1 + exp(x)) for any x, in float64. */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

const ofDiscriminator = (real: ArrayLike<number>, fake: ArrayLike<number>): number =>
  mean(Array.from(real, (score) => softplus(-score))) + mean(Array.from(fake, softplus));
const ofGenerator = (fake: ArrayLike<number>): number =>
  mean(Array.from(fake, (score) => softplus(-score)));

/** Losses of scores, from their formulas in float64. */
const losses = {
  discriminatorLoss: ([real, fake]: readonly ArrayLike<number>[]): number =>
    ofDiscriminator(real as ArrayLike<number>, fake as ArrayLike<number>),
  generatorLoss: ([fake]: readonly ArrayLike<number>[]): number =>
    ofGenerator(fake as ArrayLike<number>),
};
export type LossName = keyof typeof losses;

const scoresOf = (args: readonly Value[]): Float64Array[] =>
  args.map((arg) => Float64Array.from((arg as TensorValue).data as Float32Array));

const asked = (exercise: LossName, sizes: number): Asked => ({
  exercise,
  sizes,
  draw: (t, ...counts) => counts.map((count) => t.randomTensor([count, 1], 2)),
  judge(t, got, args) {
    t.expectClose(got, t.tensor(losses[exercise](scoresOf(args))));
  },
});
export const discriminatorLossAsked = asked('discriminatorLoss', 2);
export const generatorLossAsked = asked('generatorLoss', 1);

/** Scores at which probabilities round to 0 and 1, right ones and wrong ones. */
export const sureScores = (exercise: LossName, given: Given): Test =>
  test({ kind: 'stability', ...given }, async (t) => {
    const far = (): number => t.rng.uniform(100, 600);
    const columns = [
      [far(), -far(), 100],
      [-100, far(), -far(), 0],
    ];
    const args = columns
      .slice(exercise === 'generatorLoss' ? 1 : 0)
      .map((scores) => t.tensor(scores.map((score) => [score])));
    const got = await t.student[exercise]?.(...args);
    t.expectClose(got, t.tensor(losses[exercise](scoresOf(args))), { atol: 1e-3, rtol: 1e-4 });
  });

/** The loss has the slopes of its formula in each score: also where a fake was found out for sure. */
export const lossSlopes = (exercise: LossName, given: Given, ...counts: readonly number[]): Test =>
  test({ kind: 'gradient', ...given }, async (t) => {
    // One score of each is so sure that a saturating loss has no slope there.
    const args = counts.map((count) => {
      const scores = Array.from(t.rng.normals(count, 0, 1.5));
      scores[0] = -t.rng.uniform(20, 40);
      return t.tensor(scores, [count, 1]);
    });
    const { gradients } = await t.gradients(exercise, ...args);
    const points = scoresOf(args);
    const words: Text[] = [
      { en: 'The slope in each score of a real example', zh: '损失对每个真实样本得分的斜率' },
      { en: 'The slope in each score of a fake', zh: '损失对每个假样本得分的斜率' },
    ];
    for (const [i, gradient] of gradients.entries()) {
      t.expect(gradient !== null, {
        en: 'No gradient arrives at the scores: the loss must be made of them by operations of tf alone.',
        zh: '梯度到不了得分：损失必须只用 tf 的运算从得分算出。',
      });
      const expected = slopes(() => losses[exercise](points), points[i] as Float64Array, 1e-4);
      t.expectClose(gradient as Value, t.tensor(expected, [expected.length, 1]), {
        atol: 1e-4,
        rtol: 1e-3,
        what: words[words.length - gradients.length + i] as Text,
      });
    }
  });

export interface StepSizes {
  batch: number;
  noise: number;
  /** Numbers of one example. */
  features: number;
  hidden: number;
}

function networkOf(
  t: TestContext,
  [inputs, hidden, outputs]: readonly [number, number, number],
  trainable: boolean,
): ModelValue {
  return t.model(
    {
      layers: [
        {
          type: 'dense',
          kernel: t.randomTensor([inputs, hidden], 0.8),
          bias: t.randomTensor([hidden], 0.5),
          activation: 'tanh',
        },
        {
          type: 'dense',
          kernel: t.randomTensor([hidden, outputs]),
          bias: t.randomTensor([outputs], 0.5),
        },
      ],
    },
    { trainable },
  );
}

const stepped = (model: ModelValue, by: readonly TensorValue[], rate: number): ModelValue =>
  model.withWeights(
    model.weights.map(({ shape, data }, i) => {
      const slope = (by[i] as TensorValue).data;
      const values = Float32Array.from(data, (w, k) => w - rate * at(slope, k));
      return new TensorValue('float32', shape, values);
    }),
  );

const words = {
  forger: { en: 'the generator', zh: '生成器' },
  detective: { en: 'the discriminator', zh: '判别器' },
} as const;

/**
 * Steps of gradient descent whose every weight is known: the discriminator's by its slopes, then the
 * generator's by its slopes under the discriminator that has moved. Slopes are central differences.
 */
export const playsOnce = (
  given: Given,
  rates: readonly [forger: number, detective: number],
  ...all: readonly StepSizes[]
): Test =>
  test({ kind: 'training', timeoutMs: 3000, ...given }, async (t) => {
    for (const { batch, noise: width, features, hidden } of all) {
      const forger = networkOf(t, [width, hidden, features], true);
      const detective = networkOf(t, [features, hidden, 1], true);
      const [real, noise] = [
        t.randomTensor([batch, features], 1, 1),
        t.randomTensor([batch, width]),
      ];
      const made = modelNumbers(forger, noise);
      const judge = (changed: JudgedModel): number =>
        ofDiscriminator(modelNumbers(changed, real).data, modelNumbers(changed, made).data);
      const taught = stepped(detective, weightSlopes(detective, judge), rates[1]);
      const fool = (changed: JudgedModel): number =>
        ofGenerator(modelNumbers(taught, modelNumbers(changed, noise)).data);
      const answer = await t.student.ganStep?.(
        real,
        noise,
        { network: forger, optimizer: t.helper('tf.train.sgd', rates[0]) },
        { network: detective, optimizer: t.helper('tf.train.sgd', rates[1]) },
      );
      const got = t.expectObject(answer as Value, ['discriminatorLoss', 'generatorLoss']);
      const [realAfter, noiseAfter, forgerAfter, detectiveAfter] = t.argumentsAfter() as [
        Value,
        Value,
        Record<string, Value>,
        Record<string, Value>,
      ];
      const untouched = { atol: 0, rtol: 0 };
      t.expectClose(realAfter, real, { ...untouched, what: 'real' });
      t.expectClose(noiseAfter, noise, { ...untouched, what: 'noise' });
      const close = { atol: 1e-3, rtol: 1e-2 };
      const of = { forger: forgerAfter.network, detective: detectiveAfter.network };
      const expected = {
        detective: [detective, taught],
        forger: [forger, stepped(forger, weightSlopes(forger, fool), rates[0])],
      } as const;
      for (const name of ['detective', 'forger'] as const) {
        const [before, after] = expected[name];
        const weights = t.expectWeights(of[name], before, words[name]);
        t.expect(
          weights.some((w, i) => !sameNumbers(w, before.weights[i] as TensorValue)),
          {
            en: `Not one weight of ${words[name].en} has moved.`,
            zh: `${words[name].zh}的权重一个也没有动。`,
          },
        );
        t.expectClose(weights, after.weights, {
          ...close,
          what: {
            en: `The weights of ${words[name].en} after the step`,
            zh: `这一步之后${words[name].zh}的权重`,
          },
        });
      }
      t.expectClose(got.discriminatorLoss, t.tensor(judge(detective)), {
        ...close,
        what: 'discriminatorLoss',
      });
      t.expectClose(got.generatorLoss, t.tensor(fool(forger)), { ...close, what: 'generatorLoss' });
    }
  });

const sameNumbers = (a: TensorValue, b: TensorValue): boolean =>
  Array.from(a.data).every((value, i) => value === at(b.data, i));

/** An optimizer that stands still: the other network moves as if it were alone. */
export const oneStandsStill = (given: Given, sizes: StepSizes): Test =>
  test({ kind: 'property', timeoutMs: 3000, ...given }, async (t) => {
    const { batch, noise: width, features, hidden } = sizes;
    for (const still of ['forger', 'detective'] as const) {
      const models = {
        forger: networkOf(t, [width, hidden, features], true),
        detective: networkOf(t, [features, hidden, 1], true),
      };
      const rate = (name: keyof typeof models): number => (name === still ? 0 : 0.4);
      const player = (name: keyof typeof models) => ({
        network: models[name],
        optimizer: t.helper('tf.train.sgd', rate(name)),
      });
      await t.student.ganStep?.(
        t.randomTensor([batch, features], 1, 1),
        t.randomTensor([batch, width]),
        player('forger'),
        player('detective'),
      );
      const [, , forger, detective] = t.argumentsAfter() as Record<string, Value>[];
      const after = { forger: forger?.network, detective: detective?.network };
      for (const name of ['forger', 'detective'] as const) {
        const weights = t.expectWeights(after[name], models[name], words[name]);
        const isStill = weights.every((w, i) =>
          sameNumbers(w, models[name].weights[i] as TensorValue),
        );
        t.expect(
          isStill === (name === still),
          name === still
            ? {
                en: `The optimizer of ${words[name].en} has the rate 0, and yet its weights have moved: the other one's optimizer must leave them alone.`,
                zh: `${words[name].zh}的优化器学习率为 0，它的权重却动了：另一个优化器不应碰它们。`,
              }
            : {
                en: `${name === 'detective' ? 'The discriminator' : 'The generator'} must move, though the other network stands still.`,
                zh: `另一个网络不动时，${words[name].zh}也应移动。`,
              },
        );
      }
    }
  });

/** (‖slope‖ − 1)², averaged over places between real and made examples, in float64. */
function penaltyAt(critic: JudgedModel, mixed: readonly (readonly number[])[]): number {
  return mean(
    mixed.map((point) => {
      const moved = Float64Array.from(point);
      const score = (): number =>
        at(modelNumbers(critic, { shape: [1, point.length], data: moved }).data, 0);
      return (Math.hypot(...slopes(score, moved, 1e-4)) - 1) ** 2;
    }),
  );
}

/** Places between rows of two tensors, by the share of the first. */
function placesBetween(real: TensorValue, fake: TensorValue, share: TensorValue): number[][] {
  const [count = 0, width = 0] = real.shape;
  return Array.from({ length: count }, (_, i) =>
    Array.from({ length: width }, (_, d) => {
      const [x, y] = [at(real.data, i * width + d), at(fake.data, i * width + d)];
      return at(share.data, i) * x + (1 - at(share.data, i)) * y;
    }),
  );
}

function pairs(t: TestContext, batch: number, features: number) {
  const shares = Array.from({ length: batch }, () => [t.rng.uniform(0.05, 0.95)]);
  return {
    // Far apart, so that the place matters.
    real: t.randomTensor([batch, features], 1, 1),
    fake: t.randomTensor([batch, features], 1, -1),
    share: t.tensor(shares),
  };
}

/** A critic whose slope is the same everywhere has the penalty of its length. */
export const linearCritic = (given: Given, weights: readonly number[], expected: number): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    const critic = t.model({
      layers: [{ type: 'dense', kernel: t.tensor(weights.map((w) => [w])) }],
    });
    const { real, fake, share } = pairs(t, 3, weights.length);
    const got = await t.student.gradientPenalty?.(critic, real, fake, share);
    t.expectClose(got as Value, t.tensor(expected), { atol: 1e-4, rtol: 1e-3 });
    t.expectArgumentsUnchanged();
  });

export const gradientPenaltyAsked: Asked = {
  exercise: 'gradientPenalty',
  sizes: 2,
  draw(t, batch = 1, features = 1) {
    const { real, fake, share } = pairs(t, batch, features);
    return [networkOf(t, [features, 4, 1], false), real, fake, share];
  },
  judge(t, got, args) {
    const [critic, real, fake, share] = args as [ModelValue, TensorValue, TensorValue, TensorValue];
    const expected = penaltyAt(critic, placesBetween(real, fake, share));
    t.expectClose(got, t.tensor(expected), { atol: 1e-4, rtol: 2e-3 });
  },
};

/** The penalty has the slopes, in each weight of the critic, by which it is trained. */
export const penaltyTrains = (given: Given, batch: number, features: number): Test =>
  test({ kind: 'gradient', timeoutMs: 3000, ...given }, async (t) => {
    const critic = networkOf(t, [features, 3, 1], false);
    const { real, fake, share } = pairs(t, batch, features);
    const { gradients } = await t.gradients('gradientPenalty', critic, real, fake, share);
    const places = placesBetween(real, fake, share);
    const expected = weightSlopes(critic, (changed) => penaltyAt(changed, places));
    const got = gradients[0] as Value[] | null;
    // The last bias has no part in a slope: there no gradient is right too.
    const parts = [0, 1, 2];
    t.expect(
      parts.every((i) => got?.[i] != null),
      {
        en: 'No gradient arrives at the critic: the penalty must be made of its slope by operations of tf alone.',
        zh: '梯度到不了评分网络：惩罚必须只用 tf 的运算从它的斜率算出。',
      },
    );
    t.expectClose(
      parts.map((i) => got?.[i] as Value),
      parts.map((i) => expected[i] as TensorValue),
      {
        rtol: 2e-2,
        atol: 2e-3,
        what: {
          en: "The slopes of the penalty in the critic's weights",
          zh: '惩罚对评分网络各权重的斜率',
        },
      },
    );
  });

/** A critic that says the same of everything: the penalty is 1, and its gradient a number. */
export const flatCritic = (given: Given, batch: number, features: number): Test =>
  test({ kind: 'stability', ...given }, async (t) => {
    const kernel = t.tensor(new Array<number>(features).fill(0), [features, 1]);
    const critic = t.model({ layers: [{ type: 'dense', kernel, bias: t.randomTensor([1]) }] });
    const { real, fake, share } = pairs(t, batch, features);
    const { value, gradients } = await t.gradients('gradientPenalty', critic, real, fake, share);
    t.expectClose(value, t.tensor(1), { atol: 1e-4 });
    const ofKernel = (gradients[0] as Value[] | null)?.[0] ?? null;
    const isNumber =
      ofKernel === null || Array.from((ofKernel as TensorValue).data).every(Number.isFinite);
    t.expect(
      isNumber,
      {
        en: 'The gradient of the penalty of a flat critic must be a number: at a length of 0 the root has no slope.',
        zh: '评分处处相同时，惩罚的梯度也应是数：长度为 0 处平方根没有斜率。',
      },
      { got: ofKernel },
    );
  });
