/** Self-attention in which no position sees a later one, with a cache for generation. */
import * as core from '@tensorflow/tfjs-core';
import { markLibrary } from '../../backend/capture/index.js';
import { SelfAttention } from './self-attention.js';

/** The keys and values of the positions so far, `[B, G, S, D/H]` each, G their heads. */
export interface KeyValueCache {
  readonly keys: core.Variable;
  readonly values: core.Variable;
}

/** Where a step writes into the cache, and what it may look at; the same for all layers. */
export interface CachePosition {
  /** `[B·G, 3]`, int32: batch, head of keys and values, position. */
  readonly indices: core.Tensor2D;
  /** The position, `[1]`, or that of each row, `[B, 1]`; int32. */
  readonly position: core.Tensor;
  /** `[1, S]`, or `[B, 1, 1, S]` of each row: 0 up to the position, -1e9 after it. */
  readonly mask: core.Tensor;
}

/** Multi-head self-attention in which each position sees itself and those before it. */
export class CausalSelfAttention extends SelfAttention {
  static override readonly className: string = 'CausalSelfAttention';
  protected override readonly causal = true;

  /** As `call`, for a prompt of the cache's length `[B, S, D]`; keys and values go into the cache. */
  fill(x: core.Tensor, cache: KeyValueCache): core.Tensor {
    return core.tidy(() =>
      this.attend(x, { causal: true }, (keys, values) => {
        cache.keys.assign(keys);
        cache.values.assign(values);
      }),
    );
  }

  /** The output for one more position, `[B, 1, D]` → `[B, 1, D]`. */
  step(x: core.Tensor, cache: KeyValueCache, at: CachePosition): core.Tensor {
    const { indices, mask } = at;
    return core.tidy(() => {
      const [q, k, v] = this.split(x);
      const write = (variable: core.Variable, row: core.Tensor4D): core.Tensor4D => {
        const rows = core.reshape(row, [-1, row.shape[3]]); // [B·G, D/H]
        const all = core.tensorScatterUpdate(variable, indices, rows) as core.Tensor4D;
        variable.assign(all);
        return all;
      };
      const hasPositions = this.options.positions !== 'none';
      const here = hasPositions ? core.cast(at.position, 'float32') : undefined; // [1] or [B, 1]
      const [turnedQ, turnedK] = this.turned(q, k, here);
      const keys = write(cache.keys, turnedK); // [B, G, S, D/H]
      const values = write(cache.values, v);
      const all = hasPositions ? core.range(0, keys.shape[2], 1, 'float32') : undefined;
      return this.merge(this.weighed(turnedQ, keys, values, { mask }, here, all));
    });
  }
}
core.serialization.registerClass(CausalSelfAttention);
markLibrary(CausalSelfAttention);
