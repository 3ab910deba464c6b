/** A change of a kernel as the product of two thin matrices (LoRA). */
import * as core from '@tensorflow/tfjs-core';
import type { LayerVariable } from '@tensorflow/tfjs-layers';

/** What is added to a kernel: `scale · a · b`. */
export interface LowRankChange {
  /** `[features, rank]` */
  readonly a: LayerVariable;
  /** `[rank, units]` */
  readonly b: LayerVariable;
  readonly scale: number;
}

/** `x · kernel` as it is with the change, which is never multiplied out: `[N, features]` → `[N, units]`. */
export function withChange(
  product: core.Tensor,
  x: core.Tensor,
  { a, b, scale }: LowRankChange,
): core.Tensor {
  const thin = core.matMul(x as core.Tensor2D, a.read() as core.Tensor2D); // [N, rank]
  const added = core.matMul(thin, b.read() as core.Tensor2D); // [N, units]
  return core.add(product, core.mul(added, scale));
}

/** The kernel with the change in it. */
export function changedKernel(kernel: LayerVariable, { a, b, scale }: LowRankChange): core.Tensor {
  return core.tidy(() => {
    const product = core.matMul(a.read() as core.Tensor2D, b.read() as core.Tensor2D);
    return core.add(kernel.read(), core.mul(product, scale));
  });
}
