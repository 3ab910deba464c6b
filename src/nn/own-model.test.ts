import { serialization } from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, expect, test } from 'vitest';
import { tf } from '../backend/tf.js';
import { useCpu } from '../deep-learning/test-tools.js';
import { transformerBlock } from './layers/transformer-block.js';
import { foreignLayer } from './own-model.js';

beforeAll(useCpu);

class Doubled extends tfl.layers.Layer {
  static readonly className = 'Doubled';
}
serialization.registerClass(Doubled);

test('layers of the library and of TensorFlow.js are own', () => {
  const model = tf.sequential({
    layers: [
      tf.layers.embedding({ inputDim: 4, outputDim: 4, inputLength: 3 }),
      transformerBlock({ heads: 2 }),
      tf.layers.bidirectional({ layer: tf.layers.lstm({ units: 2 }) }),
      tf.layers.dense({ units: 1 }),
    ],
  });
  expect(foreignLayer(model)).toBeUndefined();
  model.dispose();
});

test('a layer of a user is found, within another one too', () => {
  const doubled = new Doubled({ name: 'twice', inputShape: [2, 2] });
  expect(foreignLayer(tf.sequential({ layers: [doubled] }))).toBe('twice');
  const inner = new Doubled({ name: 'inner' });
  expect(foreignLayer(tfl.layers.timeDistributed({ layer: inner }))).toBe('inner');
});

test('a layer whose call a user replaced is theirs', () => {
  const layer = tfl.layers.dense({ units: 1, name: 'changed' });
  layer.call = (x) => x;
  expect(foreignLayer(layer)).toBe('changed');
});
