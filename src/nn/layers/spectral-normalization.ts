/** A layer whose kernel has largest singular value 1. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { markLibrary } from '../../backend/capture/index.js';
import { stopGradient } from '../../backend/gradients/stop-gradient.js';
import { createRng } from '../../backend/random.js';
import type { Layer } from '../../backend/tf.js';
import { checkSizes } from '../../checks.js';
import { messages } from '../../messages/index.js';
import type { CallOptions } from './composite-layer.js';
import type { SpectralNormalizationOptions } from './spectral-options.js';

type AnyLayer = tfl.layers.Layer;

/** A layer that reads its weights from `kernel` whenever it is called. */
type WithKernel = AnyLayer & { kernel: { read(): core.Tensor } };

const TINY = 1e-12;
/** Turns of the power iteration before the first step, as in PyTorch. */
const FIRST_ITERATIONS = 15;

/** `[…, outputs]` as `[rows, outputs]`. */
const asMatrix = (kernel: core.Tensor): core.Tensor2D =>
  core.reshape(kernel, [-1, kernel.shape.at(-1) as number]);

const unit = (x: core.Tensor): core.Tensor => core.div(x, core.add(core.norm(x), TINY));

function hasKernel(layer: AnyLayer): layer is WithKernel {
  const kernel: unknown = Reflect.get(layer, 'kernel');
  return typeof kernel === 'object' && kernel !== null && 'read' in kernel;
}

/**
 * Spectral normalisation (Miyato et al. 2018, arXiv:1802.05957): the layer within computes with
 * `W / σ(W)`, σ the largest singular value of the kernel as a matrix `[rows, outputs]`. It is found by
 * power iteration, one turn a training step; the vector that this goes on from is a weight of its own,
 * saved with the model and not trained. The slope goes through σ, as in PyTorch.
 */
class SpectralNormalization extends tfl.layers.Layer {
  static readonly className = 'SpectralNormalization';
  private readonly inner: AnyLayer;
  private readonly powerIterations: number;
  private readonly seed: number;
  private vector!: tfl.LayerVariable;

  constructor(config: SpectralNormalizationOptions) {
    super(config);
    const { layer, powerIterations = 1, seed = 0 } = config;
    checkSizes({ powerIterations });
    if (!(layer instanceof tfl.layers.Layer)) {
      throw new TypeError(messages().library.spectralLayer({ given: String(layer) }));
    }
    this.inner = layer;
    this.powerIterations = powerIterations;
    this.seed = seed;
  }

  override build(inputShape: tfl.Shape | tfl.Shape[]): void {
    const known = (inputShape as tfl.Shape).map((size) => size ?? 1);
    // Weights are named by the layers around them only where a layer is applied.
    core.tidy(() => void this.inner.apply(core.zeros(known)));
    if (!hasKernel(this.inner)) {
      const given = this.inner.getClassName();
      throw new TypeError(messages().library.spectralLayer({ given }));
    }
    const kernel = this.inner.kernel.read();
    const outputs = kernel.shape.at(-1) as number;
    this.vector = this.addWeight(
      'vector',
      [1, outputs],
      'float32',
      tfl.initializers.zeros(),
      undefined,
      false,
    );
    core.tidy(() => {
      const start = unit(core.tensor2d(createRng(this.seed).normals(outputs), [1, outputs]));
      this.vector.write(this.turned(asMatrix(kernel), start, FIRST_ITERATIONS));
    });
    this.inner.trainable = this.trainable;
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tfl.Shape | tfl.Shape[]): tfl.Shape | tfl.Shape[] {
    return this.inner.computeOutputShape(inputShape);
  }

  override call(inputs: core.Tensor | core.Tensor[], options: CallOptions): core.Tensor {
    return core.tidy(() => {
      this.invokeCallHook(inputs, options);
      const { inner } = this;
      if (!hasKernel(inner)) throw new Error('Expected a layer that was built.');
      const held = inner.kernel;
      const kernel = held.read();
      const normalized = core.div(kernel, this.sigma(kernel, options.training === true));
      inner.kernel = { read: () => normalized };
      try {
        return inner.call(inputs, options) as core.Tensor;
      } finally {
        inner.kernel = held;
      }
    });
  }

  /** The largest singular value, `[]`; in training after more turns of the power iteration. */
  private sigma(kernel: core.Tensor, training: boolean): core.Tensor {
    const constant: core.Tensor = stopGradient(kernel);
    const matrix = asMatrix(constant);
    const known = this.vector.read();
    const right = training ? this.turned(matrix, known, this.powerIterations) : known;
    if (training) this.vector.write(right);
    const left = unit(core.matMul(matrix, right, false, true)); // [rows, 1]
    const product = core.matMul(asMatrix(kernel), right, false, true);
    return core.sum(core.mul(product, left));
  }

  /** The vector `[1, outputs]` after so many turns towards the greatest singular value. */
  private turned(matrix: core.Tensor, from: core.Tensor, turns: number): core.Tensor {
    let right = from;
    for (let i = 0; i < turns; i++) {
      const left = unit(core.matMul(matrix, right, false, true)); // [rows, 1]
      right = unit(core.matMul(left, matrix, true));
    }
    return right;
  }

  override get trainable(): boolean {
    return super.trainable;
  }
  override set trainable(trainable: boolean) {
    // The constructor of tfjs sets it before there is a layer within.
    const inner: AnyLayer | undefined = this.inner;
    if (inner !== undefined) inner.trainable = trainable;
    super.trainable = trainable;
  }
  override get trainableWeights(): tfl.LayerVariable[] {
    return this.inner.trainableWeights;
  }
  override get nonTrainableWeights(): tfl.LayerVariable[] {
    return [...this.inner.nonTrainableWeights, ...super.nonTrainableWeights];
  }

  override getConfig(): core.serialization.ConfigDict {
    const { powerIterations, seed, inner } = this;
    const layer = { className: inner.getClassName(), config: inner.getConfig() };
    return { ...super.getConfig(), layer, powerIterations, seed };
  }

  static override fromConfig<T extends core.serialization.Serializable>(
    cls: core.serialization.SerializableConstructor<T>,
    config: core.serialization.ConfigDict,
  ): T {
    const { className, config: inner } = config.layer as core.serialization.ConfigDict;
    const known = core.serialization.SerializationMap.getMap().classNameMap[className as string];
    if (known === undefined) {
      throw new TypeError(messages().library.spectralLayer({ given: String(className) }));
    }
    const [made, fromConfig] = known;
    const layer: unknown = fromConfig(made, inner as core.serialization.ConfigDict);
    return new cls({ ...config, layer });
  }
}
core.serialization.registerClass(SpectralNormalization);
markLibrary(SpectralNormalization);

/**
 * A layer in a wrapper that divides its kernel by its largest singular value, so that its slope is 1 at
 * most (Miyato et al. 2018): what a discriminator is kept tame with.
 *
 * @throws TypeError for a layer without a kernel
 * @example
 * const layer = tf.layers.conv2d({ filters: 32, kernelSize: 4, strides: 2, padding: 'same' });
 * discriminator.add(spectralNormalization({ layer, inputShape: [32, 32, 3] }));
 */
export function spectralNormalization(options: SpectralNormalizationOptions): Layer {
  return new SpectralNormalization(options);
}
