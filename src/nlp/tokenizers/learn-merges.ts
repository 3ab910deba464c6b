/** Which pairs of symbols to merge: what training a BPE and a WordPiece tokenizer has in common. */
import { Heap } from './heap.js';

/** Distinct words as lists of symbols, and how often each stands in the texts. */
export interface CountedWords {
  /** Changed: in the end each is as short as the merges make it. */
  readonly words: number[][];
  readonly counts: readonly number[];
}

export interface MergeOptions {
  /** The symbols there are; those that are learnt come behind. */
  readonly tokens: string[];
  /** How many symbols there may be in the end. */
  readonly size: number;
  /** How often a pair must stand in the texts. */
  readonly minFrequency: number;
  /** What a pair of symbols becomes. */
  readonly join: (first: string, second: string) => string;
}

/** Two symbols beside each other. */
interface Pair {
  readonly a: number;
  readonly b: number;
  count: number;
  /** Words that have it, or had it. */
  readonly words: number[];
}

/** A pair with the count that it had when it was put into the heap. */
interface Offer {
  readonly pair: Pair;
  readonly count: number;
}

/** The more frequent first; of equal ones that of the lower numbers, as Hugging Face's trainer has it. */
function comesFirst(one: Offer, other: Offer): boolean {
  if (one.count !== other.count) return one.count > other.count;
  const [p, q] = [one.pair, other.pair];
  return p.a === q.a ? p.b < q.b : p.a < q.a;
}

/** More symbols than any vocabulary has: two numbers make one. */
const SPAN = 2 ** 21;

/** All pairs, and those whose count has risen since they were asked for. */
class Pairs {
  private readonly known = new Map<number, Pair>();
  private risen = new Set<Pair>();

  add(a: number, b: number, by: number, word: number): void {
    const key = a * SPAN + b;
    let pair = this.known.get(key);
    if (pair === undefined) {
      pair = { a, b, count: 0, words: [] };
      this.known.set(key, pair);
    }
    pair.count += by;
    if (by < 0) return;
    if (pair.words.at(-1) !== word) pair.words.push(word);
    this.risen.add(pair);
  }

  takeRisen(): Set<Pair> {
    const { risen } = this;
    this.risen = new Set();
    return risen;
  }
}

/** Merges a pair wherever a word has it, from left to right, and counts the pairs that come and go. */
function mergeIn(
  word: number[],
  { a, b }: Pair,
  merged: number,
  change: (a: number, b: number, by: 1 | -1) => void,
): void {
  let kept = 0;
  for (let at = 0; at < word.length; kept++) {
    const here = word[at] as number;
    if (here !== a || word[at + 1] !== b) {
      word[kept] = here;
      at += 1;
      continue;
    }
    const [before, after] = [kept > 0 ? word[kept - 1] : undefined, word[at + 2]];
    if (before !== undefined) {
      change(before, a, -1);
      change(before, merged, 1);
    }
    if (after !== undefined) {
      change(b, after, -1);
      change(merged, after, 1);
    }
    word[kept] = merged;
    at += 2;
  }
  word.length = kept;
}

/**
 * Merges the most frequent pair of neighbours again and again (Sennrich, Haddow & Birch 2016). Counts of
 * pairs are kept up to date, so that a merge costs as much as the words that it changes.
 *
 * @param options `tokens` grows by the symbols that are learnt
 * @returns the pairs that were merged, the first one first
 */
export function learnMerges(
  { words, counts }: CountedWords,
  { tokens, size, minFrequency, join }: MergeOptions,
): [string, string][] {
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const pairs = new Pairs();
  words.forEach((word, i) => {
    const count = counts[i] as number;
    for (let at = 1; at < word.length; at++) {
      pairs.add(word[at - 1] as number, word[at] as number, count, i);
    }
  });
  const heap = new Heap<Offer>(comesFirst);
  const offer = (): void => {
    for (const pair of pairs.takeRisen()) {
      if (pair.count > 0) heap.push({ pair, count: pair.count });
    }
  };
  offer();
  const merges: [string, string][] = [];
  while (tokens.length < size) {
    const best = heap.pop();
    if (best === undefined) break;
    const { pair } = best;
    if (pair.count !== best.count) {
      if (pair.count > 0) heap.push({ pair, count: pair.count });
      continue;
    }
    if (pair.count < minFrequency) break;
    const [first, second] = [tokens[pair.a] as string, tokens[pair.b] as string];
    const whole = join(first, second);
    const merged = ids.get(whole) ?? tokens.length;
    if (merged === tokens.length) {
      tokens.push(whole);
      ids.set(whole, merged);
    }
    merges.push([first, second]);
    for (const i of pair.words) {
      const count = counts[i] as number;
      mergeIn(words[i] as number[], pair, merged, (a, b, by) => pairs.add(a, b, by * count, i));
    }
    pair.count = 0;
    offer();
  }
  return merges;
}
