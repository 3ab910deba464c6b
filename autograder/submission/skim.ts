/**
 * A notebook's JSON without what the grader never reads, in one pass and with bounded memory.
 *
 * Outputs, attachments and foreign metadata can be a hundred times the code. The libraries that
 * parse JSON in pieces build or announce every token of them; here their bytes are only checked
 * against the grammar (RFC 8259, strictly as `JSON.parse` does) and dropped. What is left goes
 * through `JSON.parse`, so that a key that stands twice, or escapes in a key, mean what they mean
 * there. A source over the cap is cut, and its size is told under a key of its own (`#source`),
 * which no file can bring along: keys that are not known are dropped.
 */
import { isNumberEnd, numberStep } from './json-number.js';
import { escapeLength } from './json-text.js';
import { KeptJson } from './kept-json.js';
import { type FileReason, NotebookError } from './notebook-error.js';
import type { Frame } from './skim-rules.js';

const State = {
  value: 0,
  firstValue: 1,
  firstKey: 2,
  key: 3,
  colon: 4,
  after: 5,
  end: 6,
  string: 7,
  escape: 8,
  hex: 9,
  literal: 10,
  number: 11,
} as const;
type State = (typeof State)[keyof typeof State];

const literals: ReadonlyMap<number, Buffer> = new Map(
  ['true', 'false', 'null'].map((word) => [word.charCodeAt(0), Buffer.from(word)]),
);

const longestKey = 256;
const longestNumber = 100;
const nearBytes = 16;

/** Takes a notebook's bytes piece by piece and gives the JSON text of what is kept. */
export class NotebookSkimmer {
  #state: State = State.value;
  readonly #stack: Frame[] = [];
  #line = 1;
  #isLineStart = true;
  readonly #kept = new KeptJson(this.#stack);
  #isKey = false;
  #key: Buffer[] = [];
  #keyBytes = 0;
  /** What has been read of an escape, a literal or a number. */
  #token = '';
  #literal: Buffer = Buffer.alloc(0);
  #number = 0;
  #problem: { near: Buffer; isLineStart: boolean } | undefined;

  /**
   * @param chunk UTF-8; characters may be cut between two chunks
   * @throws NotebookError when it nests too deeply or has too much that is kept
   */
  push(chunk: Buffer): void {
    if (this.#problem === undefined) {
      const stopped = this.#scan(chunk);
      if (stopped < 0) return;
      this.#problem = { near: Buffer.alloc(0), isLineStart: this.#isLineStart };
      chunk = chunk.subarray(stopped);
    }
    const { near } = this.#problem;
    if (near.length < nearBytes) {
      this.#problem.near = Buffer.concat([near, chunk.subarray(0, nearBytes - near.length)]);
    }
  }

  /**
   * The JSON text of what is kept.
   *
   * @throws NotebookError when the text is no JSON, with the line where it stops being it
   */
  end(): string {
    if (this.#problem !== undefined) {
      const { near, isLineStart } = this.#problem;
      throw new NotebookError(reasonFor(near, isLineStart), String(this.#line));
    }
    if (this.#state === State.number && this.#stack.length === 0) this.#endNumber();
    if (this.#state !== State.end) throw new NotebookError('truncated', String(this.#line));
    return this.#kept.text();
  }

  /** @returns where the text stops being JSON, or -1 */
  #scan(chunk: Buffer): number {
    for (let i = 0; i < chunk.length; i++) {
      if (this.#state === State.string) {
        i = this.#inString(chunk, i);
        if (i >= chunk.length) return -1;
        if (chunk[i] === 0x22) this.#endString();
        else if (chunk[i] === 0x5c) this.#state = State.escape;
        else return i;
        continue;
      }
      if (this.#state === State.number) {
        i = this.#inNumber(chunk, i);
        if (i >= chunk.length) return -1;
        if (!this.#endNumber()) return i;
      }
      const byte = chunk[i] ?? 0;
      if (this.#state > State.end) {
        if (!this.#inToken(byte)) return i;
      } else if (byte === 0x0a) {
        this.#line++;
        this.#isLineStart = true;
      } else if (byte !== 0x20 && byte !== 0x0d && byte !== 0x09) {
        if (!this.#atToken(byte)) return i;
        this.#isLineStart = false;
      }
    }
    return -1;
  }

  /** From `start` to the byte that ends a string or stands in the way: a cut or wrong escape. */
  #inString(chunk: Buffer, start: number): number {
    let i = start;
    while (i < chunk.length) {
      const byte = chunk[i] ?? 0;
      if (byte === 0x22 || byte < 0x20) break;
      const length = byte === 0x5c ? escapeLength(chunk, i) : 1;
      if (length === 0) break;
      i += length;
    }
    if (i > start) {
      if (this.#isKey) this.#addKey(chunk.subarray(start, i));
      else if (this.#kept.isWatched) this.#kept.write(chunk.subarray(start, i), true);
    }
    return i;
  }

  /** From `start` to the byte after a number. */
  #inNumber(chunk: Buffer, start: number): number {
    let state = this.#number;
    let i = start;
    for (; i < chunk.length; i++) {
      const next = numberStep(state, chunk[i] ?? 0);
      if (next === 0) break;
      state = next;
    }
    this.#number = state;
    if (this.#kept.isWatched && this.#token.length < longestNumber) {
      this.#token += chunk.toString('latin1', start, Math.min(i, start + longestNumber));
    }
    return i;
  }

  /** Escapes and literals, byte by byte. */
  #inToken(byte: number): boolean {
    const character = String.fromCharCode(byte);
    if (this.#state === State.literal) {
      if (this.#literal[this.#token.length] !== byte) return false;
      this.#token += character;
      if (this.#token.length < this.#literal.length) return true;
      this.#kept.write(this.#literal);
      this.#endValue();
      return true;
    }
    if (this.#state === State.escape) {
      if (!'"\\/bfnrtu'.includes(character)) return false;
      this.#token = `\\${character}`;
      if (character === 'u') this.#state = State.hex;
      else this.#endEscape();
      return true;
    }
    if (!/[\da-f]/i.test(character)) return false;
    this.#token += character;
    if (this.#token.length === '\\u0000'.length) this.#endEscape();
    return true;
  }

  #endEscape(): void {
    this.#state = State.string;
    const bytes = Buffer.from(this.#token);
    if (this.#isKey) this.#addKey(bytes);
    else this.#kept.write(bytes, true);
  }

  #addKey(bytes: Buffer): void {
    this.#keyBytes += bytes.length;
    if (this.#keyBytes <= longestKey) this.#key.push(Buffer.from(bytes));
  }

  /** A byte where a token begins. */
  #atToken(byte: number): boolean {
    const state = this.#state;
    const isObject = this.#stack.at(-1)?.isObject === true;
    if (state === State.value || state === State.firstValue) {
      if (byte === 0x5d && state === State.firstValue) return this.#close();
      return this.#beginValue(byte);
    }
    if (state === State.key || state === State.firstKey) {
      if (byte === 0x7d && state === State.firstKey) return this.#close();
      this.#isKey = true;
      this.#key = [];
      this.#keyBytes = 0;
      this.#state = State.string;
      return byte === 0x22;
    }
    if (state === State.colon) {
      this.#state = State.value;
      return byte === 0x3a;
    }
    if (state !== State.after) return false;
    if (byte === 0x2c) {
      this.#state = isObject ? State.key : State.value;
      return true;
    }
    return byte === (isObject ? 0x7d : 0x5d) && this.#close();
  }

  #beginValue(byte: number): boolean {
    this.#kept.begin();
    if (byte === 0x7b || byte === 0x5b) return this.#open(byte === 0x7b);
    this.#token = '';
    if (byte === 0x22) {
      this.#state = State.string;
      this.#kept.beginString();
      return true;
    }
    const literal = literals.get(byte);
    if (literal !== undefined) {
      this.#literal = literal;
      this.#state = State.literal;
      return this.#inToken(byte);
    }
    const number = numberStep(0, byte);
    if (number === 0) return false;
    this.#token = String.fromCharCode(byte);
    this.#number = number;
    this.#state = State.number;
    return true;
  }

  #open(isObject: boolean): boolean {
    this.#stack.push(this.#kept.open(isObject));
    this.#state = isObject ? State.firstKey : State.firstValue;
    return true;
  }

  #close(): boolean {
    this.#kept.close(this.#stack.pop());
    this.#endValue();
    return true;
  }

  #endString(): void {
    if (!this.#isKey) {
      this.#kept.endString();
      this.#endValue();
      return;
    }
    this.#isKey = false;
    this.#state = State.colon;
    const frame = this.#stack.at(-1);
    if (frame === undefined || frame.role === 'skip') return;
    // A longer one is none that is known.
    const text = this.#keyBytes > longestKey ? '' : Buffer.concat(this.#key).toString();
    frame.key = JSON.parse(`"${text}"`) as string;
  }

  #endNumber(): boolean {
    if (!isNumberEnd(this.#number)) return false;
    if (this.#kept.isWatched)
      this.#kept.write(Buffer.from(this.#token.length < longestNumber ? this.#token : '0'));
    this.#endValue();
    return true;
  }

  #endValue(): void {
    this.#state = this.#stack.length === 0 ? State.end : State.after;
    this.#kept.end();
  }
}

/** What stands where the text stops being JSON. */
function reasonFor(near: Buffer, isLineStart: boolean): FileReason {
  const text = near.toString('latin1');
  if (isLineStart && /^(?:<{7}|={7}|>{7}|\|{7})(?![<=>|])/.test(text)) return 'conflict';
  return text.startsWith('\0') ? 'nul' : 'no-json';
}
