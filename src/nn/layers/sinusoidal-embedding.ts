/** A number as waves of many lengths. */

import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { markLibrary } from '../../backend/capture/index.js';
import { checkPositive } from '../../checks.js';
import { type CallOptions, onlyTensor } from './composite-layer.js';
import type { SinusoidalEmbeddingOptions } from './transformer-options.js';

/**
 * Numbers `[B, 1]` → `[B, D]`: sines, then cosines, of the number times
 * `maxPeriod^(−2i / D)`, i from 0 to D / 2 − 1 (Vaswani et al. 2017, section 3.5, arXiv:1706.03762; of a
 * time: Ho, Jain & Abbeel 2020, arXiv:2006.11239).
 */
export class SinusoidalEmbedding extends tfl.layers.Layer {
  static readonly className = 'SinusoidalEmbedding';
  private readonly options: Required<Omit<SinusoidalEmbeddingOptions, 'name'>>;

  constructor(options: SinusoidalEmbeddingOptions) {
    super(options);
    const { width, maxPeriod = 10_000 } = options;
    if (!Number.isInteger(width) || width < 2 || width % 2 !== 0) {
      throw new RangeError(`Expected \`width\` to be an even integer >= 2. Received: ${width}`);
    }
    checkPositive({ maxPeriod });
    this.options = { width, maxPeriod };
  }

  override computeOutputShape(inputShape: tfl.Shape | tfl.Shape[]): tfl.Shape | tfl.Shape[] {
    const [batch = null] = inputShape as tfl.Shape;
    return [batch, this.options.width];
  }

  override call(inputs: core.Tensor | core.Tensor[], options: CallOptions): core.Tensor {
    return core.tidy(() => {
      this.invokeCallHook(inputs, options);
      const { width, maxPeriod } = this.options;
      const half = width / 2;
      const frequencies = Float32Array.from({ length: half }, (_, i) => maxPeriod ** (-i / half));
      const angles = core.mul(onlyTensor(inputs), core.tensor2d(frequencies, [1, half]));
      return core.concat([core.sin(angles), core.cos(angles)], 1);
    });
  }

  override getConfig(): core.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.options };
  }
}
core.serialization.registerClass(SinusoidalEmbedding);
markLibrary(SinusoidalEmbedding);
