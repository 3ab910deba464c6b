/** How tokens become a text again. */
import { bytesOfToken, textOfBytes } from './byte-alphabet.js';
import type { Decoder } from './tokenizer-file.js';

export type Join = (tokens: readonly string[]) => string;

function byteLevel(): Join {
  const known = new Map<string, Uint8Array>();
  const bytesOf = (token: string): Uint8Array => {
    const bytes = known.get(token) ?? bytesOfToken(token);
    known.set(token, bytes);
    return bytes;
  };
  return (tokens) => {
    const parts = tokens.map(bytesOf);
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return textOfBytes(all);
  };
}

/** Spaces that English has not, in the order of `tokenizers`. */
const cleanups: readonly (readonly [string, string])[] = [
  [' .', '.'],
  [' ?', '?'],
  [' !', '!'],
  [' ,', ','],
  [" ' ", "'"],
  [" n't", "n't"],
  [" 'm", "'m"],
  [' do not', " don't"],
  [" 's", "'s"],
  [" 've", "'ve"],
  [" 're", "'re"],
];

const cleaned = (text: string): string =>
  cleanups.reduce((changed, [from, to]) => changed.replaceAll(from, to), text);

function wordPiece(prefix: string, cleanup: boolean): Join {
  return (tokens) =>
    tokens
      .map((token, i) => {
        if (i === 0) return token;
        return token.startsWith(prefix) ? token.slice(prefix.length) : ` ${token}`;
      })
      .map((piece) => (cleanup ? cleaned(piece) : piece))
      .join('');
}

/** The function that joins as a file says. */
export function joinOf(how: Decoder | null): Join {
  if (how === null) return (tokens) => tokens.join(' ');
  if (how.type === 'Fuse') return (tokens) => tokens.join('');
  return how.type === 'ByteLevel' ? byteLevel() : wordPiece(how.prefix, how.cleanup);
}
