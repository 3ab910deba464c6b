/** The gradient of `depthToSpace` moves blocks of pixels back to channels. */
import * as core from '@tensorflow/tfjs-core';
import type { AddedGradient } from './added-gradient.js';

function spaceToDepth(
  x: core.Tensor,
  { blockSize: b, dataFormat }: core.DepthToSpaceAttrs,
): core.Tensor {
  const [batch, one, two, three] = x.shape as [number, number, number, number];
  if (dataFormat === 'NCHW') {
    const [rows, columns] = [two / b, three / b];
    const blocks = core.reshape(x, [batch, one, rows, b, columns, b]);
    const moved = core.transpose(blocks, [0, 3, 5, 1, 2, 4]); // [B, b, b, C, H, W]
    return core.reshape(moved, [batch, b * b * one, rows, columns]);
  }
  const [rows, columns] = [one / b, two / b];
  const blocks = core.reshape(x, [batch, rows, b, columns, b, three]);
  const moved = core.transpose(blocks, [0, 1, 3, 2, 4, 5]); // [B, H, W, b, b, C]
  return core.reshape(moved, [batch, rows, columns, b * b * three]);
}

export const depthToSpaceGradient: AddedGradient = {
  kernelName: 'DepthToSpace',
  gradFunc: (dy, _saved, attributes) => ({
    x: () => spaceToDepth(dy as core.Tensor, attributes as core.DepthToSpaceAttrs),
  }),
};
