/** Tokens and their positions as vectors, and vectors as logits of tokens. */
import * as core from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import { markLibrary } from '../../backend/capture/index.js';
import { gatherRows } from '../../backend/fused/gather-rows.js';
import { TokenEmbedding } from './token-embedding.js';

/**
 * The sum of a vector for each token and one for its position: `[B, T]` int32 → `[B, T, D]`; back to logits as
 * `TokenEmbedding`.
 */
export class TokenAndPositionEmbedding extends TokenEmbedding {
  static override readonly className: string = 'TokenAndPositionEmbedding';
  private positions!: tfl.LayerVariable;

  override build(inputShape: tfl.Shape | tfl.Shape[]): void {
    const { context, width } = this.options;
    super.build(inputShape);
    this.positions = this.addWeight('positions', [context, width], 'float32', this.normal(1));
  }

  override step(token: core.Tensor, position: core.Tensor): core.Tensor {
    return core.tidy(() =>
      core.add(super.step(token, position), gatherRows(this.positions.read(), position)),
    );
  }

  protected override embed(x: core.Tensor): core.Tensor {
    const rows = super.embed(x); // [B, T, D]
    const { context, width } = this.options;
    const length = x.shape[1] as number;
    const positions = this.positions.read();
    return core.add(
      rows,
      length === context ? positions : core.slice(positions, [0, 0], [length, width]),
    );
  }
}
core.serialization.registerClass(TokenAndPositionEmbedding);
markLibrary(TokenAndPositionEmbedding);
