/** Texts as numbers: a vocabulary of words or characters. */

/** What a token is: how texts are cut, and put together again. */
const kinds = {
  characters: { split: (text: string): string[] => Array.from(text), joint: '' },
  words: {
    split: (text: string): string[] => text.split(/\s+/).filter((word) => word !== ''),
    joint: ' ',
  },
} as const;

export type VocabularyKind = keyof typeof kinds;

/** A list of tokens, and texts in their numbers. */
export interface Vocabulary {
  /** What a token is: a character or a word. */
  readonly kind: VocabularyKind;
  /** How many tokens there are, V. */
  readonly size: number;
  /** The token of each number. */
  readonly tokens: readonly string[];
  /** @throws RangeError when the text holds a token that is not in the vocabulary */
  encode(text: string): number[];
  /** @throws RangeError when a number is not in [0, V) */
  decode(numbers: readonly number[]): string;
}

/**
 * A vocabulary of these tokens, in their order: what was saved becomes one again.
 *
 * @example
 * const { kind, tokens } = characterVocabulary('abba');
 * vocabularyOf(kind, tokens).encode('ba'); // [1, 0]
 */
export function vocabularyOf(kind: VocabularyKind, tokens: readonly string[]): Vocabulary {
  const { split, joint } = kinds[kind];
  const numbers = new Map(tokens.map((token, i) => [token, i]));
  return {
    kind,
    size: tokens.length,
    tokens,
    encode: (text) =>
      split(text).map((token) => {
        const number = numbers.get(token);
        if (number !== undefined) return number;
        throw new RangeError(
          `Expected text of the vocabulary's ${tokens.length} tokens. Received: ${JSON.stringify(token)}`,
        );
      }),
    decode: (all) =>
      all
        .map((number) => {
          const token = tokens[number];
          if (token !== undefined) return token;
          throw new RangeError(
            `Expected integers in [0, ${tokens.length}). Received: ${String(number)}`,
          );
        })
        .join(joint),
  };
}

/**
 * The characters of a text, in the order of their code points.
 *
 * @example
 * const letters = characterVocabulary('abba');
 * letters.encode('ba'); // [1, 0]
 */
export function characterVocabulary(text: string): Vocabulary {
  return vocabularyOf('characters', [...new Set(kinds.characters.split(text))].sort());
}

/**
 * The words of texts, separated by spaces, in alphabetical order; number 0 is padding, `''`.
 *
 * @example
 * const vocabulary = wordVocabulary(['red beat blue']);
 * vocabulary.encode('blue beat red'); // [2, 1, 3]
 */
export function wordVocabulary(texts: readonly string[]): Vocabulary {
  return vocabularyOf('words', ['', ...[...new Set(texts.flatMap(kinds.words.split))].sort()]);
}
