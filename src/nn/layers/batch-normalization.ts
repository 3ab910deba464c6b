/** Batch normalisation, where TensorFlow has it in one operation and its gradient in one. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { batchNorm, batchNormWorks, composedBatchNorm } from '../../backend/fused/batch-norm.js';
import { higherOrder } from '../../backend/fused/kernel.js';
import { type CallOptions, classOf, onlyInput } from './tfjs-class.js';

interface Fields {
  readonly axis: number;
  readonly momentum: number;
  readonly epsilon: number;
  /** Null where the layer has no scale or no shift. */
  readonly gamma: tfl.LayerVariable | null;
  readonly beta: tfl.LayerVariable | null;
  readonly movingMean: tfl.LayerVariable;
  readonly movingVariance: tfl.LayerVariable;
}

const TfjsBatchNormalization = classOf<Fields>(
  tfl.layers.batchNormalization({ name: 'batch_normalization' }),
);

/**
 * Batch normalisation. The running variance is that of the batch without correction for its size, as
 * in Keras and tfjs; PyTorch corrects it.
 */
export class BatchNormalization extends TfjsBatchNormalization {
  override call(
    inputs: core.Tensor | core.Tensor[],
    options: CallOptions,
  ): core.Tensor | core.Tensor[] {
    const x = onlyInput(inputs);
    const last = this.axis === -1 || this.axis === x.rank - 1;
    const training = options.training === true;
    if (!training || !last || higherOrder()) return super.call(inputs, options);
    const normalise = x.rank <= 4 && batchNormWorks() ? batchNorm : composedBatchNorm;
    return core.tidy(() => {
      const channels = [x.shape.at(-1) as number];
      return normalise({
        x,
        gamma: this.gamma?.read() ?? core.ones(channels),
        beta: this.beta?.read() ?? core.zeros(channels),
        movingMean: this.movingMean.read(),
        movingVariance: this.movingVariance.read(),
        momentum: this.momentum,
        epsilon: this.epsilon,
        move: (mean, variance) => {
          this.movingMean.write(mean);
          this.movingVariance.write(variance);
        },
      });
    });
  }
}
