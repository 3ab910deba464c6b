import { beforeAll, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { mnist1d } from '../../data/generated/mnist-1d.js';
import { accuracy } from '../../deep-learning/accuracy.js';
import { sparseSoftmaxCrossEntropy, Trainer } from '../../nn/index.js';
import { savedAndLoaded, use } from '../../nn/layers/test-tools.js';
import { type LayersModel, type Tensor, type Tensor1D, tf } from '../../nn/tf.js';
import { cnn1d } from './cnn1d.js';
import { mlp } from './mlp.js';

test('is by default the network that was published for MNIST-1D', async () => {
  await use('cpu');
  const model = cnn1d({ inputShape: [40], classes: 10, seed: 1 });
  expect(model.countParams()).toBe(5210);
  const shapes = model.layers.map(({ name, outputShape }) => [name, outputShape]);
  expect(Object.fromEntries(shapes)).toEqual({
    channels: [null, 40, 1],
    conv_0: [null, 20, 25],
    conv_1: [null, 10, 25],
    conv_2: [null, 5, 25],
    flatten: [null, 125],
    logits: [null, 10],
  });
  model.dispose();
});

test('takes channels too, and the same numbers with one channel as without', async () => {
  await use('cpu');
  const options = { classes: 3, filters: [4, 4], kernelSizes: [3, 3], seed: 1 };
  const flat = cnn1d({ ...options, inputShape: [8] });
  const one = cnn1d({ ...options, inputShape: [8, 1] });
  tf.tidy(() => {
    const x = tf.randomNormal([5, 8], 0, 1, 'float32', 2);
    const outputs = flat.predict(x) as Tensor;
    expect((one.predict(tf.expandDims(x, -1)) as Tensor).dataSync()).toEqual(outputs.dataSync());
  });
  const two = cnn1d({ ...options, inputShape: [8, 2] });
  expect(two.countParams()).toBe(3 * 2 * 4 + 4 + 3 * 4 * 4 + 4 + 2 * 4 * 3 + 3);
  for (const model of [flat, one, two]) model.dispose();
});

test('says what does not fit', () => {
  expect(() => cnn1d({ inputShape: [8, 1, 1], classes: 2 })).toThrow(
    'Expected `inputShape` to be one or two integers >= 1, [T] or [T, channels]. Received: [8,1,1]',
  );
  expect(() => cnn1d({ inputShape: [8], classes: 2, filters: [4, 4] })).toThrow(
    'Expected `kernelSizes` to be a list as long as `filters`, 2. Received: [5,3,3]',
  );
});

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));

  test('reads MNIST-1D far better than a linear model, saved and loaded too', async () => {
    const { train, test: held } = mnist1d({ count: 2500, seed: 1 });
    const share = (model: LayersModel): number =>
      tf.tidy(() => accuracy(tf.argMax<Tensor1D>(model.predict(held.x) as Tensor, 1), held.y));
    const trained = async <Model extends LayersModel>(model: Model): Promise<Model> => {
      const optimizer = tf.train.adam(0.01);
      const trainer = new Trainer({ model, loss: sparseSoftmaxCrossEntropy, optimizer, seed: 1 });
      await trainer.fit(train, { epochs: 12 });
      optimizer.dispose();
      return model;
    };
    const options = { inputShape: [40], classes: 10, seed: 1 };
    const linear = await trained(mlp({ ...options, hidden: [] }));
    const model = await trained(cnn1d(options));
    const loaded = await savedAndLoaded(model);
    expect(share(linear)).toBeLessThan(0.4);
    expect(share(model)).toBeGreaterThan(0.75);
    expect(share(loaded)).toBe(share(model));
    for (const one of [linear, model, loaded]) one.dispose();
  });
});
