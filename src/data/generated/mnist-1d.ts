/**
 * MNIST-1D: ten digits drawn as lines of 40 numbers (Greydanus & Kobak 2024, arXiv:2011.14439).
 *
 * After https://github.com/greydanus/mnist1d (Apache-2.0): the same templates, steps and constants,
 * so the same distribution; the random numbers are those of gradus, so no example is the same.
 */
import { createRng, type Rng, type Seed } from '../../backend/random.js';
import { checkSizes } from '../../checks.js';
import { tf } from '../../nn/tf.js';
import type { LabelledSequences } from '../dataset-types.js';

const drawings: readonly (readonly number[])[] = [
  [5, 6, 6.5, 6.75, 7, 7, 7, 7, 6.75, 6.5, 6, 5],
  [5, 3, 3, 3.4, 3.8, 4.2, 4.6, 5, 5.4, 5.8, 5, 5],
  [5, 6, 6.5, 6.5, 6, 5.25, 4.75, 4, 3.5, 3.5, 4, 5],
  [5, 6, 6.5, 6.5, 6, 5, 5, 6, 6.5, 6.5, 6, 5],
  [5, 4.4, 3.8, 3.2, 2.6, 2.6, 5, 5, 5, 5, 5, 5],
  [5, 3, 3, 3, 3, 5, 6, 6.5, 6.5, 6, 4.5, 5],
  [5, 4, 3.5, 3.25, 3, 3, 3, 3, 3.25, 3.5, 4, 5],
  [5, 7, 7, 6.6, 6.2, 5.8, 5.4, 5, 4.6, 4.2, 5, 5],
  [5, 4, 3.5, 3.5, 4, 5, 5, 4, 3.5, 3.5, 4, 5],
  [5, 4, 3.5, 3.5, 4, 5, 5, 5, 5, 4.7, 4.3, 5],
];

/** Of the original: lengths in numbers, the others as factors. */
const padding = [36, 60] as const;
const templateLength = 12;
const stretched = templateLength + padding[1];
const scaleRange = 0.4;
const maxTranslation = 48;
const correlatedNoise = 0.25;
const whiteNoise = 0.02;
const shearRange = 0.75;
const length = 40;
/** Standard deviation of the blur, cut off at four of them. */
const blur = 2;

const mean = (values: readonly number[]): number =>
  values.reduce((a, b) => a + b, 0) / values.length;

/** Mean 0 and deviation 1, moved so that the line begins at 0. */
function template(drawing: readonly number[]): number[] {
  const centre = mean(drawing);
  const deviation = Math.sqrt(mean(drawing.map((v) => (v - centre) ** 2)));
  const start = drawing[0] as number;
  // Beside 0, so that the line is told from the padding.
  return drawing.map((v) => (v - start) / deviation / 6 + 1e-8);
}
const templates = drawings.map(template);

/** Linear interpolation at `count` places. */
function resample(values: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    const at = (i * (values.length - 1)) / (count - 1);
    const left = Math.min(values.length - 2, Math.floor(at));
    const [a = 0, b = 0] = values.slice(left, left + 2);
    return a + (b - a) * (at - left);
  });
}

const kernel = ((): number[] => {
  const radius = 4 * blur;
  const raw = Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * blur ** 2)),
  );
  const total = raw.reduce((a, b) => a + b, 0);
  return raw.map((v) => v / total);
})();

/** A Gaussian blur, with the ends reflected (`d c b a | a b c d`), as SciPy has it. */
function blurred(values: readonly number[]): number[] {
  const n = values.length;
  const reflect = (i: number): number => (i < 0 ? -i - 1 : i >= n ? 2 * n - i - 1 : i);
  return values.map((_, i) =>
    kernel.reduce(
      (sum, weight, k) => sum + weight * (values[reflect(i + k - 4 * blur)] as number),
      0,
    ),
  );
}

function example(digit: readonly number[], rng: Rng): number[] {
  const pad = padding[0] + rng.integer(0, padding[1] - padding[0] + 1);
  const zeros = new Array<number>(pad).fill(0);
  const scale = 1 + scaleRange * rng.uniform(-0.5, 0.5);
  const drawn = resample([...digit, ...zeros], stretched).map((v) => v * scale);
  const shift = rng.integer(0, maxTranslation);
  const moved = [...drawn.slice(stretched - shift), ...drawn.slice(0, stretched - shift)];
  const noise = blurred(moved.map(() => rng.normal(0, correlatedNoise)));
  const shear = shearRange * rng.uniform(-0.5, 0.5);
  const noisy = moved.map((value, i) => {
    const line = value !== 0 ? value : (noise[i] as number);
    return line + rng.normal(0, whiteNoise) - shear * (i / (stretched - 1) - 0.5);
  });
  return resample(noisy, length);
}

export interface Mnist1dOptions {
  /** How many sequences, both parts together. Default 5000. */
  count?: number;
  /** Fixes the sequences. Default 0. */
  seed?: Seed;
}

export interface Mnist1d {
  /** Four fifths: x `[N, 40]`, y `[N]`. */
  train: LabelledSequences;
  test: LabelledSequences;
  classes: readonly string[];
}

/**
 * Digits as short sequences, hard for a linear model (about 32 %) and easy for a convolution (about
 * 94 %): moved, stretched, sheared and with noise. As many of each class as can be; all numbers
 * together have mean 0 and deviation 1. The first four fifths are to learn from.
 *
 * @returns tensors that the caller owns
 * @throws RangeError for options out of range
 * @example
 * const { train, test } = mnist1d({ seed: 1 });
 * train.x.shape; // [4000, 40]
 */
export function mnist1d({ count = 5000, seed = 0 }: Mnist1dOptions = {}): Mnist1d {
  checkSizes({ count });
  const rng = createRng(seed);
  const digits = rng.shuffle(Array.from({ length: count }, (_, i) => i % templates.length));
  const values = digits.flatMap((digit) => example(templates[digit] as number[], rng));
  const centre = mean(values);
  const deviation = Math.sqrt(mean(values.map((v) => (v - centre) ** 2)));
  const scaled = values.map((v) => (v - centre) / deviation);
  const split = Math.floor(count * 0.8);
  const part = (from: number, to: number): LabelledSequences => ({
    x: tf.tensor2d(scaled.slice(from * length, to * length), [to - from, length]),
    y: tf.tensor1d(digits.slice(from, to), 'int32'),
  });
  const classes = drawings.map((_, digit) => `${digit}`);
  return { train: part(0, split), test: part(split, count), classes };
}
