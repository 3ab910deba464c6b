/** Text that student code made, before it is stored or shown. */

/** Joiners are left: names in Persian and emoji are written with them. */
const unprintable = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Control characters and the marks that turn the direction of writing, as `\u{…}`: in a terminal the
 * first move the cursor, the second make text read as what it is not. So do others that nobody sees.
 * Line feed and tab stay.
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

/**
 * Plain text that a terminal may show. In a build log a line that starts with `::`, or holds `##[`,
 * is a command to the machine that runs the build: it is broken up.
 */
export function terminalText(text: string): string {
  return plainText(text)
    .replace(/^(\s*):(?=:)/gm, '$1\\u{3a}')
    .replace(/##(\w*)\[/g, '##$1\\u{5b}');
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
