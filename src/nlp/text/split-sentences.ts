/** A text as sentences. */

/** Languages whose texts the library cuts. */
export type TextLanguage = 'en' | 'zh';

export interface LanguageOptions {
  /** English or Chinese. Default en. */
  language?: TextLanguage;
}

/** Ends with a stop that ends no sentence: of a title, of "e.g.", of an initial but for the word "I". */
const goesOn =
  /(?:^|[\s("“])(?:(?:Mr|Mrs|Ms|Dr|Prof|Rev|Hon|Gen|Sen|Rep|Gov|Capt|Lt|Col|Sgt|St|Mt|cf|vs|e\.g|i\.e)|(?!I)\p{Lu})\.\s*$/u;
/** As much, where a number follows. */
const goesOnToNumber = /(?:^|[\s("“])(?:Fig|Eq|Sec|Ch|Vol|No|pp?|approx)\.\s*$/;
/** A line that ends here ends a sentence too. */
const endsLine = /[\n\r\u2028\u2029]\s*$/;

function isOpen(text: string, next: string): boolean {
  if (endsLine.test(text)) return false;
  // What is said, and who says it.
  if (/["”’]\s*$/.test(text) && /^\p{Ll}/u.test(next)) return true;
  return goesOn.test(text) || (goesOnToNumber.test(text) && /^\d/.test(next));
}

/** Cut by the rules of Unicode; an opening mark that these leave at an end begins what follows. */
function segmentsOf(text: string, language: TextLanguage): string[] {
  const segmenter = new Intl.Segmenter(language, { granularity: 'sentence' });
  const segments: string[] = [];
  let opening = '';
  for (const { segment } of segmenter.segment(text)) {
    const whole = opening + segment;
    const end = whole.search(/[“‘「『（《〈]+$/);
    opening = end < 0 ? '' : whole.slice(end);
    segments.push(end < 0 ? whole : whole.slice(0, end));
  }
  return [...segments, opening];
}

/**
 * The sentences of a text, without white space at their ends. The rules are Unicode's (UAX 29, by
 * `Intl.Segmenter`); in English a sentence does not end behind "Dr.", "e.g." or an initial either, nor
 * behind "Fig." before a number, nor between what is said and who says it.
 *
 * @example
 * splitSentences('Dr. Wu sat down. “Well?”'); // ['Dr. Wu sat down.', '“Well?”']
 * splitSentences('你好！今天下雨。', { language: 'zh' }); // ['你好！', '今天下雨。']
 */
export function splitSentences(text: string, { language = 'en' }: LanguageOptions = {}): string[] {
  const segments = segmentsOf(text, language);
  const sentences: string[] = [];
  let sentence = '';
  segments.forEach((segment, i) => {
    sentence += segment;
    if (language === 'en' && isOpen(sentence, segments[i + 1] ?? '')) return;
    sentences.push(sentence);
    sentence = '';
  });
  return [...sentences, sentence].map((one) => one.trim()).filter((one) => one !== '');
}
