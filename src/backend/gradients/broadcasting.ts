/** Gradients of operations whose inputs may have unequal shapes, where tfjs-core forgets that. */
import * as core from '@tensorflow/tfjs-core';
// It brings the gradients of tfjs-core, among them those below.
import '@tensorflow/tfjs-layers';
import type { AddedGradient } from './added-gradient.js';

/** A gradient summed over the axes along which its input was repeated. */
function ofInput(gradient: core.Tensor, shape: readonly number[]): core.Tensor {
  if (gradient.shape.join() === shape.join()) return gradient;
  const axes = core.broadcast_util.getReductionAxes([...shape], gradient.shape);
  return core.reshape(core.sum(gradient, axes), [...shape]);
}

function repaired(kernelName: string): AddedGradient {
  const plain = core.getGradient(kernelName);
  return {
    kernelName,
    inputsToSave: ['a', 'b'],
    gradFunc(dy, saved, attributes) {
      const [a, b] = saved as [core.Tensor, core.Tensor];
      const parts = plain.gradFunc(dy, saved, attributes as core.NamedAttrMap);
      const { a: ofA, b: ofB } = parts as Record<'a' | 'b', () => core.Tensor>;
      return { a: () => ofInput(ofA(), a.shape), b: () => ofInput(ofB(), b.shape) };
    },
  };
}

/** Rows of all matrices of a batch as one matrix. */
const asMatrix = (x: core.Tensor): core.Tensor2D =>
  core.reshape(x, [-1, x.shape.at(-1) as number]) as core.Tensor2D;

/** A batch times one matrix (`[B, T, D]` by `[D, E]`) is one product of matrices, and so is its gradient. */
const batches = repaired('BatchMatMul');
const matrixProducts: AddedGradient = {
  ...batches,
  gradFunc(dy, saved, attributes) {
    const [a, b] = saved as [core.Tensor, core.Tensor];
    const { transposeA, transposeB } = attributes as core.BatchMatMulAttrs;
    const parts = batches.gradFunc(dy, saved, attributes);
    if (b.rank !== 2 || a.rank === 2 || transposeA) return parts;
    const ofMatrix = (): core.Tensor => {
      const [rows, given] = [asMatrix(dy as core.Tensor), asMatrix(a)]; // [B T, E], [B T, D]
      return transposeB
        ? core.matMul(rows, given, true, false) // [E, D]
        : core.matMul(given, rows, true, false); // [D, E]
    };
    return { ...parts, b: ofMatrix };
  },
};

export const broadcastingGradients: readonly AddedGradient[] = [
  ...['Maximum', 'Minimum', 'SquaredDifference'].map(repaired),
  matrixProducts,
];
