/** What made examples are worth: modes that they reach, what a classifier says of them, what they copy. */
import { type Tensor1D, type Tensor2D, tf } from '../nn/tf.js';

/** How many modes are reached, and how much of what was made is good. */
export interface Coverage {
  covered: number;
  /** In [0, 1]. */
  good: number;
}

/**
 * Counts the modes of a mixture of Gaussians that samples reach (convention of VEEGAN, arXiv:1705.07761). A
 * sample is good when it lies within three deviations of the mode nearest to it. `gradus/generative` has one
 * with more options.
 *
 * @param samples `[N, D]`; not disposed
 * @param centres of the modes, `[M, D]`; not disposed
 * @param sigma deviation of each mode along each axis
 * @param leastShare of all samples that must be good ones of a mode for it to count as covered, above 0
 */
export function modeCoverage(
  samples: Tensor2D,
  centres: Tensor2D,
  sigma: number,
  leastShare: number,
): Coverage {
  const modes = centres.arraySync();
  const counts = modes.map(() => 0);
  const points = samples.arraySync();
  for (const point of points) {
    const far = modes.map((mode) => Math.hypot(...mode.map((m, d) => m - (point[d] as number))));
    const least = Math.min(...far);
    if (least <= 3 * sigma) (counts[far.indexOf(least)] as number)++;
  }
  return {
    covered: counts.filter((count) => count / points.length >= leastShare).length,
    good: counts.reduce((a, b) => a + b, 0) / points.length,
  };
}

/** Whether a classifier is sure of samples, and whether it sees all classes. */
export interface Quality {
  /** Mean of the largest probability, in [1 / C, 1]. */
  confidence: number;
  /** Of the mean probabilities, in nats, in [0, ln C]. */
  entropy: number;
}

/**
 * What a classifier that is left as it is says of samples: how sure it is of each, and how evenly they
 * spread over the classes (after Salimans et al. 2016, arXiv:1606.03498).
 *
 * @param logits its scores, `[N, C]`; not disposed
 */
export function qualityScore(logits: Tensor2D): Quality {
  return tf.tidy(() => {
    const probabilities = tf.softmax(logits, 1); // [N, C]
    const overall = [...tf.mean(probabilities, 0).dataSync()];
    return {
      confidence: tf.mean(tf.max(probabilities, 1)).dataSync()[0] as number,
      // A class that nothing is taken for has no part in it: 0 log 0 is 0.
      entropy: -overall.reduce((sum, p) => (p > 0 ? sum + p * Math.log(p) : sum), 0),
    };
  });
}

/** What is nearest to each of some samples. */
export interface Nearest {
  /** Rows of the training set, `[N]`, int32. */
  index: Tensor1D;
  /** Euclidean distances, `[N]`. */
  distance: Tensor1D;
}

/**
 * The training example that is nearest to each sample: where its distance is 0, the sample is a copy.
 *
 * @param samples `[N, D]`; not disposed
 * @param training `[M, D]`; not disposed
 */
export function nearestNeighbours(samples: Tensor2D, training: Tensor2D): Nearest {
  const [index, distance] = tf.tidy(() => {
    const lengths = (x: Tensor2D): Tensor2D => tf.sum<Tensor2D>(tf.square(x), 1, true);
    const both = tf.matMul(samples, training, false, true); // [N, M]
    const squares = tf.add(lengths(samples), tf.transpose(lengths(training)));
    const apart = tf.sub(squares, tf.mul(both, 2)); // [N, M]
    // Of a copy rounding leaves a little, above 0 or below it.
    return [tf.argMin(apart, 1), tf.sqrt(tf.maximum(tf.min(apart, 1), 0))];
  }) as [Tensor1D, Tensor1D];
  return { index, distance };
}
