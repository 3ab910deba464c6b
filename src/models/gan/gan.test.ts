import { beforeAll, expect, test } from 'vitest';
import { savedAndLoaded, use } from '../../nn/layers/test-tools.js';
import { type LayersModel, type Tensor, tf } from '../../nn/tf.js';
import { conditionalDiscriminator } from './conditional-discriminator.js';
import { conditionalGenerator } from './conditional-generator.js';
import { dcganDiscriminator } from './dcgan-discriminator.js';
import { dcganGenerator } from './dcgan-generator.js';
import { ganDiscriminator } from './gan-discriminator.js';
import { ganGenerator } from './gan-generator.js';

beforeAll(() => use('cpu'));

const shapes = (model: LayersModel): unknown[] => [
  ...new Set(model.layers.map(({ outputShape }) => JSON.stringify(outputShape))),
];

test.each<[[number, number, number], number[], number[]]>([
  [
    [8, 8, 1],
    [64, 32],
    [2, 2, 64],
  ],
  [
    [28, 28, 1],
    [64, 32],
    [7, 7, 64],
  ],
  [
    [32, 32, 3],
    [128, 64, 32],
    [4, 4, 128],
  ],
])(
  'images of %j are made from a small one, and judged by halving it again',
  (shape, filters, small) => {
    const generator = dcganGenerator({ outputShape: shape, filters });
    const discriminator = dcganDiscriminator({
      inputShape: shape,
      filters: [...filters].reverse(),
    });
    expect(shapes(generator)).toContain(JSON.stringify([null, ...small]));
    expect(generator.outputs[0]?.shape).toEqual([null, ...shape]);
    expect(shapes(discriminator)).toContain(JSON.stringify([null, ...small]));
    expect(discriminator.outputs[0]?.shape).toEqual([null, 1]);
    tf.tidy(() => {
      const images = generator.predict(tf.randomNormal([2, 64])) as Tensor;
      const values = images.dataSync();
      expect(values.every((value) => value > 0 && value < 1)).toBe(true);
      expect((discriminator.predict(images) as Tensor).shape).toEqual([2, 1]);
    });
    generator.dispose();
    discriminator.dispose();
  },
);

test('one weight start for one seed, and another for another', () => {
  const first = (seed: number): number[] => {
    const model = ganGenerator({ outputShape: [2], latent: 3, hidden: [4], seed });
    const values = Array.from((model.getWeights()[0] as Tensor).dataSync());
    model.dispose();
    return values;
  };
  expect(first(3)).toEqual(first(3));
  expect(first(3)).not.toEqual(first(4));
});

test('a critic judges each example by itself, a discriminator with batch normalisation does not', () => {
  const scores = (model: LayersModel, of: number): number =>
    tf.tidy(() => {
      const x = tf.concat([tf.ones([1, 4, 4, 1]), tf.fill([3, 4, 4, 1], of)]);
      return (model.apply(x, { training: true }) as Tensor).dataSync()[0] as number;
    });
  for (const normalization of ['none', 'layer', 'spectral', 'batch'] as const) {
    const model = dcganDiscriminator({ inputShape: [4, 4, 1], filters: [4, 4], normalization });
    const gap = Math.abs(scores(model, 0.2) - scores(model, -3));
    if (normalization === 'batch') expect(gap).toBeGreaterThan(1e-3);
    else expect(gap).toBeLessThan(1e-5);
    model.dispose();
  }
});

test('a discriminator with spectral normalisation is 1-Lipschitz, and is the same when loaded', async () => {
  const model = ganDiscriminator({ inputShape: [3], hidden: [8, 8], normalization: 'spectral' });
  tf.tidy(() => model.setWeights(model.getWeights().map((one) => tf.mul(one, 5))));
  const score = (of: LayersModel, x: number[]): number =>
    tf.tidy(() => (of.predict(tf.tensor2d([x])) as Tensor).dataSync()[0] as number);
  for (let i = 0; i < 60; i++)
    tf.tidy(() => void model.apply(tf.zeros([1, 3]), { training: true }));
  for (const [a, b] of [
    [
      [0, 0, 0],
      [1, 0, 0],
    ],
    [
      [0.3, -1, 2],
      [0.4, -1.3, 1.8],
    ],
  ] as const) {
    const apart = Math.hypot(...a.map((value, i) => value - (b[i] as number)));
    expect(Math.abs(score(model, [...a]) - score(model, [...b]))).toBeLessThan(apart * 1.001);
  }
  const again = await savedAndLoaded(model);
  expect(score(again, [0.3, 1, 2])).toBe(score(model, [0.3, 1, 2]));
  model.dispose();
  again.dispose();
});

test('the class changes what is generated, and how it is judged', () => {
  const generator = conditionalGenerator({
    outputShape: [4, 4, 1],
    classes: 2,
    latent: 3,
    filters: [4],
  });
  const discriminator = conditionalDiscriminator({
    inputShape: [4, 4, 1],
    classes: 2,
    filters: [4],
  });
  tf.tidy(() => {
    const classes = tf.tensor2d([
      [1, 0],
      [0, 1],
    ]);
    const images = generator.predict([tf.ones([2, 3]), classes]) as Tensor;
    const [one, other] = tf.unstack(images) as [Tensor, Tensor];
    expect(tf.max(tf.abs(tf.sub(one, other))).dataSync()[0]).toBeGreaterThan(0);
    const scores = discriminator.predict([tf.ones([2, 4, 4, 1]), classes]) as Tensor;
    expect(scores.dataSync()[0]).not.toBeCloseTo(scores.dataSync()[1] as number, 3);
  });
  generator.dispose();
  discriminator.dispose();
});

test('an image that cannot be halved so often is refused', () => {
  expect(() => dcganGenerator({ outputShape: [28, 30, 1] })).toThrow(
    'Expected `outputShape` to be [H, W, channels] with H and W multiples of 4, since each of `filters` halves them. Received: [28,30,1].',
  );
  expect(() => dcganDiscriminator({ inputShape: [8, 8, 1], filters: [4, 4, 4, 4] })).toThrow(
    'multiples of 16',
  );
});
