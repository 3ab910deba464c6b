/**
 * The bytes of a text file as UTF-8, piece by piece: a byte-order mark is taken off, UTF-16 becomes
 * UTF-8, and what is neither is refused with the encoding that it most likely has.
 */
import { isUtf8 } from 'node:buffer';
import { guessEncoding } from './legacy-encoding.js';
import { NotebookError } from './notebook-error.js';

/** Names as users know them. */
const known: Readonly<Record<string, string>> = {
  gb18030: 'GBK',
  big5: 'Big5',
  shift_jis: 'Shift-JIS',
  cp437: 'Windows-1252 (Latin-1)',
  'windows-1252': 'Windows-1252 (Latin-1)',
};

const shownBytes = 4096;

export class Utf8Text {
  #held: Buffer = Buffer.alloc(0);
  #decoder: InstanceType<typeof TextDecoder> | undefined;
  #hasBegun = false;

  /**
   * What is whole so far, as UTF-8.
   *
   * @throws NotebookError `encoding`
   */
  push(chunk: Uint8Array): Buffer {
    let bytes: Buffer =
      this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : Buffer.from(chunk);
    this.#held = Buffer.alloc(0);
    if (!this.#hasBegun) {
      if (bytes.length < 4) {
        this.#held = bytes;
        return Buffer.alloc(0);
      }
      bytes = this.#begin(bytes);
    }
    return this.#decode(bytes, false);
  }

  /** The rest. */
  end(): Buffer {
    const rest = this.#hasBegun ? this.#held : this.#begin(this.#held);
    this.#held = Buffer.alloc(0);
    return this.#decode(rest, true);
  }

  #begin(bytes: Buffer): Buffer {
    this.#hasBegun = true;
    const [a, b] = bytes;
    // Without a mark, every second byte of JSON's first two is zero.
    if ((a === 0xff && b === 0xfe) || (isMark(a) && b === 0)) this.#decoder = utf16('utf-16le');
    if ((a === 0xfe && b === 0xff) || (a === 0 && isMark(b))) this.#decoder = utf16('utf-16be');
    const hasMark = a === 0xef && b === 0xbb && bytes[2] === 0xbf;
    return hasMark ? bytes.subarray(3) : bytes;
  }

  #decode(bytes: Buffer, isLast: boolean): Buffer {
    if (this.#decoder !== undefined) {
      try {
        return Buffer.from(this.#decoder.decode(bytes, { stream: !isLast }));
      } catch {
        throw new NotebookError('encoding', 'UTF-16');
      }
    }
    const whole = isLast ? bytes.length : wholeLength(bytes);
    this.#held = Buffer.from(bytes.subarray(whole));
    const text = bytes.subarray(0, whole);
    if (!isUtf8(text)) throw new NotebookError('encoding', known[guessEncoding([sample(text)])]);
    return text;
  }
}

const isMark = (byte: number | undefined): boolean => byte === 0x7b || byte === 0x5b;

const utf16 = (label: string): InstanceType<typeof TextDecoder> =>
  new TextDecoder(label, { fatal: true });

/** Without the beginning of a character that ends in the next piece. */
function wholeLength(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** A piece around the first byte that is not ASCII, from the lines that hold such bytes. */
function sample(bytes: Buffer): Buffer {
  const at = bytes.findIndex((byte) => byte >= 0x80);
  const end = Math.min(bytes.length, at + shownBytes);
  // The last line may be cut inside a character.
  const line = end < bytes.length ? bytes.lastIndexOf(0x0a, end) : end;
  return bytes.subarray(at, line > at ? line : end);
}
