/** Running sums of the wasm and cpu backends, added up in double precision. */
import * as core from '@tensorflow/tfjs-core';

/**
 * Running sums along one axis: tfjs adds each to the float32 before it, where they stop growing.
 *
 * @param x float32
 */
export function exactCumsum(
  x: core.Tensor,
  { axis, exclusive, reverse }: core.CumsumAttrs,
): core.Tensor {
  const [along = 0] = core.util.parseAxisParam(axis, x.shape);
  const count = x.shape[along] ?? 1;
  const after = core.util.sizeFromShape(x.shape.slice(along + 1));
  const values = x.dataSync();
  const sums = new Float32Array(x.size);
  for (let start = 0; start < x.size; start += count * after) {
    for (let column = 0; column < after; column++) {
      let running = 0;
      for (let i = 0; i < count; i++) {
        const at = start + (reverse ? count - 1 - i : i) * after + column;
        const value = values[at] as number;
        sums[at] = exclusive ? running : running + value;
        running += value;
      }
    }
  }
  return core.tensor(sums, x.shape);
}
