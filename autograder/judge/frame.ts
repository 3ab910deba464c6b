/**
 * Frames on the pipe between judge and driver.
 *
 * One frame: header length and body length (two unsigned 32-bit little-endian), the header as JSON
 * text, the body as raw bytes. The lengths are checked before anything is kept or parsed.
 */

export const maxHeaderBytes = 4 * 1024 * 1024;
const maxBodyBytes = 32 * 1024 * 1024;

/** Bytes that header and body may have. */
export interface FrameCaps {
  headerBytes: number;
  bodyBytes: number;
}

const defaultCaps: FrameCaps = { headerBytes: maxHeaderBytes, bodyBytes: maxBodyBytes };

export interface Frame {
  /** Parsed JSON, not yet checked. */
  header: unknown;
  body: Uint8Array;
  /** Bytes of header and body together. */
  size: number;
}

/** A frame that breaks the protocol. What it means for a verdict is the judge's to say. */
export class FrameError extends Error {
  readonly code = 'frame-malformed';
}

const prefixBytes = 8;

/** Header and body as one byte string. Throws `FrameError` when one is over its cap. */
export function encodeFrame(
  header: unknown,
  chunks: readonly Uint8Array[] = [],
  caps = defaultCaps,
): Uint8Array {
  const text = Buffer.from(JSON.stringify(header), 'utf8');
  const bodyBytes = chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
  requireCaps(text.byteLength, bodyBytes, caps);
  const bytes = new Uint8Array(prefixBytes + text.byteLength + bodyBytes);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, text.byteLength, true);
  view.setUint32(4, bodyBytes, true);
  bytes.set(text, prefixBytes);
  let offset = prefixBytes + text.byteLength;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

function lengths(bytes: Uint8Array, caps: FrameCaps): { header: number; body: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = view.getUint32(0, true);
  const body = view.getUint32(4, true);
  requireCaps(header, body, caps);
  return { header, body };
}

function requireCaps(header: number, body: number, caps: FrameCaps): void {
  if (header > caps.headerBytes || body > caps.bodyBytes) {
    throw new FrameError(
      `Expected a header of at most ${caps.headerBytes} bytes and a body of at most ${caps.bodyBytes}. Received: ${header} and ${body}`,
    );
  }
}

function parseHeader(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new FrameError('Expected the header to be JSON in UTF-8', { cause });
  }
}

/** Decodes bytes that hold exactly one frame. */
export function decodeFrame(bytes: Uint8Array): Frame {
  const reader = new FrameReader();
  const frames = reader.push(bytes);
  if (frames.length !== 1 || reader.pending > 0) {
    throw new FrameError(
      `Expected one whole frame. Received: ${frames.length} and ${reader.pending} bytes`,
    );
  }
  return frames[0] as Frame;
}

/** From this size on a frame is gathered in one piece of memory, and what came before it is freed. */
const largeBytes = 4 * 1024 * 1024;

/** Bytes as they come, until they are a whole frame. */
interface Gathered {
  bytes: Uint8Array;
  filled: number;
}

/** Cuts a stream of chunks into frames; throws `FrameError` on the first bad one. */
export class FrameReader {
  #chunks: Uint8Array[] = [];
  #size = 0;
  #large: Gathered | undefined;

  constructor(private readonly caps = defaultCaps) {}

  /** Bytes received that are not yet a whole frame. */
  get pending(): number {
    return this.#size + (this.#large?.filled ?? 0);
  }

  push(chunk: Uint8Array): Frame[] {
    let rest = chunk;
    const frames: Frame[] = [];
    for (;;) {
      if (this.#large === undefined) {
        this.#chunks.push(rest);
        this.#size += rest.byteLength;
        frames.push(...this.#small());
        const total = this.#next();
        if (total === undefined || total < largeBytes) return frames;
        this.#large = { bytes: room(total), filled: 0 };
        rest = this.#take(this.#size);
      }
      const large = this.#large;
      const part = rest.subarray(0, large.bytes.byteLength - large.filled);
      large.bytes.set(part, large.filled);
      large.filled += part.byteLength;
      if (large.filled < large.bytes.byteLength) return frames;
      this.#large = undefined;
      frames.push(this.#frame(large.bytes));
      rest = rest.subarray(part.byteLength);
    }
  }

  /** Frames that are there already. */
  #small(): Frame[] {
    const frames: Frame[] = [];
    for (;;) {
      const total = this.#next();
      if (total === undefined || this.#size < total) return frames;
      frames.push(this.#frame(this.#take(total)));
    }
  }

  #frame(bytes: Uint8Array): Frame {
    const { header, body } = lengths(bytes, this.caps);
    return {
      header: parseHeader(bytes.subarray(prefixBytes, prefixBytes + header)),
      body: bytes.subarray(prefixBytes + header),
      size: header + body,
    };
  }

  /** Bytes of the frame that comes next, where so much of it is there. */
  #next(): number | undefined {
    if (this.#size < prefixBytes) return undefined;
    const { header, body } = lengths(this.#peek(prefixBytes), this.caps);
    return prefixBytes + header + body;
  }

  #peek(count: number): Uint8Array {
    const first = this.#chunks[0];
    if (first !== undefined && first.byteLength >= count) return first.subarray(0, count);
    this.#chunks = [Buffer.concat(this.#chunks)];
    return (this.#chunks[0] as Uint8Array).subarray(0, count);
  }

  #take(count: number): Uint8Array {
    const all =
      this.#chunks.length === 1 ? (this.#chunks[0] as Uint8Array) : Buffer.concat(this.#chunks);
    const rest = all.subarray(count);
    this.#chunks = rest.byteLength > 0 ? [rest] : [];
    this.#size = rest.byteLength;
    return all.subarray(0, count);
  }
}

/** @returns memory for a large frame; garbage is collected first, where Node lets it be */
function room(bytes: number): Uint8Array {
  (globalThis as { gc?: () => void }).gc?.();
  return new Uint8Array(bytes);
}
