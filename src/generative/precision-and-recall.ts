/** Whether samples look real, and whether they cover what is real: two questions, two numbers. */
import type { Tensor } from '../nn/tf.js';
import { radii, squaredDistance } from './distances.js';
import { checkNeighbours, checkWidths, type Rows, rowsOf } from './rows.js';

export interface PrecisionAndRecallOptions {
  /** The neighbour whose distance is the radius around an example. Default 3, as Kynkäänniemi et al. */
  k?: number;
}

/** What `precisionAndRecall` measures. */
export interface PrecisionAndRecall {
  /** The share of samples that lie near a real example, in [0, 1]. */
  precision: number;
  /** The share of real examples that lie near a sample, in [0, 1]. */
  recall: number;
  /** How many real neighbourhoods a sample lies in, on average over k; >= 0, about 1 for the real ones. */
  density: number;
  /** The share of real examples with a sample in their neighbourhood, in [0, 1]. */
  coverage: number;
}

/**
 * Precision and recall of a generator (Kynkäänniemi et al. 2019, arXiv:1904.06991), with density and
 * coverage (Naeem et al. 2020, arXiv:2002.09797), which a few outliers among the samples move less.
 *
 * Around each example lies a ball that reaches to its k-th nearest other example of the same set. The
 * real balls tell whether a sample is real; the balls of the samples tell whether they cover a real one.
 * Compare what has the same N, M and k alone: more examples make smaller balls. In pixels distances say
 * little: give features, such as `featuresOf(classifier, images)`. Cost: (N² + M² + N · M) · D, a second
 * or so for 2,000 of 100 numbers.
 *
 * @param samples features of what was generated, `[N, …]`, N > k
 * @param real features of real examples, `[M, …]`, M > k
 * @throws TypeError for anything but examples; RangeError for other sizes, numbers or options
 * @example
 * const { precision, recall } = precisionAndRecall(features, realFeatures, { k: 5 });
 */
export function precisionAndRecall(
  samples: Tensor,
  real: Tensor,
  options: PrecisionAndRecallOptions = {},
): PrecisionAndRecall {
  const where = 'precisionAndRecall';
  const { k = 3 } = options;
  const [made, true_] = [rowsOf(where, 'samples', samples, 2), rowsOf(where, 'real', real, 2)];
  checkWidths(where, { samples: made, real: true_ });
  checkNeighbours(where, 'samples', k, made.count - 1);
  checkNeighbours(where, 'real', k, true_.count - 1);
  return fromBalls(made, true_, k);
}

function fromBalls(made: Rows, real: Rows, k: number): PrecisionAndRecall {
  const [aroundMade, aroundReal] = [radii(made, k), radii(real, k)];
  const looksReal = new Uint8Array(made.count);
  let [recalled, inBalls, covered] = [0, 0, 0];
  for (let i = 0; i < real.count; i++) {
    let [isRecalled, samplesNear] = [false, 0];
    for (let j = 0; j < made.count; j++) {
      const square = squaredDistance(real, i, made, j);
      if (square <= (aroundMade[j] as number)) isRecalled = true;
      if (square <= (aroundReal[i] as number)) {
        looksReal[j] = 1;
        samplesNear++;
      }
    }
    if (isRecalled) recalled++;
    if (samplesNear > 0) covered++;
    inBalls += samplesNear;
  }
  return {
    precision: looksReal.reduce((sum, one) => sum + one, 0) / made.count,
    recall: recalled / real.count,
    density: inBalls / (k * made.count),
    coverage: covered / real.count,
  };
}
