/** `tokenizer.json`, the format of Hugging Face's `tokenizers`: as much of it as the library runs. */

/** A token that is looked for in a text before all else. */
export interface AddedToken {
  id: number;
  content: string;
  single_word: false;
  lstrip: false;
  rstrip: false;
  normalized: boolean;
  special: boolean;
}

/** What is changed in a text before it is cut. */
export type SimpleNormalizer =
  | { type: 'NFC' | 'NFD' | 'NFKC' | 'NFKD' | 'Lowercase' }
  | {
      type: 'BertNormalizer';
      clean_text: boolean;
      handle_chinese_chars: boolean;
      /** null: where letters become lower case. */
      strip_accents: boolean | null;
      lowercase: boolean;
    };
export type Normalizer = SimpleNormalizer | { type: 'Sequence'; normalizers: SimpleNormalizer[] };

/** How a text is cut into words. */
export type PreTokenizer =
  | { type: 'ByteLevel'; add_prefix_space: boolean; trim_offsets: boolean; use_regex: boolean }
  | { type: 'BertPreTokenizer' | 'Whitespace' | 'WhitespaceSplit' }
  | { type: 'Split'; pattern: { Regex: string }; behavior: 'Isolated'; invert: false };

/** How tokens become a text; without one there is a space between them. */
export type Decoder =
  | { type: 'ByteLevel'; add_prefix_space: boolean; trim_offsets: boolean; use_regex: boolean }
  | { type: 'WordPiece'; prefix: string; cleanup: boolean }
  | { type: 'Fuse' };

/** The number of each token. */
export type TokenIds = Readonly<Record<string, number>>;

export interface BpeFile {
  type: 'BPE';
  dropout: null;
  unk_token: null;
  continuing_subword_prefix: '' | null;
  end_of_word_suffix: '' | null;
  fuse_unk: boolean;
  byte_fallback: false;
  ignore_merges: false;
  vocab: TokenIds;
  /** Pairs of tokens, the first one learnt first: `"Ġ t"`, in newer files `["Ġ", "t"]`. */
  merges: (string | [string, string])[];
}

export interface WordPieceFile {
  type: 'WordPiece';
  unk_token: string;
  continuing_subword_prefix: string;
  max_input_chars_per_word: number;
  vocab: TokenIds;
}

export interface WordLevelFile {
  type: 'WordLevel';
  vocab: TokenIds;
  /** Where the vocabulary lacks it, a token that is not known is an error. */
  unk_token: string;
}

export interface TokenizerFile {
  version: string;
  /** Kept, not carried out: nothing is cut off. */
  truncation?: unknown;
  /** Kept, not carried out: nothing is padded. */
  padding?: unknown;
  added_tokens: AddedToken[];
  normalizer: Normalizer | null;
  pre_tokenizer: PreTokenizer;
  /** Kept, not carried out: no token is added at the beginning or end. */
  post_processor?: unknown;
  decoder: Decoder | null;
  model: BpeFile | WordPieceFile | WordLevelFile;
}
