/** Reference solutions of lesson 09. */
import {
  type Scalar,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tf,
} from '../../../src/backend/tf.js';
import * as library from '../../../src/scratch/index.js';

export function mostFrequentPair(words: number[][]): readonly [number, number] | undefined {
  const counts = new Map<string, number>();
  let best: readonly [number, number] | undefined;
  for (const word of words) {
    for (let i = 0; i + 1 < word.length; i++) {
      const key = `${word[i]} ${word[i + 1]}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  let most = 0;
  for (const [key, count] of counts) {
    const [a, b] = key.split(' ').map(Number) as [number, number];
    const isSmaller = best === undefined || a < best[0] || (a === best[0] && b < best[1]);
    if (count > most || (count === most && isSmaller)) {
      best = [a, b];
      most = count;
    }
  }
  return best;
}

export function mergePair(
  tokens: number[],
  pair: readonly [number, number],
  merged: number,
): number[] {
  const result: number[] = [];
  let i = 0;
  while (i < tokens.length) {
    const found = tokens[i] === pair[0] && tokens[i + 1] === pair[1];
    result.push(found ? merged : (tokens[i] as number));
    i += found ? 2 : 1;
  }
  return result;
}

export function encodeBpe(
  tokens: number[],
  merges: readonly (readonly [number, number])[],
  firstNew: number,
): number[] {
  let now = tokens;
  merges.forEach((pair, i) => {
    now = library.mergePair(now, pair, firstNew + i);
  });
  return now;
}

export function bigramLoss(
  counted: number[][],
  measured: number[][],
  vocabularySize: number,
  smoothing: number,
): number {
  const size = vocabularySize;
  const counts = new Array<number>(size * size).fill(smoothing); // [V V]
  const firsts = new Array<number>(size).fill(size * smoothing); // [V]
  for (const list of counted) {
    for (let i = 1; i < list.length; i++) {
      const [a, b] = [list[i - 1] as number, list[i] as number];
      counts[a * size + b] = (counts[a * size + b] as number) + 1;
      firsts[a] = (firsts[a] as number) + 1;
    }
  }
  let [nats, pairs] = [0, 0];
  for (const list of measured) {
    for (let i = 1; i < list.length; i++) {
      const [a, b] = [list[i - 1] as number, list[i] as number];
      const count = counts[a * size + b] as number;
      nats += count > 0 ? -Math.log(count / (firsts[a] as number)) : Infinity;
      pairs += 1;
    }
  }
  return nats / pairs;
}

export function negativeSamplingLoss(words: Tensor2D, contexts: Tensor3D): Scalar {
  return tf.tidy(() => {
    const [batch, width] = contexts.shape;
    const scores = tf.squeeze(tf.matMul(contexts, tf.expandDims(words, 2)), [2]); // [B, 1 + K]
    const near = tf.slice(scores, [0, 0], [batch, 1]); // [B, 1]
    const drawn = tf.slice(scores, [0, 1], [batch, width - 1]); // [B, K]
    const likely = tf.add(tf.sum(tf.logSigmoid(near)), tf.sum(tf.logSigmoid(tf.neg(drawn))));
    return tf.div<Scalar>(tf.neg(likely), batch);
  });
}

export function analogy(vectors: Tensor2D, a: number, b: number, c: number): number {
  return tf.tidy(() => {
    const lengths = tf.sqrt(tf.sum(tf.square(vectors), 1, true)); // [V, 1]
    const units = tf.div(vectors, lengths); // [V, D]
    const row = (place: number) => tf.slice(units, [place, 0], [1, vectors.shape[1]]);
    const direction = tf.add(tf.sub(row(b), row(a)), row(c)); // [1, D]
    const scores = Array.from(tf.sum(tf.mul(units, direction), 1).dataSync()); // V
    for (const given of [a, b, c]) scores[given] = -Infinity;
    return scores.indexOf(Math.max(...scores));
  });
}

export function padAndMask(
  sequences: number[][],
  length: number,
): { tokens: Tensor2D; mask: Tensor2D } {
  const zeros = new Array<number>(length).fill(0);
  const rows = sequences.map((list) => [...list, ...zeros].slice(0, length)); // [N, T]
  const kept = sequences.map((list) => [...list.map(() => 1), ...zeros].slice(0, length));
  return { tokens: tf.tensor2d(rows, undefined, 'int32'), mask: tf.tensor2d(kept) };
}

export function lstmStep(
  x: Tensor2D,
  state: { h: Tensor2D; c: Tensor2D },
  weights: { kernel: Tensor2D; recurrentKernel: Tensor2D; bias: Tensor1D },
  mask: Tensor2D,
): { h: Tensor2D; c: Tensor2D } {
  return tf.tidy(() => {
    const fromWord = tf.matMul(x, weights.kernel); // [B, 4 U]
    const fromState = tf.matMul(state.h, weights.recurrentKernel); // [B, 4 U]
    const all = tf.add(tf.add(fromWord, fromState), weights.bias); // [B, 4 U]
    const [i, f, g, o] = tf.split(all, 4, 1) as [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
    const c = tf.add(tf.mul(tf.sigmoid(f), state.c), tf.mul(tf.sigmoid(i), tf.tanh(g))); // [B, U]
    const h = tf.mul(tf.sigmoid(o), tf.tanh(c)); // [B, U]
    const keep = (now: Tensor2D, old: Tensor2D) =>
      tf.add<Tensor2D>(old, tf.mul(mask, tf.sub(now, old))); // [B, U]
    return { h: keep(h as Tensor2D, state.h), c: keep(c as Tensor2D, state.c) };
  });
}
