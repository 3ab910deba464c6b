/** A WordPiece tokenizer, learnt from texts. */
import { messages } from '../../messages/index.js';
import { checkInteger } from '../check-integers.js';
import { learnMerges } from './learn-merges.js';
import { normalizeOf } from './normalizers.js';
import { splitOf } from './pre-tokenizers.js';
import type { Tokenizer } from './tokenizer.js';
import type { Normalizer } from './tokenizer-file.js';
import { tokenizerOf } from './tokenizer-of.js';
import {
  addedTokens,
  byCodePoint,
  checkSpecialTokens,
  checkTexts,
  countWords,
  idsOf,
} from './training-options.js';

export interface TrainWordPieceOptions {
  /** Tokens there may be, V: special ones, characters, those again as parts inside words, and pieces. */
  vocabularySize: number;
  /** How often a pair must stand in the texts to be merged. Default 2. */
  minFrequency?: number;
  /** They have the first numbers; `[UNK]` must be among them. Default BERT's five. */
  specialTokens?: readonly string[];
  /** Letters become lower case, and accents are left out. Default true. */
  lowercase?: boolean;
}

const PREFIX = '##';
const UNKNOWN = '[UNK]';
const ofBert = ['[PAD]', UNKNOWN, '[CLS]', '[SEP]', '[MASK]'];

const split = splitOf({ type: 'BertPreTokenizer' });

/** What a pair becomes: the mark of a part inside a word stays in front alone. */
const join = (first: string, second: string): string => first + second.slice(PREFIX.length);

/**
 * Learns WordPiece for the form that BERT reads (Devlin et al. 2019): a word's parts after the first begin
 * with `##`, each Chinese character and each mark of punctuation is a word. As Hugging Face's `tokenizers`
 * do, it merges the most frequent pair, as BPE does; the pair that raises the likelihood most (Schuster &
 * Nakajima 2012) would have its count divided by those of its parts.
 *
 * @param texts what to learn from
 * @returns a tokenizer of `vocabularySize` tokens; of fewer where no pair is frequent enough, of more
 *   where the characters alone are more
 * @throws TypeError for anything but texts, or without `[UNK]`; RangeError for options out of range
 * @example
 * const tokenizer = trainWordPiece(texts, { vocabularySize: 1000 });
 * tokenizer.tokenize('unaffable'); // such as ['un', '##aff', '##able']
 */
export function trainWordPiece(
  texts: readonly string[],
  options: TrainWordPieceOptions,
): Tokenizer {
  const where = 'trainWordPiece';
  const { vocabularySize, minFrequency = 2, specialTokens = ofBert, lowercase = true } = options;
  checkTexts(where, texts);
  checkSpecialTokens(where, specialTokens);
  checkInteger(where, 'vocabularySize', vocabularySize, specialTokens.length + 1);
  checkInteger(where, 'minFrequency', minFrequency, 1);
  if (!specialTokens.includes(UNKNOWN)) {
    throw new TypeError(messages().nlp.noUnknown({ where, given: specialTokens.join(' ') }));
  }
  const normalizer: Normalizer = {
    type: 'BertNormalizer',
    clean_text: true,
    handle_chinese_chars: true,
    strip_accents: null,
    lowercase,
  };
  const normalize = normalizeOf(normalizer);
  const counted = countWords(texts, (text) => split(normalize(text)));
  const parts = Array.from(counted.keys(), (word) => Array.from(word));
  const inside = parts.flatMap(([, ...rest]) => rest.map((character) => PREFIX + character));
  const tokens = [...specialTokens];
  for (const list of [parts.flat(), inside]) tokens.push(...[...new Set(list)].sort(byCodePoint));
  const numbers = new Map(tokens.map((token, id) => [token, id]));
  const words = parts.map((characters) =>
    characters.map((one, i) => numbers.get(i === 0 ? one : PREFIX + one) as number),
  );
  learnMerges(
    { words, counts: [...counted.values()] },
    { tokens, size: vocabularySize, minFrequency, join },
  );
  return tokenizerOf({
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: addedTokens(specialTokens),
    normalizer,
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: null,
    decoder: { type: 'WordPiece', prefix: PREFIX, cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: UNKNOWN,
      continuing_subword_prefix: PREFIX,
      max_input_chars_per_word: 100,
      vocab: idsOf(tokens),
    },
  });
}
