/** Schedules and q(x_t | x_0) against NumPy, recorded by `fixtures/record.py`. */
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { backendsHere } from '../../test/conformance.js';
import { tensorsKept, use } from '../nn/layers/test-tools.js';
import { type Tensor, tf } from '../nn/tf.js';
import { addNoise, velocity } from './add-noise.js';
import {
  cosineNoiseSchedule,
  linearNoiseSchedule,
  type NoiseSchedule,
  noiseSchedule,
  signalToNoise,
} from './noise-schedule.js';

interface RecordedSchedule {
  readonly steps: number;
  readonly places: number[];
  readonly betas: number[];
  readonly alphas: number[];
  readonly alphasCumprod: number[];
  readonly snr: number[];
}
interface Recorded {
  readonly linear: [RecordedSchedule, RecordedSchedule];
  readonly cosine: [RecordedSchedule, RecordedSchedule];
  readonly process: { x0: number[]; noise: number[]; t: number[]; x: number[]; v: number[] };
}
const recorded = JSON.parse(
  readFileSync(new URL('fixtures/diffusion.json', import.meta.url), 'utf8'),
) as Recorded;

function expectClose(got: ArrayLike<number>, expected: readonly number[], relative: number): void {
  expect(got).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) {
    expect(Math.abs((got[i] as number) - value)).toBeLessThanOrEqual(relative * Math.abs(value));
  }
}

function expectSchedule(schedule: NoiseSchedule, expected: RecordedSchedule): void {
  expect(schedule.steps).toBe(expected.steps);
  const at = (values: Float64Array) => expected.places.map((t) => values[t] as number);
  expectClose(at(schedule.betas), expected.betas, 1e-12);
  expectClose(at(schedule.alphas), expected.alphas, 1e-12);
  expectClose(at(schedule.alphasCumprod), expected.alphasCumprod, 1e-9);
  expectClose(at(signalToNoise(schedule)), expected.snr, 1e-9);
}

test('the linear schedule is that of Ho et al.', () => {
  expectSchedule(linearNoiseSchedule(), recorded.linear[0]);
  const few = linearNoiseSchedule({ steps: 8, betaStart: 0.01, betaEnd: 0.3 });
  expectSchedule(few, recorded.linear[1]);
  expect(Array.from(linearNoiseSchedule({ steps: 1 }).betas)).toEqual([1e-4]);
});

test('the cosine schedule is that of Nichol & Dhariwal', () => {
  expectSchedule(cosineNoiseSchedule(), recorded.cosine[0]);
  expectSchedule(cosineNoiseSchedule({ steps: 8 }), recorded.cosine[1]);
});

test('whatever the steps, noise only grows, and little of the signal is left at the end', () => {
  const steps = fc.integer({ min: 2, max: 2000 });
  fc.assert(
    fc.property(steps, (count) => {
      const ratio = signalToNoise(cosineNoiseSchedule({ steps: count }));
      for (const [t, value] of ratio.entries()) {
        if (t > 0) expect(value).toBeLessThan(ratio[t - 1] as number);
      }
      expect(ratio.at(-1)).toBeLessThan(2e-3);
    }),
    { numRuns: 30 },
  );
});

test('says what is wrong with a schedule', () => {
  expect(() => noiseSchedule([0.1, 1])).toThrow(
    'Expected `betas` of numbers above 0 and below 1, one for each step. Received: betas[1] = 1. Every step keeps some of what was there, and adds some noise',
  );
  expect(() => noiseSchedule([])).toThrow('Received: []');
  expect(() => linearNoiseSchedule({ steps: 0 })).toThrow(
    'Expected `steps` to be an integer >= 1. Received: 0',
  );
  expect(() => cosineNoiseSchedule({ steps: 2.5 })).toThrow('Received: 2.5');
  expect(() => cosineNoiseSchedule({ offset: -1 })).toThrow('`offset`');
  expect(() => cosineNoiseSchedule({ maxBeta: 1 })).toThrow('`maxBeta`');
  expect(() => linearNoiseSchedule({ betaEnd: 2 })).toThrow('betas[');
});

describe.each(backendsHere())('on %s', (backend) => {
  beforeAll(() => use(backend));

  test('adds the noise of the formula', async () => {
    const { x0, noise, t, x, v } = recorded.process;
    const work = (check: boolean): void =>
      tf.tidy(() => {
        const given = [x0, noise].map((values) => tf.tensor(values, [4, 3])) as [Tensor, Tensor];
        const steps = tf.tensor1d(t, 'int32');
        const schedule = cosineNoiseSchedule();
        const noisy = addNoise(...given, steps, schedule);
        const target = velocity(...given, steps, schedule);
        if (!check) return;
        for (const [got, expected] of [
          [noisy, x],
          [target, v],
        ] as const) {
          const values = got.dataSync();
          expected.forEach((value, i) => {
            expect(Math.abs((values[i] as number) - value)).toBeLessThan(2e-6);
          });
        }
        // One number for all is the same as the number for each.
        const one = addNoise(...given, 400, schedule).dataSync();
        const each = addNoise(...given, tf.fill([4], 400, 'int32'), schedule).dataSync();
        expect(one).toEqual(each);
      });
    work(true);
    expect(await tensorsKept(() => work(false))).toEqual([0, 0]);
  });

  test('has the moments of q(x_t | x_0)', () => {
    const schedule = linearNoiseSchedule();
    tf.tidy(() => {
      const x0 = tf.fill([20_000, 1], 2);
      for (const t of [0, 300, 999]) {
        const noise = tf.randomNormal(x0.shape, 0, 1, 'float32', 5 + t);
        const { mean, variance } = tf.moments(addNoise(x0, noise, t, schedule));
        const left = schedule.alphasCumprod[t] as number;
        // Five standard errors.
        const bound = 5 * Math.sqrt((1 - left) / 20_000) + 1e-5;
        expect(Math.abs((mean.dataSync()[0] as number) - 2 * Math.sqrt(left))).toBeLessThan(bound);
        const ratio = (variance.dataSync()[0] as number) / (1 - left);
        expect(Math.abs(ratio - 1)).toBeLessThan(5 * Math.sqrt(2 / 20_000) + 1e-3);
      }
    });
  });
});

test('says what it was given', () => {
  const schedule = cosineNoiseSchedule({ steps: 10 });
  tf.tidy(() => {
    const x = tf.zeros([2, 3]);
    expect(() => addNoise(x, tf.zeros([2, 4]), 0, schedule)).toThrow(
      'Expected `noise` to have the shape of `x0`, [2,3]. Received: [2,4]',
    );
    expect(() => addNoise(x, x, 10, schedule)).toThrow(
      'Expected `t` to be an integer from 0 to 9, the last step of the schedule. Received: 10. Steps are counted from 0',
    );
    expect(() => addNoise(x, x, tf.zeros([3], 'int32'), schedule)).toThrow(
      'Expected `t` to be an int32 tensor with the step of each of 2 examples, [2]. Received: int32 [3]',
    );
    expect(() => velocity(x, x, tf.zeros([2]), schedule)).toThrow('Received: float32 [2]');
  });
});
