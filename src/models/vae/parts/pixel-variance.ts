/** The variance of a Gaussian decoder, where it is learnt. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { markLibrary } from '../../../backend/capture/index.js';
import type { Layer } from '../../../nn/tf.js';

/**
 * Passes pixels on as they are, and keeps one number beside them: the logarithm of the variance that all
 * of them share (Rybkin et al. 2021, Simple and effective VAE training with calibrated decoders). The loss
 * reads it; what the model predicts does not depend on it.
 */
export class PixelVariance extends tfl.layers.Layer {
  static readonly className = 'PixelVariance';
  private logVariance!: tfl.LayerVariable;

  override build(inputShape: tfl.Shape | tfl.Shape[]): void {
    this.logVariance = this.addWeight('log_variance', [1], 'float32', tfl.initializers.zeros());
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tfl.Shape | tfl.Shape[]): tfl.Shape | tfl.Shape[] {
    return inputShape;
  }

  override call(inputs: core.Tensor | core.Tensor[]): core.Tensor {
    const [x] = [inputs].flat() as [core.Tensor];
    return core.clone(x);
  }

  /** `[1]`; do not dispose it. */
  read(): core.Tensor {
    return this.logVariance.read();
  }
}
core.serialization.registerClass(PixelVariance);
markLibrary(PixelVariance);

/** A layer of it. */
export const pixelVariance = (name: string): Layer =>
  new PixelVariance({ name }) as unknown as Layer;
