import { expect, test } from 'vitest';
import { createRng } from '../../src/backend/random.js';
import {
  expectNormalStart,
  expectUnrelated,
  fewestWeights,
  notNormal,
} from './start-distribution.js';

const stddev = Math.sqrt(2 / 32);
const rng = createRng('start');
const made = (draw: () => number): Float32Array =>
  Float32Array.from({ length: fewestWeights }, draw);
const normal = (): number => rng.normal(0, stddev);

test('three hundred right starts are never refused', () => {
  for (let seed = 0; seed < 300; seed++) {
    const values = createRng(seed).normals(fewestWeights, 0, stddev);
    expect(notNormal(values, stddev)).toBeUndefined();
  }
});

const uniform = (): number => rng.uniform(-1, 1) * stddev * Math.sqrt(3);
const truncated = (): number => {
  const value = normal();
  return Math.abs(value) < 2 * stddev ? value / 0.8796 : truncated();
};
const laplace = (): number => {
  const u = rng.uniform(-0.5, 0.5);
  return (-Math.sign(u) * Math.log(1 - 2 * Math.abs(u)) * stddev) / Math.SQRT2;
};
const few = Array.from({ length: 100 }, normal);

test.each<[string, () => number, string]>([
  ['standard deviation 1', () => rng.normal(), 'standard deviation'],
  ['the square root of 1 / inputs', () => rng.normal(0, Math.sqrt(1 / 32)), 'standard deviation'],
  ['by fan-out', () => rng.normal(0, Math.sqrt(2 / 256)), 'standard deviation'],
  ['by the mean of both', () => rng.normal(0, Math.sqrt(4 / (32 + 256))), 'standard deviation'],
  ['a tenth too wide', () => 1.1 * normal(), 'standard deviation'],
  ['the variance taken for the deviation', () => rng.normal(0, 2 / 32), 'standard deviation'],
  ['zeros', () => 0, 'standard deviation'],
  ['NaN', () => Number.NaN, 'standard deviation'],
  ['a mean of its own', () => normal() + stddev / 10, 'mean'],
  ['uniform of the right deviation', uniform, 'end at 1.7'],
  ['cut at two deviations and widened', truncated, 'end at 2.3'],
  ['two exponentials', laplace, 'not normal'],
  ['a hundred numbers again and again', () => few[rng.integer(0, 100)] ?? 0, 'repeat'],
  ['signs alone', () => Math.sign(normal()) * stddev, 'repeat'],
])('%s is refused', (_name, draw, reason) => {
  for (let i = 0; i < 5; i++) expect(notNormal(made(draw), stddev)?.en).toContain(reason);
});

test('of a thousand weights the spread is judged, at the same rate of error', () => {
  const few = (draw: () => number) => notNormal(Float32Array.from({ length: 1000 }, draw), stddev);
  for (let seed = 0; seed < 300; seed++) {
    expect(notNormal(createRng(seed).normals(1000, 0, stddev), stddev)).toBeUndefined();
  }
  for (const factor of [0.5, 0.8, 1.2, 2]) {
    expect(few(() => factor * normal())?.en).toContain('standard deviation');
  }
  expect(few(uniform)).toBeUndefined();
});

test('two matrices of the same draws are told', () => {
  const failed = (a: Float32Array, b: Float32Array): boolean => {
    const conditions: boolean[] = [];
    expectUnrelated({ expect: (is) => conditions.push(is) }, a, b, ['w1', 'w2']);
    return conditions.includes(false);
  };
  const first = made(normal);
  expect(
    failed(
      first,
      first.map((v) => 3 * v),
    ),
  ).toBe(true);
  expect(
    failed(
      first,
      first.map((v) => -v),
    ),
  ).toBe(true);
  expect(failed(first, made(normal))).toBe(false);
});

test('too few weights are the test’s own mistake', () => {
  const judge = () =>
    expectNormalStart({ expect() {} }, new Float32Array(10), {
      stddev,
      what: 'w',
      rule: { en: '', zh: '' },
    });
  expect(judge).toThrow('at least 1000');
});
