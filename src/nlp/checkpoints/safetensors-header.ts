/** The header of a safetensors file, checked: https://huggingface.co/docs/safetensors. */
import * as z from 'zod/mini';
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { byteSizes } from './float-types.js';

/** A tensor of a file: its type and shape, and where its bytes are, counted from the file's beginning. */
export interface StoredTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** The length of the header, a 64-bit integer. */
export const LENGTH_BYTES = 8;
/** As the format's own reader has it: a longer one would cost memory before it is found wrong. */
const MOST_HEADER = 100_000_000;

const size = z.int().check(z.minimum(0));
const entry = z.strictObject({
  dtype: z.string(),
  shape: z.array(size),
  data_offsets: z.tuple([size, size]),
});

type Reasons = ReturnType<typeof messages>['nlp']['checkpoint']['reasons'];

/** What is wrong with a file, for the message of an error. */
export class BrokenFile extends Error {
  constructor(reason: (reasons: Reasons) => string) {
    super(reason(messages().nlp.checkpoint.reasons));
  }
}

/**
 * How long the header is.
 *
 * @param bytes the first eight of the file
 * @param fileSize in bytes
 * @throws BrokenFile for a length that no file of this size has
 */
export function headerLength(bytes: Uint8Array, fileSize: number): number {
  if (bytes.length < LENGTH_BYTES) {
    throw new BrokenFile((say) => say.short({ bytes: bytes.length, least: LENGTH_BYTES }));
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, LENGTH_BYTES);
  const length = view.getBigUint64(0, true);
  const most = Math.min(MOST_HEADER, fileSize - LENGTH_BYTES);
  if (length > most)
    throw new BrokenFile((say) => say.headerLength({ length: String(length), most }));
  return Number(length);
}

/** @throws BrokenFile for what is no entry of a tensor, or has other bytes than its shape asks for */
function tensorOf(name: string, given: unknown, base: number): StoredTensor {
  const parsed = z.safeParse(entry, given);
  if (!parsed.success) {
    throw new BrokenFile((say) => say.entry({ name: shown(name), given: shown(given) }));
  }
  const { dtype, shape, data_offsets: offsets } = parsed.data;
  const bytes = Object.hasOwn(byteSizes, dtype) ? byteSizes[dtype] : undefined;
  if (bytes === undefined) {
    throw new BrokenFile((say) => say.dtype({ name: shown(name), given: shown(dtype) }));
  }
  const needed = shape.reduce((all, one) => all * one, bytes);
  const [begin, end] = offsets;
  if (end - begin !== needed) {
    const params = { name: shown(name), dtype, shape: `[${shape}]`, needed, given: end - begin };
    throw new BrokenFile((say) => say.bytes(params));
  }
  return { dtype, shape, begin: base + begin, end: base + end };
}

/**
 * The tensors of a file, by name. Together they take all of its bytes, each of them once.
 *
 * @param text the header's bytes
 * @param fileSize in bytes
 * @throws BrokenFile for a header that does not fit the file
 */
export function parseHeader(text: Uint8Array, fileSize: number): Map<string, StoredTensor> {
  let given: unknown;
  try {
    given = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text));
  } catch {
    throw new BrokenFile((say) => say.notJson());
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new BrokenFile((say) => say.notJson());
  }
  const base = LENGTH_BYTES + text.length;
  const tensors = new Map(
    Object.entries(given)
      .filter(([name]) => name !== '__metadata__')
      .map(([name, value]) => [name, tensorOf(name, value, base)]),
  );
  let at = base;
  for (const [name, { begin, end }] of [...tensors].sort(
    ([, a], [, b]) => a.begin - b.begin || a.end - b.end,
  )) {
    if (begin !== at || end > fileSize) {
      const params = { name: shown(name), begin, end, at, fileSize };
      throw new BrokenFile((say) => say.offsets(params));
    }
    at = end;
  }
  if (at !== fileSize) throw new BrokenFile((say) => say.rest({ at, fileSize }));
  return tensors;
}
