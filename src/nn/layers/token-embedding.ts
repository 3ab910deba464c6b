/** Tokens as vectors, and vectors as logits of tokens. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { markLibrary } from '../../backend/capture/index.js';
import { gatherRows } from '../../backend/fused/gather-rows.js';
import { checkSizes } from '../../checks.js';
import { type CallOptions, onlyTensor } from './composite-layer.js';
import type { TokenEmbeddingOptions } from './transformer-options.js';

type Applied = ReturnType<tfl.layers.Layer['apply']>;

/**
 * A vector for each token: `[B, T]` int32 → `[B, T, D]`; positions come in later, in attention.
 *
 * Applied to vectors `[B, T, D]` it gives logits `[B, T, V]` by the same token vectors (weight
 * tying, Press & Wolf 2017, arXiv:1608.05859).
 */
export class TokenEmbedding extends tfl.layers.Layer {
  static readonly className: string = 'TokenEmbedding';
  readonly options: Required<Omit<TokenEmbeddingOptions, 'name' | 'trainable'>>;
  private tokens!: tfl.LayerVariable;

  constructor(options: TokenEmbeddingOptions) {
    super(options);
    const { vocabSize, context, width, stddev = 0.02, seed = 0 } = options;
    checkSizes({ vocabSize, context, width });
    this.options = { vocabSize, context, width, stddev, seed };
  }

  override build(inputShape: tfl.Shape | tfl.Shape[]): void {
    const { vocabSize, width } = this.options;
    this.tokens = this.addWeight('tokens', [vocabSize, width], 'float32', this.normal(0));
    super.build(inputShape);
  }

  protected normal(shift: number): ReturnType<typeof tfl.initializers.randomNormal> {
    const { stddev, seed } = this.options;
    return tfl.initializers.randomNormal({ stddev, seed: seed + shift, mean: 0 });
  }

  override computeOutputShape(inputShape: tfl.Shape | tfl.Shape[]): tfl.Shape {
    const [batch, length, vector] = inputShape as tfl.Shape;
    const last = vector === undefined ? this.options.width : this.options.vocabSize;
    return [batch as number | null, length as number | null, last];
  }

  override call(inputs: core.Tensor | core.Tensor[], options: CallOptions): core.Tensor {
    return core.tidy(() => {
      this.invokeCallHook(inputs, options);
      const x = onlyTensor(inputs);
      return x.rank === 3 ? this.logits(x) : this.embed(x);
    });
  }

  override apply(...given: Parameters<tfl.layers.Layer['apply']>): Applied {
    const output = super.apply(...given);
    // tfjs counts each use of a layer in a model, and a disposed model gives back only one.
    const [x] = given;
    if (x instanceof tfl.SymbolicTensor && x.shape.length === 3) {
      this._refCount = (this._refCount ?? 1) - 1;
    }
    return output;
  }

  /** The vectors of one token at a position: token `[B, 1]`, position `[1]` or `[B, 1]` → `[B, 1, D]`. */
  step(token: core.Tensor, _position: core.Tensor): core.Tensor {
    return gatherRows(this.tokens.read(), token);
  }

  protected embed(x: core.Tensor): core.Tensor {
    const { context } = this.options;
    if (x.rank !== 2 || (x.shape[1] as number) > context) {
      throw new RangeError(
        `Expected tokens [B, T] with T <= ${context}, the context. Received: shape [${x.shape}]`,
      );
    }
    return core.gather(this.tokens.read(), core.cast(x, 'int32')); // [B, T, D]
  }

  private logits(x: core.Tensor): core.Tensor {
    const { vocabSize, width } = this.options;
    const [batch, length] = x.shape as [number, number, number];
    const flat = core.reshape(x, [batch * length, width]);
    const all = core.matMul(flat, this.tokens.read(), false, true); // [B·T, V]
    return core.reshape(all, [batch, length, vocabSize]);
  }

  override getConfig(): core.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.options };
  }
}
core.serialization.registerClass(TokenEmbedding);
markLibrary(TokenEmbedding);
