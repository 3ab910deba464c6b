/** Attention from one sequence to another: what is written looks at what was read. */
import * as core from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import { markLibrary } from '../../backend/capture/index.js';
import {
  type AttentionOptions,
  paddingMask,
  scaledDotProductAttention,
} from '../../backend/fused/attention.js';
import { checkRates } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { tf } from '../tf.js';
import { checkHeads, headSize, joinHeads, repeatHeads, splitHeads } from './attention-heads.js';
import { type CallOptions, CompositeLayer, firstShape, lastSize, run } from './composite-layer.js';
import { generator } from './noise.js';
import type { CrossAttentionOptions } from './transformer-options.js';

/** What was read, as keys and values `[B, G, S, D/H]`, and which of it is padding, `[B, 1, 1, S]`. */
export interface ReadSource {
  readonly keys: core.Tensor;
  readonly values: core.Tensor;
  readonly mask?: core.Tensor | undefined;
}

/**
 * Multi-head attention (Vaswani et al. 2017, arXiv:1706.03762) of a sequence `[B, T, D]` to a memory
 * `[B, S, E]`, of which `[B, S]` says what is a token (1) and what padding (0): `[B, T, D]`. Fewer heads of keys
 * and values make it grouped-query attention (Ainslie et al. 2023, arXiv:2305.13245).
 */
export class CrossAttention extends CompositeLayer {
  static readonly className = 'CrossAttention';
  private readonly options: Required<Omit<CrossAttentionOptions, 'name' | 'trainable'>>;
  private query!: tfl.layers.Layer;
  private keyValue!: tfl.layers.Layer;
  private projection!: tfl.layers.Layer;

  constructor(options: CrossAttentionOptions) {
    super(options);
    const { heads, keyValueHeads = heads, useBias = true } = options;
    const { attentionDropout = 0, stddev = 0.02 } = options;
    const { outputStddev = stddev, seed = 0 } = options;
    checkHeads(heads, keyValueHeads);
    checkRates({ attentionDropout });
    this.options = { heads, keyValueHeads, useBias, attentionDropout, stddev, outputStddev, seed };
  }

  override build(inputShape: tfl.Shape | tfl.Shape[]): void {
    const [own, memory] = inputShape;
    if (!Array.isArray(own) || !Array.isArray(memory)) {
      throw new TypeError(messages().attention.noMemory({ layer: this.getClassName() }));
    }
    const [width, read] = [own, memory].map((shape) => lastSize(this.getClassName(), shape)) as [
      number,
      number,
    ];
    const { heads, keyValueHeads, useBias, stddev, outputStddev, seed } = this.options;
    const size = headSize(width, heads);
    const dense = (units: number, name: string, sigma: number, shift: number) =>
      tf.layers.dense({
        units,
        useBias,
        kernelInitializer: tf.initializers.randomNormal({ stddev: sigma, seed: seed + shift }),
        name,
      });
    this.query = this.part(dense(width, 'query', stddev, 1), width);
    this.keyValue = this.part(dense(2 * keyValueHeads * size, 'key_value', stddev, 2), read);
    this.projection = this.part(dense(width, 'projection', outputStddev, 3), width);
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tfl.Shape | tfl.Shape[]): tfl.Shape {
    return firstShape(inputShape);
  }

  override call(inputs: core.Tensor | core.Tensor[], options: CallOptions): core.Tensor {
    return core.tidy(() => {
      this.invokeCallHook(inputs, options);
      const [x, memory, keep] = inputs as [core.Tensor, core.Tensor, core.Tensor?];
      const { attentionDropout, seed } = this.options;
      const rng = generator(this, seed + 6);
      const dropout = options.training === true ? attentionDropout : 0;
      return this.attend(x, this.read(memory, keep), { dropout, rng });
    });
  }

  /** The keys and values of a memory `[B, S, E]`: they are the same for each step that is written. */
  read(memory: core.Tensor, keep?: core.Tensor): ReadSource {
    const { keyValueHeads } = this.options;
    const rows = splitHeads(run(this.keyValue, memory), 2 * keyValueHeads); // [B, 2G, S, D/H]
    const [keys, values] = core.split(rows, 2, 1) as [core.Tensor, core.Tensor];
    const mask = keep === undefined ? undefined : (paddingMask(keep) as core.Tensor);
    return { keys, values, mask };
  }

  /** The output for steps `[B, T, D]`. */
  attend(x: core.Tensor, source: ReadSource, options: AttentionOptions = {}): core.Tensor {
    const { mask } = source;
    const given = mask === undefined ? options : { ...options, mask };
    const [keys, values] = this.repeated(source);
    const attended = scaledDotProductAttention(this.queries(x), keys, values, given);
    return run(this.projection, joinHeads(attended as core.Tensor4D));
  }

  /** How much each step looks at each place of what was read: `[B, H, T, S]`, rows of sum 1. */
  attentionWeights(x: core.Tensor, source: ReadSource): core.Tensor {
    return core.tidy(() => {
      const q = this.queries(x);
      const [keys] = this.repeated(source);
      const scores = core.mul(core.matMul(q, keys, false, true), 1 / Math.sqrt(q.shape[3]));
      return core.softmax(source.mask === undefined ? scores : core.add(scores, source.mask));
    });
  }

  private queries(x: core.Tensor): core.Tensor4D {
    return splitHeads(run(this.query, x), this.options.heads);
  }

  private repeated({ keys, values }: ReadSource): [core.Tensor4D, core.Tensor4D] {
    const { heads, keyValueHeads } = this.options;
    const [k, v] = [keys, values].map((one) =>
      repeatHeads(one as core.Tensor4D, heads / keyValueHeads),
    );
    return [k as core.Tensor4D, v as core.Tensor4D];
  }

  override getConfig(): core.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.options };
  }
}
core.serialization.registerClass(CrossAttention);
markLibrary(CrossAttention);
