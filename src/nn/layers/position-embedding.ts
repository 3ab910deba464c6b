/** Learnt vectors that say where in a sequence something stands. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { markLibrary } from '../../backend/capture/index.js';
import { type CallOptions, onlyTensor } from './composite-layer.js';
import type { PositionEmbeddingOptions } from './transformer-options.js';

/**
 * Adds a learnt vector for each position of a sequence of known length: `[B, T, D]` → `[B, T, D]`.
 */
export class PositionEmbedding extends tfl.layers.Layer {
  static readonly className = 'PositionEmbedding';
  private readonly options: Required<Omit<PositionEmbeddingOptions, 'name' | 'trainable'>>;
  private positions!: tfl.LayerVariable;

  constructor(options: PositionEmbeddingOptions = {}) {
    super(options);
    const { stddev = 0.02, seed = 0 } = options;
    this.options = { stddev, seed };
  }

  override build(inputShape: tfl.Shape | tfl.Shape[]): void {
    const [, length, width] = inputShape as tfl.Shape;
    if (inputShape.length !== 3 || typeof length !== 'number' || typeof width !== 'number') {
      throw new RangeError(
        `Expected the input of PositionEmbedding to be [B, T, D] with T and D known. Received: [${inputShape}]`,
      );
    }
    const { stddev, seed } = this.options;
    const start = tfl.initializers.randomNormal({ stddev, seed, mean: 0 });
    this.positions = this.addWeight('positions', [length, width], 'float32', start);
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tfl.Shape | tfl.Shape[]): tfl.Shape | tfl.Shape[] {
    return inputShape;
  }

  override call(inputs: core.Tensor | core.Tensor[], options: CallOptions): core.Tensor {
    return core.tidy(() => {
      this.invokeCallHook(inputs, options);
      return core.add(onlyTensor(inputs), this.positions.read());
    });
  }

  override getConfig(): core.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.options };
  }
}
core.serialization.registerClass(PositionEmbedding);
markLibrary(PositionEmbedding);
