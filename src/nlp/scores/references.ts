/** Translations and what they are held against. */
import { messages } from '../../messages/index.js';

/** For each translation one reference, or several. */
export type References = readonly (string | readonly string[])[];

/**
 * The references of each translation as a list.
 *
 * @throws RangeError when there are not as many as translations, or a translation has none
 */
export function referencesOf(
  translations: readonly string[],
  references: References,
): readonly (readonly string[])[] {
  const { sameCount, noReferences } = messages().translation;
  if (translations.length === 0 || translations.length !== references.length) {
    const counts = { given: references.length, expected: translations.length };
    throw new RangeError(sameCount({ what: 'references', of: 'translations', ...counts }));
  }
  return references.map((given, at) => {
    const list = typeof given === 'string' ? [given] : given;
    if (list.length > 0) return list;
    throw new RangeError(noReferences({ given: '[]', at }));
  });
}
