/** Self-attention: each position sees all others. */
import * as core from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import { markLibrary } from '../../backend/capture/index.js';
import { alibiBias } from '../../backend/fused/alibi.js';
import {
  type AttentionOptions,
  paddingMask,
  scaledDotProductAttention,
} from '../../backend/fused/attention.js';
import { rotate, turnsOf } from '../../backend/fused/rotary-positions.js';
import { positionsOf } from '../../backend/fused/sequence-positions.js';
import { checkPositive, checkRates } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { tf } from '../tf.js';
import { checkHeads, headSize, joinHeads, repeatHeads, splitHeads } from './attention-heads.js';
import { type CallOptions, CompositeLayer, firstShape, lastSize, run } from './composite-layer.js';
import { generator } from './noise.js';
import type { AttentionPositions, SelfAttentionOptions } from './transformer-options.js';

type Heads = [q: core.Tensor4D, k: core.Tensor4D, v: core.Tensor4D];

const known: readonly AttentionPositions[] = ['none', 'rotary', 'alibi'];

/**
 * Multi-head self-attention (Vaswani et al. 2017, arXiv:1706.03762), `[B, T, D]` → `[B, T, D]`:
 * one dense layer for queries, keys and values together, one for the output. With fewer heads of keys
 * and values than of queries it is grouped-query attention (Ainslie et al. 2023, arXiv:2305.13245).
 */
export class SelfAttention extends CompositeLayer {
  static readonly className: string = 'SelfAttention';
  /** Whether no position sees a later one. */
  protected readonly causal: boolean = false;
  protected readonly options: Required<Omit<SelfAttentionOptions, 'name' | 'trainable'>>;
  private qkv!: tfl.layers.Layer;
  private projection!: tfl.layers.Layer;

  constructor(options: SelfAttentionOptions) {
    super(options);
    const { heads, keyValueHeads = heads, positions = 'none' } = options;
    const { maxPeriod = 10_000, useBias = true } = options;
    const { attentionDropout = 0, stddev = 0.02 } = options;
    const { outputStddev = stddev, seed = 0 } = options;
    checkHeads(heads, keyValueHeads);
    checkRates({ attentionDropout });
    checkPositive({ maxPeriod });
    if (!known.includes(positions)) {
      const words = known.map((word) => `\`${word}\``).join(', ');
      throw new RangeError(messages().attention.positions({ words, given: String(positions) }));
    }
    const kinds = { heads, keyValueHeads, positions, maxPeriod, useBias };
    this.options = { ...kinds, attentionDropout, stddev, outputStddev, seed };
  }

  override build(inputShape: tfl.Shape | tfl.Shape[]): void {
    const width = lastSize(this.getClassName(), inputShape);
    const { heads, keyValueHeads, positions, useBias } = this.options;
    const { stddev, outputStddev, seed } = this.options;
    const size = headSize(width, heads);
    if (positions === 'rotary' && size % 2 !== 0) {
      throw new RangeError(messages().attention.oddHeads({ width, heads, size }));
    }
    const normal = (sigma: number, shift: number) =>
      tf.initializers.randomNormal({ stddev: sigma, seed: seed + shift });
    this.qkv = this.part(
      tf.layers.dense({
        units: (heads + 2 * keyValueHeads) * size,
        useBias,
        kernelInitializer: normal(stddev, 0),
        name: 'qkv',
      }),
      width,
    );
    this.projection = this.part(
      tf.layers.dense({
        units: width,
        useBias,
        kernelInitializer: normal(outputStddev, 1),
        name: 'projection',
      }),
      width,
    );
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tfl.Shape | tfl.Shape[]): tfl.Shape | tfl.Shape[] {
    return firstShape(inputShape);
  }

  /** Of `[B, T, D]`, or of that and `[B, T]`, 1 for a token and 0 for padding. */
  override call(inputs: core.Tensor | core.Tensor[], options: CallOptions): core.Tensor {
    return core.tidy(() => {
      this.invokeCallHook(inputs, options);
      const [x, keep] = [inputs].flat() as [core.Tensor, core.Tensor?];
      const { attentionDropout, seed } = this.options;
      // After the seeds of the weights, and of the dropout in a block.
      const rng = generator(this, seed + 6);
      const dropout = options.training === true ? attentionDropout : 0;
      const mask = keep === undefined ? {} : { mask: paddingMask(keep) };
      return this.attend(x, { causal: this.causal, dropout, rng, ...mask });
    });
  }

  /** Attention of a whole sequence `[B, T, D]` to itself; `seen` is given its keys and values. */
  protected attend(
    x: core.Tensor,
    options: AttentionOptions,
    seen?: (keys: core.Tensor4D, values: core.Tensor4D) => void,
  ): core.Tensor {
    const [q, k, v] = this.split(x);
    const { positions } = this.options;
    const at = positions === 'none' ? undefined : positionsOf(x);
    const [turnedQ, turnedK] = this.turned(q, k, at);
    seen?.(turnedK, v);
    return this.merge(this.weighed(turnedQ, turnedK, v, options, at, at));
  }

  /** `[B, T, D]` → queries `[B, H, T, D/H]`, keys and values `[B, G, T, D/H]`. */
  protected split(x: core.Tensor): Heads {
    const { heads, keyValueHeads } = this.options;
    const [batch, length, width] = x.shape as [number, number, number];
    const rows = run(this.qkv, x);
    if (heads === keyValueHeads) {
      const all = core.reshape(rows, [batch, length, 3, heads, width / heads]);
      return core.unstack(core.transpose(all, [2, 0, 3, 1, 4])) as Heads;
    }
    const all = splitHeads(rows, heads + 2 * keyValueHeads);
    return core.split(all, [heads, keyValueHeads, keyValueHeads], 1) as Heads;
  }

  /** Queries and keys with their positions in them, `[T]` or each row's `[B, T]`, where they are rotary. */
  protected turned(
    q: core.Tensor4D,
    k: core.Tensor4D,
    positions: core.Tensor | undefined,
  ): [core.Tensor4D, core.Tensor4D] {
    if (this.options.positions !== 'rotary' || positions === undefined) return [q, k];
    const turns = turnsOf(positions, q.shape[3], this.options.maxPeriod);
    return [rotate(q, turns), rotate(k, turns)];
  }

  /** Attention of queries at some positions to keys and values at others. */
  protected weighed(
    q: core.Tensor4D,
    k: core.Tensor4D,
    v: core.Tensor4D,
    options: AttentionOptions,
    at: core.Tensor | undefined,
    of: core.Tensor | undefined,
  ): core.Tensor4D {
    const { heads, keyValueHeads, positions } = this.options;
    const times = heads / keyValueHeads;
    const all = [q, repeatHeads(k, times), repeatHeads(v, times)] as const;
    if (positions !== 'alibi' || at === undefined || of === undefined) {
      return scaledDotProductAttention(...all, options) as core.Tensor4D;
    }
    const bias = alibiBias(heads, at, of);
    const mask = options.mask === undefined ? bias : core.add(bias, options.mask as core.Tensor);
    return scaledDotProductAttention(...all, { ...options, mask }) as core.Tensor4D;
  }

  /** `[B, H, T, D/H]` → `[B, T, D]`, and the projection. */
  protected merge(y: core.Tensor4D): core.Tensor {
    return run(this.projection, joinHeads(y));
  }

  override getConfig(): core.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.options };
  }
}
core.serialization.registerClass(SelfAttention);
markLibrary(SelfAttention);
