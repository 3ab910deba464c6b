import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { createRng } from '../backend/random.js';
import { tf } from '../nn/tf.js';
import { rowsOf } from './rows.js';
import { alongDirections, slicedWasserstein, wassersteinDistance } from './sliced-wasserstein.js';
import { recorded, tensorOf, tensorsLeft, useCpu } from './test-tools.js';

beforeAll(useCpu);

const list = (values: number[]) => tf.tensor1d(values);

test('known values, and as SciPy', () => {
  expect(wassersteinDistance(list([0, 1, 3]), list([5, 6, 8]))).toBe(5);
  expect(wassersteinDistance(list([1]), list([0, 1, 2]))).toBeCloseTo(2 / 3, 12);
  for (const { a, b, distance } of recorded.wasserstein) {
    expect(wassersteinDistance(list(a), list(b))).toBeCloseTo(distance, 12);
  }
});

const numbers = (length: number) =>
  fc.array(fc.integer({ min: -50, max: 50 }), { minLength: length, maxLength: length });

test('of lists of one length: the mean distance of the sorted numbers; symmetric', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }).chain((n) => fc.tuple(numbers(n), numbers(n))),
      ([a, b]) => {
        const [first, second] = [a, b].map((all) => [...all].sort((one, other) => one - other));
        const slow =
          (first ?? []).reduce((sum, one, i) => sum + Math.abs(one - (second?.[i] ?? 0)), 0) /
          a.length;
        expect(wassersteinDistance(list(a), list(b))).toBeCloseTo(slow, 10);
        expect(wassersteinDistance(list(b), list(a))).toBeCloseTo(slow, 10);
      },
    ),
  );
});

test('sliced: as SciPy along the same directions', () => {
  const { a, b, directions, distance } = recorded.sliced;
  const [first, second] = [a, b].map((one) => rowsOf('test', 'a', tensorOf(one)));
  if (first === undefined || second === undefined) throw new Error('no rows');
  expect(alongDirections(first, second, directions)).toBeCloseTo(distance, 12);
});

test('sliced: a shift by s in D dimensions is about s √(2 / (π D)), and the same samples are at 0', () => {
  const x = tf.tensor2d(createRng(1).normals(50 * 64), [50, 64]);
  const options = () => ({ rng: createRng(0), projections: 2000 });
  const shifted = tf.add(x, tf.tensor1d([2, ...new Array<number>(63).fill(0)]));
  const expected = 2 * Math.sqrt(2 / (Math.PI * 64));
  expect(slicedWasserstein(x, x, options())).toBe(0);
  expect(slicedWasserstein(x, shifted, options()) / expected).toBeCloseTo(1, 1);
  // In one dimension each direction is the axis, so it is the distance itself.
  const [a, b] = [list([0, 1, 3]), list([5, 6, 8])].map((one) => tf.expandDims(one, 1));
  if (a === undefined || b === undefined) throw new Error('no lists');
  expect(slicedWasserstein(a, b, { rng: createRng(3), projections: 4 })).toBeCloseTo(5, 12);
});

test('sliced: one seed, one distance; any shape of an example', () => {
  const [x, y] = [1, 2].map((seed) => tf.tensor(createRng(seed).normals(80), [5, 4, 4, 1]));
  if (x === undefined || y === undefined) throw new Error('no images');
  const at = (seed: number) => slicedWasserstein(x, y, { rng: createRng(seed) });
  expect(at(0)).toBe(at(0));
  expect(at(0)).not.toBe(at(1));
});

test('says what does not fit, and leaves no tensor', async () => {
  const x = tf.ones([3, 2]);
  const rng = createRng(0);
  expect(() => slicedWasserstein(x, x, { rng, projections: 0 })).toThrow(
    'Expected `projections` of slicedWasserstein to be an integer >= 1. Received: 0',
  );
  expect(() => slicedWasserstein(x, x, {} as { rng: typeof rng })).toThrow('createRng(seed)');
  expect(() => slicedWasserstein(x, tf.ones([3, 3]), { rng })).toThrow('Received: 2 and 3');
  expect(() => wassersteinDistance(x, list([1]))).toThrow('`a` of wassersteinDistance');
  expect(() => wassersteinDistance(list([1]), list([Number.POSITIVE_INFINITY]))).toThrow(
    'Received: Infinity in example 0',
  );
  expect(await tensorsLeft(() => slicedWasserstein(x, x, { rng }))).toBe(0);
});
