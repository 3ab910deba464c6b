import { beforeAll, expect, test } from 'vitest';
import { useCpu } from '../../deep-learning/test-tools.js';
import { tf } from '../tf.js';
import { layersWithin } from './layers-within.js';
import { transformerBlock } from './transformer-layers.js';

beforeAll(useCpu);

test('finds layers in models, in wrappers and in composite layers', () => {
  const model = tf.sequential({
    name: 'outer',
    layers: [
      tf.layers.embedding({ inputDim: 4, outputDim: 4, inputLength: 3, name: 'vectors' }),
      transformerBlock({ heads: 2, name: 'block' }),
      tf.layers.bidirectional({ layer: tf.layers.lstm({ units: 2, name: 'both' }), name: 'ways' }),
    ],
  });
  const names = layersWithin(model).map((layer) => String(Reflect.get(layer, 'name')));
  expect(names.slice(0, 5)).toEqual(['outer', 'vectors', 'block', 'norm_1', 'attention']);
  expect(names).toEqual(expect.arrayContaining(['qkv', 'dropout_2', 'ways', 'forward_both']));
  expect(names).toContain('backward_both');
  model.dispose();
});
