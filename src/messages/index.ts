/**
 * Every sentence that a student or an instructor reads, as a typed catalogue by language.
 *
 * `en` is the source of the keys; another language must have them all (checked by the compiler).
 * A message is a function of its parameters, so that plural and word order belong to the language.
 */
import { en } from './en.js';
import type { Language, Text } from './text.js';
import { zh } from './zh.js';

export type { NotebookReason } from './en/broken-notebook.js';
export type { ArtefactReason } from './en/judge.js';
export type { Language, Text, Wording } from './text.js';
export type Messages = typeof en;

const catalogues: Record<Language, Messages> = { en, zh };

export const languages: readonly Language[] = ['en', 'zh'];

/**
 * The catalogue of a language.
 *
 * @param language default: `GRADUS_LANG` (`en` or `zh`), else English
 * @throws RangeError when the language is unknown
 */
export function messages(language?: string): Messages {
  const wanted = language ?? process.env.GRADUS_LANG ?? 'en';
  const found = catalogues[wanted as Language];
  if (found === undefined) {
    throw new RangeError(
      `Expected the language (GRADUS_LANG) to be one of ${Object.keys(catalogues).join(', ')}. Received: ${wanted}`,
    );
  }
  return found;
}

/** One sentence of the catalogue in every language. */
export const textOf = (sentence: (catalogue: Messages) => string): Text => ({
  en: sentence(en),
  zh: sentence(zh),
});
