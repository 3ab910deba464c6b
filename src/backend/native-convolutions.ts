/**
 * A gradient that TensorFlow's oneDNN computes wrongly on CPUs without AVX-512, composed of operations that it
 * computes rightly. The other one is of pools, in pool-windows.ts.
 */
import * as core from '@tensorflow/tfjs-core';
import { pair } from './pair.js';

/**
 * The gradient of a 1×1 filter with strides: a product of the pixels that it saw and what came of them.
 *
 * @returns undefined for other filters
 */
export function stridedPointwiseFilterGrad(
  x: core.Tensor4D,
  dy: core.Tensor4D,
  { filterShape, strides, pad, dataFormat }: core.Conv2DBackpropFilterAttrs,
): core.Tensor | undefined {
  const [down, right] = pair(strides);
  const [height, width, channels, filters] = filterShape;
  const plain = height !== 1 || width !== 1 || (down === 1 && right === 1);
  const padded = pad !== 'same' && pad !== 'valid' && pad !== 0;
  if (plain || padded || dataFormat === 'NCHW') return undefined;
  return core.tidy(() => {
    const seen = core.stridedSlice(x, [0, 0, 0, 0], x.shape, [1, down, right, 1]); // [B, H', W', C]
    const product = core.matMul(
      core.reshape(seen, [-1, channels]),
      core.reshape(dy, [-1, filters]),
      true,
    ); // [C, F]
    return core.reshape(product, filterShape);
  });
}
