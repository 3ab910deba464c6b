/** The words of a text, and where in it they stand. */
export interface PlacedWord {
  readonly text: string;
  /** The first character, and the one behind the last. */
  readonly start: number;
  readonly end: number;
}

/** Runs of letters and digits; Chinese characters and all other marks one by one. */
const WORD = /\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}_])+|[^\s\p{L}\p{M}\p{N}_]/gu;

export function wordsOf(text: string): PlacedWord[] {
  return Array.from(text.matchAll(WORD), ({ 0: word, index }) => ({
    text: word,
    start: index,
    end: index + word.length,
  }));
}
