/** How texts are cut into words before their tokens are looked for. */
import type { PreTokenizer } from './tokenizer-file.js';

export type Split = (text: string) => readonly string[];

/**
 * GPT-2's pattern (Radford et al. 2019): English endings, then letters, digits or other characters with
 * the space before them, then spaces. What counts as a space is Unicode's `White_Space`, as in `tiktoken`
 * and `tokenizers`; JavaScript's `\s` lacks U+0085 and has U+FEFF.
 */
const gpt2 =
  /'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

/** BERT's: each mark of punctuation alone. */
const bert = /[!-/:-@[-`{-~\p{P}]|[^\p{White_Space}!-/:-@[-`{-~\p{P}]+/gu;

/** Runs of letters, digits and underscores, and runs of all else but spaces. */
const words =
  /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]+|[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}\p{White_Space}]+/gu;

const betweenSpaces = /\P{White_Space}+/gu;

/** Any one character, in the regular expressions of `tokenizers`. */
export const CHARACTERS = '[\\s\\S]';

const by =
  (pattern: RegExp): Split =>
  (text) =>
    text.match(pattern) ?? [];

const simple = {
  BertPreTokenizer: by(bert),
  Whitespace: by(words),
  WhitespaceSplit: by(betweenSpaces),
  Split: (text: string) => Array.from(text),
};

/** The function that cuts as a file says. */
export function splitOf(how: PreTokenizer): Split {
  if (how.type !== 'ByteLevel') return simple[how.type];
  const cut: Split = how.use_regex ? by(gpt2) : (text) => (text === '' ? [] : [text]);
  if (!how.add_prefix_space) return cut;
  return (text) => cut(text === '' || text.startsWith(' ') ? text : ` ${text}`);
}
