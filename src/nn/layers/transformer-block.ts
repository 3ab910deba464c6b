/** One block of a transformer. */
import * as core from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import { markLibrary } from '../../backend/capture/index.js';
import { type Layer, tf } from '../tf.js';
import {
  type CachePosition,
  CausalSelfAttention,
  type KeyValueCache,
} from './causal-self-attention.js';
import { type CallOptions, CompositeLayer, lastSize, onlyTensor, run } from './composite-layer.js';
import { SelfAttention } from './self-attention.js';
import type { TransformerBlockOptions } from './transformer-options.js';

/**
 * A pre-norm block as in GPT-2 (Radford et al. 2019): x + attention(norm(x)), then
 * x + MLP(norm(x)) with GELU in its tanh form; `[B, T, D]` → `[B, T, D]`.
 */
export class TransformerBlock extends CompositeLayer {
  static readonly className = 'TransformerBlock';
  readonly options: Required<Omit<TransformerBlockOptions, 'name' | 'trainable'>>;
  private norm1!: tfl.layers.Layer;
  private attention!: SelfAttention;
  private norm2!: tfl.layers.Layer;
  private up!: tfl.layers.Layer;
  private down!: tfl.layers.Layer;
  private drop1!: tfl.layers.Layer;
  private drop2!: tfl.layers.Layer;

  constructor(options: TransformerBlockOptions) {
    super(options);
    const { heads, causal = true, expansion = 4 } = options;
    const { dropout = 0, attentionDropout = 0 } = options;
    const { stddev = 0.02, outputStddev = stddev, seed = 0 } = options;
    const rates = { dropout, attentionDropout };
    this.options = { heads, causal, expansion, ...rates, stddev, outputStddev, seed };
  }

  override build(inputShape: tfl.Shape | tfl.Shape[]): void {
    const width = lastSize('TransformerBlock', inputShape);
    const { heads, causal, expansion, dropout, attentionDropout } = this.options;
    const { stddev, outputStddev, seed } = this.options;
    const norm = (name: string): Layer => tf.layers.layerNormalization({ epsilon: 1e-5, name });
    const drop = (name: string, shift: number): Layer =>
      tf.layers.dropout({ rate: dropout, seed: seed + shift, name });
    const normal = (sigma: number, shift: number) =>
      tf.initializers.randomNormal({ stddev: sigma, seed: seed + shift });

    this.norm1 = this.part(norm('norm_1'), width);
    this.attention = new (causal ? CausalSelfAttention : SelfAttention)({
      heads,
      attentionDropout,
      stddev,
      outputStddev,
      seed,
      name: 'attention',
    });
    this.part(this.attention, width);
    this.drop1 = this.part(drop('dropout_1', 4), width);
    this.norm2 = this.part(norm('norm_2'), width);
    const hidden = Math.round(expansion * width);
    this.up = this.part(
      tf.layers.dense({
        units: hidden,
        activation: 'gelu_new',
        kernelInitializer: normal(stddev, 2),
        name: 'up',
      }),
      width,
    );
    this.down = this.part(
      tf.layers.dense({
        units: width,
        kernelInitializer: normal(outputStddev, 3),
        name: 'down',
      }),
      hidden,
    );
    this.drop2 = this.part(drop('dropout_2', 5), width);
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tfl.Shape | tfl.Shape[]): tfl.Shape | tfl.Shape[] {
    return inputShape;
  }

  override call(inputs: core.Tensor | core.Tensor[], options: CallOptions): core.Tensor {
    return core.tidy(() => {
      this.invokeCallHook(inputs, options);
      return this.residual(onlyTensor(inputs), (x) => run(this.attention, x, options), options);
    });
  }

  /** As `call`, for a prompt of the cache's length; its keys and values go into the cache. */
  fill(x: core.Tensor, cache: KeyValueCache): core.Tensor {
    const attention = this.decoding();
    return core.tidy(() => this.residual(x, (normed) => attention.fill(normed, cache)));
  }

  /** The output for one more position, `[B, 1, D]` → `[B, 1, D]`. */
  step(x: core.Tensor, cache: KeyValueCache, position: CachePosition): core.Tensor {
    const attention = this.decoding();
    return core.tidy(() => this.residual(x, (normed) => attention.step(normed, cache, position)));
  }

  private decoding(): CausalSelfAttention {
    if (this.attention instanceof CausalSelfAttention) return this.attention;
    throw new TypeError(
      'Expected a block with `causal: true`: only where no position sees a later one can tokens follow one by one. Received: `causal: false`',
    );
  }

  private residual(
    x: core.Tensor,
    attend: (normed: core.Tensor) => core.Tensor,
    options: CallOptions = {},
  ): core.Tensor {
    const attended = attend(run(this.norm1, x)); // [B, T, D]
    const middle = core.add(x, run(this.drop1, attended, options));
    const hidden = run(this.up, run(this.norm2, middle)); // [B, T, expansion · D]
    return core.add(middle, run(this.drop2, run(this.down, hidden), options));
  }

  override getConfig(): core.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.options };
  }
}
core.serialization.registerClass(TransformerBlock);
markLibrary(TransformerBlock);
