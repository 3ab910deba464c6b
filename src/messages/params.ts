import { type Language, type Wording, wordsIn } from './text.js';

/** The values that a sentence is filled with. */
export type Params = Readonly<Record<string, string | number>>;

/** The same as data, before a language is chosen. */
export type WordedParams = Readonly<Record<string, Wording | number>>;

/**
 * The values in one language. `what` is a name of the statement, and stands in the sentence as code;
 * where it is a text it is a phrase that begins the sentence, and is given as `subject`.
 */
export function paramsIn(params: WordedParams, language: Language): Params {
  const { what, ...rest } = params;
  const begins = typeof what === 'object' ? { subject: what } : what === undefined ? {} : { what };
  return Object.fromEntries(
    Object.entries({ ...begins, ...rest }).map(([key, value]) => [
      key,
      typeof value === 'number' ? value : wordsIn(value, language),
    ]),
  );
}

/** The words for a code; one without any stands as it is. A code from a file finds own keys only. */
export const wordsFor = (table: Readonly<Record<string, string>>, code: unknown): string => {
  const words = Object.hasOwn(table, `${code}`) ? table[`${code}`] : undefined;
  return words ?? `${code}`;
};
