/** Text that student code made, before it is stored or shown. */

const unprintable =
  /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/**
 * Control characters and the marks that turn the direction of writing, as `\u{…}`: in a terminal the
 * first move the cursor, the second make text read as what it is not. Line feed and tab stay.
 */
export function plainText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(unprintable, (character) =>
      character === '\n' || character === '\t'
        ? character
        : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
    );
}

/** Plain text on one line. */
export function oneLine(text: string): string {
  return plainText(text.replace(/\s+/g, ' ').trim());
}

/** Cut to at most `limit` characters, with the number of those left out. */
export function capText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit).replace(/\p{Cs}/gu, '')}… (+${text.length - limit})`;
}
