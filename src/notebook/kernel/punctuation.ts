/** Characters that look like those of a keyboard and are others: full-width, curly, invisible. */
import { messages } from '../../messages/index.js';
import { type Token, tokenize } from './tokens.js';

/** Which character of a keyboard is meant; empty for what is not seen at all. */
const meant: Readonly<Record<string, string>> = {
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '‘': "'",
  '’': "'",
  '‚': "'",
  '´': "'",
  '。': '.',
  '、': ',',
  '【': '[',
  '】': ']',
  '「': '"',
  '」': '"',
  '《': '<',
  '》': '>',
  '〈': '<',
  '〉': '>',
  '—': '-',
  '–': '-',
  '−': '-',
  '×': '*',
  '÷': '/',
  '≤': '<=',
  '≥': '>=',
  '≠': '!==',
  '…': '...',
  '→': '=>',
  '\u200B': '',
  '\u200C': '',
  '\u200D': '',
  '\u2060': '',
  '\u00AD': '',
  '\uFEFF': '',
};

function replacement(character: string): string | undefined {
  const known = meant[character];
  if (known !== undefined) return known;
  const code = character.charCodeAt(0);
  // The full-width forms stand in the order of ASCII.
  return code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : undefined;
}

export interface PunctuationError {
  /** Both count from 0. */
  line: number;
  column: number;
  message: string;
}

/**
 * Characters of code, not of texts and comments, that are not what they look like, each named with
 * its replacement. Asked only of a cell that does not parse.
 */
export function punctuationErrors(source: string): PunctuationError[] {
  return tokenize(source).flatMap((token) => {
    const at = token.start + inToken(token);
    const character = source[at] ?? '';
    const instead = at < token.start ? undefined : replacement(character);
    if (instead === undefined) return [];
    const before = source.slice(0, at);
    return [
      {
        line: before.split('\n').length - 1,
        column: at - (before.lastIndexOf('\n') + 1),
        message: text(character, instead),
      },
    ];
  });
}

/** Where in the token the wrong character is; -1 when there is none. */
function inToken({ text }: Token): number {
  const [first = ''] = text;
  if (first !== '"' && first !== "'") return replacement(first) === undefined ? -1 : 0;
  // A text that begins with the right quote and ends with a curly one has no end.
  if (text.length > 1 && text.endsWith(first)) return -1;
  return [...text].findIndex((character) => replacement(character) === first);
}

function text(character: string, instead: string): string {
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  const { errors } = messages().notebook;
  if (instead === '') return errors.invisible({ code });
  return errors.punctuation({ character, code, instead });
}
