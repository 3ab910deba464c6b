/**
 * The 256 bytes as 256 characters that can be seen, so that any text is a string of known symbols
 * (Radford et al. 2019): printable ones stand for themselves, the others for 256, 257, …
 */

const isPrintable = (byte: number): boolean =>
  (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;

/** The character of each byte: that of the space, 32, is `Ġ`. */
export const byteAlphabet: readonly string[] = (() => {
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) =>
    String.fromCharCode(isPrintable(byte) ? byte : next++),
  );
})();

const byteOf = new Map(byteAlphabet.map((character, byte) => [character, byte]));

const utf8 = new TextEncoder();

/** The bytes that a token's characters stand for; of a token with others its own, in UTF-8. */
export function bytesOfToken(token: string): Uint8Array {
  const bytes = Array.from(token, (character) => byteOf.get(character));
  return bytes.every((byte) => byte !== undefined) ? Uint8Array.from(bytes) : utf8.encode(token);
}

/** The bytes of a text. */
export const bytesOf = (text: string): Uint8Array => utf8.encode(text);

/** The text of bytes; what is no UTF-8 becomes U+FFFD, as in Hugging Face's `tokenizers`. */
export function textOfBytes(bytes: Uint8Array): string {
  // Else a byte order mark at the beginning would be lost.
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
