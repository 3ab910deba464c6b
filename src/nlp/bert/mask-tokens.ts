/** Rows with masked tokens, which a BERT is to guess. */
import { createRng, type Seed } from '../../backend/random.js';
import { checkSizes } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { type Tensor2D, tf } from '../../nn/tf.js';
import type { Tokenizer } from '../tokenizers/tokenizer.js';
import { checkInputs } from './check-inputs.js';
import type { BertInputs } from './inputs.js';
import { tokensOfBert } from './special-tokens.js';

export interface MaskTokensOptions {
  /** The one that made the rows. */
  tokenizer: Tokenizer;
  /** The share of tokens that are to be guessed, in (0, 1]. Default 0.15. */
  rate?: number;
  /** The share of these that become `[MASK]`, in [0, 1]. Default 0.8. */
  masked?: number;
  /** The share of these that become any token, in [0, 1 - `masked`]; the rest stays. Default 0.1. */
  replaced?: number;
  /** How often each row is taken, with other masks each time. Default 1. */
  copies?: number;
  /** Fixes what is masked. Default 0. */
  seed?: Seed;
}

/** Rows to pretrain on. */
export type MaskedTokens = BertInputs & {
  /** The token that stood where one is to be guessed, else 0: `[copies · N, T]`, int32. */
  readonly labels: Tensor2D;
};

/** How many tokens were to be guessed, and what became of them. */
export interface MaskCounts {
  /** Tokens of texts, in all copies. */
  readonly tokens: number;
  readonly masked: number;
  readonly replaced: number;
  readonly kept: number;
}

interface Shares {
  readonly rate: number;
  readonly masked: number;
  readonly replaced: number;
}

function checkShares({ rate, masked, replaced }: Shares): void {
  const isShare = (x: number, most: number): boolean => x >= 0 && x <= most + 1e-9;
  const { rate: said } = messages().bert;
  const wrong = (option: string, range: string, given: number): RangeError =>
    new RangeError(said({ option, range, given: String(given) }));
  if (!(isShare(rate, 1) && rate > 0)) throw wrong('rate', '(0, 1]', rate);
  if (!isShare(masked, 1)) throw wrong('masked', '[0, 1]', masked);
  if (!isShare(replaced, 1 - masked)) throw wrong('replaced', '[0, 1 - masked]', replaced);
}

/**
 * Chooses tokens at random for a BERT to guess (Devlin et al. 2018, section 3.1): each of a text with probability 0.15.
 * Of these 80 % become `[MASK]`, 10 % any token, and 10 % stay, since no text to come has masks. Special tokens and
 * padding are never chosen, and never put in.
 *
 * @returns the rows, what is to be guessed, and counts
 * @throws RangeError for shares out of range, or rows of other shapes; TypeError for a tokenizer without BERT's tokens
 * @example
 * const { examples, counts } = maskTokens(bertInputs(texts, { tokenizer }), { tokenizer, copies: 10, seed: 1 });
 */
export function maskTokens(
  inputs: BertInputs,
  options: MaskTokensOptions,
): { examples: MaskedTokens; counts: MaskCounts } {
  const where = 'maskTokens';
  const { tokenizer, rate = 0.15, masked = 0.8, replaced = 0.1, copies = 1, seed = 0 } = options;
  const { mask } = tokensOfBert(where, tokenizer);
  checkShares({ rate, masked, replaced });
  checkSizes({ copies });
  checkInputs(where, inputs);
  const special = new Set(tokenizer.specialTokens.map((token) => tokenizer.tokenToId(token)));
  const ordinary = tokenizer.tokens.map((_, id) => id).filter((id) => !special.has(id));
  const rng = createRng(seed);
  const [rows, length] = inputs.tokens.shape;
  const before = inputs.tokens.dataSync();
  const tokens = new Int32Array(copies * before.length);
  const labels = new Int32Array(tokens.length);
  const counts = { tokens: 0, masked: 0, replaced: 0, kept: 0 };
  for (let i = 0; i < tokens.length; i++) {
    const token = before[i % before.length] ?? 0;
    tokens[i] = token;
    if (special.has(token)) continue;
    counts.tokens++;
    if (rng.uniform() >= rate) continue;
    labels[i] = token;
    const draw = rng.uniform();
    if (draw < masked) {
      tokens[i] = mask;
      counts.masked++;
    } else if (draw < masked + replaced) {
      tokens[i] = rng.choice(ordinary);
      counts.replaced++;
    } else counts.kept++;
  }
  const shape: [number, number] = [copies * rows, length];
  const examples: MaskedTokens = {
    tokens: tf.tensor2d(tokens, shape, 'int32'),
    segments: tf.tile(inputs.segments, [copies, 1]),
    labels: tf.tensor2d(labels, shape, 'int32'),
  };
  return { examples, counts };
}
