/**
 * What the owner of the results and a child process say to each other: a JSON header and bytes.
 *
 * Both ends are the grader's own; still the owner reads no more than the caps, and each header goes
 * through a schema.
 */
import { encodeFrame, type Frame, FrameReader } from '../judge/frame.js';

/** A record has at most some hundred kilobytes, a class's list of names more; bytes are relayed. */
const caps = { headerBytes: 64 * 1024 * 1024, bodyBytes: 512 * 1024 * 1024 };

export const encode = (header: unknown, body?: Uint8Array): Uint8Array =>
  encodeFrame(header, body === undefined ? [] : [body], caps);

export const frameReader = (): FrameReader => new FrameReader(caps);
export type { Frame };

/** Several byte strings as one; their lengths tell them apart. */
export function join(parts: readonly Uint8Array[]): { lengths: number[]; body: Uint8Array } {
  return { lengths: parts.map(({ byteLength }) => byteLength), body: Buffer.concat(parts) };
}

/** @throws RangeError when the lengths are not those of the bytes */
export function split(body: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (total !== body.byteLength) {
    throw new RangeError(`Expected ${total} bytes. Received: ${body.byteLength}`);
  }
  let offset = 0;
  return lengths.map((length) => {
    offset += length;
    return body.subarray(offset - length, offset);
  });
}
