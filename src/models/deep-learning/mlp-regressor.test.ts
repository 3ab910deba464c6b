import { beforeAll, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { createRng } from '../../backend/random.js';
import { standardScaler } from '../../data/scaler.js';
import { meanSquaredError, Trainer } from '../../nn/index.js';
import { savedAndLoaded, use } from '../../nn/layers/test-tools.js';
import { type Tensor, type Tensor2D, tf } from '../../nn/tf.js';
import { mlpRegressor } from './mlp-regressor.js';

test('has the hidden layers of an MLP and as many numbers as were asked for', async () => {
  await use('cpu');
  const model = mlpRegressor({ inputShape: [3, 2], hidden: [5], outputs: 4, seed: 1 });
  expect(model.countParams()).toBe(6 * 5 + 5 + 5 * 4 + 4);
  tf.tidy(() => {
    const y = model.predict(tf.ones([7, 3, 2])) as Tensor;
    expect(y.shape).toEqual([7, 4]);
    // A last ReLU or sigmoid could not say what lies below 0 and above 1.
    const [kernel, bias] = model.getLayer('predictions').getWeights() as [Tensor, Tensor];
    model.getLayer('predictions').setWeights([tf.zerosLike(kernel), tf.mul(tf.onesLike(bias), -5)]);
    expect(Array.from((model.predict(tf.ones([1, 3, 2])) as Tensor).dataSync())).toEqual([
      -5, -5, -5, -5,
    ]);
  });
  model.dispose();
  expect(() => mlpRegressor({ inputShape: [3], hidden: [4], outputs: 0 })).toThrow(
    'Expected `outputs` to be an integer >= 1. Received: 0. Change it in the options of `mlpRegressor`.',
  );
  expect(() => mlpRegressor({ inputShape: [3], hidden: [4, 5], residual: true })).toThrow(
    'Expected `hidden[1]` to be 4',
  );
});

/** y = 100 + 50 sin(2 x₀) x₁, which no line follows. */
function waves(count: number, seed: string): { x: Tensor2D; y: Tensor2D } {
  const rng = createRng(seed);
  const rows = Array.from({ length: count }, () => [rng.uniform(-2, 2), rng.uniform(-2, 2)]);
  const y = rows.map(([a = 0, b = 0]) => [100 + 50 * Math.sin(2 * a) * b]);
  return { x: tf.tensor2d(rows), y: tf.tensor2d(y) };
}

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));

  test('follows a curve that the mean and a line miss, saved and loaded too', async () => {
    const [train, held] = [waves(800, 'train'), waves(200, 'held out')];
    const targets = standardScaler(train.y);
    const scaled = targets.scale(train.y);
    const score = (predicted: Tensor2D): number =>
      tf.tidy(() => tf.metrics.r2Score(held.y, predicted).dataSync()[0] as number);
    const fitted = async (hidden: number[]) => {
      const model = mlpRegressor({ inputShape: [2], hidden, seed: 1 });
      const optimizer = tf.train.adam(0.01);
      const trainer = new Trainer({ model, loss: meanSquaredError, optimizer, seed: 1 });
      await trainer.fit({ x: train.x, y: scaled }, { epochs: 40 });
      optimizer.dispose();
      return model;
    };
    const predicted = (model: { predict(x: Tensor): Tensor | Tensor[] }) =>
      tf.tidy(() => targets.unscale(model.predict(held.x) as Tensor2D));
    const [line, model] = [await fitted([]), await fitted([32, 32])];
    const loaded = await savedAndLoaded(model);
    expect(score(predicted(line))).toBeLessThan(0.3);
    expect(score(predicted(model))).toBeGreaterThan(0.95);
    expect(score(predicted(loaded))).toBe(score(predicted(model)));
    for (const one of [line, model, loaded]) one.dispose();
  });
});
