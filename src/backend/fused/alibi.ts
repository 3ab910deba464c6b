/** Attention with linear biases: what is far away counts less. */
import * as core from '@tensorflow/tfjs-core';

/**
 * The slope of each head: 2^(−8 / H), 2^(−16 / H), …; where H is no power of two, those of the power below, then
 * every second one of the power above (Press, Smith & Lewis 2022, arXiv:2108.12409, and their code).
 */
export function alibiSlopes(heads: number): number[] {
  const slopes = (count: number): number[] =>
    Array.from({ length: count }, (_, i) => 2 ** ((-8 * (i + 1)) / count));
  const below = 2 ** Math.floor(Math.log2(heads));
  const between = slopes(2 * below).filter((_, i) => i % 2 === 0);
  return [...slopes(below), ...between.slice(0, heads - below)];
}

/**
 * What is added to the scores: minus the slope of the head times the distance, `[1, H, T, S]` or `[B, H, T, S]`.
 *
 * @param queries positions `[T]`, or those of each row, `[B, T]`; float32
 * @param keys positions `[S]`, float32
 */
export function alibiBias(heads: number, queries: core.Tensor, keys: core.Tensor): core.Tensor {
  return core.tidy(() => {
    const batch = queries.rank === 2 ? (queries.shape[0] as number) : 1;
    const rows = core.reshape(queries, [batch, 1, queries.size / batch, 1]);
    const columns = core.reshape(keys, [1, 1, 1, keys.size]);
    const slopes = core.tensor4d(
      alibiSlopes(heads).map((slope) => -slope),
      [1, heads, 1, 1],
    );
    return core.mul(core.abs(core.sub(rows, columns)), slopes);
  });
}
