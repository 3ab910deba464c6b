/** A vector at the start of a sequence that collects what is said about all of it. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { markLibrary } from '../../backend/capture/index.js';
import { type CallOptions, lastSize, onlyTensor } from './composite-layer.js';
import type { ClassTokenOptions } from './transformer-options.js';

/**
 * Puts a learnt vector before a sequence, the same for each: `[B, T, D]` → `[B, T + 1, D]`, as BERT
 * (Devlin et al. 2019, arXiv:1810.04805) and the Vision Transformer have it.
 */
export class ClassToken extends tfl.layers.Layer {
  static readonly className = 'ClassToken';
  private readonly options: Required<Omit<ClassTokenOptions, 'name' | 'trainable'>>;
  private token!: tfl.LayerVariable;

  constructor(options: ClassTokenOptions = {}) {
    super(options);
    const { stddev = 0, seed = 0 } = options;
    this.options = { stddev, seed };
  }

  override build(inputShape: tfl.Shape | tfl.Shape[]): void {
    const width = lastSize('ClassToken', inputShape);
    const { stddev, seed } = this.options;
    const start =
      stddev === 0
        ? tfl.initializers.zeros()
        : tfl.initializers.randomNormal({ stddev, seed, mean: 0 });
    this.token = this.addWeight('token', [1, 1, width], 'float32', start);
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tfl.Shape | tfl.Shape[]): tfl.Shape {
    const [batch = null, length = null, width = null] = inputShape as tfl.Shape;
    return [batch, length === null ? null : length + 1, width];
  }

  override call(inputs: core.Tensor | core.Tensor[], options: CallOptions): core.Tensor {
    return core.tidy(() => {
      this.invokeCallHook(inputs, options);
      const x = onlyTensor(inputs);
      const [batch, , width] = x.shape as [number, number, number];
      const tokens = core.broadcastTo(this.token.read(), [batch, 1, width]);
      return core.concat([tokens, x], 1);
    });
  }

  override getConfig(): core.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.options };
  }
}
core.serialization.registerClass(ClassToken);
markLibrary(ClassToken);
