/** What every tokenizer does; apart from what makes one, for the types of notebooks. */
import type { TokenizerFile } from './tokenizer-file.js';

export interface DecodeOptions {
  /** Leave out special tokens, as Hugging Face's `decode` does unless asked. Default false. */
  skipSpecialTokens?: boolean;
}

/** Texts to the numbers of tokens and back. */
export interface Tokenizer {
  /** How many tokens there are, special ones too, V. */
  readonly vocabularySize: number;
  /** The token of each number, `[V]`. */
  readonly tokens: readonly string[];
  /** Tokens that stand for themselves wherever a text has them, such as `<|endoftext|>`. */
  readonly specialTokens: readonly string[];
  /**
   * The numbers of a text's tokens. No token is added at its beginning or end.
   *
   * @throws RangeError for half of a surrogate pair, which is no character; for a token that is not in
   *   the vocabulary, where there is none for the unknown
   */
  encode(text: string): number[];
  /** @throws RangeError when a number is not in [0, V) */
  decode(ids: readonly number[], options?: DecodeOptions): string;
  /** The tokens of a text, as the vocabulary has them. */
  tokenize(text: string): string[];
  /** The number of a token; undefined for one that is not in the vocabulary. */
  tokenToId(token: string): number | undefined;
  /** As `tokenizer.json` has it, the format of Hugging Face's `tokenizers`; `tokenizerOf` reads it. */
  toJSON(): TokenizerFile;
}
