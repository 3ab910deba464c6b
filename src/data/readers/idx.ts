/** IDX, the format of MNIST: numbers of one type in an array of any rank, big-endian. */
import { messages } from '../../messages/index.js';
import { DatasetError } from '../dataset-error.js';

/** An array as it stands in the file. */
export interface IdxArray {
  shape: readonly number[];
  data: Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;
}

type Numbers = IdxArray['data'];
interface NumberType {
  size: number;
  read(view: DataView, count: number): Numbers;
}

const each = <T extends Numbers>(into: T, read: (i: number) => number): T => {
  for (let i = 0; i < into.length; i++) into[i] = read(i);
  return into;
};

const types: Readonly<Record<number, NumberType>> = {
  8: { size: 1, read: (v, n) => each(new Uint8Array(n), (i) => v.getUint8(i)) },
  9: { size: 1, read: (v, n) => each(new Int8Array(n), (i) => v.getInt8(i)) },
  11: { size: 2, read: (v, n) => each(new Int16Array(n), (i) => v.getInt16(2 * i)) },
  12: { size: 4, read: (v, n) => each(new Int32Array(n), (i) => v.getInt32(4 * i)) },
  13: { size: 4, read: (v, n) => each(new Float32Array(n), (i) => v.getFloat32(4 * i)) },
  14: { size: 8, read: (v, n) => each(new Float64Array(n), (i) => v.getFloat64(8 * i)) },
};

/**
 * Reads an IDX file (http://yann.lecun.com/exdb/mnist/), unpacked.
 *
 * @throws DatasetError `bad-file` where the header is none, or claims another size than there is:
 *   that is seen before anything of that size is made
 * @example
 * const { shape, data } = parseIdx(readFileSync('train-labels-idx1-ubyte'));
 */
export function parseIdx(bytes: Uint8Array, where = 'IDX'): IdxArray {
  const { idx: reasons } = messages().data;
  const refuse = (reason: string): DatasetError =>
    new DatasetError('bad-file', { path: where, reason });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = bytes.length >= 4 && view.getUint16(0) === 0 ? types[view.getUint8(2)] : undefined;
  if (type === undefined) throw refuse(reasons.header());
  const rank = view.getUint8(3);
  const begin = 4 + 4 * rank;
  if (rank < 1 || bytes.length < begin) throw refuse(reasons.header());
  const shape = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  const count = shape.reduce((product, n) => product * n, 1);
  const given = bytes.length - begin;
  if (count * type.size !== given) {
    throw refuse(reasons.size({ shape: `[${shape}]`, expected: count * type.size, given }));
  }
  const body = new DataView(bytes.buffer, bytes.byteOffset + begin, given);
  return { shape, data: type.read(body, count) };
}
