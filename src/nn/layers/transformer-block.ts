/** One block of a transformer. */

import * as core from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import { markLibrary } from '../../backend/capture/index.js';
import { swiglu } from '../../backend/fused/swiglu.js';
import { checkPositive } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { type Layer, tf } from '../tf.js';
import {
  type CachePosition,
  CausalSelfAttention,
  type KeyValueCache,
} from './causal-self-attention.js';
import { type CallOptions, CompositeLayer, firstShape, lastSize, run } from './composite-layer.js';
import { normalization } from './normalization.js';
import { SelfAttention } from './self-attention.js';
import {
  type FeedForwardKind,
  type NormKind,
  type TransformerBlockOptions,
  usualExpansion,
} from './transformer-options.js';

const feedForwards: readonly FeedForwardKind[] = ['gelu', 'relu', 'swiglu'];
const norms: readonly NormKind[] = ['layer', 'rms'];

function checkKind(option: string, given: string, kinds: readonly string[]): void {
  if (kinds.includes(given)) return;
  const words = kinds.map((word) => `\`${word}\``).join(', ');
  throw new RangeError(messages().attention.kind({ option, words, given: String(given) }));
}

/** One half of a block: what it computes, and what stands around it. */
interface Half {
  readonly norm: tfl.layers.Layer;
  readonly drop: tfl.layers.Layer;
  readonly part: (x: core.Tensor) => core.Tensor;
}

/**
 * A pre-norm block as in GPT-2 (Radford et al. 2019): x + attention(norm(x)), then
 * x + MLP(norm(x)) with GELU in its tanh form; `[B, T, D]` → `[B, T, D]`. RMS normalisation, rotary positions,
 * grouped queries and SwiGLU make it that of Llama (Touvron et al. 2023, arXiv:2302.13971). With `normFirst: false`
 * it is the block of Vaswani et al. 2017 and of BERT: norm(x + attention(x)), then norm(x + MLP(x)).
 */
export class TransformerBlock extends CompositeLayer {
  static readonly className: string = 'TransformerBlock';
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
    const { heads, keyValueHeads = heads, positions = 'none', causal = true } = options;
    const { feedForward = 'gelu', norm = 'layer', normFirst = true } = options;
    const { expansion = usualExpansion(feedForward) } = options;
    const { maxPeriod = 10_000, normEpsilon = 1e-5, useBias = true } = options;
    const { dropout = 0, attentionDropout = 0 } = options;
    const { stddev = 0.02, outputStddev = stddev, seed = 0 } = options;
    checkKind('feedForward', feedForward, feedForwards);
    checkKind('norm', norm, norms);
    checkPositive({ maxPeriod, normEpsilon });
    const attention = { heads, keyValueHeads, positions, maxPeriod, causal };
    const kinds = { ...attention, feedForward, norm, normEpsilon, normFirst, useBias };
    const rates = { dropout, attentionDropout };
    this.options = { ...kinds, expansion, ...rates, stddev, outputStddev, seed };
  }

  override build(inputShape: tfl.Shape | tfl.Shape[]): void {
    const width = lastSize(this.getClassName(), inputShape);
    const { heads, keyValueHeads, positions, maxPeriod, causal } = this.options;
    const { expansion, feedForward, useBias, attentionDropout } = this.options;
    const { stddev, outputStddev, seed } = this.options;
    const isGated = feedForward === 'swiglu';
    const normal = (sigma: number, shift: number) =>
      tf.initializers.randomNormal({ stddev: sigma, seed: seed + shift });

    this.norm1 = this.part(this.normalising('norm_1'), width);
    this.attention = new (causal ? CausalSelfAttention : SelfAttention)({
      heads,
      keyValueHeads,
      positions,
      maxPeriod,
      useBias,
      attentionDropout,
      stddev,
      outputStddev,
      seed,
      name: 'attention',
    });
    this.part(this.attention, width);
    this.drop1 = this.part(this.dropping('dropout_1', 4), width);
    this.norm2 = this.part(this.normalising('norm_2'), width);
    const hidden = Math.round(expansion * width);
    this.up = this.part(
      tf.layers.dense({
        units: isGated ? 2 * hidden : hidden,
        useBias,
        activation: isGated ? 'linear' : feedForward === 'gelu' ? 'gelu_new' : 'relu',
        kernelInitializer: normal(stddev, 2),
        name: 'up',
      }),
      width,
    );
    this.down = this.part(
      tf.layers.dense({
        units: width,
        useBias,
        kernelInitializer: normal(outputStddev, 3),
        name: 'down',
      }),
      hidden,
    );
    this.drop2 = this.part(this.dropping('dropout_2', 5), width);
    super.build(inputShape);
  }

  /** A normalisation of the block's kind. */
  protected normalising(name: string): Layer {
    const { norm, normEpsilon: epsilon } = this.options;
    return normalization(norm, { epsilon, name });
  }

  protected dropping(name: string, shift: number): Layer {
    const { dropout, seed } = this.options;
    return tf.layers.dropout({ rate: dropout, seed: seed + shift, name });
  }

  override computeOutputShape(inputShape: tfl.Shape | tfl.Shape[]): tfl.Shape | tfl.Shape[] {
    return firstShape(inputShape);
  }

  /** Of `[B, T, D]`, or of that and `[B, T]`, 1 for a token and 0 for padding. */
  override call(inputs: core.Tensor | core.Tensor[], options: CallOptions): core.Tensor {
    return core.tidy(() => {
      this.invokeCallHook(inputs, options);
      const [x, keep] = [inputs].flat() as [core.Tensor, core.Tensor?];
      return this.fed(this.selfAttended(x, keep, options), options);
    });
  }

  /** As `call`, for a prompt of the cache's length; its keys and values go into the cache. */
  fill(x: core.Tensor, cache: KeyValueCache): core.Tensor {
    const attention = this.decoding();
    return core.tidy(() =>
      this.fed(
        this.attended(x, (normed) => attention.fill(normed, cache), {}),
        {},
      ),
    );
  }

  /** The output for one more position, `[B, 1, D]` → `[B, 1, D]`. */
  step(x: core.Tensor, cache: KeyValueCache, position: CachePosition): core.Tensor {
    return core.tidy(() => this.fed(this.stepped(x, cache, position), {}));
  }

  private decoding(): CausalSelfAttention {
    if (this.attention instanceof CausalSelfAttention) return this.attention;
    throw new TypeError(
      'Expected a block with `causal: true`: only where no position sees a later one can tokens follow one by one. Received: `causal: false`',
    );
  }

  /** x + part(norm(x)); where the sum is normalised instead, norm(x + part(x)). */
  protected added(x: core.Tensor, half: Half, options: CallOptions): core.Tensor {
    const { norm, drop, part } = half;
    const sum = core.add(x, run(drop, part(this.normedFirst(norm, x)), options)); // [B, T, D]
    return this.options.normFirst ? sum : run(norm, sum);
  }

  /** What a part reads: its input normalised, or as it is. */
  protected normedFirst(norm: tfl.layers.Layer, x: core.Tensor): core.Tensor {
    return this.options.normFirst ? run(norm, x) : x;
  }

  private attended(
    x: core.Tensor,
    attend: (normed: core.Tensor) => core.Tensor,
    options: CallOptions,
  ): core.Tensor {
    return this.added(x, { norm: this.norm1, drop: this.drop1, part: attend }, options);
  }

  protected selfAttended(
    x: core.Tensor,
    keep: core.Tensor | undefined,
    options: CallOptions,
  ): core.Tensor {
    const attend = (normed: core.Tensor): core.Tensor =>
      run(this.attention, keep === undefined ? normed : [normed, keep], options);
    return this.attended(x, attend, options);
  }

  protected stepped(x: core.Tensor, cache: KeyValueCache, position: CachePosition): core.Tensor {
    const attention = this.decoding();
    return this.attended(x, (normed) => attention.step(normed, cache, position), {});
  }

  protected fed(x: core.Tensor, options: CallOptions): core.Tensor {
    const part = (read: core.Tensor): core.Tensor => {
      const up = run(this.up, read); // [B, T, expansion · D], of a gated one twice
      return run(this.down, this.options.feedForward === 'swiglu' ? swiglu(up) : up);
    };
    return this.added(x, { norm: this.norm2, drop: this.drop2, part }, options);
  }

  override getConfig(): core.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.options };
  }
}
core.serialization.registerClass(TransformerBlock);
markLibrary(TransformerBlock);
