/** Gradients of tfjs-core's operations that the `tensorflow` backend computes in fewer operations. */
import * as core from '@tensorflow/tfjs-core';
import { nativeOps } from '../native-op.js';

/** The gradient of an operation with one input and one output. */
export interface FastGradient {
  /** The operation's name in tfjs-core. */
  readonly kernelName: string;
  /** Whether the gradient needs the output too; it then comes last in `saved`. */
  readonly savesOutput?: true;
  gradient(dy: core.Tensor, saved: readonly core.Tensor[], attributes: unknown): core.Tensor;
}

/**
 * Puts a gradient in the place of that of tfjs-core, which goes on serving other backends, other
 * types than float32, and gradients of gradients.
 */
export function overrideGradient({ kernelName, savesOutput, gradient }: FastGradient): void {
  const composed = core.getGradient(kernelName);
  core.registerGradient({
    ...composed,
    ...(savesOutput && { outputsToSave: [true] }),
    gradFunc: (dy, saved, attributes) => {
      const plain =
        nativeOps() === undefined ||
        core.engine().isTapeOn() ||
        saved.some(({ dtype }) => dtype !== 'float32');
      if (plain) return composed.gradFunc(dy, saved, attributes);
      return { x: () => gradient(dy as core.Tensor, saved, attributes) };
    },
  });
}
