import * as core from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { createRng } from '../random.js';
import '../tf.js';
import { useBackend } from '../use-backend.js';

const random = <R extends core.Rank>(shape: core.ShapeMap[R]): core.Tensor<R> =>
  core.tensor<R>(createRng(shape.join()).normals(core.util.sizeFromShape(shape)), shape);

type Convolution = [pad: 'same' | 'valid' | number, stride: number, size: number];
const convolutions: Convolution[] = [
  ['same', 1, 3],
  ['same', 2, 3],
  ['valid', 2, 2],
  ['valid', 3, 3],
  [1, 2, 3],
  // A product of matrices; a stride that leaves pixels out; one that reads over the end.
  ['same', 1, 1],
  ['valid', 2, 1],
  ['same', 2, 2],
];

/** Both gradients, in a row. */
function gradients(
  f: (x: core.Tensor4D, filter: core.Tensor4D) => core.Tensor,
  filter: core.ShapeMap[core.Rank.R4],
): number[] {
  return core.tidy(() => {
    const weighted = (x: core.Tensor, w: core.Tensor): core.Tensor => {
      const y = f(x as core.Tensor4D, w as core.Tensor4D);
      return core.mul(y, core.reshape(random<core.Rank.R1>([y.size]), y.shape));
    };
    const both = core.grads(weighted)([
      random<core.Rank.R4>([2, 7, 6, 3]),
      random<core.Rank.R4>(filter),
    ]);
    return both.flatMap((gradient) => Array.from(gradient.dataSync()));
  });
}

/** The same on the cpu backend of tfjs. */
async function onBoth(work: () => number[]): Promise<void> {
  const count = core.memory().numTensors;
  const given = work();
  expect(core.memory().numTensors).toBe(count);
  await useBackend({ backend: 'cpu', printBackend: false });
  const expected = work();
  await useBackend({ backend: 'wasm', printBackend: false });
  const gap = Math.hypot(...given.map((value, i) => value - (expected[i] as number)));
  expect(gap / Math.hypot(...expected)).toBeLessThan(1e-6);
}

describeIf('wasm', 'gradients that the wasm backend of tfjs lacks', () => {
  beforeAll(async () => void (await useBackend({ backend: 'wasm', printBackend: false })));
  afterAll(async () => void (await useBackend({ backend: 'cpu', printBackend: false })));

  test.each(convolutions)('conv2d, pad %s, stride %i', (pad, stride, size) =>
    onBoth(() => gradients((x, filter) => core.conv2d(x, filter, stride, pad), [size, size, 3, 2])),
  );

  test.each(convolutions.filter(([pad]) => typeof pad === 'string'))(
    'transposed conv2d, pad %s, stride %i',
    (pad, stride, size) =>
      onBoth(() => {
        const shape: core.ShapeMap[core.Rank.R4] = [2, 7 * stride, 6 * stride, 2];
        if (pad === 'valid') shape.splice(1, 2, 6 * stride + size, 5 * stride + size);
        return core.tidy(() => {
          const x = random<core.Rank.R4>([2, 7, 6, 3]);
          const weights = random<core.Rank.R4>([size, size, 2, 3]);
          const y = core.conv2dTranspose(x, weights, shape, stride, pad as 'same' | 'valid');
          return Array.from(y.dataSync());
        });
      }),
  );

  test.each(convolutions)('depthwise, pad %s, stride %i', (pad, stride, size) =>
    onBoth(() =>
      gradients((x, filter) => core.depthwiseConv2d(x, filter, stride, pad), [size, size, 3, 2]),
    ),
  );

  test.each(convolutions)(
    'depthwise, one filter for each channel, pad %s, stride %i',
    (pad, stride, size) =>
      onBoth(() =>
        gradients((x, filter) => core.depthwiseConv2d(x, filter, stride, pad), [size, size, 3, 1]),
      ),
  );

  test.each([
    [false, true],
    [true, false],
    [true, true],
  ])('a product of large matrices, transposed: %s, %s', (first, second) =>
    onBoth(() =>
      core.tidy(() => {
        const a = random<core.Rank.R2>(first ? [40, 50] : [50, 40]);
        const b = random<core.Rank.R2>(second ? [30, 40] : [40, 30]);
        return Array.from(core.matMul(a, b, first, second).dataSync());
      }),
    ),
  );

  test.each([[[1, 0, 2, 3]], [[3, 2, 1, 0]], [[0, 2, 1, 3]], [[0, 1, 2, 3]]])('axes %s', (perm) =>
    onBoth(() =>
      core.tidy(() =>
        Array.from(core.transpose(random<core.Rank.R4>([2, 3, 4, 5]), perm).dataSync()),
      ),
    ),
  );

  test('an embedding whose tokens repeat', () =>
    onBoth(() =>
      core.tidy(() => {
        const tokens = core.tensor2d([1, 3, 1, 0], [2, 2], 'int32');
        const f = (table: core.Tensor): core.Tensor =>
          core.mul(core.gather(table, tokens), random<core.Rank.R3>([2, 2, 3]));
        return Array.from(
          core
            .grad(f)(random<core.Rank.R2>([4, 3]))
            .dataSync(),
        );
      }),
    ));

  test('rows with a negative number are dropped', () => {
    const sums = core.tidy(() =>
      Array.from(
        core
          .unsortedSegmentSum(core.tensor1d([1, 2, 4]), core.tensor1d([1, -1, 1], 'int32'), 2)
          .dataSync(),
      ),
    );
    expect(sums).toEqual([0, 5]);
  });
});
