/** Sums of rows by number, the gradient of an embedding, which the wasm backend of tfjs lacks. */
import * as core from '@tensorflow/tfjs-core';

/**
 * Rows with a negative number are dropped, as TensorFlow does: a last row collects them.
 *
 * @param x `[N, …]`
 * @param segmentIds `[N]`, int32, below `numSegments`
 * @returns `[numSegments, …]`
 */
export function unsortedSegmentSum(
  x: core.Tensor,
  segmentIds: core.Tensor,
  { numSegments }: core.UnsortedSegmentSumAttrs,
): core.Tensor {
  const outside = core.scalar(numSegments, 'int32');
  const rows = core.where(core.less(segmentIds, core.scalar(0, 'int32')), outside, segmentIds);
  const sums = core.scatterND(core.expandDims(rows, -1), x, [numSegments + 1, ...x.shape.slice(1)]);
  return core.slice(sums, 0, numSegments);
}
