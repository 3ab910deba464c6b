/** Tokens that are no text. */
import {
  characterVocabulary,
  type Vocabulary,
  type VocabularyKind,
  vocabularyOf,
  wordVocabulary,
} from '../../data/vocabulary.js';

/** Fills rows up; nothing looks at it. */
export const PADDING = 0;
/** Stands before a target: what the first token is asked from. */
export const START = 1;
/** Stands behind a target. */
export const END = 2;

/**
 * A vocabulary of the characters or words of texts, behind padding (0), start (1) and end (2). One of sources and
 * targets together can be saved with a model.
 *
 * @example
 * const letters = translationVocabulary(pairs.flatMap(({ source, target }) => [source, target]));
 * letters.encode('1'); // numbers from 3 on
 */
export function translationVocabulary(
  texts: readonly string[],
  kind: VocabularyKind = 'characters',
): Vocabulary {
  const { tokens } = kind === 'words' ? wordVocabulary(texts) : characterVocabulary(texts.join(''));
  return vocabularyOf(kind, ['', '<s>', '</s>', ...tokens.filter((token) => token !== '')]);
}
