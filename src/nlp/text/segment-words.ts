/** A text as words. */
import type { LanguageOptions } from './split-sentences.js';

/** Cuts a text into pieces that together are the text. */
export interface Segmenter {
  segment(text: string): string[];
}

export interface SegmentWordsOptions extends LanguageOptions {
  /** What cuts: `await jiebaSegmenter()` has a larger dictionary. Default `Intl.Segmenter`. */
  segmenter?: Segmenter;
  /** Keep marks of punctuation and other symbols as words of their own. Default false. */
  punctuation?: boolean;
}

/** Has a letter or a digit. */
const isWord = /[\p{L}\p{N}]/u;

const byUnicode = (language: string): Segmenter => {
  const segmenter = new Intl.Segmenter(language, { granularity: 'word' });
  return { segment: (text) => Array.from(segmenter.segment(text), ({ segment }) => segment) };
};

/**
 * The words of a text, without white space. English words end where Unicode says (UAX 29); Chinese, which
 * has no spaces, is cut by the dictionary of `Intl.Segmenter`, or of `segmenter`.
 *
 * @example
 * segmentWords("It isn't far."); // ['It', "isn't", 'far']
 * segmentWords('我喜欢机器学习', { language: 'zh' }); // ['我', '喜欢', '机器', '学习']
 */
export function segmentWords(text: string, options: SegmentWordsOptions = {}): string[] {
  const { language = 'en', punctuation = false } = options;
  const { segmenter = byUnicode(language) } = options;
  const kept = punctuation ? /\P{White_Space}/u : isWord;
  return segmenter.segment(text).filter((piece) => kept.test(piece));
}
