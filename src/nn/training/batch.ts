/** What a step of training is given: one tensor or several, in a list or by their names. */
import * as core from '@tensorflow/tfjs-core';
import { describe } from '../../backend/explain-error.js';
import { messages } from '../../messages/index.js';
import { TrainingError } from './training-error.js';
import type { Batch } from './training-types.js';

/** A batch taken apart: a captured step is given a plain list of tensors. */
export interface FlatBatch {
  readonly tensors: core.Tensor[];
  /** Where each tensor lies, for messages: `x`, `[0]`, `images.left`. */
  readonly names: readonly string[];
  /** Puts other tensors in the same places. */
  build(tensors: readonly core.Tensor[]): Batch;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** @throws TrainingError for what is no tensor */
export function flatten(batch: unknown): FlatBatch {
  const tensors: core.Tensor[] = [];
  const names: string[] = [];
  type Build = (next: () => core.Tensor) => Batch;
  const visit = (value: unknown, path: string): Build => {
    if (value instanceof core.Tensor) {
      tensors.push(value);
      names.push(path);
      return (next) => next();
    }
    if (Array.isArray(value)) {
      const parts = value.map((one, i) => visit(one, `${path}[${i}]`));
      return (next) => parts.map((part) => part(next));
    }
    if (isPlain(value)) {
      // By name: an object that lists them in another order is the same batch.
      const parts = Object.keys(value)
        .sort()
        .map((name) => [name, visit(value[name], path === '' ? name : `${path}.${name}`)] as const);
      return (next) => Object.fromEntries(parts.map(([name, part]) => [name, part(next)]));
    }
    const { noBatch } = messages().library.training;
    const place = path === '' ? '' : ` (${path})`;
    throw new TrainingError('no-batch', noBatch({ given: `${describe(value)}${place}` }));
  };
  const make = visit(batch, '');
  if (tensors.length === 0) {
    const { noBatch } = messages().library.training;
    throw new TrainingError('no-batch', noBatch({ given: describe(batch) }));
  }
  return {
    tensors,
    names,
    build(others) {
      let i = 0;
      return make(() => others[i++] as core.Tensor);
    },
  };
}

/** How many examples a batch has: 1 where all of it is scalars. */
export function rowsOf({ tensors }: FlatBatch): number {
  return tensors.find(({ rank }) => rank > 0)?.shape[0] ?? 1;
}

/** The types and shapes of a batch: `float32[8,3] int32[8]`. */
export function signatureOf(tensors: readonly core.Tensor[]): string {
  return tensors.map(({ dtype, shape }) => `${dtype}[${shape}]`).join(' ');
}
