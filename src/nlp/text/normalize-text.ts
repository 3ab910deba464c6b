/** One form of a text, so that equal words are equal strings. */
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';

const forms = ['NFC', 'NFD', 'NFKC', 'NFKD', 'none'] as const;

export interface NormalizeTextOptions {
  /**
   * The form of Unicode: NFC joins letters and accents; NFKC also makes of `ｆｕｌｌ`, `ﬁ`, `①` and `，` plain
   * letters, digits and marks, so that Chinese marks become ASCII; NFD and NFKD take accents apart.
   * Default NFC.
   */
  form?: (typeof forms)[number];
  /** Letters become lower case. Default false. */
  lowercase?: boolean;
  /** `é` becomes `e`. Default false. */
  stripAccents?: boolean;
  /** Runs of white space become one space, none at the ends. Default true. */
  collapseWhitespace?: boolean;
  /** What cannot be seen is left out: control and format characters but white space. Default true. */
  removeControls?: boolean;
}

/** A joiner between two pictures makes one of them, and one between letters shapes a word. */
const controls = /(?!\p{White_Space}|[\u200c\u200d])[\p{Cc}\p{Cf}]/gu;

/**
 * A text in one form of Unicode, without what cannot be seen.
 *
 * @throws RangeError for a form that is not known
 * @example
 * normalizeText('Cafe\u0301\u200b  au lait'); // 'Café au lait'
 */
export function normalizeText(text: string, options: NormalizeTextOptions = {}): string {
  const { form = 'NFC', lowercase = false, stripAccents = false } = options;
  const { collapseWhitespace = true, removeControls = true } = options;
  if (!forms.includes(form)) {
    const known = forms.join(', ');
    throw new RangeError(messages().nlp.form({ known, given: shown(form) }));
  }
  // Before letters become lower case, since some are letters in this form alone, and behind it.
  const formed = (given: string): string => (form === 'none' ? given : given.normalize(form));
  let result = formed(removeControls ? text.replace(controls, '') : text);
  if (lowercase) result = result.toLowerCase();
  if (stripAccents) result = result.normalize('NFD').replace(/\p{Mn}/gu, '');
  result = formed(result);
  return collapseWhitespace ? result.replace(/\p{White_Space}+/gu, ' ').trim() : result;
}
