/** Self-attention: each position sees all others. */
import * as core from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import { markLibrary } from '../../backend/capture/index.js';
import { scaledDotProductAttention } from '../../backend/fused/attention.js';
import { checkRates } from '../../checks.js';
import { tf } from '../tf.js';
import { type CallOptions, CompositeLayer, lastSize, onlyTensor, run } from './composite-layer.js';
import { generator } from './noise.js';
import type { SelfAttentionOptions } from './transformer-options.js';

type Heads = [q: core.Tensor4D, k: core.Tensor4D, v: core.Tensor4D];

/**
 * Multi-head self-attention (Vaswani et al. 2017, arXiv:1706.03762), `[B, T, D]` → `[B, T, D]`:
 * one dense layer for queries, keys and values together, one for the output.
 */
export class SelfAttention extends CompositeLayer {
  static readonly className: string = 'SelfAttention';
  /** Whether no position sees a later one. */
  protected readonly causal: boolean = false;
  private readonly options: Required<Omit<SelfAttentionOptions, 'name' | 'trainable'>>;
  private qkv!: tfl.layers.Layer;
  private projection!: tfl.layers.Layer;

  constructor(options: SelfAttentionOptions) {
    super(options);
    const { heads, attentionDropout = 0, stddev = 0.02 } = options;
    const { outputStddev = stddev, seed = 0 } = options;
    if (!Number.isInteger(heads) || heads < 1) {
      throw new RangeError(`Expected \`heads\` to be an integer >= 1. Received: ${heads}`);
    }
    checkRates({ attentionDropout });
    this.options = { heads, attentionDropout, stddev, outputStddev, seed };
  }

  override build(inputShape: tfl.Shape | tfl.Shape[]): void {
    const width = lastSize(this.getClassName(), inputShape);
    const { heads, stddev, outputStddev, seed } = this.options;
    if (width % heads !== 0) {
      throw new RangeError(
        `Expected the width of the input to be a multiple of \`heads\`=${heads}. Received: ${width}`,
      );
    }
    const normal = (sigma: number, shift: number) =>
      tf.initializers.randomNormal({ stddev: sigma, seed: seed + shift });
    this.qkv = this.part(
      tf.layers.dense({ units: 3 * width, kernelInitializer: normal(stddev, 0), name: 'qkv' }),
      width,
    );
    this.projection = this.part(
      tf.layers.dense({
        units: width,
        kernelInitializer: normal(outputStddev, 1),
        name: 'projection',
      }),
      width,
    );
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tfl.Shape | tfl.Shape[]): tfl.Shape | tfl.Shape[] {
    return inputShape;
  }

  override call(inputs: core.Tensor | core.Tensor[], options: CallOptions): core.Tensor {
    return core.tidy(() => {
      this.invokeCallHook(inputs, options);
      const { attentionDropout, seed } = this.options;
      // After the seeds of the weights, and of the dropout in a block.
      const rng = generator(this, seed + 6);
      const dropout = options.training === true ? attentionDropout : 0;
      const [q, k, v] = this.split(onlyTensor(inputs));
      return this.merge(scaledDotProductAttention(q, k, v, { causal: this.causal, dropout, rng }));
    });
  }

  /** `[B, T, D]` → queries, keys and values `[B, H, T, D/H]`. */
  protected split(x: core.Tensor): Heads {
    const { heads } = this.options;
    const [batch, length, width] = x.shape as [number, number, number];
    const all = core.reshape(run(this.qkv, x), [batch, length, 3, heads, width / heads]);
    return core.unstack(core.transpose(all, [2, 0, 3, 1, 4])) as Heads;
  }

  /** `[B, H, T, D/H]` → `[B, T, D]`, and the projection. */
  protected merge(y: ReturnType<typeof scaledDotProductAttention>): core.Tensor {
    const [batch, heads, length, size] = y.shape;
    const joined = core.transpose(y as core.Tensor4D, [0, 2, 1, 3]);
    return run(this.projection, core.reshape(joined, [batch, length, heads * size]));
  }

  override getConfig(): core.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.options };
  }
}
core.serialization.registerClass(SelfAttention);
markLibrary(SelfAttention);
