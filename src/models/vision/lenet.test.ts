import { beforeAll, expect, test } from 'vitest';
import { use } from '../../nn/layers/test-tools.js';
import { type Tensor, tf } from '../../nn/tf.js';
import { lenet } from './lenet.js';

beforeAll(() => use('cpu'));

test('has the 61,706 weights of LeNet-5, for images of 28×28 and of 32×32', () => {
  const small = lenet({ inputShape: [28, 28, 1], classes: 10 });
  const paper = lenet({ inputShape: [32, 32, 1], classes: 10, padding: 'valid' });
  for (const model of [small, paper]) {
    expect(model.countParams()).toBe(61_706);
    expect(model.getLayer('conv_1_pool').outputShape).toEqual([null, 5, 5, 16]);
    model.dispose();
  }
});

test('its nonlinearity and pooling are those that were asked for', () => {
  const x = tf.randomUniform([2, 16, 16, 1], -1, 1, 'float32', 1);
  const asked = [
    {},
    { activation: 'sigmoid' },
    { activation: 'relu', pooling: 'max' },
    { pooling: 'max' },
  ] as const;
  const outputs = asked.map((options) => {
    const model = lenet({ inputShape: [16, 16, 1], classes: 3, seed: 1, ...options });
    const kinds = ['conv_0', 'conv_0_pool', 'hidden_1'].map((name) => {
      const layer = model.getLayer(name);
      return `${layer.getClassName()} ${Reflect.get(layer.getConfig(), 'activation') ?? ''}`.trim();
    });
    const y = model.predict(x) as Tensor;
    const values = Array.from(y.dataSync());
    tf.dispose(y);
    model.dispose();
    return { kinds, values };
  });
  expect(outputs.map(({ kinds }) => kinds)).toEqual([
    ['Conv2D tanh', 'AveragePooling2D', 'Dense tanh'],
    ['Conv2D sigmoid', 'AveragePooling2D', 'Dense sigmoid'],
    ['Conv2D relu', 'MaxPooling2D', 'Dense relu'],
    ['Conv2D tanh', 'MaxPooling2D', 'Dense tanh'],
  ]);
  expect(new Set(outputs.map(({ values }) => values.join())).size).toBe(4);
  x.dispose();
});

test('says what does not fit', () => {
  expect(() => lenet({ inputShape: [8, 8, 1], classes: 10 })).toThrow(
    'Expected `inputShape` to be [H, W, channels] with H and W >= 16. Received: [8,8,1]',
  );
  expect(() =>
    lenet({ inputShape: [28, 28, 1], classes: 10, activation: 'gelu' as 'relu' }),
  ).toThrow('Expected `activation` to be one of `tanh`, `sigmoid`, `relu`. Received: "gelu"');
});
