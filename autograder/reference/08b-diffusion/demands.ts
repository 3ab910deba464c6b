/** The demands of lesson 08b's visible and hidden tests. Nothing here knows the solution. */
import type { ModelValue } from '../../judge/model-spec.js';
import { type Test, type TestContext, test } from '../../judge/test.js';
import type { TensorValue, Value } from '../../judge/value.js';
import { at, mean } from '../../test-kit/float64.js';
import type { Given } from '../../test-kit/given.js';
import { type JudgedModel, modelNumbers, weightSlopes } from '../../test-kit/models.js';
import { type Asked, drawn } from '../../test-kit/sizes.js';

/** Where a test gets its numbers from. */
export type Draws = Pick<TestContext, 'rng' | 'tensor' | 'randomTensor'>;

/** Tensors of one shape that hold one number. */
const level = (t: Draws, shape: readonly number[], value: number): TensorValue =>
  t.tensor(new Array<number>(shape.reduce((a, b) => a * b, 1)).fill(value), shape);

const scheduleOf = async (t: TestContext, ...args: number[]) => {
  const answer = (await t.student.noiseSchedule?.(...args)) as Value;
  const got = t.expectObject(answer, ['betas', 'alphasCumprod']);
  return {
    betas: t.expectNumbers(got.betas, 'betas'),
    alphasCumprod: t.expectNumbers(got.alphasCumprod, 'alphasCumprod'),
  };
};

/** Schedules of these numbers of steps, between variances that are drawn. */
export const schedules = (given: Given, ...counts: readonly number[]): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    for (const count of counts) {
      const args = [count, t.rng.uniform(0.01, 0.1), t.rng.uniform(0.2, 0.5)];
      const got = await scheduleOf(t, ...args);
      const expected = (await t.reference.noiseSchedule?.(...args)) as Record<string, Value>;
      for (const name of ['betas', 'alphasCumprod'] as const) {
        const wanted = t.expectNumbers(expected[name] as Value, name);
        t.expectClose(got[name], wanted, { what: name, atol: 1e-7 });
      }
    }
  });

/** What is left after a step is what was left before it, less the step's share; steps grow evenly. */
export const shrinksByItsShare = (given: Given, count: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const [first, last] = [t.rng.uniform(0.01, 0.1), t.rng.uniform(0.2, 0.4)];
    const { betas, alphasCumprod } = await scheduleOf(t, count, first, last);
    const [many, left] = [betas.length, alphasCumprod.length];
    t.expectClose([many, left], [count, count], {
      what: {
        en: 'How many betas and alphasCumprod there are',
        zh: 'betas 与 alphasCumprod 的个数',
      },
    });
    t.expectClose([at(betas, 0), at(betas, count - 1)], [first, last], {
      what: { en: 'The first and the last of betas', zh: 'betas 的第一个与最后一个' },
    });
    const rises = betas.slice(1).map((beta, i) => beta - at(betas, i));
    t.expectClose(
      rises,
      rises.map(() => (last - first) / (count - 1)),
      {
        what: { en: 'The rise from one of betas to the next', zh: 'betas 相邻两项之差' },
      },
    );
    const shares = alphasCumprod.map((value, i) => 1 - value / (alphasCumprod[i - 1] ?? 1));
    t.expectClose(shares, betas, {
      what: {
        en: 'The share by which each of alphasCumprod is below the one before it (below 1, for the first)',
        zh: 'alphasCumprod 每一项比前一项（第一项则比 1）减少的比例',
      },
    });
  });

/** What is left after each step: falls from below 1, never to 0. */
function lefts(t: Draws, steps: number): TensorValue {
  let left = 1;
  return t.tensor(
    Array.from({ length: steps }, () => {
      left *= t.rng.uniform(0.5, 0.9);
      return left;
    }),
  );
}

const someSteps = (t: Draws, count: number, steps: number): TensorValue =>
  t.tensor(
    Array.from({ length: count }, () => t.rng.integer(0, steps)),
    [count],
    'int32',
  );

export const addNoiseAsked: Asked = {
  exercise: 'addNoise',
  sizes: 3,
  draw: (t, b = 1, d = 1, steps = 1) => [
    t.randomTensor([b, d]),
    t.randomTensor([b, d]),
    someSteps(t, b, steps),
    lefts(t, steps),
  ],
};

/** Each example has its own step, and what the example loses in variance the noise wins. */
export const sharesOfVariance = (given: Given, steps: number, d: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const shape = [steps, d];
    const [ones, zeros] = [level(t, shape, 1), level(t, shape, 0)];
    const order = t.tensor(t.rng.permutation(steps), [steps], 'int32');
    const all = lefts(t, steps);
    const alone = async (x0: TensorValue, noise: TensorValue): Promise<number[]> => {
      const answer = await t.student.addNoise?.(x0, noise, order, all);
      const { data } = t.expectTensor(answer as Value, { shape });
      return Array.from(data);
    };
    const [example, noise] = [await alone(ones, zeros), await alone(zeros, ones)];
    const expected = example.map((_, i) => at(all.data, at(order.data, Math.floor(i / d))));
    t.expectClose(
      example.map((value) => value ** 2),
      expected,
      {
        what: {
          en: 'The square of what is left of an example of ones, without noise',
          zh: '全为 1 的样本在没有噪声时所剩之数的平方',
        },
      },
    );
    t.expectClose(
      noise.map((value, i) => value ** 2 + at(example, i) ** 2),
      example.map(() => 1),
      { what: { en: 'The squares of both weights together', zh: '两个权重的平方和' } },
    );
  });

export interface LossSizes {
  batch: number;
  features: number;
  steps: number;
}

/** A network that sees an example and its time. */
const networkOf = (t: TestContext, d: number): ModelValue =>
  t.model({
    layers: [
      {
        type: 'dense',
        kernel: t.randomTensor([d + 1, d]),
        bias: t.randomTensor([d]),
        activation: 'tanh',
      },
    ],
  });

export const ddpmLossAsked: Asked = {
  exercise: 'ddpmLoss',
  sizes: 3,
  draw: (t, b = 1, d = 1, steps = 1) => [
    networkOf(t, d),
    t.randomTensor([b, d]),
    t.randomTensor([b, d]),
    someSteps(t, b, steps),
    lefts(t, steps),
  ],
};

/** A network that always says the same: the loss is known without any schedule. */
export const sameGuess = (given: Given, guess: (t: Draws) => number): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    const said = guess(t);
    const network = t.model({
      layers: [{ type: 'dense', kernel: level(t, [3, 2], 0), bias: level(t, [2], said) }],
    });
    const noise = t.tensor([
      [1, 2],
      [0, -1],
    ]);
    const [x0, steps] = [t.randomTensor([2, 2]), t.tensor([1, 0], [2], 'int32')];
    const got = await t.student.ddpmLoss?.(network, x0, noise, steps, t.tensor([0.9, 0.5]));
    const misses = Array.from(noise.data, (value) => (said - value) ** 2);
    t.expectClose(got as Value, t.tensor([mean(misses)], []));
  });

/** Gradients reach the network: they are the slopes of the loss by each of its weights. */
export const gradientsArrive = (given: Given, { batch, features, steps }: LossSizes): Test =>
  test({ kind: 'gradient', ...given }, async (t) => {
    const args = ddpmLossAsked.draw(t, batch, features, steps);
    const [network, x0, noise, times, all] = args as [
      ModelValue,
      TensorValue,
      TensorValue,
      TensorValue,
      TensorValue,
    ];
    const rows = Array.from({ length: batch }, (_, i) => {
      const left = at(all.data, at(times.data, i));
      const place = Array.from({ length: features }, (_none, j) => {
        const k = i * features + j;
        return Math.sqrt(left) * at(x0.data, k) + Math.sqrt(1 - left) * at(noise.data, k);
      });
      return [...place, at(times.data, i) / steps];
    });
    const seen = { shape: [batch, features + 1], data: Float64Array.from(rows.flat()) };
    const loss = (changed: JudgedModel): number =>
      mean(Array.from(modelNumbers(changed, seen).data, (v, i) => (v - at(noise.data, i)) ** 2));
    const { gradients } = await t.gradients('ddpmLoss', ...args);
    const parts = gradients[0] as Value[] | null;
    t.expect(parts?.every((part) => part !== null) === true, {
      en: 'No gradient reaches the network: the loss must be made of its answer by operations of tf alone.',
      zh: '梯度到不了网络：损失必须只用 tf 的运算从它的输出算出。',
    });
    for (const [i, slope] of weightSlopes(network, loss).entries()) {
      t.expectClose((parts as Value[])[i] as Value, slope, {
        rtol: 1e-2,
        atol: 1e-3,
        what: { en: 'The slope of the loss by a weight', zh: '损失对权重的斜率' },
      });
    }
  });

/** Two shares of what is left, the smaller first, well apart. */
function twoLefts(t: Draws): [from: number, to: number] {
  const from = t.rng.uniform(0.05, 0.5);
  return [from, t.rng.uniform(from + 0.2, 0.95)];
}

export const ddimStepAsked: Asked = {
  exercise: 'ddimStep',
  sizes: 2,
  draw: (t, b = 1, d = 1) => {
    const [from, to] = twoLefts(t);
    const [x, predicted, fresh] = drawn('BD BD BD')(t, b, d) as [
      TensorValue,
      TensorValue,
      TensorValue,
    ];
    return [x, predicted, from, to, t.rng.uniform(0.2, 1), fresh];
  },
};

/** Examples with as much of a noise in them as is said to be left. */
const noisy = (t: Draws, x0: TensorValue, noise: TensorValue, left: number): TensorValue =>
  t.tensor(
    Array.from(
      x0.data,
      (value, i) => Math.sqrt(left) * value + Math.sqrt(1 - left) * at(noise.data, i),
    ),
    x0.shape,
  );

/** Who knows the noise goes back along its own way, to any step, and to the example itself. */
export const knownNoise = (given: Given, b: number, d: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const [x0, noise, fresh] = drawn('BD BD BD')(t, b, d) as [
      TensorValue,
      TensorValue,
      TensorValue,
    ];
    const [from, middle] = twoLefts(t);
    for (const to of [middle, 1]) {
      const x = noisy(t, x0, noise, from);
      const got = await t.student.ddimStep?.(x, noise, from, to, 0, fresh);
      t.expectClose(got as Value, noisy(t, x0, noise, to), {
        atol: 1e-4,
        rtol: 1e-3,
        what:
          to === 1
            ? { en: 'With the true noise, a step to the end', zh: '用真正的噪声一步走到终点' }
            : { en: 'With the true noise, a step half-way', zh: '用真正的噪声走到半路' },
      });
    }
  });

/** Whatever eta: old noise and new together have the variance that belongs to the step. */
export const noiseAddsUp = (given: Given): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const [from, to] = twoLefts(t);
    const one = (value: number) => t.tensor([[value]]);
    for (const eta of [0, t.rng.uniform(0.2, 0.8), 1]) {
      const size = async (x: number, predicted: number, fresh: number): Promise<number> => {
        const answer = await t.student.ddimStep?.(
          one(x),
          one(predicted),
          from,
          to,
          eta,
          one(fresh),
        );
        return at(t.expectTensor(answer as Value, { shape: [1, 1] }).data, 0);
      };
      // An example of 0 that is all noise, and no noise but the new one.
      const [old, fresh] = [await size(Math.sqrt(1 - from), 1, 0), await size(0, 0, 1)];
      t.expectClose(old ** 2 + fresh ** 2, 1 - to, {
        atol: 1e-4,
        rtol: 1e-3,
        what: { en: 'The variance of old and new noise together', zh: '新旧噪声的方差之和' },
      });
      t.expectClose(fresh > 0, eta > 0, {
        what: {
          en: 'That new noise is added where eta is above 0',
          zh: '仅当 eta 大于 0 时才加新噪声',
        },
      });
    }
    t.expectClose(
      await t.student.ddimStep?.(one(3 * Math.sqrt(from)), one(0), from, 1, 1, one(5)),
      one(3),
      { what: { en: 'A step to the end, which adds no noise,', zh: '走到终点的一步（不加噪声）' } },
    );
  });

/** Times in [0, 1], one for each example. */
const someTimes = (t: Draws, count: number): TensorValue =>
  t.tensor(Array.from({ length: count }, () => t.rng.uniform(0.05, 0.95)));

export const flowMatchingTargetAsked: Asked = {
  exercise: 'flowMatchingTarget',
  sizes: 2,
  draw: (t, b = 1, d = 1) => [t.randomTensor([b, d]), t.randomTensor([b, d]), someTimes(t, b)],
};

/** The way begins at the noise and ends at the example, and its velocity leads from one place to the next. */
export const waysAreStraight = (given: Given, b: number, d: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const [x1, noise] = [t.randomTensor([b, d]), t.randomTensor([b, d])];
    const on = async (times: TensorValue) => {
      const answer = (await t.student.flowMatchingTarget?.(x1, noise, times)) as Value;
      const got = t.expectObject(answer, ['x', 'velocity']);
      return {
        x: t.expectTensor(got.x, { shape: [b, d], what: 'x' }),
        velocity: t.expectTensor(got.velocity, { shape: [b, d], what: 'velocity' }),
      };
    };
    const [start, end] = [await on(level(t, [b], 0)), await on(level(t, [b], 1))];
    t.expectClose(start.x, noise, {
      what: { en: 'The place at time 0', zh: '时刻 0 的位置' },
    });
    t.expectClose(end.x, x1, { what: { en: 'The place at time 1', zh: '时刻 1 的位置' } });
    const early = t.tensor(Array.from({ length: b }, () => t.rng.uniform(0, 0.4)));
    const later = t.tensor(Array.from(early.data, (value) => value + t.rng.uniform(0.2, 0.6)));
    const [from, to] = [await on(early), await on(later)];
    const moved = Array.from(from.x.data, (value, k) => {
      const i = Math.floor(k / d);
      return value + (at(later.data, i) - at(early.data, i)) * at(from.velocity.data, k);
    });
    t.expectClose(to.x, t.tensor(moved, [b, d]), {
      atol: 1e-4,
      what: {
        en: 'The place at a later time, beside where the velocity of an earlier one leads,',
        zh: '较晚时刻的位置（与沿较早时刻的速度所到之处相比）',
      },
    });
  });

/** @param stepsOf how many steps a call asks for */
export const eulerSampleAsked = (stepsOf: (t: Draws) => number): Asked => ({
  exercise: 'eulerSample',
  sizes: 2,
  draw: (t, b = 1, d = 1) => [networkOf(t, d), t.randomTensor([b, d]), stepsOf(t)],
  async judge(t, answer, args) {
    const expected = (await t.reference.eulerSample?.(...args)) as Value;
    t.expectClose(answer, expected, { atol: 1e-4 });
  },
});

/** A velocity `a x + b t + c` of one number. */
const linear = (t: TestContext, a: number, b: number, c: number): ModelValue =>
  t.model({ layers: [{ type: 'dense', kernel: t.tensor([[a], [b]]), bias: t.tensor([c]) }] });

/** Velocities whose ends are known: constant ones, those of the time alone, those of the place alone. */
export const knownVelocities = (given: Given, ...counts: readonly number[]): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    for (const steps of counts) {
      const start = t.rng.uniform(1, 2);
      const speed = t.rng.uniform(0.5, 1.5);
      const end = async (...[a, b, c]: [number, number, number]): Promise<number> => {
        const noise = t.tensor([[start]]);
        const answer = await t.student.eulerSample?.(linear(t, a, b, c), noise, steps);
        return at(t.expectTensor(answer as Value, { shape: [1, 1] }).data, 0);
      };
      t.expectClose(await end(0, 0, speed), start + speed, {
        atol: 1e-4,
        what: {
          en: 'With a constant velocity, the end after all steps together',
          zh: '速度不变时，走完所有步的终点',
        },
      });
      t.expectClose(await end(0, speed, 0), start + (speed * (steps - 1)) / (2 * steps), {
        atol: 1e-4,
        what: {
          en: 'With a velocity that grows with the time, the end',
          zh: '速度随时间增大时的终点',
        },
      });
      t.expectClose(await end(-speed, 0, 0), start * (1 - speed / steps) ** steps, {
        atol: 1e-4,
        what: {
          en: 'With a velocity that leads back to 0, the end',
          zh: '速度指回 0 时的终点',
        },
      });
    }
  });

/** @param weightOf by how much a call leads away */
export const guidanceAsked = (weightOf: (t: Draws) => number): Asked => ({
  exercise: 'guidance',
  sizes: 2,
  draw: (t, b = 1, d = 1) => [...drawn('BD BD')(t, b, d), weightOf(t)],
});

/** Nothing is led away from what both say; 0 changes nothing; twice the weight leads twice as far. */
export const leadsAway = (given: Given, b: number, d: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const [asked, free] = [t.randomTensor([b, d]), t.randomTensor([b, d])];
    const led = async (other: TensorValue, weight: number): Promise<TensorValue> => {
      const answer = await t.student.guidance?.(asked, other, weight);
      return t.expectTensor(answer as Value, { shape: [b, d] });
    };
    t.expectClose(await led(free, 0), asked, {
      what: { en: 'With a weight of 0, what is predicted', zh: '权重为 0 时的预测' },
    });
    const weight = t.rng.uniform(1, 3);
    t.expectClose(await led(asked, weight), asked, {
      atol: 1e-4,
      what: {
        en: 'Where both predictions are the same, what is predicted',
        zh: '两个预测相同时的结果',
      },
    });
    const [once, twice] = [await led(free, weight), await led(free, 2 * weight)];
    const ways = [once, twice].map(({ data }) => Array.from(data, (v, i) => v - at(asked.data, i)));
    const [near, far] = ways as [number[], number[]];
    t.expectClose(
      far,
      near.map((value) => 2 * value),
      {
        atol: 1e-4,
        what: { en: 'How far twice the weight leads', zh: '权重加倍时偏离的距离' },
      },
    );
    t.expect(
      near.every((value, i) => value * (at(asked.data, i) - at(free.data, i)) >= -1e-6),
      {
        en: 'Guidance must lead away from the prediction for no class.',
        zh: '引导应远离不指定类别时的预测。',
      },
      { got: once },
    );
  });
