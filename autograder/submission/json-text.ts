/** Escapes and characters in the bytes of a JSON string. */

/** At most `length` bytes that end with a whole character or escape. */
export function wholeCharacters(bytes: Buffer, length: number): number {
  let end = 0;
  for (let i = 0; i <= Math.min(length, bytes.length); ) {
    end = i;
    const isEscape = bytes[i] === 0x5c;
    i += isEscape ? escapeLength(bytes, i) || bytes.length : 1;
    while (!isEscape && ((bytes[i] ?? 0) & 0xc0) === 0x80) i++;
  }
  return end;
}

const isHex = (byte: number | undefined): boolean =>
  byte !== undefined &&
  ((byte >= 0x30 && byte <= 0x39) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66));

const afterBackslash: ReadonlySet<number | undefined> = new Set(Buffer.from('"\\/bfnrt'));

/** Of an escape that is whole and right; else 0. */
export function escapeLength(bytes: Buffer, at: number): number {
  const next = bytes[at + 1];
  if (next !== 0x75) return afterBackslash.has(next) ? 2 : 0;
  for (let i = at + 2; i < at + 6; i++) if (!isHex(bytes[i])) return 0;
  return 6;
}
