/** A language model that counts runs of tokens. */
import { checkSizes, shown } from '../checks.js';
import { messages } from '../messages/index.js';

export interface NGramOptions {
  /** Tokens of the longest runs, n: a token is told by the n − 1 before it. */
  order: number;
  /** How many tokens there are, V, at most 65,535. */
  vocabularySize: number;
  /**
   * Taken from each count and given to what was not seen, in (0, 1]. Default 0.75; fit it on texts that are neither
   * counted nor measured.
   */
  discount?: number;
}

/** What follows what, by counting. */
export interface NGramModel {
  /** P of the token behind these, of which the last n − 1 count. Over all tokens it adds up to 1. */
  probability(before: readonly number[], token: number): number;
  /**
   * Mean of −ln P over all tokens but the first of each list, in nats.
   *
   * @throws RangeError when no list has two tokens
   */
  crossEntropy(sequences: readonly (readonly number[])[]): number;
}

/** What follows a run of tokens: how much of it there is, and of how many kinds. */
interface Followers {
  total: number;
  kinds: number;
}

/** Runs of one length. */
interface Level {
  readonly counts: Map<string, number>;
  readonly followers: Map<string, Followers>;
}

/** Tokens as one key: a character of 16 bits each. */
const keyOf = (tokens: readonly number[], from: number, to: number): string => {
  let key = '';
  for (let i = from; i < to; i++) key += String.fromCharCode(tokens[i] as number);
  return key;
};

const MOST = 0xffff;

function checkTokens(tokens: readonly number[], size: number): void {
  const wrong = tokens.find((token) => !Number.isInteger(token) || token < 0 || token >= size);
  if (wrong !== undefined) throw new RangeError(messages().nlp.id({ size, given: shown(wrong) }));
}

function add({ counts, followers }: Level, run: string): boolean {
  const count = counts.get(run) ?? 0;
  counts.set(run, count + 1);
  const before = run.slice(0, -1);
  const seen = followers.get(before) ?? { total: 0, kinds: 0 };
  seen.total += 1;
  if (count === 0) seen.kinds += 1;
  followers.set(before, seen);
  return count === 0;
}

/**
 * Counts runs of up to n tokens: interpolated Kneser–Ney smoothing (Kneser & Ney 1995; Chen & Goodman 1999,
 * doi:10.1006/csla.1999.0128), the strongest of models that only count. A run that was seen gives some of its
 * probability to shorter ones; these are worth the number of different tokens before them, not how often they stand, so
 * that "Francisco" is rare behind anything but "San". What begins a list counts as often as it stands there.
 *
 * @param sequences lists of tokens; no run reaches from one into the next
 * @throws RangeError for tokens or options out of range
 * @example
 * const model = nGramModel(poems, { order: 5, vocabularySize: tokenizer.vocabularySize, discount: 0.8 });
 * model.crossEntropy(heldOut); // nats a token
 */
export function nGramModel(
  sequences: readonly (readonly number[])[],
  { order, vocabularySize, discount = 0.75 }: NGramOptions,
): NGramModel {
  checkSizes({ order, vocabularySize });
  if (vocabularySize > MOST) {
    throw new RangeError(messages().nlp.manyTokens({ most: MOST, given: vocabularySize }));
  }
  if (!(discount > 0 && discount <= 1)) {
    throw new RangeError(messages().nlp.discount({ given: shown(discount) }));
  }
  const levels: Level[] = Array.from({ length: order }, () => ({
    counts: new Map<string, number>(),
    followers: new Map<string, Followers>(),
  }));
  for (const tokens of sequences) {
    checkTokens(tokens, vocabularySize);
    for (let end = 1; end <= tokens.length; end++) {
      // A shorter run counts once for each token that it was seen behind: only where the longer one is new.
      for (let length = Math.min(order, end); length >= 1; length--) {
        const isNew = add(levels[length - 1] as Level, keyOf(tokens, end - length, end));
        if (!isNew) break;
      }
    }
  }
  const probability = (before: readonly number[], token: number): number => {
    const known = Math.min(order - 1, before.length);
    let p = 1 / vocabularySize;
    for (let length = 0; length <= known; length++) {
      const context = keyOf(before, before.length - length, before.length);
      const { counts, followers } = levels[length] as Level;
      const seen = followers.get(context);
      if (seen === undefined) break;
      const count = counts.get(context + String.fromCharCode(token)) ?? 0;
      p = (Math.max(count - discount, 0) + discount * seen.kinds * p) / seen.total;
    }
    return p;
  };
  const checked = (tokens: readonly number[]): void => checkTokens(tokens, vocabularySize);
  return {
    probability(before, token) {
      checked([...before, token]);
      return probability(before, token);
    },
    crossEntropy(measured) {
      let [nats, count] = [0, 0];
      for (const tokens of measured) {
        checked(tokens);
        for (let i = 1; i < tokens.length; i++) {
          nats -= Math.log(
            probability(tokens.slice(Math.max(0, i - order + 1), i), tokens[i] as number),
          );
          count += 1;
        }
      }
      if (count === 0) throw new RangeError(messages().nlp.noPairs());
      return nats / count;
    },
  };
}
