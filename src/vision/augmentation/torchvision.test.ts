/** Each augmentation, given its draws, makes what torchvision makes: recorded by `fixtures/record.py`. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { backendsHere } from '../../../test/conformance.js';
import { useBackend } from '../../backend/index.js';
import { softmaxCrossEntropy } from '../../nn/losses/index.js';
import { type Tensor, type Tensor2D, type Tensor4D, tf } from '../../nn/tf.js';
import { adjustBrightness, adjustContrast, adjustHue, adjustSaturation } from './adjust-colour.js';
import { perImage } from './checks.js';
import { jitterImages } from './color-jitter.js';
import { boxAround, type CutmixBox, pasteBoxes, shareLeft } from './cutmix.js';
import { labelSmoothing } from './label-smoothing.js';
import { mixImages } from './mixup.js';
import { cropImages, type PaddingMode } from './random-crop.js';
import { flipImages } from './random-flip.js';

interface Stored {
  readonly shape: number[];
  readonly values: number[];
}
interface Adjusted {
  readonly factors: number[];
  readonly out: Stored;
}
interface Colours {
  readonly brightness: Adjusted;
  readonly contrast: Adjusted;
  readonly saturation: Adjusted;
  readonly hue: Adjusted;
  readonly jitter: { draws: { order: number[]; factors: number[] }[]; out: Stored };
}
interface Mixed {
  readonly lambda: number;
  readonly x: Stored;
  readonly y: Stored;
}
interface Recorded {
  readonly rgb: Stored;
  readonly grey: Stored;
  readonly labels: number[];
  readonly classes: number;
  readonly flipped: Stored;
  readonly crop: {
    places: [number, number][];
    padding: number;
    size: [number, number];
    modes: { mode: PaddingMode; fill: number; out: Stored }[];
  };
  readonly colour: { rgb: Colours; grey: Colours };
  readonly mixup: Mixed[];
  readonly cutmix: (Mixed & {
    centre: { x: number; y: number };
    box: CutmixBox;
    adjusted: number;
  })[];
  readonly smoothing: { logits: Stored; losses: { smoothing: number; loss: number }[] };
}

const file = new URL('fixtures/torchvision.json', import.meta.url);
const recorded = JSON.parse(readFileSync(file, 'utf8')) as Recorded;

const tensorOf = ({ values, shape }: Stored): Tensor4D => tf.tensor(values, shape) as Tensor4D;

/** The largest difference of a result, which is disposed, from what was recorded. */
function apart(got: Tensor, { shape, values }: Stored): number {
  expect(got.shape).toEqual(shape);
  const found = got.dataSync();
  got.dispose();
  return values.reduce(
    (most, value, i) => Math.max(most, Math.abs(Math.fround(value) - (found[i] ?? 9))),
    0,
  );
}

describe.each(backendsHere())('as torchvision, on %s', (backend) => {
  beforeAll(() => useBackend({ backend, printBackend: false }));

  const labels = (): Tensor2D =>
    tf.cast(
      tf.oneHot(tf.tensor1d(recorded.labels, 'int32'), recorded.classes),
      'float32',
    ) as Tensor2D;
  /** torchvision pairs each example with the one before it. */
  const partners = recorded.labels.map((_, i, all) => (i + all.length - 1) % all.length);

  test('flipped images, to the bit', () => {
    const all = recorded.labels.map(() => true);
    expect(apart(flipImages(tensorOf(recorded.rgb), all), recorded.flipped)).toBe(0);
  });

  test.each(recorded.crop.modes)('crops with padding $mode, to the bit', ({ mode, fill, out }) => {
    const { padding, size } = recorded.crop;
    const places = recorded.crop.places.map(([top, left]) => ({ top, left }));
    const geometry = { size, padding, paddingMode: mode, fill };
    expect(apart(cropImages(tensorOf(recorded.rgb), places, geometry), out)).toBe(0);
  });

  const adjustments = {
    brightness: adjustBrightness,
    contrast: adjustContrast,
    saturation: adjustSaturation,
    hue: adjustHue,
  };
  const cases = (['rgb', 'grey'] as const).flatMap((kind) =>
    (['brightness', 'contrast', 'saturation', 'hue'] as const).map((name) => ({ kind, name })),
  );
  test.each(cases)('$name of $kind images', ({ kind, name }) => {
    const { factors, out } = recorded.colour[kind][name];
    const got = tf.tidy(() => adjustments[name](tensorOf(recorded[kind]), perImage(factors)));
    expect(apart(got, out)).toBeLessThan(2e-6);
  });

  test.each(['rgb', 'grey'] as const)('all four of %s images, each in its own order', (kind) => {
    const { draws, out } = recorded.colour[kind].jitter;
    expect(apart(jitterImages(tensorOf(recorded[kind]), draws), out)).toBeLessThan(4e-6);
  });

  test.each(recorded.mixup)('mixup with λ = $lambda', ({ lambda, x, y }) => {
    const lambdas = partners.map(() => lambda);
    const got = mixImages(tensorOf(recorded.rgb), labels(), { partners, lambdas });
    expect(apart(got.x, x)).toBeLessThan(2e-7);
    expect(apart(got.y, y)).toBeLessThan(2e-7);
  });

  test.each(recorded.cutmix)(
    'CutMix with λ = $lambda',
    ({ lambda, centre, box, adjusted, x, y }) => {
      const [, height, width] = recorded.rgb.shape as [number, number, number];
      expect(boxAround(centre, lambda, height, width)).toEqual(box);
      expect(shareLeft(box, height, width)).toBe(adjusted);
      const boxes = partners.map(() => box);
      const got = pasteBoxes(tensorOf(recorded.rgb), labels(), { partners, boxes });
      expect(apart(got.x, x)).toBe(0);
      expect(apart(got.y, y)).toBeLessThan(2e-7);
    },
  );

  test.each(recorded.smoothing.losses)(
    'the loss with smoothing $smoothing',
    ({ smoothing, loss }) => {
      const logits = tensorOf(recorded.smoothing.logits);
      const got = tf.tidy(
        () =>
          tf
            .mean(softmaxCrossEntropy(labelSmoothing(labels(), { smoothing }), logits))
            .dataSync()[0],
      );
      expect(Math.abs((got as number) - loss)).toBeLessThan(1e-6);
    },
  );
});
