/** Batch normalisation in training (Ioffe & Szegedy 2015), running statistics included. */
import * as core from '@tensorflow/tfjs-core';
import { nativeOp, probe } from '../native-op.js';
import { withGradient } from './with-gradient.js';

export interface BatchNormInput {
  /** `[…, C]`, rank 2 to 4, float32 */
  readonly x: core.Tensor;
  /** All `[C]` */
  readonly gamma: core.Tensor;
  readonly beta: core.Tensor;
  readonly movingMean: core.Tensor;
  readonly movingVariance: core.Tensor;
  /** How much of the moving statistics stays. */
  readonly momentum: number;
  readonly epsilon: number;
  /** Is given the moved statistics, to assign them; they are disposed after. */
  move(mean: core.Tensor, variance: core.Tensor): void;
}

const common = {
  types: { T: 'float32', U: 'float32' },
  strings: { data_format: 'NHWC' },
  bools: { is_training: true },
} as const;

/** `[B, 1, 1, C]` or `[B, T, 1, C]`: TensorFlow takes images. */
function asImage(shape: readonly number[]): [number, number, number, number] {
  const channels = shape.at(-1) as number;
  const [batch = 1, height = 1, width = 1] = shape.slice(0, -1);
  return [batch, height, width, channels];
}

type Six = [y: core.Tensor, mean: core.Tensor, variance: core.Tensor, ...core.Tensor[]];

const normalise = withGradient<[core.Tensor, core.Tensor, core.Tensor], BatchNormInput>(
  ([image, gamma, beta], { momentum, epsilon, movingMean, movingVariance, move }) => {
    const [y, mean, variance, ...reserve] = nativeOp(
      'FusedBatchNormV3',
      [image, gamma, beta, movingMean, movingVariance],
      { ...common, floats: { epsilon, exponential_avg_factor: 1 - momentum } },
      6,
    ) as Six;
    const samples = image.size / (image.shape[3] as number);
    const uncorrected = core.mul(variance, (samples - 1) / samples);
    move(mean, core.add(uncorrected, core.mul(movingVariance, momentum / samples)));
    return { value: y, saved: [image, gamma, ...reserve] };
  },
  (dy, saved, { epsilon }) =>
    nativeOp('FusedBatchNormGradV3', [dy, ...saved], { ...common, floats: { epsilon } }, 5).slice(
      0,
      3,
    ),
);

type Three = [x: core.Tensor, gamma: core.Tensor, beta: core.Tensor];

/** The same of rows `[N, C]`, made of plain operations; both directions together are some twenty. */
const composed = withGradient<Three, BatchNormInput>(
  ([x, gamma, beta], { momentum, epsilon, movingMean, movingVariance, move }) => {
    const mean = core.mean(x, 0);
    const centred = core.sub(x, mean);
    const variance = core.mean(core.square(centred), 0);
    const r = core.rsqrt(core.add(variance, epsilon));
    const hat = core.mul(centred, r);
    const moved = (old: core.Tensor, now: core.Tensor): core.Tensor =>
      core.sub(old, core.mul(core.sub(old, now), 1 - momentum));
    move(moved(movingMean, mean), moved(movingVariance, variance));
    return { value: core.add(core.mul(hat, gamma), beta), saved: [hat, r, gamma] };
  },
  (dy, saved) => {
    const [hat, r, gamma] = saved as Three;
    const rows = dy.shape[0] as number;
    const dGamma = core.sum(core.mul(dy, hat), 0);
    const dBeta = core.sum(dy, 0);
    // What moves the mean, and what scales the deviation, comes out as it was.
    const shift = core.div(dBeta, rows);
    const along = core.mul(hat, core.div(dGamma, rows));
    const rest = core.sub(core.sub(dy, shift), along);
    return [core.mul(rest, core.mul(gamma, r)), dGamma, dBeta];
  },
);

/**
 * As `batchNorm`, on every backend, for any rank; where nothing is differentiated twice. tfjs's own
 * gradient copies the statistics to the size of the images, five times.
 */
export function composedBatchNorm(input: BatchNormInput): core.Tensor {
  const { x, gamma, beta } = input;
  const rows = core.reshape(x, [-1, x.shape.at(-1) as number]);
  return core.reshape(composed([rows, gamma, beta], input), x.shape);
}

/**
 * Normalises by the mean and variance of the batch, scales by gamma and shifts by beta. Only on the
 * `tensorflow` backend and where nothing is differentiated twice: see `batchNormWorks`.
 *
 * TensorFlow corrects the variance in the running statistic for the size of the sample (N/(N−1));
 * Keras and tfjs do not, so that is taken back here.
 */
export function batchNorm(input: BatchNormInput): core.Tensor {
  const { x, gamma, beta } = input;
  const y = normalise([core.reshape(x, asImage(x.shape)), gamma, beta], input);
  return core.reshape(y, x.shape);
}

/** Whether TensorFlow's operation works here. */
export const batchNormWorks: () => boolean = probe(() => {
  const zero = core.zeros([1]);
  let moved: number | undefined;
  const y = batchNorm({
    x: core.tensor2d([[1], [3]]),
    gamma: core.ones([1]),
    beta: zero,
    movingMean: zero,
    movingVariance: zero,
    momentum: 0.5,
    epsilon: 1e-3,
    move: (mean) => {
      moved = mean.dataSync()[0];
    },
  });
  return Math.abs((y.dataSync()[0] as number) + 1) < 1e-2 && moved === 1;
});
