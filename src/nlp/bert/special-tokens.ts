/** Tokens that BERT's rows need beside those of texts. */
import { messages } from '../../messages/index.js';
import type { Tokenizer } from '../tokenizers/tokenizer.js';

/** `[PAD]`, `[UNK]`, `[CLS]`, `[SEP]`, `[MASK]`: the first five of a BERT's vocabulary, in `trainWordPiece` too. */
export const bertTokens: readonly string[] = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];

interface BertTokens {
  readonly cls: number;
  readonly sep: number;
  readonly mask: number;
}

/**
 * The numbers of the special tokens.
 *
 * @throws TypeError for a tokenizer that lacks one, or whose padding is not 0
 */
export function tokensOfBert(where: string, tokenizer: Tokenizer): BertTokens {
  const idOf = (token: string): number | undefined => tokenizer?.tokenToId?.(token);
  const [cls, sep, mask] = [idOf('[CLS]'), idOf('[SEP]'), idOf('[MASK]')];
  if (cls !== undefined && sep !== undefined && mask !== undefined && idOf('[PAD]') === 0) {
    return { cls, sep, mask };
  }
  const missing = ['[PAD]', '[CLS]', '[SEP]', '[MASK]'].filter((token) =>
    token === '[PAD]' ? idOf(token) !== 0 : idOf(token) === undefined,
  );
  const words = (tokens: readonly string[]): string => tokens.map((one) => `\`${one}\``).join(', ');
  const expected = words(['[PAD]', '[CLS]', '[SEP]', '[MASK]']);
  throw new TypeError(messages().bert.noSpecial({ where, expected, given: words(missing) }));
}
