/** Group normalisation, which TensorFlow.js lacks. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { groupNorm } from '../../backend/fused/group-norm.js';
import { type CallOptions, onlyInput } from './tfjs-class.js';

/** What `tf.layers.groupNormalization` takes. */
interface GroupNormalizationOptions {
  readonly groups?: number;
  readonly epsilon?: number;
  readonly name?: string;
  readonly inputShape?: tfl.Shape;
}

/** Each group of channels of an example to mean 0 and variance 1, with a scale and a shift. */
export class GroupNormalization extends tfl.layers.Layer {
  static readonly className = 'GroupNormalization';
  private readonly groups: number;
  private readonly epsilon: number;
  private gamma: tfl.LayerVariable | undefined;
  private beta: tfl.LayerVariable | undefined;

  constructor(options: GroupNormalizationOptions = {}) {
    super(options);
    const { groups = 32, epsilon = 1e-3 } = options;
    if (!Number.isInteger(groups) || groups < 1) {
      throw new RangeError(`Expected \`groups\` to be an integer >= 1. Received: ${groups}`);
    }
    if (!(epsilon > 0)) {
      throw new RangeError(`Expected \`epsilon\` greater than 0. Received: ${epsilon}`);
    }
    this.groups = groups;
    this.epsilon = epsilon;
  }

  override build(inputShape: tfl.Shape | tfl.Shape[]): void {
    const channels = (inputShape as tfl.Shape).at(-1);
    const { groups } = this;
    if (typeof channels !== 'number') {
      throw new RangeError(
        `Expected a last dimension of known size. Received: shape [${inputShape}]`,
      );
    }
    if (channels % groups !== 0) {
      throw new RangeError(
        `Expected a number of channels that is a multiple of \`groups\`=${groups}. Received: ${channels}`,
      );
    }
    this.gamma = this.addWeight('gamma', [channels], 'float32', tfl.initializers.ones());
    this.beta = this.addWeight('beta', [channels], 'float32', tfl.initializers.zeros());
    this.built = true;
  }

  override computeOutputShape(inputShape: tfl.Shape | tfl.Shape[]): tfl.Shape | tfl.Shape[] {
    return inputShape;
  }

  override call(inputs: core.Tensor | core.Tensor[], options: CallOptions): core.Tensor {
    return core.tidy(() => {
      this.invokeCallHook(inputs, options);
      const { groups, epsilon } = this;
      const [gamma, beta] = [this.gamma, this.beta] as [tfl.LayerVariable, tfl.LayerVariable];
      return groupNorm(onlyInput(inputs), gamma.read(), beta.read(), { groups, epsilon });
    });
  }

  override getConfig(): core.serialization.ConfigDict {
    return { ...super.getConfig(), groups: this.groups, epsilon: this.epsilon };
  }
}
