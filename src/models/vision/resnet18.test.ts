import { beforeAll, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { sparseSoftmaxCrossEntropy, Trainer } from '../../nn/index.js';
import { savedAndLoaded, use } from '../../nn/layers/test-tools.js';
import { type Tensor, tf } from '../../nn/tf.js';
import { resnet18 } from './resnet18.js';

test('says what does not fit', () => {
  expect(() => resnet18({ inputShape: [28, 28, 1], classes: 10 })).toThrow(
    'Expected `inputShape` to be [H, W, channels] with H and W >= 32. Received: [28,28,1]',
  );
});

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));

  test('has the weights of torchvision, and halves the image five times', () => {
    const model = resnet18({ inputShape: [64, 64, 3], classes: 1000 });
    const trained = model.getWeights(true).reduce((sum, { size }) => sum + size, 0);
    expect(trained).toBe(11_689_512);
    expect(model.getLayer('stage_3_block_1_add').outputShape).toEqual([null, 2, 2, 512]);
    model.dispose();
  });

  test('overfits eight images, and predicts the same after it was saved and loaded', async () => {
    const model = resnet18({ inputShape: [32, 32, 1], classes: 8, seed: 1 });
    const x = tf.tensor4d(
      Float32Array.from({ length: 8 * 1024 }, (_, i) => Math.sin(i * (1 + Math.floor(i / 1024)))),
      [8, 32, 32, 1],
    );
    const y = tf.range(0, 8, 1, 'int32');
    const optimizer = tf.train.adam(1e-3);
    const trainer = new Trainer({ model, loss: sparseSoftmaxCrossEntropy, optimizer });
    const { loss } = await trainer.fit({ x, y }, { epochs: 12, batchSize: 8 });
    expect(loss.at(-1)).toBeLessThan((loss[0] as number) / 4);
    const loaded = await savedAndLoaded(model);
    const [a, b] = [model, loaded].map((one) => one.predict(x) as Tensor);
    expect(a?.arraySync()).toEqual(b?.arraySync());
    tf.dispose([x, y, a as Tensor, b as Tensor]);
    for (const one of [model, loaded, optimizer]) one.dispose();
  });
});
