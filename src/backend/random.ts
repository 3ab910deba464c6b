/**
 * The one source of randomness in gradus: a seeded generator that is passed in.
 *
 * Algorithm: xoshiro128** 1.1 (Blackman & Vigna, 2018, https://prng.di.unimi.it/), seeded by
 * SplitMix32-style mixing of the seed's 32-bit FNV-1a words. Same seed, same numbers, on every
 * platform: only 32-bit integer arithmetic is used.
 */

/** A seed: a safe integer or any string. */
export type Seed = number | string;

/** Where a generator stands: four 32-bit words, and a normal deviate that was drawn and not used. */
export interface RngState {
  readonly words: readonly number[];
  readonly spare: number | null;
}

/** A seeded random number generator. */
export interface Rng {
  /** A float in [low, high), with 53 random bits; default [0, 1). */
  uniform(low?: number, high?: number): number;
  /** A normal deviate (polar Box-Muller); default mean 0, standard deviation 1. */
  normal(mean?: number, stddev?: number): number;
  /** An integer in [low, high), without modulo bias. */
  integer(low: number, high: number): number;
  /** One element of a non-empty list, each equally likely. */
  choice<T>(items: readonly T[]): T;
  /** A shuffled copy (Fisher-Yates); the input is not changed. */
  shuffle<T>(items: readonly T[]): T[];
  /** The integers 0 … n-1 in random order. */
  permutation(n: number): number[];
  /** `size` normal deviates as float32, for a weight tensor. */
  normals(size: number, mean?: number, stddev?: number): Float32Array;
  /** `size` uniform deviates in [low, high) as float32. */
  uniforms(size: number, low?: number, high?: number): Float32Array;
  /** An independent generator named by a label; drawing from it does not move this one. */
  split(label: string): Rng;
  /** Where the generator stands; plain data. */
  state(): RngState;
  /** Goes on from a state that `state` gave. */
  restore(state: RngState): void;
}

const rotl = (x: number, k: number): number => (x << k) | (x >>> (32 - k));

function hashWords(text: string): [number, number, number, number] {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  }
  const word = (): number => {
    // SplitMix32 (Steele, Lea & Flood 2014, 32-bit variant): never leaves all four words zero.
    h = (h + 0x9e3779b9) | 0;
    let z = h ^ (h >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return z ^ (z >>> 15);
  };
  return [word(), word(), word(), word()];
}

/**
 * Creates a seeded generator.
 *
 * @param seed a safe integer or a string
 * @throws RangeError when a number is given that is not a safe integer
 * @example
 * const rng = createRng(7);
 * rng.uniform(); // always the same first number
 */
export function createRng(seed: Seed): Rng {
  if (typeof seed === 'number' && !Number.isSafeInteger(seed)) {
    throw new RangeError(`Expected \`seed\` to be a safe integer or a string. Received: ${seed}`);
  }
  const label = typeof seed === 'number' ? `n:${seed}` : `s:${seed}`;
  let [a, b, c, d] = hashWords(label);
  let spare: number | null = null;

  const next = (): number => {
    const result = Math.imul(rotl(Math.imul(b, 5), 7), 9);
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotl(d, 11);
    return result >>> 0;
  };

  const rng: Rng = {
    uniform(low = 0, high = 1) {
      const unit = ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
      return low + (high - low) * unit;
    },
    normal(mean = 0, stddev = 1) {
      if (spare !== null) {
        const value = spare;
        spare = null;
        return mean + stddev * value;
      }
      let u: number;
      let v: number;
      let s: number;
      do {
        u = rng.uniform(-1, 1);
        v = rng.uniform(-1, 1);
        s = u * u + v * v;
      } while (s >= 1 || s === 0);
      const factor = Math.sqrt((-2 * Math.log(s)) / s);
      spare = v * factor;
      return mean + stddev * u * factor;
    },
    integer(low, high) {
      const span = high - low;
      if (!Number.isInteger(low) || !Number.isInteger(high) || span < 1 || span > 4294967296) {
        throw new RangeError(
          `Expected integers low < high at most 2^32 apart. Received: low=${low}, high=${high}`,
        );
      }
      const limit = 4294967296 - (4294967296 % span);
      let draw: number;
      do draw = next();
      while (draw >= limit);
      return low + (draw % span);
    },
    choice(items) {
      if (items.length === 0) throw new RangeError('Expected a non-empty list. Received: []');
      return items[rng.integer(0, items.length)] as (typeof items)[number];
    },
    shuffle(items) {
      const copy = [...items];
      for (let i = copy.length - 1; i > 0; i--) {
        const j = rng.integer(0, i + 1);
        const held = copy[i] as (typeof copy)[number];
        copy[i] = copy[j] as (typeof copy)[number];
        copy[j] = held;
      }
      return copy;
    },
    permutation(n) {
      return rng.shuffle(Array.from({ length: n }, (_, i) => i));
    },
    normals(size, mean = 0, stddev = 1) {
      return Float32Array.from({ length: size }, () => rng.normal(mean, stddev));
    },
    uniforms(size, low = 0, high = 1) {
      return Float32Array.from({ length: size }, () => rng.uniform(low, high));
    },
    split(name) {
      return createRng(`${label}/${name}`);
    },
    state() {
      return { words: [a, b, c, d], spare };
    },
    restore(state) {
      [a = 0, b = 0, c = 0, d = 0] = state.words;
      spare = state.spare;
    },
  };
  return rng;
}
