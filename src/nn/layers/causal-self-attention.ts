/** Self-attention in which no position sees a later one, with a cache for generation. */
import * as core from '@tensorflow/tfjs-core';
import { markLibrary } from '../../backend/capture/index.js';
import { scaledDotProductAttention } from '../../backend/fused/attention.js';
import { SelfAttention } from './self-attention.js';

/** The keys and values of the positions so far, `[B, H, S, D/H]` each. */
export interface KeyValueCache {
  readonly keys: core.Variable;
  readonly values: core.Variable;
}

/** Where a step writes into the cache, and what it may look at; the same for all layers. */
export interface CachePosition {
  /** `[B·H, 3]`, int32: batch, head, position. */
  readonly indices: core.Tensor2D;
  /** `[1, S]`: 0 up to the position, -1e9 after it. */
  readonly mask: core.Tensor;
}

/** Multi-head self-attention in which each position sees itself and those before it. */
export class CausalSelfAttention extends SelfAttention {
  static override readonly className: string = 'CausalSelfAttention';
  protected override readonly causal = true;

  /** As `call`, for a prompt of the cache's length `[B, S, D]`; keys and values go into the cache. */
  fill(x: core.Tensor, cache: KeyValueCache): core.Tensor {
    return core.tidy(() => {
      const [q, k, v] = this.split(x);
      cache.keys.assign(k);
      cache.values.assign(v);
      return this.merge(scaledDotProductAttention(q, k, v, { causal: true }));
    });
  }

  /** The output for one more position, `[B, 1, D]` → `[B, 1, D]`. */
  step(x: core.Tensor, cache: KeyValueCache, { indices, mask }: CachePosition): core.Tensor {
    return core.tidy(() => {
      const [q, k, v] = this.split(x);
      const write = (variable: core.Variable, row: core.Tensor4D): core.Tensor4D => {
        const rows = core.reshape(row, [-1, row.shape[3]]); // [B·H, D/H]
        const all = core.tensorScatterUpdate(variable, indices, rows) as core.Tensor4D;
        variable.assign(all);
        return all;
      };
      const keys = write(cache.keys, k); // [B, H, S, D/H]
      const values = write(cache.values, v);
      return this.merge(scaledDotProductAttention(q, keys, values, { mask }));
    });
  }
}
core.serialization.registerClass(CausalSelfAttention);
markLibrary(CausalSelfAttention);
