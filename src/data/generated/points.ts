/** Points in the plane with a class each: two moons, and arms of a spiral. */
import { createRng, type Seed } from '../../backend/random.js';
import { checkSizes } from '../../checks.js';
import { type Tensor1D, type Tensor2D, tf } from '../../nn/tf.js';

/** Points with one label each. */
export interface LabelledPoints {
  /** float32: `[N, 2]`. */
  x: Tensor2D;
  /** The index of each point's class in `classes`, int32: `[N]`. */
  y: Tensor1D;
  classes: readonly string[];
}

export interface PointsOptions {
  /** How many points, N. */
  count: number;
  /** Standard deviation of the noise. Default 0.1 for moons, 0.2 for spirals. */
  noise?: number;
  /** Fixes the points. Default 0. */
  seed?: Seed;
}

export interface SpiralsOptions extends PointsOptions {
  /** How many arms. Default 3. */
  classes?: number;
}

/** Points before they are tensors. */
export interface RawPoints {
  points: (readonly [number, number])[];
  labels: number[];
  classes: string[];
}

function checkNoise(noise: number): void {
  if (noise >= 0) return;
  throw new RangeError(`Expected \`noise\` to be a number >= 0. Received: ${noise}`);
}

/** `count` numbers from `low` to `high`, both included. */
const spaced = (low: number, high: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => low + ((high - low) * i) / Math.max(1, count - 1));

export function rawMoons({ count, noise = 0.1, seed = 0 }: PointsOptions): RawPoints {
  checkSizes({ count });
  checkNoise(noise);
  const rng = createRng(seed);
  const upper = Math.floor(count / 2);
  const made = [
    ...spaced(0, Math.PI, upper).map((t) => [Math.cos(t), Math.sin(t), 0] as const),
    ...spaced(0, Math.PI, count - upper).map(
      (t) => [1 - Math.cos(t), 0.5 - Math.sin(t), 1] as const,
    ),
  ];
  const order = rng.shuffle(made);
  return {
    points: order.map(([x, y]) => [x + rng.normal(0, noise), y + rng.normal(0, noise)]),
    labels: order.map(([, , label]) => label),
    classes: ['upper', 'lower'],
  };
}

export function rawSpirals(options: SpiralsOptions): RawPoints {
  const { count, classes = 3, noise = 0.2, seed = 0 } = options;
  checkSizes({ count, classes });
  checkNoise(noise);
  const rng = createRng(seed);
  const made = Array.from({ length: classes }, (_, arm) => {
    const many = Math.floor(count / classes) + (arm < count % classes ? 1 : 0);
    const angles = spaced(4 * arm, 4 * (arm + 1), many);
    return spaced(0, 1, many).map((radius, i) => {
      const angle = (angles[i] as number) + rng.normal(0, noise);
      return [radius * Math.sin(angle), radius * Math.cos(angle), arm] as const;
    });
  });
  const order = rng.shuffle(made.flat());
  return {
    points: order.map(([x, y]) => [x, y]),
    labels: order.map(([, , label]) => label),
    classes: Array.from({ length: classes }, (_, arm) => `${arm}`),
  };
}

const tensorsOf = ({ points, labels, classes }: RawPoints): LabelledPoints => ({
  x: tf.tensor2d(points.flat(), [points.length, 2]),
  y: tf.tensor1d(labels, 'int32'),
  classes,
});

/**
 * Two half circles that reach into each other: no straight line parts them. As `make_moons` of
 * scikit-learn makes them (half the points on each, in random order), with other random numbers.
 *
 * @returns tensors that the caller owns
 * @throws RangeError for options out of range
 * @example
 * const { x, y } = moons({ count: 500, noise: 0.15, seed: 1 });
 */
export const moons = (options: PointsOptions): LabelledPoints => tensorsOf(rawMoons(options));

/**
 * Arms of a spiral, a class each: radius from 0 to 1, angle over 4 radians, with noise on the angle.
 * As in CS231n (https://cs231n.github.io/neural-networks-case-study/), with other random numbers.
 *
 * @returns tensors that the caller owns, in random order
 * @throws RangeError for options out of range
 * @example
 * const { x, y } = spirals({ count: 300, classes: 3, seed: 1 });
 */
export const spirals = (options: SpiralsOptions): LabelledPoints => tensorsOf(rawSpirals(options));
