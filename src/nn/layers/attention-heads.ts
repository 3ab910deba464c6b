/** Heads of attention: a width cut into equal parts. */
import * as core from '@tensorflow/tfjs-core';
import { checkSizes } from '../../checks.js';
import { messages } from '../../messages/index.js';

/** @throws RangeError for a number of heads that is none, or that keys and values cannot share */
export function checkHeads(heads: number, keyValueHeads: number): void {
  checkSizes({ heads, keyValueHeads });
  if (heads % keyValueHeads === 0) return;
  throw new RangeError(messages().attention.groups({ heads, given: keyValueHeads }));
}

/** @throws RangeError for a width that the heads do not divide */
export function headSize(width: number, heads: number): number {
  if (width % heads === 0) return width / heads;
  throw new RangeError(
    `Expected the width of the input to be a multiple of \`heads\`=${heads}. Received: ${width}`,
  );
}

/** `[B, T, H·D]` → `[B, H, T, D]`. */
export function splitHeads(x: core.Tensor, heads: number): core.Tensor4D {
  const [batch, length, width] = x.shape as [number, number, number];
  const rows = core.reshape(x, [batch, length, heads, width / heads]) as core.Tensor4D;
  return core.transpose(rows, [0, 2, 1, 3]);
}

/** `[B, H, T, D]` → `[B, T, H·D]`. */
export function joinHeads(x: core.Tensor4D): core.Tensor {
  const [batch, heads, length, size] = x.shape;
  return core.reshape(core.transpose(x, [0, 2, 1, 3]), [batch, length, heads * size]);
}

/** Each head so many times, one after another: `[B, G, S, D]` → `[B, G·times, S, D]`. */
export function repeatHeads(x: core.Tensor4D, times: number): core.Tensor4D {
  if (times === 1) return x;
  const [batch, groups, length, size] = x.shape;
  const apart = core.reshape(x, [batch, groups, 1, length * size]);
  const tiled = core.tile(apart, [1, 1, times, 1]);
  return core.reshape(tiled, [batch, groups * times, length, size]) as core.Tensor4D;
}
