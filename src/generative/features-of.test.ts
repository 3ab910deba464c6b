import { beforeAll, expect, test } from 'vitest';
import { createRng } from '../backend/random.js';
import { mlp } from '../models/deep-learning/mlp.js';
import { cnn } from '../models/vision/cnn.js';
import { type Tensor, tf } from '../nn/tf.js';
import { featuresOf } from './features-of.js';
import { tensorsLeft, useCpu } from './test-tools.js';

beforeAll(useCpu);

const classifier = () =>
  mlp({ inputShape: [3], hidden: [5, 4], classes: 2, dropout: 0.5, seed: 1 });
const examples = () => tf.tensor2d(createRng(0).normals(21), [7, 3]);

test('by default what the last layer reads: its own formula on them gives the logits', () => {
  const model = classifier();
  const x = examples();
  const features = featuresOf(model, x, { batchSize: 2 });
  expect(features.shape).toEqual([7, 4]);
  const logits = model.getLayer('logits').apply(features) as Tensor;
  const expected = model.predict(x) as Tensor;
  expect(tf.max(tf.abs(tf.sub(logits, expected))).dataSync()[0]).toBeLessThan(1e-6);
});

test('a layer by its name, flattened; the model is as it was', async () => {
  const model = cnn({ inputShape: [12, 12, 1], classes: 3, seed: 1 });
  const x = tf.tensor4d(createRng(0).normals(2 * 144), [2, 12, 12, 1]);
  const before = model.weights.length;
  const name = model.layers[0]?.name ?? '';
  const left = await tensorsLeft(() => featuresOf(model, x, { layer: name }).dispose());
  expect([left, model.weights.length]).toEqual([0, before]);
  const features = featuresOf(model, x, { layer: name });
  expect(features.shape).toEqual([2, 10 * 10 * 16]);
  expect((model.predict(x) as Tensor).shape).toEqual([2, 3]);
});

test('names the layers where there is none of that name', () => {
  expect(() => featuresOf(classifier(), examples(), { layer: 'hidden' })).toThrow(
    /^Expected `layer` of featuresOf to name a layer of the model: .*logits\. Received: "hidden"$/,
  );
});
