/** Drawing examples from a flow: an ordinary differential equation, solved step by step. */
import { messages } from '../messages/index.js';
import { type Tensor, tf } from '../nn/tf.js';
import type { Denoiser } from './denoiser.js';
import { TIME_SCALE } from './flow-matching.js';
import { repeated } from './repeated-step.js';
import { goSteps, type Moved, type SamplingOptions, samplingOf } from './sampling.js';

/** How a step is made: `euler` asks the network once, `midpoint` and `heun` twice. */
export type FlowMethod = 'euler' | 'heun' | 'midpoint';

export interface FlowSampleOptions extends Omit<SamplingOptions, 'clip'> {
  /** How many steps of equal length lead from t = 0 to 1. Default 10. */
  steps?: number;
  /** Default euler. */
  method?: FlowMethod;
}

/**
 * The second stage of a step: how far it lies in the step, and the weights of both velocities (Heun's
 * method is also called the trapezoidal rule of Runge and Kutta).
 */
const stages: Readonly<Record<FlowMethod, { at: number; weights: readonly [number, number] }>> = {
  euler: { at: 0, weights: [1, 0] },
  heun: { at: 1, weights: [0.5, 0.5] },
  midpoint: { at: 0.5, weights: [0, 1] },
};

/**
 * Draws examples from a flow: `dx/dt = velocity(x, t)` from noise at t = 0 to examples at t = 1 (Lipman et
 * al. 2023, arXiv:2210.02747). Nothing is drawn but the start.
 *
 * @param denoiser a network trained by `flowMatchingTrainer`, or a function that gives the velocity and is
 *   told 1000 · t
 * @returns examples `[count, …]`
 * @throws RangeError for options out of range; TypeError for what is no denoiser; InterruptedError when
 *   the cell is stopped
 * @example
 * const points = await flowSample(model, { count: 500, steps: 10, method: 'heun', seed: 1 });
 */
export async function flowSample(denoiser: Denoiser, options: FlowSampleOptions): Promise<Tensor> {
  const { steps = 10, method = 'euler' } = options;
  const say = messages().diffusion;
  if (!Number.isInteger(steps) || steps < 1) {
    throw new RangeError(say.count({ option: 'steps', given: String(steps) }));
  }
  if (!Object.hasOwn(stages, method)) {
    throw new RangeError(say.methods({ given: String(method) }));
  }
  const { at, weights } = stages[method];
  const sampling = samplingOf(denoiser, options);
  const { predictor, count } = sampling;
  const length = 1 / steps;
  const step = repeated(sampling, {
    key: `flow by ${method}, guidance ${options.guidance ?? 0}`,
    steps,
    step([given, first, second, stride, left, label]) {
      const x = given as Tensor;
      const velocity = (place: Tensor, time: Tensor): Tensor =>
        predictor.predict(place, time, label as Tensor | undefined, false);
      const before = velocity(x, first as Tensor);
      const along = (speed: Tensor, share: number): Tensor =>
        tf.add(x, tf.mul(speed, tf.mul(stride as Tensor, share)));
      const [now, then] = weights;
      const speed =
        then === 0
          ? before
          : tf.add(
              tf.mul(before, now),
              tf.mul(velocity(along(before, at), second as Tensor), then),
            );
      return [along(speed, 1), tf.add(x, tf.mul(before, left as Tensor))];
    },
  });
  const labels = sampling.labels();
  const move = (x: Tensor, i: number): Moved =>
    tf.tidy(() => {
      const times = [i, i + at].map((place) => tf.fill([count, 1], TIME_SCALE * place * length));
      const inputs = [x, ...times, tf.scalar(length), tf.scalar(1 - i * length)];
      return step([...inputs, ...(labels === undefined ? [] : [labels])]);
    });
  try {
    return await goSteps(sampling.start(), steps, move, options.onStep);
  } finally {
    labels?.dispose();
  }
}
