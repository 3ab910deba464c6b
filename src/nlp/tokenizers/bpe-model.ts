/**
 * Byte pair encoding (Sennrich, Haddow & Birch 2016) of bytes (Radford et al. 2019): the pair that was
 * learnt first is merged first.
 */
import { messages } from '../../messages/index.js';
import { byteAlphabet, bytesOf } from './byte-alphabet.js';
import { Heap } from './heap.js';
import type { BpeFile } from './tokenizer-file.js';
import { TokenizerFileError } from './tokenizer-file-error.js';
import { remembered, type WordModel } from './word-model.js';

/** More tokens than any vocabulary has, and places than any word: two of them make one number. */
const SPAN = 2 ** 21;
const PLACES = 2 ** 32;

/** Pairs of tokens by their two numbers: where in the order they were learnt, and what they become. */
function rulesOf({ vocab, merges }: BpeFile): { ranks: Map<number, number>; merged: Int32Array } {
  const ranks = new Map<number, number>();
  const merged = new Int32Array(merges.length);
  merges.forEach((merge, rank) => {
    const [first = '', second = ''] = typeof merge === 'string' ? merge.split(' ') : merge;
    const [a, b, both] = [vocab[first], vocab[second], vocab[first + second]];
    if (a === undefined || b === undefined || both === undefined) {
      const given = JSON.stringify(merge);
      throw new TokenizerFileError(
        messages().nlp.tokenizerFile({ field: `model.merges.${rank}`, given }),
      );
    }
    ranks.set(a * SPAN + b, rank);
    merged[rank] = both;
  });
  return { ranks, merged };
}

/** Merges pairs, the first learnt before others, of those the leftmost, until none is left. */
function mergeAll(
  ids: number[],
  rankOf: (a: number, b: number) => number | undefined,
  merged: Int32Array,
): number[] {
  const size = ids.length;
  // Neighbours of what is left; `size` and -1 are the ends, and -1 as a token is one that went into another.
  const next = Int32Array.from({ length: size }, (_, i) => i + 1);
  const previous = Int32Array.from({ length: size }, (_, i) => i - 1);
  const heap = new Heap<number>((a, b) => a < b);
  const offer = (at: number): void => {
    const after = at < 0 ? size : (next[at] as number);
    if (after >= size) return;
    const rank = rankOf(ids[at] as number, ids[after] as number);
    if (rank !== undefined) heap.push(rank * PLACES + at);
  };
  for (let i = 0; i + 1 < size; i++) offer(i);
  for (let key = heap.pop(); key !== undefined; key = heap.pop()) {
    const at = key % PLACES;
    const rank = (key - at) / PLACES;
    const after = next[at] as number;
    // What was offered may have gone into another pair since.
    if (ids[at] === -1 || after >= size) continue;
    if (rankOf(ids[at] as number, ids[after] as number) !== rank) continue;
    ids[at] = merged[rank] as number;
    ids[after] = -1;
    const beyond = next[after] as number;
    next[at] = beyond;
    if (beyond < size) previous[beyond] = at;
    offer(previous[at] as number);
    offer(at);
  }
  return ids.filter((id) => id !== -1);
}

/** @throws TokenizerFileError for a pair of which the vocabulary lacks a part, or the whole */
export function bpeModel(file: BpeFile): WordModel {
  const { ranks, merged } = rulesOf(file);
  const ofByte = byteAlphabet.map((character) => file.vocab[character] as number);
  const rankOf = (a: number, b: number): number | undefined => ranks.get(a * SPAN + b);
  return remembered((word) => {
    const ids = Array.from(bytesOf(word), (byte) => ofByte[byte] as number);
    return ids.length < 2 ? ids : mergeAll(ids, rankOf, merged);
  });
}
