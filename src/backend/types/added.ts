/** What gradus puts into `tf.layers` and `tf.train` beside what TensorFlow.js has there. */
import type { Layer, LayerOptions } from './layers.js';
import type { Optimizer, Optimizers } from './training.js';

export interface AddedLayers {
  /**
   * Each of `groups` (default 32) neighbouring channels of an example, over all its places, to mean 0 and
   * variance 1, then scaled and shifted; default epsilon 1e-3, as in Keras 3.
   */
  groupNormalization(options?: LayerOptions & { groups?: number; epsilon?: number }): Layer;
  /** Divides each row by the root of its mean square, then scales it; default epsilon 1e-6. */
  rmsNorm(options?: LayerOptions & { epsilon?: number }): Layer;
}

/** An optimiser of gradus. */
export interface TunableOptimizer extends Optimizer {
  /** The size of a step; may be changed between steps. */
  learningRate: number;
}

/** What AdamW and LAMB take beside the learning rate. */
export interface DecayOptions {
  /** Share of a weight that it loses in a step, times the learning rate. Default 0.01. */
  weightDecay?: number;
  /** Default 0.9. */
  beta1?: number;
  /** Default 0.999. */
  beta2?: number;
  /** Default 1e-8 for AdamW, 1e-6 for LAMB. */
  epsilon?: number;
  /** Weights that do not decay, by the last part of their name: `['bias', 'gamma', 'beta']`. */
  exclude?: readonly string[];
}

/** These take the place of those of TensorFlow.js, with the same numbers, or are new. */
export interface AddedOptimizers {
  sgd(learningRate: number): TunableOptimizer;
  momentum(learningRate: number, momentum: number, useNesterov?: boolean): TunableOptimizer;
  rmsprop(
    learningRate: number,
    decay?: number,
    momentum?: number,
    epsilon?: number,
    centered?: boolean,
  ): TunableOptimizer;
  adam(learningRate?: number, beta1?: number, beta2?: number, epsilon?: number): TunableOptimizer;
  /** Adam with decoupled weight decay (Loshchilov & Hutter 2019); default learning rate 0.001. */
  adamw(learningRate?: number, options?: DecayOptions): TunableOptimizer;
  /** Adam for large batches (You et al. 2020); default learning rate 0.001. */
  lamb(learningRate?: number, options?: DecayOptions): TunableOptimizer;
}

/** `tf.train` as gradus has it. */
export interface TrainOps extends Omit<Optimizers, keyof AddedOptimizers>, AddedOptimizers {}
