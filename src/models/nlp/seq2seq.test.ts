import { beforeAll, expect, test } from 'vitest';
import { gapAlongDirections, use } from '../../nn/layers/test-tools.js';
import { type Scalar, type Tensor, tf, type Variable } from '../../nn/tf.js';
import { seq2seq, spec } from './seq2seq.js';

beforeAll(() => use('cpu'));

const sizes = { sourceVocabSize: 7, targetVocabSize: 9, sourceLength: 5, targetLength: 4 };

test('gives logits for each step of a target, and hands out its parts', () => {
  const model = seq2seq({ ...sizes, width: 3, units: 4 });
  const shape = tf.tidy(() => {
    const given = [tf.ones([2, 5], 'int32'), tf.ones([2, 4], 'int32')];
    return (model.predict(given) as Tensor).shape;
  });
  expect(shape).toEqual([2, 4, 9]);
  expect(spec.parts(model).encoder.name).toBe('encoder');
  model.dispose();
});

test('has the gradient of finite differences', () => {
  const model = seq2seq({ ...sizes, width: 3, units: 4, seed: 2 });
  const variables = model.trainableWeights.map((weight) => weight.read() as Variable);
  tf.tidy(() => {
    const source = tf.tensor2d([[3, 4, 5, 6, 0]], [1, 5], 'int32');
    const target = tf.tensor2d([[1, 5, 8, 4]], [1, 4], 'int32');
    const weighting = tf.randomNormal([1, 4, 9], 0, 1, 'float32', 2);
    const loss = (): Scalar =>
      tf.sum(tf.mul(model.apply([source, target] as Tensor[]) as Tensor, weighting));
    expect(gapAlongDirections(loss, variables)).toBeLessThan(1e-3);
  });
  model.dispose();
});

test('says what does not fit', () => {
  expect(() => seq2seq({ ...sizes, units: 0 })).toThrow(
    'Expected `units` to be an integer >= 1. Received: 0',
  );
  const other = tf.sequential({
    layers: [tf.layers.dense({ units: 1, inputShape: [1], name: 'd' })],
  });
  expect(() => spec.parts(other)).toThrow(
    'Expected `model` to be made by `seq2seq`. Received: layers d',
  );
  other.dispose();
});
