/** Tokenizers of whole words, and of single characters. */
import { checkInteger } from '../check-integers.js';
import { normalizeOf } from './normalizers.js';
import { CHARACTERS, splitOf } from './pre-tokenizers.js';
import type { Tokenizer } from './tokenizer.js';
import type { Decoder, Normalizer, PreTokenizer } from './tokenizer-file.js';
import { tokenizerOf } from './tokenizer-of.js';
import {
  addedTokens,
  byCodePoint,
  checkSpecialTokens,
  checkTexts,
  countWords,
  idsOf,
} from './training-options.js';

export interface WordLevelOptions {
  /** Tokens there may be, V, the special ones too: the most frequent are kept. Default: all. */
  vocabularySize?: number;
  /** How often a token must stand in the texts. Default 1. */
  minFrequency?: number;
  /**
   * They have the first numbers. Without `[UNK]` a token that is not known is an error. Default
   * `['[PAD]', '[UNK]']`, so that 0 is padding.
   */
  specialTokens?: readonly string[];
  /** Letters become lower case. Default false. */
  lowercase?: boolean;
}

interface Kind {
  readonly where: string;
  readonly pre_tokenizer: PreTokenizer;
  readonly decoder: Decoder | null;
}

function learn(texts: readonly string[], options: WordLevelOptions, kind: Kind): Tokenizer {
  const { where, pre_tokenizer, decoder } = kind;
  const { minFrequency = 1, specialTokens = ['[PAD]', '[UNK]'], lowercase = false } = options;
  const { vocabularySize } = options;
  checkTexts(where, texts);
  checkSpecialTokens(where, specialTokens);
  checkInteger(where, 'minFrequency', minFrequency, 1);
  if (vocabularySize !== undefined) {
    checkInteger(where, 'vocabularySize', vocabularySize, specialTokens.length + 1);
  }
  const normalizer: Normalizer | null = lowercase ? { type: 'Lowercase' } : null;
  const [normalize, split] = [normalizeOf(normalizer), splitOf(pre_tokenizer)];
  const counted = countWords(texts, (text) => split(normalize(text)));
  for (const token of specialTokens) counted.delete(token);
  const found = [...counted]
    .filter(([, count]) => count >= minFrequency)
    .sort(([a, n], [b, m]) => m - n || byCodePoint(a, b))
    .map(([token]) => token);
  const tokens = [...specialTokens, ...found].slice(0, vocabularySize);
  return tokenizerOf({
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: addedTokens(specialTokens),
    normalizer,
    pre_tokenizer,
    post_processor: null,
    decoder,
    model: { type: 'WordLevel', vocab: idsOf(tokens), unk_token: '[UNK]' },
  });
}

/**
 * A tokenizer whose tokens are words, the most frequent first: runs of letters, digits and underscores,
 * and runs of marks. Chinese is cut first: `segmentWords(text, { language: 'zh' }).join(' ')`. Decoding
 * puts a space between any two.
 *
 * @throws TypeError for anything but texts; RangeError for options out of range
 * @example
 * const tokenizer = wordTokenizer(['the cat sat', 'the dog'], { lowercase: true });
 * tokenizer.encode('the bird sat'); // [2, 1, 5]
 */
export function wordTokenizer(texts: readonly string[], options: WordLevelOptions = {}): Tokenizer {
  const pre_tokenizer = { type: 'Whitespace' } as const;
  return learn(texts, options, { where: 'wordTokenizer', pre_tokenizer, decoder: null });
}

/**
 * A tokenizer whose tokens are characters (code points), the most frequent first.
 *
 * @throws TypeError for anything but texts; RangeError for options out of range
 * @example
 * const tokenizer = characterTokenizer(['emma', 'olivia'], { specialTokens: ['.'] });
 * tokenizer.decode(tokenizer.encode('mia.')); // 'mia.'
 */
export function characterTokenizer(
  texts: readonly string[],
  options: WordLevelOptions = {},
): Tokenizer {
  const pre_tokenizer = {
    type: 'Split',
    pattern: { Regex: CHARACTERS },
    behavior: 'Isolated',
    invert: false,
  } as const;
  const decoder = { type: 'Fuse' } as const;
  return learn(texts, options, { where: 'characterTokenizer', pre_tokenizer, decoder });
}
