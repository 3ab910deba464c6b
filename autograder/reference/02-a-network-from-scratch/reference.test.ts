/** What is told of this lesson's untidy answers; the rest is the suite of all lessons. */
import { expect, test } from 'vitest';
import { type Tensor1D, type Tensor2D, tf } from '../../../src/backend/tf.js';
import { loadReference } from '../load.js';
import { judgeWith, notPassed, subjectsOf } from '../verify.js';

const reference = await loadReference('02-a-network-from-scratch');

test('tensors left behind and a loop without frames are told and cost nothing', async () => {
  const all = subjectsOf(reference, 'trainMlp');
  const untidy = all.find(({ name }) => name === 'the optimiser of tfjs');
  expect(untidy).toBeDefined();
  const results = await judgeWith(reference, 'trainMlp', untidy?.fn, 1);
  expect(notPassed(results)).toEqual([]);
  const told = results.flatMap(({ notices = [] }) => notices);
  expect(new Set(told)).toEqual(new Set(['tensors-left', 'no-next-frame']));
  // Of a hidden test nothing is told.
  for (const { visible, notices } of results) if (!visible) expect(notices).toBeUndefined();

  const leaky = (x: Tensor2D, w: Tensor2D, b: Tensor1D) => tf.add(tf.matMul(x, w), b);
  const leaks = await judgeWith(reference, 'denseForward', leaky, 1);
  expect(leaks.flatMap(({ notices = [] }) => notices)).toEqual(['tensors-left', 'tensors-left']);
  const bias = (_x: Tensor2D, _w: Tensor2D, b: Tensor1D) => b;
  const same = await judgeWith(reference, 'denseForward', bias, 1);
  expect(same.flatMap(({ notices = [] }) => notices)).toEqual([]);
});
