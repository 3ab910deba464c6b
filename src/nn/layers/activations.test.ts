import { beforeAll, expect, test } from 'vitest';
import { type Tensor, tf } from '../tf.js';
import { savedAndLoaded, use } from './test-tools.js';

beforeAll(() => use('cpu'));

test.each(['gelu', 'gelu_new', 'swish', 'hardSigmoid', 'softplus', 'mish', 'relu6'] as const)(
  'a model with %s loads after it was saved',
  async (activation) => {
    const x = tf.tensor2d([-2, -0.5, 0.5, 2], [2, 2]);
    for (const layers of [
      [tf.layers.dense({ units: 3, activation, inputShape: [2] })],
      [tf.layers.activation({ activation, inputShape: [2] })],
      [
        tf.layers.reshape({ targetShape: [2, 1], inputShape: [2] }),
        tf.layers.conv1d({ filters: 2, kernelSize: 1, activation }),
      ],
    ]) {
      const model = tf.sequential({ layers });
      // Saved once more, as one that goes on from a checkpoint is.
      const loaded = await savedAndLoaded(await savedAndLoaded(model));
      expect((loaded.predict(x) as Tensor).arraySync()).toEqual(
        (model.predict(x) as Tensor).arraySync(),
      );
      for (const one of [model, loaded]) one.dispose();
    }
    x.dispose();
  },
);
