import { beforeAll, expect, test } from 'vitest';
import { use } from '../../nn/layers/test-tools.js';
import { type Tensor, tf } from '../../nn/tf.js';
import { denoisingMlp } from './denoising-mlp.js';

beforeAll(() => use('cpu'));

test('the same point at another time, or of another class, has another answer', () => {
  const model = denoisingMlp({ inputShape: [2], classes: 2, hidden: [16], seed: 3 });
  tf.tidy(() => {
    const noise = model.predict([
      tf.ones([4, 2]),
      tf.tensor2d([[0], [50], [0], [0]]),
      tf.tensor2d([[0], [0], [1], [2]], [4, 1], 'int32'),
    ]) as Tensor;
    const rows = (noise.arraySync() as number[][]).map((row) => row.join());
    expect(new Set(rows).size).toBe(4);
  });
  model.dispose();
});

test('without classes it takes two inputs', () => {
  const model = denoisingMlp({ inputShape: [3], hidden: [4], timeWidth: 2 });
  tf.tidy(() => {
    const noise = model.predict([tf.zeros([5, 3]), tf.zeros([5, 1])]) as Tensor;
    expect(noise.shape).toEqual([5, 3]);
  });
  model.dispose();
});

test('says what it takes', () => {
  expect(() => denoisingMlp({ inputShape: [2, 2] })).toThrow(
    'Expected `inputShape` to be a list of one integer, the size of an example. Received: [2,2]. Change it in the options of `denoisingMlp`.',
  );
  expect(() => denoisingMlp({ inputShape: [2], timeWidth: 3 })).toThrow(
    'Expected `timeWidth` to be an even integer >= 2. Received: 3.',
  );
  expect(() => denoisingMlp({ inputShape: [2], hidden: [] })).toThrow('`hidden`');
});
