/** Reference solutions of lesson 10. */

import type { Rng } from '../../../src/backend/random.js';
import { type Tensor, type Tensor2D, type Tensor3D, tf } from '../../../src/backend/tf.js';
import * as library from '../../../src/scratch/index.js';

export function attend(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  keep?: Tensor,
): { y: Tensor; weights: Tensor } {
  return tf.tidy(() => {
    const size = q.shape[q.rank - 1] as number;
    let scores = tf.div(tf.matMul(q, k, false, true), Math.sqrt(size)) as Tensor; // [..., Tq, Tk]
    if (keep !== undefined)
      scores = tf.where(tf.greater(keep, 0), scores, tf.fill(scores.shape, -Infinity));
    const weights = tf.softmax(scores, -1);
    return { weights, y: tf.matMul(weights, v) };
  });
}

export function causalMask(length: number): Tensor2D {
  const rows = Array.from({ length }, (_, i) =>
    Array.from({ length }, (_unused, j) => (j <= i ? 1 : 0)),
  );
  return tf.tensor2d(rows, [length, length]);
}

export function multiHead(
  x: Tensor3D,
  memory: Tensor3D,
  maps: library.HeadWeights,
  heads: number,
  keep?: Tensor,
): { y: Tensor3D; weights: Tensor } {
  return tf.tidy(() => {
    const [batch, , width] = x.shape;
    const split = (from: Tensor3D, w: Tensor2D) => {
      const rows = tf.matMul(tf.reshape(from, [-1, width]) as Tensor2D, w); // [B · T, D]
      const apart = tf.reshape(rows, [batch, from.shape[1], heads, width / heads]);
      return tf.transpose(apart, [0, 2, 1, 3]); // [B, heads, T, d]
    };
    const [q, k, v] = [split(x, maps.wq), split(memory, maps.wk), split(memory, maps.wv)] as const;
    const { y, weights } = library.attend(q, k, v, keep);
    const joined = tf.reshape(tf.transpose(y, [0, 2, 1, 3]), [-1, width]) as Tensor2D;
    return { y: tf.reshape(tf.matMul(joined, maps.wo), x.shape), weights };
  });
}

export function positionWaves(length: number, width: number): Tensor2D {
  const rows = Array.from({ length }, (_, t) =>
    Array.from({ length: width }, (_unused, c) => {
      const angle = t / 10000 ** ((c - (c % 2)) / width);
      return c % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    }),
  );
  return tf.tensor2d(rows, [length, width]);
}

export function decoderBlock(
  x: Tensor3D,
  memory: Tensor3D,
  block: library.DecoderWeights,
  heads: number,
  keep?: Tensor,
): Tensor3D {
  return tf.tidy(() => {
    const [batch, length, width] = x.shape;
    const first = library.unitNorm(x);
    const past = library.causalMask(length);
    const afterSelf = tf.add(
      x,
      library.multiHead(first, first, block.self, heads, past).y,
    ) as Tensor3D;
    const second = library.unitNorm(afterSelf);
    const afterCross = tf.add(
      afterSelf,
      library.multiHead(second, memory, block.cross, heads, keep).y,
    ) as Tensor3D;
    const rows = tf.reshape(library.unitNorm(afterCross), [batch * length, width]) as Tensor2D;
    const thought = tf.matMul(tf.relu(tf.matMul(rows, block.up)), block.down);
    return tf.add(afterCross, tf.reshape(thought, [batch, length, width])) as Tensor3D;
  });
}

export function beamSearch(
  next: (tokens: number[]) => number[],
  { start, end, width, maxTokens }: library.BeamOptions,
): { tokens: number[]; score: number } {
  const from = (written: number[], before: number) =>
    next([start, ...written]).map((gain, token) => ({
      written: [...written, token],
      score: before + gain,
    }));
  const cut = (all: ReturnType<typeof from>) =>
    all.sort((a, b) => b.score - a.score).slice(0, width);
  let beam = cut(from([], 0));
  for (let step = 1; step < maxTokens; step++) {
    const all = beam.map((one) =>
      one.written.at(-1) === end ? [one] : from(one.written, one.score),
    );
    beam = cut(all.flat());
  }
  const best = beam[0] as (typeof beam)[0];
  return { tokens: best.written.filter((token) => token !== end), score: best.score };
}

export function maskForBert(
  tokens: number[],
  options: { special: number[]; mask: number; vocabulary: number; rng: Rng },
): { tokens: number[]; labels: number[] } {
  const { special, mask, vocabulary, rng } = options;
  const all = Array.from({ length: vocabulary }, (_, token) => token);
  const ordinary = all.filter((token) => !special.includes(token));
  const given = [...tokens];
  const labels = tokens.map(() => 0);
  for (const [i, token] of tokens.entries()) {
    if (special.includes(token)) continue;
    // Of parts of 0.15 each, the first.
    if (Math.floor(rng.uniform() / 0.15) > 0) continue;
    labels[i] = token;
    // Ten fates, each as likely.
    const fates = [token, ...new Array<number>(8).fill(mask), rng.choice(ordinary)];
    given[i] = fates[rng.integer(0, 10)] as number;
  }
  return { tokens: given, labels };
}
