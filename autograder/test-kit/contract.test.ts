import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, test } from 'vitest';
import { tf } from '../../src/backend/tf.js';
import { contractProblems, requiredKinds, seenCall, triedKinds } from './contract.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const x = (rows: number, columns: number, value = 1) => tf.fill([rows, columns], value);
const plain = {};

test('what a call is is read from its arguments, in options too', () => {
  const call = seenCall([{ x: x(5, 3), y: tf.zeros([5]), batchSize: 2, onEpoch() {} }]);
  expect(call).toMatchObject({ matrices: [[5, 3]], examples: 5, options: { batchSize: 2 } });
});

describe('kinds that are tried', () => {
  test('one example, and a last minibatch of one', () => {
    expect(triedKinds(plain, [seenCall([x(1, 3)])])).toEqual(['batchOfOne', 'notSquare']);
    const rest = seenCall([{ x: x(5, 3), batchSize: 2 }]);
    expect(triedKinds(plain, [rest])).toEqual(['batchOfOne', 'notSquare', 'remainderBatch']);
    const even = seenCall([{ x: x(4, 3), batchSize: 2 }]);
    expect(triedKinds(plain, [even])).toEqual(['notSquare']);
    const whole = seenCall([{ x: x(4, 3), batchSize: 9 }]);
    expect(triedKinds(plain, [whole])).toEqual(['notSquare']);
  });

  test('square only where every matrix is, not square only where none is', () => {
    expect(triedKinds(plain, [seenCall([x(2, 2), x(2, 2)])])).toEqual(['square']);
    expect(triedKinds(plain, [seenCall([x(2, 2), x(2, 3)])])).toEqual([]);
    expect(triedKinds(plain, [seenCall([x(3, 2), x(2, 3)])])).toEqual(['notSquare']);
  });

  test('the same shape twice needs other values and the same options', () => {
    const twice = (a: unknown[], b: unknown[]) =>
      triedKinds(plain, [seenCall(a), seenCall(b)]).includes('sameShapeTwice');
    expect(twice([x(2, 3, 1)], [x(2, 3, 2)])).toBe(true);
    expect(twice([x(2, 3, 1)], [x(2, 3, 1)])).toBe(false);
    expect(twice([x(2, 3, 1), 1], [x(2, 3, 2), 2])).toBe(false);
  });
});

test('options ask for kinds of their own', () => {
  expect(requiredKinds([seenCall([x(2, 3)])])).toEqual([
    'batchOfOne',
    'sameShapeTwice',
    'square',
    'notSquare',
  ]);
  expect(requiredKinds([seenCall([{ seed: 1, batchSize: 2 }])])).toEqual([
    'remainderBatch',
    'startDistribution',
  ]);
});

test('a kind that is lacking is named, unless there is a reason; a reason too many is named', () => {
  const tests = [{ test: plain, calls: [seenCall([tf.tensor1d([1, 2])])] }];
  expect(contractProblems('mean', tests)).toEqual([
    'mean: no hidden test tries batchOfOne; add one, or say in `exempt` why not',
    'mean: no hidden test tries sameShapeTwice; add one, or say in `exempt` why not',
  ]);
  const exempt = { mean: { batchOfOne: 'no batch', sameShapeTwice: 'a constant' } };
  expect(contractProblems('mean', tests, exempt)).toEqual([]);
  const one = [{ test: plain, calls: [seenCall([tf.tensor1d([1])])] }];
  expect(contractProblems('mean', one, exempt)).toEqual([
    'mean: hidden tests try batchOfOne, which is exempt because "no batch"',
  ]);
});
