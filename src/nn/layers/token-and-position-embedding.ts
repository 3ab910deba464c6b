/** Tokens and their positions as vectors, and vectors as logits of tokens. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { markLibrary } from '../../backend/capture/index.js';
import { gatherRows } from '../../backend/fused/gather-rows.js';
import { type CallOptions, onlyTensor } from './composite-layer.js';
import type { TokenAndPositionEmbeddingOptions } from './transformer-options.js';

type Applied = ReturnType<tfl.layers.Layer['apply']>;

/**
 * The sum of a vector for each token and one for its position: `[B, T]` int32 → `[B, T, D]`.
 *
 * Applied to vectors `[B, T, D]` it gives logits `[B, T, V]` by the same token vectors (weight
 * tying, Press & Wolf 2017, arXiv:1608.05859).
 */
export class TokenAndPositionEmbedding extends tfl.layers.Layer {
  static readonly className = 'TokenAndPositionEmbedding';
  readonly options: Required<Omit<TokenAndPositionEmbeddingOptions, 'name' | 'trainable'>>;
  private tokens!: tfl.LayerVariable;
  private positions!: tfl.LayerVariable;

  constructor(options: TokenAndPositionEmbeddingOptions) {
    super(options);
    const { vocabSize, context, width, stddev = 0.02, seed = 0 } = options;
    this.options = { vocabSize, context, width, stddev, seed };
    for (const name of ['vocabSize', 'context', 'width'] as const) {
      if (!Number.isInteger(this.options[name]) || this.options[name] < 1) {
        throw new RangeError(
          `Expected \`${name}\` to be an integer >= 1. Received: ${this.options[name]}`,
        );
      }
    }
  }

  override build(inputShape: tfl.Shape | tfl.Shape[]): void {
    const { vocabSize, context, width, stddev, seed } = this.options;
    const normal = (shift: number) =>
      tfl.initializers.randomNormal({ stddev, seed: seed + shift, mean: 0 });
    this.tokens = this.addWeight('tokens', [vocabSize, width], 'float32', normal(0));
    this.positions = this.addWeight('positions', [context, width], 'float32', normal(1));
    super.build(inputShape);
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

  /** The vectors of one token at a position: token `[B, 1]` and position `[1]` → `[B, 1, D]`. */
  step(token: core.Tensor, position: core.Tensor): core.Tensor {
    return core.tidy(() =>
      core.add(gatherRows(this.tokens.read(), token), gatherRows(this.positions.read(), position)),
    );
  }

  private embed(x: core.Tensor): core.Tensor {
    const { context, width } = this.options;
    const length = x.shape[1] ?? 0;
    if (x.rank !== 2 || length > context) {
      throw new RangeError(
        `Expected tokens [B, T] with T <= ${context}, the context. Received: shape [${x.shape}]`,
      );
    }
    const rows = core.gather(this.tokens.read(), core.cast(x, 'int32')); // [B, T, D]
    const positions = this.positions.read();
    return core.add(
      rows,
      length === context ? positions : core.slice(positions, [0, 0], [length, width]),
    );
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
core.serialization.registerClass(TokenAndPositionEmbedding);
markLibrary(TokenAndPositionEmbedding);
