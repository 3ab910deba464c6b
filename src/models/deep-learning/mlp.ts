/** A multi-layer perceptron that classifies. */
import * as z from 'zod/mini';
import type { LayersModel, Sequential } from '../../nn/tf.js';
import { buildModel } from '../build-model.js';
import { size, together } from '../options.js';
import { partSeeds } from '../part-seeds.js';
import type { Complete, ModelSpec } from '../spec.js';
import { denseStackModel, type Normalization } from './parts/dense-stack.js';
import { denseStackOptions, residualMisfit } from './parts/dense-stack-options.js';

export interface MlpOptions {
  /** Shape of one example without the batch, such as `[64]` or `[28, 28, 1]`. */
  inputShape: readonly number[];
  /** Units of each hidden layer. */
  hidden: readonly number[];
  /** Classes, C. */
  classes: number;
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
  .strictObject({ ...denseStackOptions, classes: size('Classes, C.') })
  .check(together(residualMisfit)) satisfies z.ZodMiniType<Complete<MlpOptions>, MlpOptions>;

function build(all: Complete<MlpOptions>): LayersModel {
  const last = { units: all.classes, name: 'logits' };
  return denseStackModel('mlp', all, last, partSeeds(all.seed));
}

export const spec: ModelSpec<MlpOptions> = {
  id: 'deep-learning/mlp',
  task: 'classification',
  source:
    'Rosenblatt 1961, Principles of Neurodynamics; ReLU and start of He et al. 2015, arXiv:1502.01852; ' +
    'batch norm of Ioffe & Szegedy 2015, arXiv:1502.03167; layer norm of Ba et al. 2016, arXiv:1607.06450; ' +
    'residual blocks of He et al. 2016, arXiv:1603.05027',
  input: 'examples [B, ...inputShape], float32',
  output: 'logits [B, C], float32',
  options,
  build,
  example: {
    options: { inputShape: [4], hidden: [6], classes: 3, dropout: 0.1, seed: 1 },
    inputs: [{ shape: [4] }],
    parameters: 4 * 6 + 6 + 6 * 3 + 3,
  },
};

/**
 * A multi-layer perceptron with ReLU: examples → logits `[B, C]`.
 *
 * A hidden layer is dense, normalisation (`batch`: Ioffe & Szegedy 2015, `layer`: Ba et al. 2016), ReLU,
 * dropout. With `residual` the first is dense alone, and each other one a pre-activation block (He et al.
 * 2016, arXiv:1603.05027): x plus dropout of dense of ReLU of normalisation of x. Weights start as He et
 * al. 2015 (arXiv:1502.01852), those of the last layer as Glorot & Bengio 2010; biases 0. Batch
 * normalisation has momentum 0.9 and epsilon 1e-5, as in PyTorch.
 *
 * @returns a `Sequential`, unless `residual` is true
 * @throws RangeError for sizes that are no integers >= 1, a rate out of range, and for `residual` with
 *   hidden layers of several widths or fewer than two of them
 * @example
 * const model = mlp({ inputShape: [64], hidden: [64, 32], classes: 10, seed: 1 });
 * const trainer = new Trainer({
 *   model, loss: sparseSoftmaxCrossEntropy, optimizer: tf.train.adam(1e-3),
 * });
 */
export function mlp(options: MlpOptions & { residual?: false | undefined }): Sequential;
export function mlp(options: MlpOptions): LayersModel;
export function mlp(options: MlpOptions): LayersModel {
  return buildModel(spec, options);
}
