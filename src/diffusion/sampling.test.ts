/** The samplers, with predictions that are exact: what they draw must be what is known. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { capability } from '../../test/capabilities.js';
import { tensorsKept, use } from '../nn/layers/test-tools.js';
import { type Tensor, tf } from '../nn/tf.js';
import { guided, predictorOf } from './denoiser.js';
import {
  ddimSample,
  ddimStepBack,
  ddpmSample,
  ddpmStepBack,
  spreadSteps,
} from './diffusion-sampling.js';
import { type FlowMethod, flowSample } from './flow-sampling.js';
import { cosineNoiseSchedule, linearNoiseSchedule } from './noise-schedule.js';
import {
  exactMoments,
  type Mixture,
  momentsOf,
  nearestShares,
  noiseOf,
  velocityOf,
} from './test-tools.js';

beforeAll(() => use(capability('native').ok ? 'tensorflow' : 'cpu'));

interface Back {
  readonly x: number;
  readonly eps: number;
  readonly steps: {
    readonly t: number;
    readonly before: number;
    readonly ddpmMean?: number;
    readonly ddpmVariance?: number;
    readonly ddim0: [number, number];
    readonly 'ddim0.5': [number, number];
    readonly ddim1: [number, number];
  }[];
}
const { back } = JSON.parse(
  readFileSync(new URL('fixtures/diffusion.json', import.meta.url), 'utf8'),
) as { back: Back };

const relative = (got: number, expected: number): number =>
  Math.abs(got - expected) / Math.max(1e-6, Math.abs(expected));

describe('a step back', () => {
  const schedule = linearNoiseSchedule();
  const { x, eps } = back;

  test.each(back.steps)('from $t to $before is that of NumPy', (one) => {
    const { t, before } = one;
    const left = schedule.alphasCumprod[t] as number;
    const x0 = (x - Math.sqrt(1 - left) * eps) / Math.sqrt(left);
    const v = Math.sqrt(left) * eps - Math.sqrt(1 - left) * x0;
    for (const [prediction, output] of [
      ['epsilon', eps],
      ['v', v],
    ] as const) {
      const meanOf = (weights: { p: number; q: number; a: number; b: number }): number =>
        weights.a * (weights.p * x + weights.q * output) + weights.b * x;
      for (const eta of [0, 0.5, 1] as const) {
        const found = ddimStepBack(schedule, [t, before], { eta, prediction });
        const [mean, sigma] = one[`ddim${eta}`];
        expect(relative(meanOf(found), mean)).toBeLessThan(1e-8);
        expect(Math.abs(found.sigma - sigma)).toBeLessThan(1e-9);
      }
      if (one.ddpmMean === undefined) continue;
      const found = ddpmStepBack(schedule, t, { variance: 'posterior', prediction });
      expect(relative(meanOf(found), one.ddpmMean)).toBeLessThan(1e-8);
      expect(Math.abs(found.sigma ** 2 - (one.ddpmVariance as number))).toBeLessThan(1e-9);
    }
  });

  test('DDIM with eta 1 is DDPM', () => {
    for (const t of [999, 500, 1, 0]) {
      const one = ddpmStepBack(schedule, t, { variance: 'posterior', prediction: 'v' });
      const other = ddimStepBack(schedule, [t, t - 1], { eta: 1, prediction: 'v' });
      for (const name of ['p', 'q', 'a', 'b', 'sigma'] as const) {
        expect(Math.abs(one[name] - other[name])).toBeLessThan(1e-9);
      }
    }
  });

  test('fewer steps begin at the last one, and lie evenly', () => {
    expect(spreadSteps(1000, 5)).toEqual([999, 799, 599, 399, 199]);
    expect(spreadSteps(3, 3)).toEqual([2, 1, 0]);
    expect(spreadSteps(1000, 1)).toEqual([999]);
  });
});

const gaussian: Mixture = { means: [[0.6, -0.4]], deviation: 0.5, weights: [1] };
const three: Mixture = {
  means: [
    [-1.2, 0],
    [1, 1],
    [0.6, -1],
  ],
  deviation: 0.2,
  weights: [0.5, 0.3, 0.2],
};
const COUNT = 4000;

/** Mean and covariance within four standard errors and a bias of the steps, shares of the components too. */
function expectDrawn(points: Tensor, mixture: Mixture, bias: number): void {
  const values = points.dataSync();
  points.dispose();
  const [found, expected] = [momentsOf(values), exactMoments(mixture)];
  const spread = Math.sqrt(Math.max(...expected.covariance.slice(0, 2)));
  const error = 4 / Math.sqrt(COUNT);
  found.mean.forEach((value, i) => {
    expect(Math.abs(value - (expected.mean[i] as number))).toBeLessThan(spread * (error + bias));
  });
  found.covariance.forEach((value, i) => {
    const bound = spread ** 2 * (1.5 * error + bias);
    expect(Math.abs(value - (expected.covariance[i] as number))).toBeLessThan(bound);
  });
  nearestShares(values, mixture).forEach((share, k) => {
    expect(Math.abs(share - (mixture.weights[k] as number))).toBeLessThan(error / 2 + bias);
  });
}

describe.each([
  ['a Gaussian', gaussian],
  ['a mixture of three', three],
] as const)('%s, from the exact prediction', (_, mixture) => {
  const schedule = cosineNoiseSchedule({ steps: 200 });
  const draw = { schedule, count: COUNT, shape: [2], seed: 1 };
  const noise = noiseOf(mixture, schedule);

  test('DDPM draws it, with either variance', async () => {
    expectDrawn(await ddpmSample(noise, draw), mixture, 0.03);
    expectDrawn(await ddpmSample(noise, { ...draw, variance: 'beta' }), mixture, 0.05);
  });

  test('DDPM draws it from a predicted velocity', async () => {
    const v = (x: Tensor, time: Tensor): Tensor =>
      tf.tidy(() => {
        // ε = √ᾱ v + √(1 − ᾱ) x, by which v follows from ε.
        const left = schedule.alphasCumprod[time.dataSync()[0] as number] as number;
        const rest = tf.mul(x, Math.sqrt(1 - left));
        return tf.div(tf.sub(noise(x, time), rest), Math.sqrt(left));
      });
    expectDrawn(await ddpmSample(v, { ...draw, prediction: 'v' }), mixture, 0.03);
  });

  test('DDIM draws it in a quarter of the steps, with noise and without', async () => {
    expectDrawn(await ddimSample(noise, { ...draw, steps: 50 }), mixture, 0.05);
    expectDrawn(await ddimSample(noise, { ...draw, steps: 50, eta: 1 }), mixture, 0.1);
  });

  test.each<[FlowMethod, number]>([
    ['euler', 100],
    ['heun', 25],
    ['midpoint', 25],
  ])('the flow draws it by %s in %i steps', async (method, steps) => {
    const flow = { count: COUNT, shape: [2], seed: 1, method, steps };
    expectDrawn(await flowSample(velocityOf(mixture), flow), mixture, 0.03);
  });
});

test('solvers have their order: Euler halves its error with the steps, the others quarter it', async () => {
  // Of a Gaussian the way is known: x(t) = t μ + √((1 − t)² + t² σ²) · x(0).
  const start = tf.randomNormal([200, 2], 0, 1, 'float32', 3);
  const [[a, b]] = gaussian.means as [[number, number]];
  const exact = tf.add(tf.mul(start, gaussian.deviation), tf.tensor1d([a, b]));
  const errorOf = async (method: FlowMethod, steps: number): Promise<number> => {
    const options = { count: 200, shape: [2], start, method, steps };
    const end = await flowSample(velocityOf(gaussian), options);
    const error = tf.tidy(() => tf.norm(tf.sub(end, exact)).dataSync()[0] as number);
    end.dispose();
    return error;
  };
  const orders: Record<string, number> = {};
  for (const method of ['euler', 'heun', 'midpoint'] as const) {
    orders[method] = Math.log2((await errorOf(method, 16)) / (await errorOf(method, 32)));
  }
  expect(orders.euler).toBeGreaterThan(0.8);
  expect(orders.euler).toBeLessThan(1.3);
  expect(orders.heun).toBeGreaterThan(1.7);
  expect(orders.midpoint).toBeGreaterThan(1.7);
  tf.dispose([start, exact]);
});

test('DDIM without noise follows from its start alone, DDPM from its seed', async () => {
  const schedule = cosineNoiseSchedule({ steps: 50 });
  const noise = noiseOf(three, schedule);
  const start = tf.randomNormal([5, 2], 0, 1, 'float32', 3);
  const values = async (drawn: Promise<Tensor>): Promise<number[]> => {
    const x = await drawn;
    const found = Array.from(x.dataSync());
    x.dispose();
    return found;
  };
  const options = { schedule, count: 5, shape: [2] };
  const ddim = (seed: number) => values(ddimSample(noise, { ...options, start, steps: 10, seed }));
  expect(await ddim(1)).toEqual(await ddim(2));
  const ddpm = (seed: number) => values(ddpmSample(noise, { ...options, seed }));
  expect(await ddpm(1)).toEqual(await ddpm(1));
  expect(await ddpm(1)).not.toEqual(await ddpm(2));
  // The start is the caller's.
  expect(start.isDisposed).toBe(false);
  start.dispose();
});

test('guidance is the linear combination of the paper', async () => {
  const answer = (x: Tensor, _time: Tensor, label?: Tensor): Tensor =>
    label === undefined ? tf.mul(x, 0.5) : tf.mul(x, tf.cast(label, 'float32'));
  tf.tidy(() => {
    const x = tf.ones([3, 1]);
    const label = tf.tensor2d([[0], [1], [4]], [3, 1], 'int32');
    const ask = (weight: number): number[] => {
      const predictor = guided(predictorOf(answer), weight);
      return Array.from(predictor.predict(x, tf.zeros([3, 1]), label, false).dataSync());
    };
    expect(ask(0)).toEqual([0, 1, 4]);
    expect(ask(2)).toEqual([-1, 2, 11]);
  });
});

test('tells each step, cuts off what is expected, and leaves no tensor', async () => {
  const schedule = cosineNoiseSchedule({ steps: 12 });
  const noise = noiseOf(three, schedule);
  const seen: string[] = [];
  let most = 0;
  const work = async (): Promise<void> => {
    seen.length = 0;
    const drawn = await ddpmSample(noise, {
      ...{ schedule, count: 6, shape: [2], clip: [-1, 1], seed: 2 },
      async onStep({ step, steps, x, denoised }) {
        seen.push(`${step}/${steps} [${x.shape}] [${denoised.shape}]`);
        most = Math.max(most, ...(await denoised.data()).map(Math.abs));
      },
    });
    drawn.dispose();
  };
  expect(await tensorsKept(work)).toEqual([0, 0]);
  expect(seen).toHaveLength(12);
  expect(seen[0]).toBe('1/12 [6,2] [6,2]');
  expect(seen.at(-1)).toBe('12/12 [6,2] [6,2]');
  expect(most).toBe(1);
});

test('a step that fails leaves no tensor', async () => {
  const failing = async (): Promise<void> => {
    const drawn = flowSample(velocityOf(three), {
      ...{ count: 4, shape: [2], steps: 5 },
      onStep({ step }) {
        if (step === 3) throw new Error('stop here');
      },
    });
    await expect(drawn).rejects.toThrow('stop here');
  };
  expect(await tensorsKept(failing)).toEqual([0, 0]);
  const wrong = () =>
    flowSample((x) => tf.sum(x), { count: 4, shape: [2], steps: 5 }).catch(() => {});
  expect(await tensorsKept(wrong)).toEqual([0, 0]);
});

test('says what it was given', async () => {
  const schedule = cosineNoiseSchedule({ steps: 10 });
  const zero = (x: Tensor): Tensor => tf.zerosLike(x);
  const options = { schedule, count: 2, shape: [2] };
  const cases: [() => Promise<Tensor>, string][] = [
    [() => ddpmSample(zero, { schedule, count: 2 }), 'Expected `shape`, the shape of one example'],
    [() => ddpmSample(zero, { ...options, count: 0 }), 'Expected `count` to be an integer >= 1'],
    [
      () => ddpmSample(zero, { ...options, guidance: 1 }),
      'Expected `labels` beside `guidance`, which leads towards a class. Received: none',
    ],
    [() => ddpmSample(zero, { ...options, guidance: -1 }), '`guidance` to be a number >= 0'],
    [
      () => ddpmSample(zero, { ...options, labels: [1] }),
      'Expected `labels` of 2 class numbers, one for each example, or one for all. Received: 1',
    ],
    [() => ddpmSample(zero, { ...options, labels: 0.5 }), 'Received: 0.5'],
    [() => ddpmSample(zero, { ...options, clip: [1, -1] }), 'Received: [1,-1]'],
    [() => ddpmSample(zero, { ...options, variance: 'none' as never }), '`variance`'],
    [() => ddpmSample(zero, { ...options, prediction: 'x0' as never }), '`prediction`'],
    [
      () => ddimSample(zero, { ...options, steps: 11 }),
      'Expected `steps` to be an integer from 1 to 10, the steps of the schedule. Received: 11',
    ],
    [() => ddimSample(zero, { ...options, steps: 5, eta: 2 }), '`eta` to be a number in [0, 1]'],
    [() => flowSample(zero, { ...options, method: 'rk4' as never }), 'Received: rk4'],
    [() => flowSample(zero, { ...options, steps: 0 }), '`steps` to be an integer >= 1'],
    [() => flowSample(3 as never, options), 'Expected `denoiser` to be a network'],
    [() => flowSample((x) => tf.sum(x), options), 'of the shape of `x`, [2,2]'],
  ];
  for (const [call, message] of cases) await expect(call()).rejects.toThrow(message);
  const start = tf.zeros([3, 2]);
  await expect(ddpmSample(zero, { ...options, start })).rejects.toThrow(
    'Expected `start` to have the shape of `[count, …shape]`, [2,2]. Received: [3,2]',
  );
  start.dispose();
});
