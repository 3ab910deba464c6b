/** What holds for every augmentation, whatever it draws. */
import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { backendsHere } from '../../../test/conformance.js';
import { createRng, type Rng, useBackend } from '../../backend/index.js';
import { messages } from '../../messages/index.js';
import { type Tensor2D, type Tensor4D, tf } from '../../nn/tf.js';
import { betaDraw } from './beta.js';
import {
  colorJitter,
  compose,
  cutmix,
  labelSmoothing,
  mixup,
  randomCrop,
  randomFlip,
} from './index.js';

const [count, height, width, classes] = [6, 5, 7, 3];

const imagesOf = (seed: number, channels = 3, of = count): Tensor4D =>
  tf.tensor4d(createRng(seed).uniforms(of * height * width * channels), [
    of,
    height,
    width,
    channels,
  ]);
const labelsOf = (seed: number, of = count): Tensor2D => {
  const numbers = Array.from({ length: of }, (_, i) =>
    createRng(`${seed} ${i}`).integer(0, classes),
  );
  return tf.tidy(
    () => tf.cast(tf.oneHot(tf.tensor1d(numbers, 'int32'), classes), 'float32') as Tensor2D,
  );
};

const jitter = { brightness: 0.5, contrast: 0.5, saturation: 0.5, hue: 0.3 };
const ofImages: Record<string, (images: Tensor4D, rng: Rng) => Tensor4D> = {
  randomFlip: (images, rng) => randomFlip(images, rng),
  randomCrop: (images, rng) => randomCrop(images, rng, { padding: 2, paddingMode: 'reflect' }),
  colorJitter: (images, rng) => colorJitter(images, rng, jitter),
  compose: compose([
    (images, rng) => randomFlip(images, rng),
    (images, rng) => randomCrop(images, rng, { padding: 1 }),
    (images, rng) => colorJitter(images, rng, jitter),
  ]),
  mixup: (images, rng) => {
    const labels = labelsOf(1);
    const { x, y } = mixup(images, labels, rng, { alpha: 1 });
    tf.dispose([labels, y]);
    return x;
  },
  cutmix: (images, rng) => {
    const labels = labelsOf(1);
    const { x, y } = cutmix(images, labels, rng);
    tf.dispose([labels, y]);
    return x;
  },
};
const names = Object.keys(ofImages);

/** What an augmentation makes of a batch, as numbers. */
function made(name: string, seed: number, images: Tensor4D): Float32Array {
  const out = ofImages[name]?.(images, createRng(seed)) as Tensor4D;
  expect(out.shape).toEqual(images.shape);
  expect(out).not.toBe(images);
  const values = out.dataSync() as Float32Array;
  out.dispose();
  return values;
}

describe.each(backendsHere())('on %s', (backend) => {
  beforeAll(() => useBackend({ backend, printBackend: false }));

  test.each(names)('%s: same seed same batch, another seed another; no tensor is left', (name) => {
    const images = imagesOf(1);
    const before = images.dataSync().slice();
    const first = made(name, 1, images);
    const tensors = tf.memory().numTensors;
    expect(made(name, 1, images)).toEqual(first);
    expect(made(name, 2, images)).not.toEqual(first);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(images.dataSync()).toEqual(before);
    images.dispose();
  });

  test.each(names)('%s keeps pixels in [0, 1]', (name) => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(0, 0.5, 1), (seed, corner) => {
        const images = tf.tidy(() => {
          const drawn = imagesOf(seed);
          // Many pixels at the ends of the range, where rounding leads out of it.
          return tf.where(tf.less(drawn, 0.4), tf.fill(drawn.shape, corner), drawn) as Tensor4D;
        });
        const values = made(name, seed, images);
        images.dispose();
        expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...values)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 8, seed: 1 },
    );
  });
});

describe('on the plain backend', () => {
  beforeAll(() => useBackend({ backend: 'cpu', printBackend: false }));

  /** The images of a batch one by one, as text to compare by. */
  const one = (images: Tensor4D): string[] => {
    const found = tf.unstack(images).map((image) => String(image.dataSync()));
    images.dispose();
    return found;
  };

  test.each([0, 0.2, 0.5, 1])(
    'randomFlip flips with probability %d, each image for itself',
    (p) => {
      const images = imagesOf(1, 1, 2000);
      const [left, flipped] = [one(tf.clone(images)), one(randomFlip(images, createRng(3), { p }))];
      const mirrored = one(tf.reverse(images, 2));
      images.dispose();
      const flips = flipped.filter((image, i) => image === mirrored[i]).length;
      expect(flipped.every((image, i) => image === left[i] || image === mirrored[i])).toBe(true);
      // Four standard deviations of a binomial rate.
      expect(Math.abs(flips / 2000 - p)).toBeLessThanOrEqual(4 * Math.sqrt((p * (1 - p)) / 2000));
    },
  );

  test('masks are flipped and cropped as their images are', () => {
    const images = imagesOf(1, 3);
    const masks = tf.tidy(() => tf.slice(images, [0, 0, 0, 1], [-1, -1, -1, 1]) as Tensor4D);
    for (const name of ['randomFlip', 'randomCrop']) {
      const image = ofImages[name]?.(images, createRng(5)) as Tensor4D;
      const mask = ofImages[name]?.(masks, createRng(5)) as Tensor4D;
      expect(one(tf.slice(image, [0, 0, 0, 1], [-1, -1, -1, 1]) as Tensor4D)).toEqual(one(mask));
    }
  });

  test('randomCrop finds every place equally often, and nothing but the image and its padding', () => {
    const pixels = Float32Array.from({ length: 3000 * 4 }, (_, i) => (1 + (i % 4)) / 8);
    const images = tf.tensor4d(pixels, [3000, 2, 2, 1]);
    const cropped = one(randomCrop(images, createRng(7), { padding: 1, fill: 0.75, size: 3 }));
    const counts = new Map<string, number>();
    for (const image of cropped) counts.set(image, (counts.get(image) ?? 0) + 1);
    const f = 0.75;
    const [a, b, c, d] = [1 / 8, 2 / 8, 3 / 8, 4 / 8];
    const expected = [
      [f, f, f, f, a, b, f, c, d],
      [f, f, f, a, b, f, c, d, f],
      [f, a, b, f, c, d, f, f, f],
      [a, b, f, c, d, f, f, f, f],
    ];
    expect([...counts.keys()].sort()).toEqual(expected.map(String).sort());
    for (const found of counts.values()) expect(Math.abs(found - 750)).toBeLessThan(100);
  });

  test('colorJitter of nothing changes nothing, and each image has factors of its own', () => {
    const images = tf.fill([200, 1, 1, 1], 0.4) as Tensor4D;
    expect(new Set(one(colorJitter(images, createRng(1)))).size).toBe(1);
    const brightened = one(colorJitter(images, createRng(1), { brightness: 0.5 })).map(Number);
    expect(new Set(brightened).size).toBeGreaterThan(190);
    expect(Math.min(...brightened)).toBeGreaterThanOrEqual(0.2);
    expect(Math.max(...brightened)).toBeLessThanOrEqual(0.6);
    const mean = brightened.reduce((sum, value) => sum + value, 0) / 200;
    // Uniform in [0.2, 0.6]: a standard deviation of 0.4 / √12.
    expect(Math.abs(mean - 0.4)).toBeLessThan((4 * 0.4) / Math.sqrt(12 * 200));
    const fixed = one(colorJitter(images, createRng(1), { brightness: [1.5, 1.5] }));
    expect(fixed.every((value) => Math.abs(Number(value) - 0.6) < 1e-6)).toBe(true);
  });

  test('colorJitter makes its adjustments in every order', () => {
    const images = tf.fill([400, 1, 2, 1], 0.2) as Tensor4D;
    const dark = tf.tensor4d([0.2, 0.9], [1, 1, 2, 1]);
    const same = tf.tile(dark, [400, 1, 1, 1]);
    const options = { brightness: [1.5, 1.5], contrast: [0.5, 0.5] } as const;
    const found = one(colorJitter(same, createRng(1), options));
    // Cut off at 1 before or after the contrast is taken out: two results, as often.
    const counts = [...new Set(found)].map(
      (kind) => found.filter((image) => image === kind).length,
    );
    expect(counts).toHaveLength(2);
    for (const times of counts) expect(Math.abs(times - 200)).toBeLessThan(40);
    tf.dispose([images, dark, same]);
  });

  test('mixup: the weights of a label sum to 1, and image and label have the same weights', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(0.01, 0.2, 1, 8), (seed, alpha) => {
        // An image that says what its label is.
        const labels = labelsOf(seed);
        const images = tf.reshape(labels, [count, 1, 1, classes]) as Tensor4D;
        const { x, y } = mixup(images, labels, createRng(seed), { alpha });
        expect(x.dataSync()).toEqual(y.dataSync());
        const sums = tf.sum(y, 1).dataSync();
        for (const sum of sums) expect(Math.abs(sum - 1)).toBeLessThan(2e-7);
      }),
      { numRuns: 30, seed: 1 },
    );
  });

  test('CutMix: the share of a label is that of the pasted pixels, exactly', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(0.2, 1, 8), (seed, alpha) => {
        const labels = labelsOf(seed);
        const shape: [number, number, number, number] = [count, height, width, classes];
        const images = tf.tidy(
          () => tf.broadcastTo(tf.reshape(labels, [count, 1, 1, classes]), shape) as Tensor4D,
        );
        const { x, y } = cutmix(images, labels, createRng(seed), { alpha });
        const pixels = tf.sum(x, [1, 2]).dataSync();
        y.dataSync().forEach((share, i) => {
          expect(Math.round(share * height * width)).toBe(pixels[i]);
          expect(Math.abs(share - (pixels[i] as number) / (height * width))).toBeLessThan(1e-7);
        });
      }),
      { numRuns: 30, seed: 1 },
    );
  });

  test.each([0.05, 0.2, 1, 4])('weights are drawn from Beta(%d, same)', (alpha) => {
    const rng = createRng('beta');
    const draws = Array.from({ length: 20000 }, () => betaDraw(alpha, rng));
    expect(draws.every((value) => value >= 0 && value <= 1)).toBe(true);
    const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
    const variance = draws.reduce((sum, value) => sum + (value - 0.5) ** 2, 0) / draws.length;
    const expected = 1 / (4 * (2 * alpha + 1));
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(expected / draws.length));
    expect(variance / expected).toBeGreaterThan(0.96);
    expect(variance / expected).toBeLessThan(1.04);
  });

  test('labelSmoothing takes the same share of every class', () => {
    const labels = tf.tensor2d([[0, 1, 0, 0]]);
    const smooth = labelSmoothing(labels, { smoothing: 0.1 }).dataSync();
    [0.025, 0.925, 0.025, 0.025].forEach((value, i) => {
      expect(smooth[i]).toBeCloseTo(value, 6);
    });
    expect(labelSmoothing(labels, { smoothing: 0 }).dataSync()).toEqual(labels.dataSync());
  });

  test('compose of no step is a copy; a step that returns nothing is named', () => {
    const images = imagesOf(1);
    const copy = compose([])(images, createRng(1));
    expect(copy).not.toBe(images);
    expect(one(copy)).toEqual(one(tf.clone(images)));
    const wrong = compose([(x) => x, () => undefined as unknown as Tensor4D]);
    expect(() => wrong(images, createRng(1))).toThrow(/step 2 of compose/);
    expect(() => compose([1 as never])).toThrow(TypeError);
  });

  test('wrong images, labels, generators and options are refused, with the remedy', () => {
    const rng = createRng(1);
    const images = imagesOf(1);
    const labels = labelsOf(1);
    const said = (work: () => unknown): string => {
      try {
        work();
      } catch (error) {
        return (error as Error).message;
      }
      return 'no error';
    };
    const { vision } = messages('en');
    expect(said(() => randomFlip(tf.zeros([5, 7, 3]) as never, rng))).toBe(
      vision.images({ where: 'randomFlip', given: 'float32 [5, 7, 3]' }),
    );
    expect(said(() => randomFlip(tf.zeros([2, 5, 7, 3], 'int32'), rng))).toMatch(/tf\.cast/);
    expect(said(() => randomFlip(images, 7 as never))).toMatch(/createRng\(seed\)/);
    expect(said(() => randomFlip(images, rng, { p: 1.5 }))).toMatch(/in \[0, 1\]. Received: 1.5/);
    expect(said(() => randomFlip(images, rng, { prob: 1 } as never))).toMatch(/prob/);
    expect(said(() => randomCrop(images, rng))).toMatch(/leaves a choice.*5×7/s);
    expect(said(() => randomCrop(images, rng, { size: 9 }))).toMatch(/9×9/);
    expect(said(() => randomCrop(images, rng, { size: [2.5, 2] }))).toMatch(/\[2.5,2\]/);
    expect(said(() => randomCrop(images, rng, { padding: -1 }))).toMatch(/>= 0. Received: -1/);
    expect(said(() => randomCrop(images, rng, { padding: 5, paddingMode: 'reflect' }))).toMatch(
      /<= 4,/,
    );
    expect(said(() => randomCrop(images, rng, { paddingMode: 'wrap' as never }))).toMatch(
      /constant, edge, reflect, symmetric/,
    );
    expect(said(() => randomCrop(images, rng, { padding: 1, fill: Number.NaN }))).toMatch(/NaN/);
    expect(said(() => colorJitter(images, rng, { brightness: -0.1 }))).toMatch(/brightness/);
    expect(said(() => colorJitter(images, rng, { contrast: [1.2, 0.8] }))).toMatch(/\[1.2,0.8\]/);
    expect(said(() => colorJitter(images, rng, { hue: 0.6 }))).toMatch(/colour circle/);
    expect(said(() => colorJitter(tf.mul(images, 255), rng, jitter))).toMatch(/Divide/);
    expect(said(() => colorJitter(tf.zeros([1, 2, 2, 4]), rng, jitter))).toMatch(/4 channels/);
    expect(said(() => mixup(images, tf.zeros([count]) as never, rng))).toMatch(/oneHot/);
    expect(said(() => cutmix(images, tf.zeros([count + 1, 3]), rng))).toMatch(/B = 6/);
    expect(said(() => mixup(images, labels, rng, { alpha: 0 }))).toMatch(/> 0. Received: 0/);
    expect(said(() => labelSmoothing(labels, { smoothing: 2 }))).toMatch(/smoothing/);
    expect(said(() => labelSmoothing(tf.tensor1d([1]) as never))).toMatch(/oneHot/);
  });
});
