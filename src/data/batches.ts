/** Batches of examples: for a training loop, or one's own. */
import { messages } from '../messages/index.js';
import { tf } from '../nn/tf.js';
import { type MemoryBatchesOptions, memoryBatches } from '../nn/training/memory-batches.js';
import type { BatchSource } from '../nn/training/sources.js';
import type { Batch } from '../nn/training/training-types.js';

export type BatchesOptions = MemoryBatchesOptions;

/**
 * Batches that `TrainingLoop.fit` and `for … of` take. In `for … of` each run is the next epoch, with
 * another order; a batch then belongs to the caller, who disposes it. A training loop disposes its
 * batches itself.
 */
export interface BatchIterable<B extends Batch> extends BatchSource<B>, Iterable<B> {}

/**
 * Batches of tensors in memory, shuffled by a seed: the same seed and epoch give the same order.
 *
 * @param data tensors `[N, …]` of the same N: one, a list, or an object of them; they stay the caller's
 * @param options `batchSize`, default 32; `seed`, default 0; `shuffle`, default true; `dropRemainder`,
 *   default false
 * @throws RangeError when the tensors have different N, or for options out of range
 * @example
 * for (const { x, y } of batches(train, { batchSize: 64, seed: 1 })) {
 *   // … a step of training
 *   tf.dispose([x, y]);
 * }
 */
export function batches<B extends Batch>(data: B, options: BatchesOptions = {}): BatchIterable<B> {
  const source = memoryBatches(data, options);
  let epoch = 0;
  return {
    size: source.size,
    open: (of, first) => source.open(of, first),
    [Symbol.iterator]: () => (source.open(epoch++, 0) as Iterable<B>)[Symbol.iterator](),
  };
}

export interface PrefetchOptions {
  /** How many batches are made ready while one is used. Default 2. */
  ahead?: number;
}

/**
 * Makes batches of a stream ready while others are used: what they wait for (a disk, a decoder) goes
 * on at the same time. Order and errors stay those of the stream, which is asked for one at a time.
 * A batch that was given belongs to the caller; those made ready and never given are disposed, when
 * the caller stops early too.
 *
 * @throws RangeError when `ahead` is no integer >= 1
 * @example
 * await loop.fit(() => prefetch(readPictures()), { epochs: 5 });
 */
export function prefetch<T>(
  source: Iterable<T> | AsyncIterable<T>,
  options: PrefetchOptions = {},
): AsyncGenerator<T, void> {
  const { ahead = 2 } = options;
  if (!Number.isInteger(ahead) || ahead < 1) {
    throw new RangeError(messages().data.split.buffer({ given: String(ahead) }));
  }
  return run(source, ahead);
}

async function* run<T>(
  source: Iterable<T> | AsyncIterable<T>,
  ahead: number,
): AsyncGenerator<T, void> {
  const iterator =
    Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  const ready: Promise<IteratorResult<T>>[] = [];
  let last: Promise<unknown> = Promise.resolve();
  const pull = (): void => {
    const next = last.then(() => iterator.next());
    // It is thrown when its turn comes, not before.
    next.catch(() => {});
    last = next;
    ready.push(next);
  };
  try {
    for (let i = 0; i < ahead; i++) pull();
    for (;;) {
      const result = await (ready.shift() as Promise<IteratorResult<T>>);
      if (result.done) return;
      pull();
      yield result.value;
    }
  } finally {
    for (const made of await Promise.allSettled(ready)) {
      if (made.status === 'fulfilled' && !made.value.done) {
        tf.dispose(made.value.value as Parameters<typeof tf.dispose>[0]);
      }
    }
    await iterator.return?.();
  }
}
