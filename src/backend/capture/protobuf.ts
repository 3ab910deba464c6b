/**
 * Writing Protocol Buffers: as much of the wire format as a GraphDef needs.
 *
 * Format: https://protobuf.dev/programming-guides/encoding/ (varint, fixed32, length-delimited).
 * A field is its bytes, so that a message is the concatenation of its fields.
 */

const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

const encoder = new TextEncoder();

/** A whole number in 7-bit groups, lowest first; negative ones as 64-bit two's complement. */
function varint(value: number): number[] {
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(`Expected a safe integer for a varint. Received: ${value}`);
  }
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return bytes;
}

const tag = (field: number, wire: number): number[] => varint((field << 3) | wire);

/** Fields one after the other. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}

/** An int32, int64, enum or bool field. */
export function integerField(field: number, value: number | boolean): Uint8Array {
  return Uint8Array.from([...tag(field, VARINT), ...varint(Number(value))]);
}

/** A float field. */
export function floatField(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return Uint8Array.from([...tag(field, FIXED32), ...bytes]);
}

/** A string, bytes or message field. */
export function bytesField(field: number, value: string | Uint8Array): Uint8Array {
  const bytes = typeof value === 'string' ? encoder.encode(value) : value;
  return concatBytes([
    Uint8Array.from([...tag(field, LENGTH_DELIMITED), ...varint(bytes.length)]),
    bytes,
  ]);
}

/** A message field out of its own fields. */
export function messageField(field: number, parts: readonly Uint8Array[]): Uint8Array {
  return bytesField(field, concatBytes(parts));
}
