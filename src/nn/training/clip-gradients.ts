/** Gradients whose norm together is bounded. */
import * as core from '@tensorflow/tfjs-core';
import { l2Loss } from '../../backend/fused/l2-loss.js';
import { messages } from '../../messages/index.js';

/** @throws RangeError for a norm that is not above 0 */
export function checkClipNorm(clipNorm: number | undefined): void {
  if (clipNorm === undefined || clipNorm > 0) return;
  throw new RangeError(messages().library.model.clipNorm({ given: clipNorm }));
}

/**
 * Clips by the global norm (Pascanu et al. 2013, arXiv:1211.5063).
 *
 * @param gradients by the name of their variable
 * @param clipNorm the norm that all of them together may have at most; undefined leaves them
 * @returns the gradients, and half the squared norm of each as it was given, `[n]`
 */
export function clipGradients(
  gradients: ReadonlyMap<string, core.Tensor>,
  clipNorm: number | undefined,
): { gradients: ReadonlyMap<string, core.Tensor>; halfSquaredNorms: core.Tensor } {
  const halfSquaredNorms = core.stack([...gradients.values()].map(l2Loss)); // [n]
  if (clipNorm === undefined) return { gradients, halfSquaredNorms };
  const norm = core.sqrt(core.mul(core.sum(halfSquaredNorms), 2));
  const scale = core.div(clipNorm, core.maximum(norm, clipNorm));
  const clipped = [...gradients].map(([name, g]) => [name, core.mul(g, scale)] as const);
  return { gradients: new Map(clipped), halfSquaredNorms };
}
