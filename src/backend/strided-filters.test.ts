/** Gradients of convolutions whose windows leave pixels out: the same numbers as a library apart. */
import '@tensorflow/tfjs-backend-cpu';
import { expect, test } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { createRng } from './random.js';
import { type Tensor4D, tf } from './tf.js';
import { useBackend } from './use-backend.js';

/** Gradients of the input and of the filter, on the current backend. */
function gradients(
  [batch, height, width, channels]: [number, number, number, number],
  [filterHeight, filterWidth, filters]: [number, number, number],
  strides: [number, number],
  pad: 'same' | 'valid',
): number[][] {
  const rng = createRng(`strided ${height} ${channels} ${filters}`);
  const draw = (...shape: [number, number, number, number]): Tensor4D =>
    tf.tensor4d(rng.normals(shape.reduce((a, b) => a * b)), shape);
  return tf.tidy(() => {
    const x = draw(batch, height, width, channels);
    const filter = draw(filterHeight, filterWidth, channels, filters);
    const convolve = (input: Tensor4D, weights: Tensor4D): Tensor4D =>
      tf.conv2d(input, weights, strides, pad);
    const y = convolve(x, filter);
    const grads = tf.grads(convolve as (...inputs: Tensor4D[]) => Tensor4D)(
      [x, filter],
      draw(...(y.shape as [number, number, number, number])),
    );
    return grads.map((gradient) => Array.from(gradient.dataSync()));
  });
}

describeIf('native', 'a convolution with strides', () => {
  // oneDNN on a CPU without AVX-512 gives wrong gradients of 1×1 filters with strides.
  test.each([
    [[3, 8, 8, 2], [1, 1, 4], [2, 2], 'same'],
    [[16, 8, 16, 1], [1, 1, 16], [2, 2], 'valid'],
    [[16, 12, 12, 4], [1, 1, 3], [3, 3], 'same'],
    [[2, 12, 12, 4], [1, 1, 8], [2, 1], 'valid'],
    [[2, 7, 7, 8], [3, 3, 4], [2, 2], 'same'],
    [[2, 7, 9, 3], [1, 3, 4], [1, 2], 'same'],
  ] as const)('input %j, filter %j, strides %j, %s', async (input, filter, strides, pad) => {
    const measured: number[][][] = [];
    for (const backend of ['tensorflow', 'cpu'] as const) {
      await useBackend({ backend, printBackend: false });
      measured.push(gradients([...input], [...filter], [...strides], pad));
    }
    const [native, expected] = measured as [number[][], number[][]];
    for (const [i, values] of native.entries()) {
      const right = expected[i] as number[];
      const scale = Math.hypot(...right);
      const gap = Math.hypot(...values.map((value, j) => value - (right[j] as number)));
      expect(gap / scale).toBeLessThan(1e-5);
    }
  });
});
