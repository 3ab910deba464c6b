/** The demands of lesson 03's visible and hidden tests. Nothing here knows the solution. */
import { type Test, type TestContext, test } from '../../judge/test.js';
import type { Value } from '../../judge/value.js';
import { at, mean } from '../../test-kit/float64.js';
import type { Given } from '../../test-kit/given.js';
import { refusalOf } from '../../test-kit/refuses.js';

/** Doubles on both sides: what is off by more is another formula. */
const tight = { atol: 1e-9, rtol: 1e-9 };

const normals = (t: TestContext, count: number, deviation = 1): number[] =>
  Array.from(t.rng.normals(count, 0, deviation));

/** A chain of momentum steps, against the sum that the velocity is. */
export const momentumSteps = (
  given: Given,
  sizes: readonly number[],
  nesterov: boolean | undefined,
): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    for (const size of sizes) {
      const [learningRate, momentum] = [t.rng.uniform(0.05, 0.5), t.rng.uniform(0.3, 0.95)];
      const options = { learningRate, momentum, ...(nesterov !== undefined && { nesterov }) };
      let [weights, velocity] = [normals(t, size), normals(t, size)];
      for (let call = 0; call < 3; call++) {
        const gradient = normals(t, size);
        const answer: Value = await t.student.momentumStep?.(weights, gradient, velocity, options);
        t.expectArgumentsUnchanged();
        const got = t.expectObject(answer, ['weights', 'velocity']);
        velocity = velocity.map((v, i) => momentum * v + at(gradient, i));
        t.expectClose(got.velocity, velocity, { ...tight, what: 'velocity' });
        weights = weights.map((w, i) => {
          const ahead = at(gradient, i) + momentum * at(velocity, i);
          return w - learningRate * (nesterov === true ? ahead : at(velocity, i));
        });
        t.expectClose(got.weights, weights, { ...tight, what: 'weights' });
      }
    }
  });

/** On a slope that stays the same the speed grows to 1 / (1 - momentum) steps. */
export const momentumBuildsUp = (given: Given): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const gradient = normals(t, 2);
    const options = { learningRate: 0.1, momentum: 0.5 };
    let [weights, velocity]: [Value, Value] = [
      [0, 0],
      [0, 0],
    ];
    for (let step = 0; step < 40; step++) {
      const answer: Value = await t.student.momentumStep?.(weights, gradient, velocity, options);
      ({ weights, velocity } = t.expectObject(answer, ['weights', 'velocity']));
    }
    const what = {
      en: 'The velocity after 40 equal gradients',
      zh: '40 次相同梯度之后的速度',
    };
    t.expectClose(
      velocity,
      gradient.map((g) => 2 * g),
      { ...tight, what },
    );
  });

const normOf = (lists: readonly number[][]): number => Math.hypot(...lists.flat());

/** Long gradients are scaled as one to the norm; those as long as that or shorter stay. */
export const clips = (given: Given, ...all: readonly (readonly number[])[]): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    for (const sizes of all) {
      const gradients = sizes.map((size) => normals(t, size, 2));
      const norm = normOf(gradients);
      for (const share of [0.1, 0.7, 1.5]) {
        const got = await t.student.clipByGlobalNorm?.(gradients, norm * share);
        t.expectArgumentsUnchanged();
        const factor = Math.min(1, share);
        const expected = gradients.map((list) => list.map((g) => g * factor));
        t.expectClose(got, expected, tight);
      }
    }
  });

/** Zeros have no direction, and a limit may be infinite. */
export const clipsNothing = (given: Given): Test =>
  test({ kind: 'stability', ...given }, async (t) => {
    const zeros = [[0, 0], [], [0]];
    t.expectClose(await t.student.clipByGlobalNorm?.(zeros, t.rng.uniform(0.5, 2)), zeros, tight);
    const some = [normals(t, 3), normals(t, 2)];
    t.expectClose(await t.student.clipByGlobalNorm?.(some, Infinity), some, tight);
  });

type Betas = { beta1: number; beta2: number; epsilon: number };

/** Adam's direction for a list of gradients, oldest first: means written out as sums. */
function adamDirection(gradients: readonly number[][], i: number, betas: Betas): number {
  const { beta1, beta2, epsilon } = betas;
  const t = gradients.length;
  const weighted = (beta: number, of: (g: number) => number): number =>
    gradients.reduce((sum, g, k) => sum + (1 - beta) * beta ** (t - 1 - k) * of(at(g, i)), 0) /
    (1 - beta ** t);
  return weighted(beta1, (g) => g) / (Math.sqrt(weighted(beta2, (g) => g * g)) + epsilon);
}

const drawBetas = ({ rng }: TestContext): Betas => ({
  beta1: rng.uniform(0.5, 0.9),
  beta2: rng.uniform(0.9, 0.999),
  // Large enough that its place is seen.
  epsilon: rng.uniform(0.05, 0.3),
});

/** A chain of Adam steps, against sums over all gradients so far. */
export const adamSteps = (given: Given, sizes: readonly number[], steps: number): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    for (const size of sizes) {
      const betas = drawBetas(t);
      const options = { learningRate: t.rng.uniform(0.05, 0.5), ...betas };
      const seen: number[][] = [];
      const zeros = new Array<number>(size).fill(0);
      let weights = normals(t, size);
      let state: { m: Value; v: Value; step: number } = { m: zeros, v: [...zeros], step: 0 };
      for (let step = 1; step <= steps; step++) {
        const gradient = normals(t, size);
        seen.push(gradient);
        const answer: Value = await t.student.adamStep?.(weights, gradient, state, options);
        t.expectArgumentsUnchanged();
        const got = t.expectObject(answer, ['weights', 'state']);
        weights = weights.map((w, i) => w - options.learningRate * adamDirection(seen, i, betas));
        t.expectClose(got.weights, weights, { ...tight, what: 'weights' });
        const kept = t.expectObject(got.state, ['m', 'v', 'step'], 'state');
        t.expectClose(kept.step, step, { ...tight, what: 'step' });
        state = { m: kept.m, v: kept.v, step };
      }
    }
  });

/** Without epsilon the first step is the learning rate, for gradients of any size. */
export const adamFirstStep = (given: Given): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const learningRate = t.rng.uniform(0.01, 0.5);
    const options = { learningRate, beta1: 0.9, beta2: 0.999, epsilon: 0 };
    const gradient = [1e-4, -1, 1e4].map((size) => size * t.rng.uniform(0.5, 2));
    const zeros = { m: [0, 0, 0], v: [0, 0, 0], step: 0 };
    const answer = await t.student.adamStep?.([0, 0, 0], gradient, zeros, options);
    const { weights } = t.expectObject(answer, ['weights', 'state']);
    const expected = gradient.map((g) => -learningRate * Math.sign(g));
    t.expectClose(weights, expected, { ...tight, what: 'weights' });
  });

/** A state is used as given: one from the middle of a run, its means without the correction. */
export const adamGoesOn = (given: Given): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    const { beta1, beta2, epsilon } = drawBetas(t);
    const options = { learningRate: 0.3, beta1, beta2, epsilon };
    const [w, g, m] = [t.rng.normal(), t.rng.normal(), t.rng.normal()];
    const [v, step] = [t.rng.uniform(0.5, 2), t.rng.integer(3, 30)];
    const answer = await t.student.adamStep?.([w], [g], { m: [m], v: [v], step }, options);
    const [m2, v2] = [beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g];
    const root = Math.sqrt(v2 / (1 - beta2 ** (step + 1))) + epsilon;
    const moved = w - (0.3 * m2) / (1 - beta1 ** (step + 1)) / root;
    const state = { m: [m2], v: [v2], step: step + 1 };
    t.expectClose(answer, { weights: [moved], state }, tight);
  });

type Schedule = { peak: number; warmupSteps: number; totalSteps: number; floor: number };

const drawSchedule = ({ rng }: TestContext, warmupSteps: number, isDown: boolean): Schedule => ({
  peak: rng.uniform(0.5, 2),
  warmupSteps,
  totalSteps: warmupSteps + rng.integer(5, 12),
  floor: isDown ? rng.uniform(0.05, 0.3) : 0,
});

/** Every step of a schedule, and some after its end. */
export const scheduleSteps = (
  given: Given,
  ...all: readonly [warmupSteps: number, hasFloor: boolean][]
): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    for (const [warmupSteps, hasFloor] of all) {
      const options = drawSchedule(t, warmupSteps, hasFloor);
      const { peak, totalSteps, floor } = options;
      for (let step = 0; step <= totalSteps + 2; step++) {
        const share = Math.min(1, (step - warmupSteps) / (totalSteps - warmupSteps));
        const expected =
          step < warmupSteps
            ? peak * ((step + 1) / warmupSteps)
            : floor + (peak - floor) * Math.cos((Math.PI / 2) * share) ** 2;
        const what = { en: `The rate of step ${step}`, zh: `第 ${step} 步的学习率` };
        const got = t.expectNumber(await t.student.cosineWithWarmup?.(step, options), what);
        t.expectClose(got, expected, { ...tight, what });
        t.expectArgumentsUnchanged();
      }
    }
  });

/** Up to the peak in equal steps, then down as much before the middle as after it. */
export const scheduleShape = (given: Given): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const [warmupSteps, half] = [t.rng.integer(2, 6), t.rng.integer(3, 8)];
    const [peak, floor] = [t.rng.uniform(0.5, 2), t.rng.uniform(0.01, 0.3)];
    const options = { peak, warmupSteps, totalSteps: warmupSteps + 2 * half, floor };
    const rateAt = async (step: number): Promise<number> =>
      t.expectNumber(await t.student.cosineWithWarmup?.(step, options));
    const top = { en: 'The rate after the warm-up', zh: '预热之后的学习率' };
    t.expectClose(await rateAt(warmupSteps), peak, { ...tight, what: top });
    for (let k = 0; k <= half; k++) {
      const [before, after] = [
        await rateAt(warmupSteps + k),
        await rateAt(warmupSteps + 2 * half - k),
      ];
      const what = {
        en: 'The sum of the rates as far from the beginning of the cosine as from its end',
        zh: '离余弦段开头与末尾同样远的两个学习率之和',
      };
      t.expectClose(before + after, peak + floor, { ...tight, what });
    }
  });

type AdamWSettings = {
  steps: number;
  decay: number;
  /** The norm allowed, as a share of what gradients usually have; Infinity clips nothing. */
  clip: number;
};

/** A path of AdamW from the definition, with the decay before or after Adam's step. */
function adamWPath(
  start: readonly number[],
  gradients: (weights: readonly number[], step: number) => number[],
  rates: readonly number[],
  {
    betas,
    decay,
    maxNorm,
    isAfter,
  }: { betas: Betas; decay: number; maxNorm: number; isAfter: boolean },
): number[][] {
  const seen: number[][] = [];
  const path = [[...start]];
  for (const [step, rate] of rates.entries()) {
    const weights = path.at(-1) ?? [];
    const gradient = gradients(weights, step);
    const norm = normOf([gradient]);
    seen.push(gradient.map((g) => (norm > maxNorm ? (g / norm) * maxNorm : g)));
    path.push(
      weights.map((w, i) => {
        const direction = adamDirection(seen, i, betas);
        return isAfter
          ? (w - rate * direction) * (1 - rate * decay)
          : w * (1 - rate * decay) - rate * direction;
      }),
    );
  }
  return path;
}

/** The path down a bent ravine, whose gradient changes from step to step. */
export const adamWDescends = (
  given: Given,
  size: number,
  { steps, decay, clip }: AdamWSettings,
): Test =>
  test({ kind: 'training', ...given }, async (t) => {
    const [start, target] = [normals(t, size, 2), normals(t, size)];
    const curvature = Array.from({ length: size }, () => t.rng.uniform(0.2, 4));
    const noise = Array.from({ length: steps }, () => normals(t, size, 0.3));
    const gradients = (w: readonly number[], step: number): number[] =>
      w.map((value, i) => at(curvature, i) * (value - at(target, i)) + at(noise[step] ?? [], i));
    const rates = Array.from({ length: steps }, () => t.rng.uniform(0.02, 0.4));
    const betas = drawBetas(t);
    const maxNorm = clip * normOf([gradients(start, 0)]);
    const asked: number[] = [];
    const gradientOf = t.callback((weights, step) => {
      const index = t.expectNumber(step, {
        en: '`step`, the second argument of `gradientOf`',
        zh: '`gradientOf` 的第二个参数 `step`',
      });
      asked.push(index);
      return gradients(t.expectNumbers(weights), index);
    });
    const learningRate = t.callback((step) => at(rates, t.expectNumber(step)));
    const options = { steps, learningRate, ...betas, weightDecay: decay, maxNorm };
    const answer = await t.student.adamW?.(start, gradientOf, options);
    const expectedSteps = rates.map((_, step) => step);
    t.expect(
      asked.length === steps && asked.every((step, i) => step === i),
      {
        en: 'gradientOf must be called once a step, for the steps 0, 1, 2, …',
        zh: 'gradientOf 应在每一步调用一次，步数依次为 0、1、2……',
      },
      { expected: expectedSteps, got: asked },
    );
    const path = (isAfter: boolean) =>
      adamWPath(start, gradients, rates, { betas, decay, maxNorm, isAfter });
    const [before, after] = [path(false), path(true)];
    // Either order is right; what fits neither is compared with the one that the paper has.
    const loose = { atol: 1e-8, rtol: 1e-8 };
    try {
      t.expectClose(answer, after, loose);
    } catch {
      t.expectClose(answer, before, loose);
    }
  });

/** Where the gradient is 0, only the decay moves the weights: by a share, whatever Adam keeps. */
export const adamWDecaysBeside = (given: Given): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const start = normals(t, 3, 3);
    const [decay, rate] = [t.rng.uniform(0.1, 1), t.rng.uniform(0.05, 0.5)];
    const gradientOf = t.callback((weights) => t.expectNumbers(weights).map(() => 0));
    const learningRate = t.callback((step) => rate / (1 + t.expectNumber(step)));
    const options = { steps: 4, learningRate, beta1: 0.9, beta2: 0.99, epsilon: 0.01 };
    const all = { ...options, weightDecay: decay, maxNorm: 1 };
    const answer = await t.student.adamW?.(start, gradientOf, all);
    const expected = [start];
    for (let step = 0; step < 4; step++) {
      const factor = 1 - (rate * decay) / (1 + step);
      expected.push((expected.at(-1) ?? []).map((w) => w * factor));
    }
    t.expectClose(answer, expected, tight);
  });

/** No step, no call: the path is the start. */
export const adamWWithoutSteps = (given: Given): Test =>
  test({ kind: 'contract', ...given }, async (t) => {
    const start = normals(t, 2);
    const gradientOf = t.callback(() => [1, 1]);
    const options = { steps: 0, learningRate: t.callback(() => 0.1), ...drawBetas(t) };
    const all = { ...options, weightDecay: 0.1, maxNorm: 1 };
    t.expectClose(await t.student.adamW?.(start, gradientOf, all), [start], tight);
    t.expectArgumentsUnchanged();
  });

type NormInput = {
  gamma: number[];
  beta: number[];
  mean: number[];
  variance: number[];
  momentum: number;
  epsilon: number;
};

const drawNorm = (t: TestContext, features: number): NormInput => ({
  gamma: normals(t, features),
  beta: normals(t, features),
  mean: normals(t, features),
  variance: Array.from({ length: features }, () => t.rng.uniform(0.5, 3)),
  momentum: t.rng.uniform(0.5, 0.95),
  epsilon: t.rng.uniform(0.05, 0.5),
});

/** Columns that lie apart and are of different spread. */
function drawBatch(t: TestContext, examples: number, features: number): number[][] {
  const places = normals(t, features, 4);
  const spreads = Array.from({ length: features }, () => t.rng.uniform(0.3, 3));
  return Array.from({ length: examples }, () =>
    places.map((place, j) => place + at(spreads, j) * t.rng.normal()),
  );
}

/** Batch norm at these sizes, in the one mode or the other, by its definition. */
export const normalises = (
  given: Given,
  training: boolean,
  ...sizes: readonly [examples: number, features: number][]
): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    for (const [examples, features] of sizes) {
      const input = drawNorm(t, features);
      const x = drawBatch(t, examples, features);
      const answer = await t.student.batchNorm?.(x, { ...input, training });
      t.expectArgumentsUnchanged();
      const got = t.expectObject(answer, ['y', 'mean', 'variance']);
      const columns = input.gamma.map((_, j) => x.map((row) => at(row, j)));
      const means = columns.map(mean);
      const variances = columns.map((column, j) =>
        mean(column.map((value) => (value - at(means, j)) ** 2)),
      );
      const { gamma, beta, momentum, epsilon } = input;
      const [center, spread] = training ? [means, variances] : [input.mean, input.variance];
      const y = x.map((row) =>
        row.map(
          (value, j) =>
            at(beta, j) +
            at(gamma, j) * (value - at(center, j)) * (at(spread, j) + epsilon) ** -0.5,
        ),
      );
      t.expectClose(got.y, y, { ...tight, what: 'y' });
      const running = (before: number[], batch: number[]): number[] =>
        training ? before.map((old, j) => old + (1 - momentum) * (at(batch, j) - old)) : before;
      for (const [what, before, batch] of [
        ['mean', input.mean, means],
        ['variance', input.variance, variances],
      ] as const) {
        t.expectClose(got[what], running(before, batch), { ...tight, what });
      }
    }
  });

/** While training neither place nor scale of the input is seen; in use each example stands alone. */
export const normForgets = (given: Given): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const [examples, features] = [t.rng.integer(3, 6), t.rng.integer(2, 4)];
    const input = { ...drawNorm(t, features), epsilon: 0 };
    const x = drawBatch(t, examples, features);
    const scale = t.rng.uniform(2, 5);
    const moved = x.map((row) => row.map((value, j) => scale * value + 3 * j - 5));
    const outputs = async (batch: number[][], training: boolean): Promise<Value> =>
      t.expectObject(await t.student.batchNorm?.(batch, { ...input, training }), ['y']).y;
    t.expectClose(await outputs(moved, true), await outputs(x, true), { atol: 1e-8, rtol: 1e-8 });
    const [first = []] = x;
    const all = await outputs(x, false);
    const alone = await outputs([first], false);
    const what = {
      en: 'One example in use, beside others or alone',
      zh: '推断时单独一个样本与它在批次中',
    };
    t.expectClose(alone, Array.isArray(all) ? all.slice(0, 1) : all, { ...tight, what });
  });

/** Student's t by degrees of freedom, two-sided 95 %, from a table. */
const quantiles = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262];

/** Intervals of this many values. */
export const intervals = (given: Given, ...counts: readonly number[]): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    for (const count of counts) {
      const values = normals(t, count, t.rng.uniform(0.5, 3)).map((value) => value + 5);
      const got = await t.student.meanAndCI?.(values);
      t.expectArgumentsUnchanged();
      const middle = mean(values);
      const squares = values.map((value) => (value - middle) ** 2);
      const variance = (mean(squares) * count) / (count - 1);
      const half = at(quantiles, count - 2) * Math.sqrt(variance / count);
      const expected = { mean: middle, low: middle - half, high: middle + half };
      t.expectClose(got, expected, tight);
    }
  });

/** Shifted and stretched values have a shifted and stretched interval; equal ones have none. */
export const intervalMoves = (given: Given): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const values = normals(t, t.rng.integer(3, 7));
    const [shift, scale] = [t.rng.uniform(-5, 5), t.rng.uniform(0.5, 4)];
    const parts = ['mean', 'low', 'high'] as const;
    const of = async (list: number[]): Promise<number[]> => {
      const got = t.expectObject(await t.student.meanAndCI?.(list), parts);
      return parts.map((part) => t.expectNumber(got[part], part));
    };
    const plain = await of(values);
    const moved = await of(values.map((value) => scale * value + shift));
    t.expectClose(
      moved,
      plain.map((value) => scale * value + shift),
      tight,
    );
    t.expectClose(await of([shift, shift]), [shift, shift, shift], tight);
  });

/** One run has no spread, and the table ends. */
export const refusesCounts = (given: Given, ...counts: readonly number[]): Test =>
  test({ kind: 'contract', ...given }, async (t) => {
    for (const count of counts) {
      const refused = await refusalOf(t.student.meanAndCI?.(normals(t, count)), {
        en: `meanAndCI with ${count} values`,
        zh: `meanAndCI 收到 ${count} 个值时`,
      });
      t.expect(refused !== undefined, {
        en: `For ${count} values a RangeError must be thrown, and an answer came.`,
        zh: `收到 ${count} 个值时应抛出 RangeError，却给出了答案。`,
      });
    }
  });
