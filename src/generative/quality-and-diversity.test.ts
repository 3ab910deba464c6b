import { beforeAll, expect, test } from 'vitest';
import { tf } from '../nn/tf.js';
import { qualityAndDiversity } from './quality-and-diversity.js';
import { recorded, tensorOf, tensorsLeft, useCpu } from './test-tools.js';

beforeAll(useCpu);

test('known values: sure of all classes, sure of one, sure of none', () => {
  const all = qualityAndDiversity(tf.mul(tf.eye(4), 1000));
  expect(all.confidence).toBeCloseTo(1, 12);
  expect(all.entropy).toBeCloseTo(Math.log(4), 12);
  expect(all.inceptionScore).toBeCloseTo(4, 12);
  expect(all.classShares).toEqual([0.25, 0.25, 0.25, 0.25]);
  const one = qualityAndDiversity(tf.tensor2d([1000, -1000, 0, 1000, 0, -1000], [2, 3]));
  expect([one.confidence, one.entropy, one.inceptionScore]).toEqual([1, 0, 1]);
  expect(one.classShares).toEqual([1, 0, 0]);
  const none = qualityAndDiversity(tf.zeros([3, 2]));
  expect(none.confidence).toBeCloseTo(0.5, 12);
  expect(none.entropy).toBeCloseTo(Math.LN2, 12);
  expect(none.inceptionScore).toBeCloseTo(1, 12);
});

test('as SciPy', () => {
  const { logits, ...expected } = recorded.classifier;
  const found = qualityAndDiversity(tensorOf(logits));
  for (const [name, value] of Object.entries(expected)) {
    expect(found[name as 'entropy']).toBeCloseTo(value, 12);
  }
});

test('says what does not fit, and leaves no tensor', async () => {
  const x = tf.ones([2, 3]);
  expect(() => qualityAndDiversity(tf.ones([4, 1]))).toThrow(
    'Expected `logits` of qualityAndDiversity as [N, C] with C >= 2 classes. Received: float32 [4, 1]',
  );
  expect(() => qualityAndDiversity(tf.ones([2, 2, 2]))).toThrow(TypeError);
  expect(() => qualityAndDiversity(tf.fill([2, 2], Number.NaN))).toThrow('Received: NaN');
  expect(await tensorsLeft(() => qualityAndDiversity(x))).toBe(0);
});
