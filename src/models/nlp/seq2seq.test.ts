import { beforeAll, expect, test } from 'vitest';
import { use } from '../../nn/layers/test-tools.js';
import { type Tensor, tf } from '../../nn/tf.js';
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
