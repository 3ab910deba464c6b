/** What a test says to a reader: its name, its hint, a guess, a sentence of what it found. */
export type Language = 'en' | 'zh';

/** A text in every language of the catalogue. */
export type Text = { readonly [K in Language]: string };

/**
 * A text, or a string that stands as it is in every language: an identifier such as `dw`, or the
 * words of an instructor who writes in one language.
 */
export type Wording = Text | string;

/** The words in one language. */
export const wordsIn = (wording: Wording, language: Language): string =>
  typeof wording === 'string' ? wording : wording[language];

/** The same text made anew from each language's words. */
export const mapWording = (wording: Wording, change: (words: string) => string): Wording =>
  typeof wording === 'string'
    ? change(wording)
    : { en: change(wording.en), zh: change(wording.zh) };

export const sameWording = (a: Wording, b: Wording): boolean =>
  typeof a === 'string' || typeof b === 'string' ? a === b : a.en === b.en && a.zh === b.zh;
