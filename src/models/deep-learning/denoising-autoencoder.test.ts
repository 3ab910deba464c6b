import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { loadDataset } from '../../data/load.js';
import { meanSquaredError, Trainer } from '../../nn/index.js';
import { use } from '../../nn/layers/test-tools.js';
import { type Tensor, tf } from '../../nn/tf.js';
import { denoisingAutoencoder } from './denoising-autoencoder.js';

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));

  test('there is noise in training alone, of the deviation that was asked for', () => {
    const model = denoisingAutoencoder({ inputShape: [2000], noise: 0.5, latent: 1, hidden: [1] });
    const noise = model.getLayer('noise');
    tf.tidy(() => {
      const x = tf.zeros([4, 2000]);
      const drawn = Array.from(noise.apply(x, { training: true }).dataSync());
      const deviation = Math.sqrt(drawn.reduce((sum, v) => sum + v * v, 0) / drawn.length);
      expect(deviation).toBeGreaterThan(0.47);
      expect(deviation).toBeLessThan(0.53);
      expect(
        noise
          .apply(x)
          .dataSync()
          .every((v) => v === 0),
      ).toBe(true);
    });
    model.dispose();
  });

  test('the seed fixes the noise, other numbers at each step', () => {
    const drawn = (seed: number): number[][] => {
      const model = denoisingAutoencoder({ inputShape: [3], latent: 2, hidden: [], seed });
      const steps = [0, 1].map(() =>
        tf.tidy(() => {
          const y = model.apply(tf.ones([2, 3]), { training: true }) as Tensor;
          return Array.from(y.dataSync());
        }),
      );
      model.dispose();
      return steps;
    };
    const [first, second] = drawn(1);
    expect(drawn(1)).toEqual([first, second]);
    expect(first).not.toEqual(second);
    expect(drawn(2)[0]).not.toEqual(first);
  });

  test('without noise there is nothing to take away', () => {
    expect(() => denoisingAutoencoder({ inputShape: [6], noise: 0 })).toThrow(
      'Expected `noise` to be a number > 0. Received: 0. Change it in the options of `denoisingAutoencoder`.',
    );
  });
});

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));

  test('a captured step draws the noise of an eager one, and other noise at each step', async () => {
    const x = tf.randomUniform([16, 6], 0, 1, 'float32', 1);
    const losses = async (capture: boolean): Promise<number[]> => {
      const model = denoisingAutoencoder({ inputShape: [6], noise: 0.5, seed: 1 });
      const optimizer = tf.train.sgd(0);
      const trainer = new Trainer({ model, loss: meanSquaredError, optimizer, capture });
      const { steps } = await trainer.fit({ x, y: x }, { steps: 6, batchSize: 16 });
      for (const one of [model, optimizer]) one.dispose();
      return [...steps];
    };
    const [captured, eager] = [await losses(true), await losses(false)];
    // Nothing is learnt at rate 0, and the batch is the whole: all that changes is the noise.
    expect(new Set(eager).size).toBe(6);
    for (const [i, loss] of captured.entries()) expect(loss).toBeCloseTo(eager[i] as number, 6);
    x.dispose();
  });

  test('gives noisy digits back cleaner than they came', async () => {
    const digits = await loadDataset('digits');
    const [x, held] = [tf.slice(digits.x, 0, 1400), tf.slice(digits.x, 1400)];
    const model = denoisingAutoencoder({ inputShape: [64], noise: 0.3, seed: 1 });
    const optimizer = tf.train.adam(2e-3);
    const trainer = new Trainer({ model, loss: meanSquaredError, optimizer, seed: 1 });
    await trainer.fit({ x, y: x }, { epochs: 8 });
    const error = (guess: Tensor): number =>
      tf.tidy(() => tf.mean(tf.squaredDifference(guess, held)).dataSync()[0] as number);
    tf.tidy(() => {
      const noisy = tf.add(held, tf.randomNormal(held.shape, 0, 0.3, 'float32', 7));
      expect(error(model.predict(noisy) as Tensor)).toBeLessThan(0.5 * error(noisy));
    });
    for (const one of [digits.x, digits.y, x, held, model, optimizer]) one.dispose();
  });
});
