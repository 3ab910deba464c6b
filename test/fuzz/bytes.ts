/** Mutations of bytes: flipped, left out, put in, repeated, cut off. */
import fc from 'fast-check';
import { share } from './json.js';

export interface ByteMutation {
  at: number;
  how: 'flip' | 'delete' | 'insert' | 'repeat' | 'cut';
  length: number;
  bytes: Uint8Array;
}

export const byteMutation: fc.Arbitrary<ByteMutation> = fc.record({
  at: share,
  how: fc.constantFrom<ByteMutation['how']>('flip', 'delete', 'insert', 'repeat', 'cut'),
  length: fc.integer({ min: 1, max: 64 }),
  bytes: fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 16 }),
    fc
      .constantFrom('\ufeff', '{', '[[[[[[[[', '"', '\\', '\\ud800', 'null', '1e999', '}')
      .map((text) => Buffer.from(text)),
  ),
});

export function mutateBytes(given: Buffer, { at, how, length, bytes }: ByteMutation): Buffer {
  const from = Math.floor(at * given.length);
  const [before, after] = [given.subarray(0, from), given.subarray(from)];
  switch (how) {
    case 'flip': {
      const copy = Buffer.from(given);
      if (from < copy.length) copy[from] = (copy[from] ?? 0) ^ (1 << (length % 8));
      return copy;
    }
    case 'delete':
      return Buffer.concat([before, after.subarray(length)]);
    case 'insert':
      return Buffer.concat([before, bytes, after]);
    case 'repeat':
      return Buffer.concat([before, after.subarray(0, length), after]);
    case 'cut':
      return before;
  }
}
