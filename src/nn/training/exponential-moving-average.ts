/** Exponential moving average of a model's weights. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { updateVariables } from '../../backend/capture/index.js';
import type { LayersModel, Tensor, Variable } from '../../backend/tf.js';
import { messages } from '../../messages/index.js';
import { variablesOf } from './target.js';

export interface ExponentialMovingAverageOptions {
  /** How much of the average stays at an update, in [0, 1). Default 0.999. */
  decay?: number;
  /**
   * Whether early updates forget faster, so that the start is not remembered: update t, counted from
   * 0, uses `min(decay, (1 + t) / (10 + t))`, as TensorFlow's `num_updates`. Default true.
   */
  warmUp?: boolean;
}

/** What an average is taken of. */
export type Averaged = LayersModel | readonly Variable[];

const attributes = { types: { T: 'float32' }, bools: { use_locking: false } } as const;

/** `place ← place − share · difference`, in place in a captured step. */
function moveBy(place: core.Variable, share: core.Tensor, difference: () => core.Tensor): void {
  updateVariables(
    () => ({
      op: 'ResourceApplyGradientDescent',
      attributes,
      inputs: [place, share, difference()],
    }),
    () => place.assign(core.sub(place, core.mul(difference(), share))),
  );
}

const isVariable = (value: unknown): value is core.Variable => value instanceof core.Variable;

/** @throws TypeError where there is nothing to average */
function weightsOf(of: object): core.Variable[] {
  const weights = of instanceof tfl.LayersModel ? variablesOf(of.trainableWeights) : of;
  if (!Array.isArray(weights) || weights.length === 0 || !weights.every(isVariable)) {
    throw new TypeError(messages().library.training.nothingAveraged());
  }
  return weights;
}

/**
 * An average of weights over the steps of a training, in which late steps count more:
 * `average ← decay · average + (1 − decay) · weight`. A generator or a diffusion model draws better
 * with it than with the weights of its last step (Karras et al. 2018, arXiv:1710.10196; Yazıcı et al.
 * 2019, arXiv:1806.04498).
 *
 * It averages the weights that are trainable when it is made; others, such as the moving statistics
 * of batch normalisation, stay those of the model. `update` belongs into the step, behind the
 * optimizer's; `variables` among those of the `TrainingLoop`, so that they are saved and resumed.
 *
 * @throws TypeError without weights; RangeError for a decay out of range
 * @example
 * const average = new ExponentialMovingAverage(generator, { decay: 0.99 });
 * const loop = new TrainingLoop({
 *   step(batch) {
 *     const loss = optimizer.minimize(() => lossOf(batch), true);
 *     average.update();
 *     return loss;
 *   },
 *   models: [generator],
 *   variables: average.variables,
 *   optimizers: [optimizer],
 * });
 * await loop.fit(batches, { steps: 1000 });
 * const samples = average.use(() => generator.predict(noise));
 * average.dispose();
 */
export class ExponentialMovingAverage {
  private readonly weights: readonly core.Variable[];
  private readonly averages: readonly core.Variable[];
  /** Updates made: a variable, so that a captured step counts them. */
  private readonly count: core.Variable;
  private readonly decay: number;
  private readonly warmUp: boolean;
  private inUse = false;

  constructor(of: Averaged, options: ExponentialMovingAverageOptions = {}) {
    const { decay = 0.999, warmUp = true } = options;
    if (!(decay >= 0 && decay < 1)) {
      throw new RangeError(
        `Expected \`decay\` to be a number at least 0 and less than 1. Received: ${decay}`,
      );
    }
    this.decay = decay;
    this.warmUp = warmUp;
    this.weights = weightsOf(of);
    const copy = (value: core.Tensor) => core.tidy(() => core.variable(core.clone(value), false));
    this.averages = this.weights.map(copy);
    this.count = core.tidy(() => core.variable(core.scalar(0), false));
  }

  /** All of its state: the averages in the order of the weights, and the count of updates. */
  get variables(): Variable[] {
    return [...this.averages, this.count] as Variable[];
  }

  /** Moves the averages towards the weights as they are now. @throws Error while they are in use */
  update(): void {
    this.checkNotInUse();
    core.tidy(() => {
      const least = core.scalar(1 - this.decay);
      // 1 − (1 + t) / (10 + t), formed without the difference of two numbers near each other.
      const share = this.warmUp
        ? core.maximum(least, core.div(9, core.add(this.count, 10)))
        : least;
      for (const [i, average] of this.averages.entries()) {
        const weight = this.weights[i] as core.Variable;
        moveBy(average, share, () => core.sub(average, weight));
      }
      moveBy(this.count, core.scalar(1), () => core.scalar(-1));
    });
  }

  /**
   * Runs work with the averages as the weights; after it, or after a promise that it gives, the
   * weights are what they were, also where it failed. Nothing may be trained meanwhile.
   *
   * @returns what `work` returns
   * @throws Error while they are in use
   */
  use<T>(work: () => T): T {
    this.checkNotInUse();
    this.exchange();
    this.inUse = true;
    const end = (): void => {
      this.inUse = false;
      this.exchange();
    };
    let result: T;
    try {
      result = work();
    } catch (error) {
      end();
      throw error;
    }
    if (result instanceof Promise) return result.finally(end) as T;
    end();
    return result;
  }

  /** Gives the model the averages as its weights for good. @throws Error while they are in use */
  copyToWeights(): void {
    this.checkNotInUse();
    for (const [i, weight] of this.weights.entries()) {
      weight.assign(this.averages[i] as core.Variable);
    }
  }

  /** The averages as tensors of their own, in the order of the trainable weights. */
  read(): Tensor[] {
    return this.averages.map((average) => average.clone() as Tensor);
  }

  dispose(): void {
    core.dispose([...this.averages, this.count]);
  }

  private exchange(): void {
    core.tidy(() => {
      for (const [i, weight] of this.weights.entries()) {
        const average = this.averages[i] as core.Variable;
        const held = core.clone(weight);
        weight.assign(average);
        average.assign(held);
      }
    });
  }

  private checkNotInUse(): void {
    if (this.inUse) throw new Error(messages().library.training.averageInUse());
  }
}
