/** The tokenizer of GPT-2. */
import { importPackage } from '../import-package.js';
import { byteAlphabet } from './byte-alphabet.js';
import { mergesOfRanks } from './merges-of-ranks.js';
import type { Tokenizer } from './tokenizer.js';
import { tokenizerOf } from './tokenizer-of.js';
import { bpeFile } from './train-bpe.js';
import { addedTokens, idsOf } from './training-options.js';

/** What `js-tiktoken` has of a tokenizer. */
interface Ranks {
  /** Lines of `! first token token …`, each token in base64, numbered from `first` on. */
  readonly bpe_ranks: string;
  readonly special_tokens: Readonly<Record<string, number>>;
}

/** The tokens in their order, a character of the byte alphabet for each byte. */
function tokensOf({ bpe_ranks }: Ranks): string[] {
  const tokens: string[] = [];
  for (const line of bpe_ranks.split('\n')) {
    const [, first, ...encoded] = line.split(' ');
    encoded.forEach((token, i) => {
      const bytes = Array.from(atob(token), (byte) => byteAlphabet[byte.charCodeAt(0)] as string);
      tokens[Number(first) + i] = bytes.join('');
    });
  }
  return tokens;
}

/**
 * The tokenizer of GPT-2 (Radford et al. 2019): byte-level BPE of 50,257 tokens, the last of them
 * `<|endoftext|>`. Its ranks come from the package `js-tiktoken`, loaded when this is called first.
 *
 * @throws PackageError where that package is not installed
 * @example
 * const tokenizer = await gpt2Tokenizer();
 * tokenizer.encode('Hello world'); // [15496, 995]
 */
export async function gpt2Tokenizer(): Promise<Tokenizer> {
  const { default: ranks } = (await importPackage('js-tiktoken/ranks/gpt2')) as { default: Ranks };
  const tokens = tokensOf(ranks);
  const special = Object.entries(ranks.special_tokens);
  const added = addedTokens(special.map(([token]) => token)).map((token, i) => ({
    ...token,
    id: special[i]?.[1] as number,
  }));
  const vocab = { ...idsOf(tokens), ...ranks.special_tokens };
  return tokenizerOf(bpeFile({ vocab, merges: mergesOfRanks(tokens) }, added));
}
