import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { tf } from '../nn/tf.js';
import { trainTestSplit } from './split.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** `n` examples whose one feature is their row number, and labels that repeat 0, 1, 2. */
function numbered(n: number) {
  return {
    x: tf.tensor2d(
      Array.from({ length: n }, (_, i) => i),
      [n, 1],
    ),
    y: tf.tensor1d(
      Array.from({ length: n }, (_, i) => i % 3),
      'int32',
    ),
  };
}

test('every example is in one part, with its own label, and each class in proportion', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 30 }), fc.integer(), (triples, seed) => {
      tf.tidy(() => {
        const { train, test: held } = trainTestSplit(numbered(3 * triples), {
          testFraction: 0.3,
          seed,
        });
        const rows = [...train.x.dataSync(), ...held.x.dataSync()];
        const labels = [...train.y.dataSync(), ...held.y.dataSync()];
        expect(rows).toEqual([...train.indices, ...held.indices]);
        expect(labels).toEqual(rows.map((row) => row % 3));
        expect([...rows].sort((a, b) => a - b)).toEqual(rows.map((_, i) => i));
        for (const label of [0, 1, 2]) {
          const count = held.y.dataSync().filter((v) => v === label).length;
          expect(count).toBe(Math.round(triples * 0.3));
        }
      });
    }),
    { numRuns: 30 },
  );
});

test('the same seed gives the same split, another seed another', () => {
  const data = numbered(60);
  const rows = (seed: number) => trainTestSplit(data, { seed }).test.indices;
  expect(rows(1)).toEqual(rows(1));
  expect(rows(1)).not.toEqual(rows(2));
});

test('labels stay int32, inputs stay alive, nothing leaks', () => {
  const data = numbered(60);
  const before = tf.memory().numTensors;
  const { train, test: held } = trainTestSplit(data);
  expect(tf.memory().numTensors).toBe(before + 4);
  expect(train.y.dtype).toBe('int32');
  expect(held.x.shape).toEqual([12, 1]);
  expect(data.x.isDisposed).toBe(false);
  tf.dispose([train.x, train.y, held.x, held.y]);
});

test('says what is wrong with an impossible split', () => {
  const data = numbered(3);
  expect(() => trainTestSplit(data, { testFraction: 1.5 })).toThrow(
    'Expected `testFraction` to be a number between 0 and 1. Received: 1.5',
  );
  expect(() => trainTestSplit(data, { testFraction: 0.1 })).toThrow(/0 to test on/);
});
