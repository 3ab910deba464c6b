/** Where the batches of a training come from. */
import * as core from '@tensorflow/tfjs-core';
import { describe } from '../../backend/explain-error.js';
import { messages } from '../../messages/index.js';
import { flatten } from './batch.js';
import { TrainingError } from './training-error.js';
import type { Batch } from './training-types.js';

/** Batches that can be opened at any place, so that a training can go on in the middle of an epoch. */
export interface BatchSource<B extends Batch = Batch> {
  /** How many batches an epoch has; undefined where nobody knows. */
  readonly size: number | undefined;
  /**
   * The batches of an epoch from number `first` on, both counted from 0. Each is disposed after its
   * step.
   */
  open(epoch: number, first: number): Iterable<B> | AsyncIterable<B>;
}

/** A stream of `tf.data`, as far as it is used. */
interface Stream {
  /** `null` or `Infinity` where it is not known, or has no end. */
  readonly size: number | null;
  iterator(): Promise<{ next(): Promise<IteratorResult<unknown>> }>;
}

/**
 * What a training learns from:
 *
 * - `memoryBatches(data)`: tensors in memory, shuffled each epoch;
 * - a list of batches, which stay the caller's;
 * - a function that gives the batches of an epoch (counted from 0), such as a generator; it is called
 *   for each epoch, and each of its batches is disposed after the step;
 * - a data set of `tf.data`, after `batch`; each of its batches is disposed after the step.
 *
 * A training that is resumed asks for the same epoch again and passes over the batches that were
 * used: a function must give the same for the same epoch, and a data set must be made anew.
 */
export type Batches<B extends Batch = Batch> =
  | BatchSource<B>
  | readonly B[]
  | ((epoch: number) => Iterable<B> | AsyncIterable<B>)
  | Stream;

/** A source, and whether its batches are disposed after their step. */
export interface OwnedSource {
  readonly source: BatchSource;
  readonly owned: boolean;
}

const isFunction = (value: unknown, method: string): boolean =>
  typeof value === 'object' && value !== null && typeof Reflect.get(value, method) === 'function';

/** Passes over the first ones, which are disposed. */
async function* from(batches: Iterable<Batch> | AsyncIterable<Batch>, first: number) {
  let place = 0;
  for await (const batch of batches) {
    if (place++ < first) core.dispose(flatten(batch).tensors);
    else yield batch;
  }
}

function ofStream(stream: Stream): BatchSource {
  // A data set that shuffles does so anew whenever it is opened.
  let opened = 0;
  async function* epochOf(epoch: number) {
    let iterator = await stream.iterator();
    while (opened++ < epoch) iterator = await stream.iterator();
    for (;;) {
      const { done, value } = await iterator.next();
      if (done === true) return;
      yield value as Batch;
    }
  }
  const { size } = stream;
  return {
    size: size !== null && Number.isFinite(size) && size > 0 ? size : undefined,
    open: (epoch, first) => from(epochOf(epoch), first),
  };
}

/** @throws TrainingError for what is no source of batches */
export function sourceOf(given: unknown): OwnedSource {
  if (Array.isArray(given)) {
    return {
      source: { size: given.length, open: (_epoch, first) => given.slice(first) as Batch[] },
      owned: false,
    };
  }
  if (typeof given === 'function') {
    const open = given as (epoch: number) => Iterable<Batch> | AsyncIterable<Batch>;
    return {
      source: { size: undefined, open: (epoch, first) => from(open(epoch), first) },
      owned: true,
    };
  }
  if (isFunction(given, 'open')) return { source: given as BatchSource, owned: true };
  if (isFunction(given, 'iterator')) return { source: ofStream(given as Stream), owned: true };
  const { noBatches } = messages().library.training;
  throw new TrainingError('no-batches', noBatches({ given: describe(given) }));
}
