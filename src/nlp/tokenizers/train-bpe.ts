/** A byte-level BPE tokenizer, learnt from texts. */
import { checkInteger } from '../check-integers.js';
import { byteAlphabet, bytesOf } from './byte-alphabet.js';
import { learnMerges } from './learn-merges.js';
import { splitOf } from './pre-tokenizers.js';
import type { Tokenizer } from './tokenizer.js';
import type { BpeFile, TokenizerFile } from './tokenizer-file.js';
import { tokenizerOf } from './tokenizer-of.js';
import {
  addedTokens,
  checkSpecialTokens,
  checkTexts,
  countWords,
  idsOf,
} from './training-options.js';

export interface TrainBpeOptions {
  /** Tokens there may be, V: the special ones, 256 bytes, and one for each merge. */
  vocabularySize: number;
  /** How often a pair must stand in the texts to be merged. Default 2. */
  minFrequency?: number;
  /** Such as `['<|endoftext|>']`; they have the first numbers. Default none. */
  specialTokens?: readonly string[];
}

const byteLevel = { type: 'ByteLevel', add_prefix_space: false } as const;

/** What a byte-level BPE tokenizer's file holds, as GPT-2 has it. */
export function bpeFile(
  { vocab, merges }: Pick<BpeFile, 'vocab' | 'merges'>,
  added_tokens: TokenizerFile['added_tokens'],
): TokenizerFile {
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens,
    normalizer: null,
    pre_tokenizer: { ...byteLevel, trim_offsets: true, use_regex: true },
    post_processor: null,
    decoder: { ...byteLevel, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab,
      merges,
    },
  };
}

/** The 256 symbols in the order of their characters, which is how GPT-2 numbers them. */
const alphabet = [...byteAlphabet].sort();

/**
 * Learns byte pair encoding (Sennrich, Haddow & Birch 2016) of UTF-8 bytes, cut into words by GPT-2's
 * pattern (Radford et al. 2019). Any text can be encoded and comes back as it was. The merges are those
 * of Hugging Face's `tokenizers` with the same options.
 *
 * @param texts what to learn from; a pair never reaches from one text, or word, into the next
 * @returns a tokenizer of `vocabularySize` tokens; of fewer where no pair is frequent enough
 * @throws TypeError for anything but texts; RangeError for a vocabulary without room for the bytes
 * @example
 * const tokenizer = trainBpe([text], { vocabularySize: 756 });
 * tokenizer.decode(tokenizer.encode('naïve 猫 🐈')); // 'naïve 猫 🐈'
 */
export function trainBpe(texts: readonly string[], options: TrainBpeOptions): Tokenizer {
  const where = 'trainBpe';
  const { vocabularySize, minFrequency = 2, specialTokens = [] } = options;
  checkTexts(where, texts);
  checkSpecialTokens(where, specialTokens);
  checkInteger(where, 'vocabularySize', vocabularySize, alphabet.length + specialTokens.length);
  checkInteger(where, 'minFrequency', minFrequency, 1);
  const tokens = [...specialTokens, ...alphabet];
  const numbers = new Map(alphabet.map((symbol, i) => [symbol, specialTokens.length + i]));
  const ofByte = byteAlphabet.map((symbol) => numbers.get(symbol) as number);
  const counted = countWords(texts, splitOf({ ...byteLevel, trim_offsets: true, use_regex: true }));
  const words = Array.from(counted.keys(), (word) =>
    Array.from(bytesOf(word), (byte) => ofByte[byte] as number),
  );
  const merges = learnMerges(
    { words, counts: [...counted.values()] },
    { tokens, size: vocabularySize, minFrequency, join: (first, second) => first + second },
  ).map((pair) => pair.join(' '));
  return tokenizerOf(bpeFile({ vocab: idsOf(tokens), merges }, addedTokens(specialTokens)));
}
