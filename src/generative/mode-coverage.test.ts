import { beforeAll, expect, test, vi } from 'vitest';
import { createRng } from '../backend/random.js';
import { tf } from '../nn/tf.js';
import { modeCoverage } from './mode-coverage.js';
import { recorded, tensorOf, tensorsLeft, useCpu } from './test-tools.js';

beforeAll(useCpu);

const centres = () =>
  tf.tensor2d([
    [0, 0],
    [10, 0],
    [0, 10],
  ]);

test('known values: a lost mode, a sample that is none of any', () => {
  const samples = tf.tensor2d([
    [0, 0.5],
    [0, -2.9],
    [0, 3.1],
    [9, 0],
  ]);
  expect(modeCoverage(samples, centres(), { sigma: 1 })).toEqual({
    covered: 2,
    modes: 3,
    highQuality: 0.75,
    shares: [0.5, 0.25, 0],
  });
  expect(modeCoverage(samples, centres(), { sigma: 1, minShare: 0.3 }).covered).toBe(1);
  expect(modeCoverage(samples, centres(), { sigma: 1, radius: 4 }).highQuality).toBe(1);
});

test('a share of 0 asks for one good sample all the same', () => {
  const far = tf.tensor2d([[50, 50]]);
  const found = modeCoverage(far, centres(), { sigma: 1, minShare: 0 });
  expect([found.covered, found.highQuality]).toEqual([0, 0]);
});

test('as NumPy counts', () => {
  const { made, centres: modes, sigma, highQuality, shares } = recorded.modes;
  const found = modeCoverage(tensorOf(made), tensorOf(modes), { sigma });
  expect(found).toEqual({ covered: 6, modes: 8, highQuality, shares });
});

test('true samples of a mixture in the plane: a share of 1 − exp(−9 / 2) is good', () => {
  const rng = createRng(0);
  const samples = tf.tensor2d(
    Array.from({ length: 20_000 }, () => {
      const [x, y] = rng.choice(centres().arraySync()) as [number, number];
      return [rng.normal(x, 0.5), rng.normal(y, 0.5)];
    }),
  );
  const { covered, highQuality } = modeCoverage(samples, centres(), { sigma: 0.5, minShare: 0.3 });
  expect(covered).toBe(3);
  expect(Math.abs(highQuality - 0.9889)).toBeLessThan(0.003);
});

test('says what does not fit, and leaves no tensor', async () => {
  const [samples, modes] = [tf.zeros([4, 2]), centres()];
  expect(() => modeCoverage(samples, modes, { sigma: 0 })).toThrow(
    'Expected `sigma` of modeCoverage to be a number > 0. Received: 0',
  );
  expect(() => modeCoverage(samples, modes, { sigma: 1, minShare: 2 })).toThrow('in [0, 1]');
  expect(() => modeCoverage(tf.zeros([4, 3]), modes, { sigma: 1 })).toThrow(
    'Expected `samples` and `centres` of modeCoverage to have as many numbers in an example. Received: 3 and 2.',
  );
  expect(() => modeCoverage(tf.zeros([4]), modes, { sigma: 1 })).toThrow('Received: float32 [4]');
  expect(() => modeCoverage(tf.zeros([0, 2]), modes, { sigma: 1 })).toThrow(TypeError);
  expect(() =>
    modeCoverage(
      tf.tensor2d([
        [0, 1],
        [Number.NaN, 2],
      ]),
      modes,
      { sigma: 1 },
    ),
  ).toThrow('Received: NaN in example 1.');
  vi.stubEnv('GRADUS_LANG', 'zh');
  expect(() => modeCoverage(samples, modes, { sigma: -1 })).toThrow('应是大于 0 的数');
  vi.unstubAllEnvs();
  expect(await tensorsLeft(() => modeCoverage(samples, modes, { sigma: 1 }))).toBe(0);
});
