/** A multi-layer perceptron that predicts numbers. */
import * as z from 'zod/mini';
import type { LayersModel, Sequential } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { size, together } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelSpec } from '../spec.js';
import { denseStackModel, type Normalization } from './parts/dense-stack.js';
import { denseStackOptions, residualMisfit } from './parts/dense-stack-options.js';

export interface MlpRegressorOptions {
  /** Shape of one example without the batch, such as `[64]` or `[28, 28, 1]`. */
  inputShape: readonly number[];
  /** Units of each hidden layer. */
  hidden: readonly number[];
  /** Numbers to predict for each example. Default 1. */
  outputs?: number | undefined;
  /** Rate of dropout after each hidden layer, in [0, 1). Default 0. */
  dropout?: number | undefined;
  /** What comes before each ReLU: `none`, `batch` or `layer` normalisation. Default none. */
  normalization?: Normalization | undefined;
  /** Whether each hidden layer but the first adds to its input; all have one width then. Default false. */
  residual?: boolean | undefined;
  /** Fixes the weights at the start and the dropout. Default 0. */
  seed?: number | undefined;
}

const options = z
  .strictObject({
    ...denseStackOptions,
    outputs: z._default(size('Numbers to predict for each example.'), 1),
  })
  .check(together(residualMisfit)) satisfies z.ZodMiniType<
  Complete<MlpRegressorOptions>,
  MlpRegressorOptions
>;

function build(all: Complete<MlpRegressorOptions>): LayersModel {
  const last = { units: all.outputs, name: 'predictions' };
  return denseStackModel('mlp_regressor', all, last, partSeeds(all.seed));
}

export const spec: ModelSpec<MlpRegressorOptions> = {
  id: 'deep-learning/mlp-regressor',
  task: 'regression',
  source:
    'Rumelhart, Hinton & Williams 1986, Learning representations by back-propagating errors; hidden layers ' +
    'as in deep-learning/mlp',
  input: 'examples [B, ...inputShape], float32',
  output: 'predictions [B, outputs], float32',
  options,
  build,
  example: {
    options: { inputShape: [4], hidden: [6], outputs: 2, dropout: 0.1, seed: 1 },
    inputs: [{ shape: [4] }],
    parameters: 4 * 6 + 6 + 6 * 2 + 2,
  },
};

/**
 * A multi-layer perceptron with ReLU and a linear last layer: examples → predictions `[B, outputs]`, in
 * the unit of the targets.
 *
 * Hidden layers and their options are those of `mlp`. As in Keras and in scikit-learn's `MLPRegressor`,
 * nothing is scaled: bring features, and targets whose size is not about 1, to mean 0 and deviation 1 by
 * `standardScaler` of the training set, and predictions back by `unscale`. Targets are `[B, outputs]`.
 *
 * @returns a `Sequential`, unless `residual` is true
 * @throws RangeError for sizes that are no integers >= 1, a rate out of range, and for `residual` with
 *   hidden layers of several widths or fewer than two of them
 * @example
 * const [features, targets] = [standardScaler(x), standardScaler(y)]; // [N, 10], [N, 1]
 * const model = mlpRegressor({ inputShape: [10], hidden: [32, 32], seed: 1 });
 * const trainer = new Trainer({
 *   model, loss: meanSquaredError, optimizer: tf.train.adam(1e-3),
 * });
 * await trainer.fit({ x: features.scale(x), y: targets.scale(y) }, { epochs: 50 });
 * const predictions = targets.unscale(model.predict(features.scale(newX)) as Tensor2D);
 */
export function mlpRegressor(
  options: MlpRegressorOptions & { residual?: false | undefined },
): Sequential;
export function mlpRegressor(options: MlpRegressorOptions): LayersModel;
export function mlpRegressor(options: MlpRegressorOptions): LayersModel {
  return buildModel(spec, options);
}
