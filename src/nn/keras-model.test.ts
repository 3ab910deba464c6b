import * as core from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { useBackend } from '../backend/index.js';
import { tf as typed } from './tf.js';

// biome-ignore lint/suspicious/noExplicitAny: what a notebook calls without strict types.
const tf = typed as any;
beforeAll(async () => void (await useBackend({ backend: 'cpu', printBackend: false })));

const policy = {
  module: 'keras',
  class_name: 'DTypePolicy',
  config: { name: 'float32' },
  registered_name: null,
};
const initializer = (class_name: string, config: object = {}) => ({
  module: 'keras.initializers',
  class_name,
  config,
  registered_name: null,
});
const input = {
  module: 'keras.layers',
  class_name: 'InputLayer',
  config: { batch_shape: [null, 3], dtype: 'float32', sparse: false, name: 'input_layer' },
  registered_name: null,
};
const dense = (name: string, units: number, width: number) => ({
  module: 'keras.layers',
  class_name: 'Dense',
  config: {
    name,
    trainable: true,
    dtype: policy,
    units,
    activation: 'relu',
    use_bias: true,
    kernel_initializer: initializer('GlorotUniform', { seed: null }),
    bias_initializer: initializer('Zeros'),
    kernel_regularizer: null,
    bias_regularizer: null,
    kernel_constraint: null,
    bias_constraint: null,
  },
  registered_name: null,
  build_config: { input_shape: [null, width] },
});
const topology = (model_config: object) => ({
  keras_version: '3.8.0',
  backend: 'tensorflow',
  model_config,
});
const load = (model_config: object) =>
  tf.loadLayersModel(core.io.fromMemory({ modelTopology: topology(model_config) }));

test('a sequential model of Keras 3', async () => {
  const model = await load({
    class_name: 'Sequential',
    config: {
      name: 'sequential',
      trainable: true,
      dtype: policy,
      layers: [input, dense('a', 2, 3)],
    },
  });
  expect(model.predict(core.ones([4, 3])).shape).toEqual([4, 2]);
  expect(model.layers.map(({ name }: { name: string }) => name)).toContain('a');
});

test('a functional model of Keras 3, with a layer of two inputs', async () => {
  const tensor = (layer: string, width: number) => ({
    class_name: '__keras_tensor__',
    config: { shape: [null, width], dtype: 'float32', keras_history: [layer, 0, 0] },
  });
  const called = (layer: object, name: string, ...args: unknown[]) => ({
    ...layer,
    name,
    inbound_nodes: args.length > 0 ? [{ args, kwargs: {} }] : [],
  });
  const add = {
    module: 'keras.layers',
    class_name: 'Add',
    config: { name: 'add', trainable: true, dtype: policy },
    registered_name: null,
  };
  const model = await load({
    class_name: 'Functional',
    config: {
      name: 'functional',
      trainable: true,
      layers: [
        called(input, 'input_layer'),
        called(dense('a', 2, 3), 'a', tensor('input_layer', 3)),
        called(dense('b', 2, 3), 'b', tensor('input_layer', 3)),
        called(add, 'add', [tensor('a', 2), tensor('b', 2)]),
      ],
      input_layers: ['input_layer', 0, 0],
      output_layers: ['add', 0, 0],
    },
  });
  const x = core.ones([4, 3]);
  const [a, b] = ['a', 'b'].map((name) => model.getLayer(name).apply(x) as core.Tensor);
  expect(model.predict(x).arraySync()).toEqual(
    core.add(a as core.Tensor, b as core.Tensor).arraySync(),
  );
});

test('what cannot be loaded is said with the remedy', async () => {
  await expect(
    load({
      class_name: 'Sequential',
      config: { name: 's', layers: [input, { ...dense('a', 2, 3), class_name: 'MyOwn' }] },
    }),
  ).rejects.toThrow('Run `tf.serialization.registerClass(MyOwn)` before');
  await expect(tf.loadLayersModel('models/model.json')).rejects.toThrow(
    "Received: models/model.json. A file is named by 'file://models/digits'",
  );
});
