import { beforeAll, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { shapeImages } from '../../data/shape-images.js';
import { accuracy } from '../../deep-learning/accuracy.js';
import { nearestCentroid } from '../../deep-learning/nearest-centroid.js';
import { sparseSoftmaxCrossEntropy, Trainer } from '../../nn/index.js';
import { savedAndLoaded, use } from '../../nn/layers/test-tools.js';
import { type LayersModel, type Tensor, type Tensor1D, type Tensor2D, tf } from '../../nn/tf.js';
import { mlp } from '../deep-learning/mlp.js';
import { cnn } from './cnn.js';

test('has the layers that were asked for', async () => {
  await use('cpu');
  const model = cnn({ inputShape: [28, 28, 1], classes: 10 });
  expect(model.countParams()).toBe(160 + 4640 + (5 * 5 * 32 * 64 + 64) + 650);
  model.dispose();
  const small = cnn({ inputShape: [8, 8, 3], classes: 2, filters: [4], hidden: 5 });
  const x = tf.zeros([2, 8, 8, 3]);
  const y = small.predict(x) as Tensor;
  expect(y.shape).toEqual([2, 2]);
  tf.dispose([x, y]);
  small.dispose();
  expect(() => cnn({ inputShape: [8, 8, 1], classes: 0 })).toThrow(
    'Expected `classes` to be an integer >= 1. Received: 0',
  );
});

test('an image of which the poolings would leave nothing is refused, the smallest one is taken', async () => {
  await use('cpu');
  const of = (height: number, width: number, filters?: number[]) =>
    cnn({ inputShape: [height, width, 1], classes: 2, ...(filters && { filters }), hidden: 1 });
  expect(() => of(8, 8)).toThrow(
    'Expected `inputShape` to be [H, W, channels] with H and W >= 10: each of the 2 numbers of `filters` ' +
      'takes 2 pixels off and halves the rest; fewer `filters` take smaller images. Received: [8,8,1]. ',
  );
  for (const [count, least] of [4, 10, 22, 46].entries()) {
    const filters = Array<number>(count + 1).fill(1);
    expect(() => of(least - 1, 64, filters)).toThrow(`>= ${least}`);
    expect(() => of(64, least - 1, filters)).toThrow(`>= ${least}`);
    const model = of(least, least, filters);
    expect(model.getLayer('flatten').outputShape).toEqual([null, 1]);
    model.dispose();
  }
  const dense = of(1, 1, []);
  dense.dispose();
});

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));

  test('tells shapes apart where a linear model and the nearest centroid cannot', async () => {
    const train = shapeImages({ count: 1600, seed: 1 });
    const held = shapeImages({ count: 400, seed: 'held out' });
    const share = (classify: (x: Tensor) => Tensor1D): number =>
      tf.tidy(() => accuracy(classify(held.x), held.y));
    const trained = async (model: LayersModel): Promise<LayersModel> => {
      const optimizer = tf.train.adam(3e-3);
      const trainer = new Trainer({ model, loss: sparseSoftmaxCrossEntropy, optimizer, seed: 1 });
      await trainer.fit(train, { epochs: 6 });
      optimizer.dispose();
      return model;
    };
    const classes = train.classes.length;
    const options = { inputShape: [28, 28, 1] as [number, number, number], classes, seed: 1 };
    const linear = await trained(mlp({ ...options, hidden: [] }));
    const model = await trained(cnn(options));
    const loaded = await savedAndLoaded(model);
    const shares = [linear, model, loaded].map((one) =>
      share((x) => tf.argMax<Tensor1D>(one.predict(x) as Tensor, 1)),
    );
    const flat = (x: Tensor): Tensor2D => tf.reshape(x, [-1, 784]);
    const centroid = share((x) =>
      nearestCentroid({ x: flat(train.x), y: train.y, classes }).predict(flat(x)),
    );
    expect(Math.max(shares[0] as number, centroid)).toBeLessThan(0.5);
    expect(shares[1]).toBeGreaterThan(0.65);
    expect(shares[2]).toBe(shares[1]);
    tf.dispose([train.x, train.y, held.x, held.y]);
    for (const one of [linear, model, loaded]) one.dispose();
  });
});
