/** One block of a decoder that looks at what an encoder has read. */
import * as core from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import { markLibrary } from '../../backend/capture/index.js';
import { messages } from '../../messages/index.js';
import type { CachePosition, KeyValueCache } from './causal-self-attention.js';
import { type CallOptions, firstShape, lastSize, run } from './composite-layer.js';
import { CrossAttention, type ReadSource } from './cross-attention.js';
import { TransformerBlock } from './transformer-block.js';
import type { DecoderBlockOptions } from './transformer-options.js';

/** Seeds from here on are those of the part between; below are those of any block. */
const OWN_SEEDS = 10;

/**
 * A decoder block (Vaswani et al. 2017, arXiv:1706.03762), pre-norm by default: causal self-attention, attention to the
 * encoder's output, MLP, each added to its input. Inputs: what is written `[B, T, D]`, what was read
 * `[B, S, E]`, and of that what is a token, `[B, S]`; output `[B, T, D]`.
 */
export class DecoderBlock extends TransformerBlock {
  static override readonly className: string = 'DecoderBlock';
  /** Attention to what was read. */
  cross!: CrossAttention;
  private crossNorm!: tfl.layers.Layer;
  private crossDrop!: tfl.layers.Layer;

  constructor(options: DecoderBlockOptions) {
    super({ ...options, causal: true });
  }

  override build(inputShape: tfl.Shape | tfl.Shape[]): void {
    const [own, memory] = inputShape;
    if (!Array.isArray(own) || !Array.isArray(memory)) {
      throw new TypeError(messages().attention.noMemory({ layer: this.getClassName() }));
    }
    super.build(firstShape(inputShape));
    const [width, read] = [own, memory].map((shape) => lastSize(this.getClassName(), shape)) as [
      number,
      number,
    ];
    const { heads, keyValueHeads, useBias, attentionDropout } = this.options;
    const { stddev, outputStddev, seed } = this.options;
    this.crossNorm = this.part(this.normalising('cross_norm'), width);
    this.cross = new CrossAttention({
      ...{ heads, keyValueHeads, useBias, attentionDropout, stddev, outputStddev },
      seed: seed + OWN_SEEDS,
      name: 'cross_attention',
    });
    this.part(this.cross, width, read);
    this.crossDrop = this.part(this.dropping('cross_dropout', OWN_SEEDS + 4), width);
  }

  override call(inputs: core.Tensor | core.Tensor[], options: CallOptions): core.Tensor {
    return core.tidy(() => {
      this.invokeCallHook(inputs, options);
      const [x, memory, keep] = inputs as [core.Tensor, core.Tensor, core.Tensor?];
      const written = this.selfAttended(x, undefined, options);
      const look = (read: core.Tensor): core.Tensor =>
        run(this.cross, [read, memory, ...(keep === undefined ? [] : [keep])], options);
      return this.fed(this.looked(written, look, options), options);
    });
  }

  /** The output for one more position, `[B, 1, D]` → `[B, 1, D]`, of a source that was read. */
  stepOver(
    x: core.Tensor,
    cache: KeyValueCache,
    position: CachePosition,
    source: ReadSource,
  ): core.Tensor {
    return core.tidy(() => {
      const written = this.stepped(x, cache, position);
      const look = (read: core.Tensor): core.Tensor => this.cross.attend(read, source);
      return this.fed(this.looked(written, look, {}), {});
    });
  }

  private looked(
    written: core.Tensor,
    part: (read: core.Tensor) => core.Tensor,
    options: CallOptions,
  ): core.Tensor {
    return this.added(written, { norm: this.crossNorm, drop: this.crossDrop, part }, options);
  }

  /** How much each step of `[B, T, D]` looks at each place of a source: `[B, H, T, S]`. */
  crossWeights(x: core.Tensor, source: ReadSource): core.Tensor {
    return core.tidy(() =>
      this.cross.attentionWeights(
        this.normedFirst(this.crossNorm, this.selfAttended(x, undefined, {})),
        source,
      ),
    );
  }
}
core.serialization.registerClass(DecoderBlock);
markLibrary(DecoderBlock);
