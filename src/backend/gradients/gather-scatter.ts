/** `gatherND`, `scatterND` and `tensorScatterUpdate`: reading and writing are each other's gradient. */
import * as core from '@tensorflow/tfjs-core';
import { type AddedGradient, zeroGradient } from './added-gradient.js';

/** Adds each slice of `dy` to zeros at the place that `indices` give. */
function scatter(indices: core.Tensor, dy: core.Tensor, shape: number[]): core.Tensor {
  const depth = indices.shape.at(-1) as number;
  const places = indices.size / depth;
  return core.scatterND(
    core.reshape(indices, [places, depth]),
    core.reshape(dy, [places, ...shape.slice(depth)]),
    shape,
  );
}

export const gatherScatterGradients: readonly AddedGradient[] = [
  {
    kernelName: 'GatherNd',
    inputsToSave: ['params', 'indices'],
    gradFunc: (dy, saved) => {
      const [params, indices] = saved as [core.Tensor, core.Tensor];
      return {
        params: () => scatter(indices, dy as core.Tensor, params.shape),
        indices: () => zeroGradient(indices),
      };
    },
  },
  {
    kernelName: 'ScatterNd',
    inputsToSave: ['indices'],
    gradFunc: (dy, saved) => {
      const [indices] = saved as [core.Tensor];
      return {
        indices: () => zeroGradient(indices),
        updates: () => core.gatherND(dy as core.Tensor, indices),
      };
    },
  },
  {
    kernelName: 'TensorScatterUpdate',
    inputsToSave: ['indices', 'updates'],
    gradFunc: (given, saved) => {
      const dy = given as core.Tensor;
      const [indices, updates] = saved as [core.Tensor, core.Tensor];
      return {
        tensor: () => {
          // Ones, not `dy`: the kernel of cpu writes into its input.
          const ones = core.onesLike(dy);
          return core.mul(dy, core.tensorScatterUpdate(ones, indices, core.zerosLike(updates)));
        },
        indices: () => zeroGradient(indices),
        updates: () => core.gatherND(dy, indices),
      };
    },
  },
];
