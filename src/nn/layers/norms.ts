/** Layer and RMS normalisation. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { layerNorm, rmsNorm } from '../../backend/fused/norms.js';
import { type CallOptions, classOf, onlyInput } from './tfjs-class.js';

interface Fields {
  /** After `build`, the axes counted from 0. */
  readonly axis: number | number[];
  readonly epsilon: number;
  readonly gamma: tfl.LayerVariable | null;
  readonly beta: tfl.LayerVariable | null;
}

type Values = core.Tensor | core.Tensor[];

const TfjsLayerNormalization = classOf<Fields>(
  tfl.layers.layerNormalization({ name: 'layer_normalization' }),
);

/** Layer normalisation; over other axes than the last it is that of tfjs. */
export class LayerNormalization extends TfjsLayerNormalization {
  override call(inputs: Values, options: CallOptions): Values {
    const x = onlyInput(inputs);
    const [axis, ...more] = [this.axis].flat();
    if (axis !== x.rank - 1 || more.length > 0) return super.call(inputs, options);
    return core.tidy(() => {
      this.invokeCallHook(inputs, options);
      const channels = [x.shape.at(-1) as number];
      const gamma = this.gamma?.read() ?? core.ones(channels);
      const beta = this.beta?.read() ?? core.zeros(channels);
      return layerNorm(x, gamma, beta, this.epsilon);
    });
  }
}

/** What `tf.layers.rmsNorm` takes. */
interface RmsNormOptions {
  readonly epsilon?: number;
  readonly name?: string;
  readonly inputShape?: tfl.Shape;
}

/** RMS normalisation over the last dimension, with a scale and no shift. */
export class RMSNorm extends tfl.layers.Layer {
  static readonly className = 'RMSNorm';
  private readonly epsilon: number;
  private scale: tfl.LayerVariable | undefined;

  constructor(options: RmsNormOptions = {}) {
    super(options);
    const { epsilon = 1e-6 } = options;
    if (!(epsilon > 0)) {
      throw new RangeError(`Expected \`epsilon\` greater than 0. Received: ${epsilon}`);
    }
    this.epsilon = epsilon;
    this.supportsMasking = true;
  }

  override build(inputShape: tfl.Shape | tfl.Shape[]): void {
    const channels = (inputShape as tfl.Shape).at(-1);
    if (typeof channels !== 'number') {
      throw new RangeError(
        `Expected a last dimension of known size. Received: shape [${inputShape}]`,
      );
    }
    this.scale = this.addWeight('scale', [channels], 'float32', tfl.initializers.ones());
    this.built = true;
  }

  override computeOutputShape(inputShape: tfl.Shape | tfl.Shape[]): tfl.Shape | tfl.Shape[] {
    return inputShape;
  }

  override call(inputs: Values, options: CallOptions): Values {
    return core.tidy(() => {
      this.invokeCallHook(inputs, options);
      const scale = this.scale as tfl.LayerVariable;
      return rmsNorm(onlyInput(inputs), scale.read(), this.epsilon);
    });
  }

  override getConfig(): core.serialization.ConfigDict {
    return { ...super.getConfig(), epsilon: this.epsilon };
  }
}
