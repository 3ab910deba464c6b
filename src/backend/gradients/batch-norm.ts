/**
 * Batch normalisation with a gradient where `scale` or `offset` is left out: that of tfjs-core 4.22 reads
 * both, also where there are none.
 */
import * as core from '@tensorflow/tfjs-core';

type BatchNorm = typeof core.batchNorm;

/** With ones and zeros in the place of what is left out. */
function complete(normalise: BatchNorm): BatchNorm {
  return (x, mean, variance, offset, scale, varianceEpsilon) =>
    core.tidy(() =>
      normalise(
        x,
        mean,
        variance,
        offset ?? core.zerosLike(mean),
        scale ?? core.onesLike(mean),
        varianceEpsilon,
      ),
    );
}

/** `batchNorm` and its forms for one rank, by name. */
export const batchNorms = {
  batchNorm: complete(core.batchNorm),
  batchNorm2d: complete(core.batchNorm2d as BatchNorm) as typeof core.batchNorm2d,
  batchNorm3d: complete(core.batchNorm3d as BatchNorm) as typeof core.batchNorm3d,
  batchNorm4d: complete(core.batchNorm4d as BatchNorm) as typeof core.batchNorm4d,
};
