/**
 * The JSON text of what is kept of a notebook: pieces of values, with their commas and keys, each
 * as far as its cap goes.
 */
import { wholeCharacters } from './json-text.js';
import { NotebookError } from './notebook-error.js';
import { capOf, type Frame, type Role, roleIn, skimCaps } from './skim-rules.js';

/** A value that has a cap, at this depth. */
interface Capped {
  depth: number;
  cap: number;
  bytes: number;
  isCut: boolean;
}

const blockBytes = 64 * 1024;

export class KeptJson {
  readonly #out: Buffer[] = [];
  #block = Buffer.allocUnsafe(blockBytes);
  #blockBytes = 0;
  #outBytes = 0;
  #cells = 0;
  #sources = 0;
  /** What the value at hand is. */
  #role: Role = 'root';
  /** Comma and key, written together with the first piece of their value. */
  #prefix = '';
  /** A string is begun and not ended in what is kept. */
  #isQuoted = false;
  #capped: Capped | undefined;

  /** @param stack the objects and lists around the value at hand, outermost first */
  constructor(private readonly stack: readonly Frame[]) {}

  /** Whether pieces of the value at hand are kept or counted. */
  get isWatched(): boolean {
    return this.#role !== 'skip' || this.#capped !== undefined;
  }

  /** A value begins: its comma, its key and its cap. */
  begin(): void {
    const parent = this.stack.at(-1);
    this.#role = this.#capped?.isCut ? 'skip' : roleIn(parent);
    if (this.#role === 'skip') return;
    if (this.#role === 'cell' && ++this.#cells > 4 * skimCaps.cells) {
      throw new NotebookError('too-many-cells', String(skimCaps.cells));
    }
    const comma = parent !== undefined && parent.written++ > 0 ? ',' : '';
    this.#prefix = comma + (parent?.isObject ? `${JSON.stringify(parent.key)}:` : '');
    const cap = capOf(this.#role, this.#sources);
    if (this.#capped !== undefined || cap === undefined) return;
    this.#capped = { depth: this.stack.length, cap, bytes: 0, isCut: false };
  }

  /** An object or a list begins; what it is. */
  open(isObject: boolean): Frame {
    const most = this.#role === 'skip' ? skimCaps.depth : skimCaps.keptDepth;
    if (this.stack.length >= most) throw new NotebookError('too-deep', String(most));
    this.write(isObject ? openBrace : openBracket);
    const role = this.#capped?.isCut ? 'skip' : this.#role;
    return { role, isObject, written: 0, key: '' };
  }

  /** An object or a list ends. */
  close(frame: Frame | undefined): void {
    if (frame === undefined || frame.role === 'skip' || this.#capped?.isCut) return;
    this.#emit(closing(frame));
  }

  beginString(): void {
    this.write(quote);
    this.#isQuoted = this.#role !== 'skip' && this.#capped?.isCut !== true;
  }

  endString(): void {
    if (this.#isQuoted) this.#emit(quote);
    this.#isQuoted = false;
    if (this.#capped !== undefined) this.#capped.bytes++;
  }

  /** A value has ended, and is no longer on the stack. */
  end(): void {
    const capped = this.#capped;
    if (capped?.depth !== this.stack.length) return;
    this.#capped = undefined;
    const parent = this.stack.at(-1);
    if (parent?.role !== 'cell' || !/^(?:source|input)$/.test(parent.key)) return;
    this.#sources += Math.min(capped.bytes, capped.cap);
    // Also where nothing was cut: of two sources the last counts, and so does its mark.
    this.#emit(Buffer.from(`,"#${parent.key}":${capped.isCut ? capped.bytes : 0}`));
  }

  /**
   * Writes a piece of a value that is kept, as far as its cap goes.
   *
   * @param isText it may be cut between two characters
   */
  write(piece: Buffer, isText = false): void {
    const capped = this.#capped;
    if (capped !== undefined) {
      const left = capped.cap - capped.bytes;
      capped.bytes += piece.length + this.#prefix.length;
      if (capped.isCut) return;
      if (piece.length > left) {
        if (isText) this.#emit(piece.subarray(0, wholeCharacters(piece, left)));
        this.#cut(capped);
        return;
      }
    }
    if (this.#role === 'skip') return;
    if (this.#prefix !== '') this.#emit(Buffer.from(this.#prefix));
    this.#prefix = '';
    this.#emit(piece);
  }

  /** All that was written. */
  text(): string {
    this.#nextBlock();
    return Buffer.concat(this.#out).toString();
  }

  /** Ends what is written of a value, so that it is JSON. */
  #cut(capped: Capped): void {
    capped.isCut = true;
    this.#prefix = '';
    if (this.#isQuoted) this.#emit(quote);
    this.#isQuoted = false;
    for (const frame of this.stack.slice(capped.depth).reverse()) this.#emit(closing(frame));
  }

  #emit(piece: Buffer): void {
    this.#outBytes += piece.length;
    if (this.#outBytes > skimCaps.keptBytes) {
      throw new NotebookError('too-much-code', String(skimCaps.keptBytes / 1024 / 1024));
    }
    // Copied into blocks: most pieces are a few bytes, and one of a chunk would keep all of it.
    for (let at = 0; at < piece.length; ) {
      const copied = piece.copy(this.#block, this.#blockBytes, at);
      at += copied;
      this.#blockBytes += copied;
      if (this.#blockBytes === blockBytes) this.#nextBlock();
    }
  }

  #nextBlock(): void {
    this.#out.push(this.#block.subarray(0, this.#blockBytes));
    this.#block = Buffer.allocUnsafe(blockBytes);
    this.#blockBytes = 0;
  }
}

const [quote, openBrace, openBracket, closeBrace, closeBracket] = ['"', '{', '[', '}', ']'].map(
  (text) => Buffer.from(text),
) as [Buffer, Buffer, Buffer, Buffer, Buffer];

const closing = ({ isObject }: Frame): Buffer => (isObject ? closeBrace : closeBracket);
