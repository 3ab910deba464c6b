/** What all samplers share: options, the loop from noise to examples, and what it tells on the way. */
import { createRng, type Rng, type Seed } from '../backend/random.js';
import { messages } from '../messages/index.js';
import { type Tensor, tf } from '../nn/tf.js';
import { throwIfInterrupted } from '../runtime/interrupt.js';
import { type Denoiser, guided, type Predictor, predictorOf } from './denoiser.js';

/** One step of a sampler, after it was made. The tensors are the sampler's: use them while it waits. */
export interface SamplingReport {
  /** The number of this step, counted from 1, and of all. */
  readonly step: number;
  readonly steps: number;
  /** The examples as they are now, `[count, …]`: noise at first. */
  readonly x: Tensor;
  /** What they were expected to become when the step was made, `[count, …]`. */
  readonly denoised: Tensor;
}

export interface SamplingOptions {
  /** How many examples to draw. */
  count: number;
  /** Shape of one example. Default: that of the network; a function does not say. */
  shape?: readonly number[];
  /** The class of each example, or one number for all. Default: no class is asked for. */
  labels?: readonly number[] | number;
  /**
   * The weight w >= 0 of guidance without a classifier (Ho & Salimans 2022): the prediction becomes
   * `(1 + w) · p(x, class) − w · p(x)`. Libraries that count from 1 call 1 + w the guidance scale. Default
   * 0: the prediction for the class as it is.
   */
  guidance?: number;
  /** Where the expected example is cut off at each step, such as [-1, 1] for pixels. Default: nowhere. */
  clip?: readonly [least: number, most: number];
  /** Noise to start from, `[count, …]`. Default: drawn from the seed. */
  start?: Tensor;
  /** Fixes what is drawn. Default 0. */
  seed?: Seed;
  /** Called, and awaited, after each step. */
  onStep?(report: SamplingReport): void | Promise<void>;
}

/** What a sampler works with, once its options are checked. */
export interface Sampling {
  readonly predictor: Predictor;
  readonly count: number;
  readonly rng: Rng;
  readonly clip: readonly [number, number] | undefined;
  /** Noise `[count, …]`; the caller disposes it. */
  start(): Tensor;
  /** Classes `[count, 1]`, or none; the caller disposes them. */
  labels(): Tensor | undefined;
}

function checkLabels(labels: readonly number[], { classes }: Predictor, count: number): void {
  const { noClasses, labels: say } = messages().diffusion;
  if (classes === 0) throw new RangeError(noClasses());
  const last = classes === undefined ? Number.POSITIVE_INFINITY : classes - 1;
  const wrong = labels.find((label) => !Number.isInteger(label) || label < 0 || label > last);
  if (labels.length === count && wrong === undefined) return;
  const given = wrong === undefined ? labels.length : String(wrong);
  throw new RangeError(say({ count, last: classes === undefined ? '' : last, given }));
}

function shapeOf({ model }: Predictor, { shape }: SamplingOptions): readonly number[] {
  const own = model?.inputs[0]?.shape.slice(1) as number[] | undefined;
  const { noShape, sameShape } = messages().diffusion;
  if (own === undefined && shape === undefined) throw new TypeError(noShape());
  if (own !== undefined && shape !== undefined && String(own) !== String(shape)) {
    const other = { name: 'shape', other: 'model.inputs[0]' };
    throw new RangeError(sameShape({ ...other, expected: `[${own}]`, given: `[${shape}]` }));
  }
  return (shape ?? own) as readonly number[];
}

/** @throws RangeError for an option out of range; TypeError for what is no denoiser */
export function samplingOf(denoiser: Denoiser, options: SamplingOptions): Sampling {
  const { count, labels, guidance = 0, clip, start, seed = 0 } = options;
  const say = messages().diffusion;
  const predictor = predictorOf(denoiser);
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(say.count({ option: 'count', given: String(count) }));
  }
  if (!(guidance >= 0 && guidance < Number.POSITIVE_INFINITY)) {
    throw new RangeError(say.guidance({ given: String(guidance) }));
  }
  if (guidance > 0 && labels === undefined) throw new RangeError(say.guidanceOfNothing());
  if (clip !== undefined && !(clip[0] < clip[1])) {
    throw new RangeError(say.clip({ given: `[${clip}]` }));
  }
  const all = typeof labels === 'number' ? Array<number>(count).fill(labels) : labels;
  if (all !== undefined) checkLabels(all, predictor, count);
  const shape = [count, ...shapeOf(predictor, options)];
  if (start !== undefined && String(start.shape) !== String(shape)) {
    const names = { name: 'start', other: '[count, …shape]' };
    throw new RangeError(
      say.sameShape({ ...names, expected: `[${shape}]`, given: `[${start.shape}]` }),
    );
  }
  const rng = createRng(seed);
  return {
    predictor: guided(predictor, guidance),
    ...{ count, rng, clip },
    start: () => {
      const size = shape.reduce((product, n) => product * n, 1);
      return start?.clone() ?? tf.tensor(rng.normals(size), shape);
    },
    labels: () => (all === undefined ? undefined : tf.tensor2d([...all], [count, 1], 'int32')),
  };
}

/** What a step of a sampler gives: the examples after it, and what they were expected to become. */
export type Moved = [x: Tensor, denoised: Tensor];

/**
 * Goes from noise to examples, step by step. Between steps other work may run.
 *
 * @param move makes step i, counted from 0; its tensors are disposed here
 * @returns the last examples
 * @throws InterruptedError when the cell is stopped
 */
export async function goSteps(
  start: Tensor,
  steps: number,
  move: (x: Tensor, step: number) => Moved,
  onStep: SamplingOptions['onStep'],
): Promise<Tensor> {
  let x = start;
  let denoised: Tensor | undefined;
  try {
    for (let i = 0; i < steps; i++) {
      const before = x;
      [x, denoised] = move(before, i);
      before.dispose();
      await onStep?.({ step: i + 1, steps, x, denoised });
      denoised.dispose();
      await new Promise((resolve) => setImmediate(resolve));
      throwIfInterrupted();
    }
    return x;
  } catch (error) {
    tf.dispose([x, ...(denoised === undefined ? [] : [denoised])]);
    throw error;
  }
}
