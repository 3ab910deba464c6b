import { beforeAll, expect, test } from 'vitest';
import { createRng } from '../../backend/random.js';
import { gapAlongDirections, use } from '../../nn/layers/test-tools.js';
import { type LayersModel, type Tensor, tf, type Variable } from '../../nn/tf.js';
import type { Complete } from '../spec.js';
import {
  type DenoisingUnetOptions,
  denoisingUnet,
  denoisingUnetParameters,
} from './denoising-unet.js';

beforeAll(() => use('cpu'));

const small = { filters: 4, groups: 2, channelMultipliers: [1, 2], seed: 1 };

/** Weights somewhere else than at the start, where each block gives nothing. */
function moved(options: DenoisingUnetOptions): LayersModel {
  const model = denoisingUnet(options);
  const rng = createRng('moved');
  tf.tidy(() => {
    const all = model.getWeights();
    model.setWeights(all.map((w) => tf.add(w, tf.tensor(rng.normals(w.size, 0, 0.1), w.shape))));
  });
  return model;
}

const predict = (model: LayersModel, inputs: Tensor[]): Tensor => model.predict(inputs) as Tensor;

test.each<[string, DenoisingUnetOptions, number[]]>([
  ['digits', { inputShape: [8, 8, 1], filters: 8 }, [2, 8, 8, 1]],
  ['28×28', { inputShape: [28, 28, 1], ...small, channelMultipliers: [1, 2, 2] }, [2, 28, 28, 1]],
  ['colour', { inputShape: [32, 32, 3], ...small, attention: false }, [2, 32, 32, 3]],
  ['added time', { inputShape: [4, 4, 2], ...small, timeConditioning: 'add' }, [2, 4, 4, 2]],
])('%s: has the weights of the formula, and starts by finding no noise', (_, options, shape) => {
  const model = denoisingUnet(options);
  const defaults = { classes: 0, filters: 32, channelMultipliers: [1, 2, 2], blocks: 1, groups: 8 };
  const rest = { attention: true, timeConditioning: 'scaleShift', dropout: 0, seed: 0 };
  const all = { ...defaults, ...rest, ...options } as Complete<DenoisingUnetOptions>;
  expect(model.countParams()).toBe(denoisingUnetParameters(all));
  tf.tidy(() => {
    const noise = predict(model, [tf.ones(shape), tf.fill([2, 1], 3)]);
    expect(noise.shape).toEqual(shape);
    expect(noise.dataSync().every((value) => value === 0)).toBe(true);
  });
  model.dispose();
});

test('time and class change what is predicted, and no example sees another', () => {
  const model = moved({ inputShape: [4, 4, 1], classes: 2, ...small });
  tf.tidy(() => {
    const x = tf.randomNormal([1, 4, 4, 1], 0, 1, 'float32', 1);
    const ask = (time: number, label: number): number[] =>
      tf.tidy(() => {
        const noise = predict(model, [
          x,
          tf.tensor2d([[time]]),
          tf.tensor2d([[label]], [1, 1], 'int32'),
        ]);
        return Array.from(noise.dataSync());
      });
    const answers = [ask(0, 0), ask(500, 0), ask(0, 1), ask(0, 2)];
    for (const [i, one] of answers.entries()) {
      for (const other of answers.slice(i + 1)) {
        expect(Math.hypot(...one.map((value, j) => value - (other[j] as number)))).toBeGreaterThan(
          0.01 * Math.hypot(...one),
        );
      }
    }
    const both = predict(model, [
      tf.concat([x, tf.mul(x, 7)]),
      tf.tensor2d([[0], [9]]),
      tf.tensor2d([[1], [0]], [2, 1], 'int32'),
    ]);
    const alone = answers[2] as number[];
    alone.forEach((value, i) => {
      expect(both.dataSync()[i]).toBeCloseTo(value, 4);
    });
  });
  model.dispose();
});

test.each(['add', 'scaleShift'] as const)('%s: has the gradient of finite differences', (time) => {
  const model = moved({ inputShape: [4, 4, 1], classes: 2, ...small, timeConditioning: time });
  const variables = model.trainableWeights.map((weight) => weight.read() as Variable);
  tf.tidy(() => {
    const inputs = [
      tf.randomNormal([2, 4, 4, 1], 0, 1, 'float32', 1),
      tf.tensor2d([[3], [400]]),
      tf.tensor2d([[1], [2]], [2, 1], 'int32'),
    ];
    const weighting = tf.randomNormal([2, 4, 4, 1], 0, 1, 'float32', 2);
    const loss = () => tf.sum(tf.mul(model.apply(inputs) as Tensor, weighting));
    expect(gapAlongDirections(loss, variables)).toBeLessThan(1e-3);
  });
  model.dispose();
});

test('says what it takes', () => {
  expect(() => denoisingUnet({ inputShape: [6, 6, 1] })).toThrow(
    'Expected `inputShape` to be [H, W, channels] with H and W divisible by 4, as the other options have it. Received: [6,6,1]. Change it in the options of `denoisingUnet`.',
  );
  expect(() => denoisingUnet({ inputShape: [8, 8, 1], filters: 12 })).toThrow(
    'Expected `filters` to be a multiple of `groups`, 8. Received: 12.',
  );
  expect(() => denoisingUnet({ inputShape: [8, 8, 1], classes: -1 })).toThrow(
    'Expected `classes` to be an integer >= 0. Received: -1.',
  );
  expect(() => denoisingUnet({ inputShape: [8, 8, 1], filters: 5, groups: 5 })).toThrow(
    'Expected `filters` to be an even integer >= 2. Received: 5.',
  );
  denoisingUnet({ inputShape: [4, 4, 1], ...small, dropout: 0.1, blocks: 2 }).dispose();
});
