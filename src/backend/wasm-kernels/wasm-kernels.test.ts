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
  // More margin than the kernel reaches, and pixels that no window meets.
  [2, 1, 2],
  [2, 3, 1],
  ['valid', 3, 1],
  // A product of matrices; a stride that leaves pixels out; one that reads over the end.
  ['same', 1, 1],
  ['valid', 2, 1],
  ['same', 2, 2],
];

/** Both gradients, in a row. */
function gradients(
  f: (x: core.Tensor4D, filter: core.Tensor4D) => core.Tensor,
  filter: core.ShapeMap[core.Rank.R4],
  channels = 3,
): number[] {
  return core.tidy(() => {
    const weighted = (x: core.Tensor, w: core.Tensor): core.Tensor => {
      const y = f(x as core.Tensor4D, w as core.Tensor4D);
      return core.mul(y, core.reshape(random<core.Rank.R1>([y.size]), y.shape));
    };
    const both = core.grads(weighted)([
      random<core.Rank.R4>([2, 7, 6, channels]),
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

  test.each(convolutions)('depthwise, pad %s, stride %i', (pad, stride, size) =>
    onBoth(() =>
      gradients((x, filter) => core.depthwiseConv2d(x, filter, stride, pad), [size, size, 3, 2]),
    ),
  );

  test.each(
    convolutions.flatMap((one) => [1, 5, 6].map((channels) => [...one, channels] as const)),
  )(
    'depthwise with one filter a channel, pad %s, stride %i, size %i, %i channels',
    (pad, stride, size, channels) =>
      onBoth(() =>
        gradients(
          (x, filter) => core.depthwiseConv2d(x, filter, stride, pad),
          [size, size, channels, 1],
          channels,
        ),
      ),
  );

  test.each([
    ['same', 2, 3, 2],
    ['valid', 3, 2, 2],
    // Three taps of a row, of which columns at the margin meet one or two.
    ['same', 2, 3, 1],
    ['same', 4, 3, 1],
    ['valid', 2, 3, 1],
  ] as const)(
    'depthwise, pad %s, dilation %i, size %i, multiplier %i',
    (pad, dilation, size, many) =>
      onBoth(() =>
        gradients(
          (x, filter) => core.depthwiseConv2d(x, filter, 1, pad, 'NHWC', dilation),
          [size, size, 3, many],
        ),
      ),
  );

  test('a filter of three columns and another number of rows', () =>
    onBoth(() =>
      gradients((x, filter) => core.depthwiseConv2d(x, filter, 1, 'same'), [5, 3, 3, 1]),
    ));

  test.each([
    ['valid', 2, 2],
    ['same', 2, 3],
    ['same', 1, 3],
    ['valid', 3, 2],
  ] as const)('transposed convolution, pad %s, stride %i', (pad, stride, size) =>
    onBoth(() => {
      const length = (n: number): number => (pad === 'same' ? n * stride : (n - 1) * stride + size);
      const shape: [number, number, number, number] = [2, length(7), length(6), 2];
      const f = (x: core.Tensor4D, filter: core.Tensor4D): core.Tensor =>
        core.conv2dTranspose(x, filter, shape, stride, pad);
      const value = core.tidy(() =>
        Array.from(
          f(
            random<core.Rank.R4>([2, 7, 6, 3]),
            random<core.Rank.R4>([size, size, 2, 3]),
          ).dataSync(),
        ),
      );
      return [...value, ...gradients(f, [size, size, 2, 3])];
    }),
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

const flips = [false, true];
/** Shapes that multiply, and whether each is turned. */
const products = flips.flatMap((a) =>
  flips.flatMap((b) =>
    [[], [1], [3]].map((batch): [string, number[], number[], boolean, boolean] => {
      const left = a ? [4, 5] : [5, 4];
      const right = b ? [2, 4] : [4, 2];
      return [batch.join() || 'none', [...batch, ...left], [...batch, ...right], a, b];
    }),
  ),
);
const permutations: [number[], number[]][] = [
  [
    [3, 2],
    [1, 0],
  ],
  [
    [2, 3, 4],
    [1, 0, 2],
  ],
  [
    [2, 3, 4],
    [0, 2, 1],
  ],
  [
    [2, 3, 1, 4],
    [2, 0, 1, 3],
  ],
  [
    [2, 5, 3, 2, 4],
    [2, 0, 3, 1, 4],
  ],
  [
    [2, 3, 4, 5],
    [3, 2, 1, 0],
  ],
  [
    [2, 3, 4, 5],
    [0, 1, 3, 2],
  ],
  [
    [2, 0, 3, 2],
    [1, 0, 3, 2],
  ],
];
const any = (shape: number[]): core.Tensor =>
  core.reshape(random<core.Rank.R1>([core.util.sizeFromShape(shape)]), shape);

describeIf('wasm', 'kernels that take the place of slow ones', () => {
  beforeAll(async () => void (await useBackend({ backend: 'wasm', printBackend: false })));
  afterAll(async () => void (await useBackend({ backend: 'cpu', printBackend: false })));

  test.each(products)('product, batch %s: [%s] and [%s], turned: %s, %s', (_, a, b, ...turned) =>
    onBoth(() => core.tidy(() => Array.from(core.matMul(any(a), any(b), ...turned).dataSync()))),
  );

  test.each(flips.flatMap((a) => flips.map((b) => [a, b] as const)))(
    'a product of large matrices, turned: %s, %s',
    (first, second) =>
      onBoth(() =>
        core.tidy(() => {
          const a = any(first ? [40, 50] : [50, 40]);
          const b = any(second ? [30, 40] : [40, 30]);
          return Array.from(core.matMul(a, b, first, second).dataSync());
        }),
      ),
  );

  // XNNPACK keeps the second matrix of a product by its data.
  test.each([
    ['matMul', core.matMul],
    ['fused matMul', (a: core.Tensor, b: core.Tensor) => core.fused.matMul({ a, b })],
  ])('%s with the same numbers in several shapes', (_, multiply) =>
    onBoth(() =>
      core.tidy(() => {
        const numbers = any([24]);
        return [1, 24, 4, 6, 2, 4, 24].flatMap((rows) => {
          const matrix = core.reshape(numbers, [rows, 24 / rows]);
          return Array.from(multiply(any([3, rows]), matrix).dataSync());
        });
      }),
    ),
  );

  test.each(permutations)('transposition of [%s] by [%s]', (shape, perm) => {
    const [given, expected] = core.tidy(() => {
      const x = any(shape);
      const y = core.transpose(x, perm);
      const back = perm.map((_, axis) => perm.indexOf(axis));
      expect(y.shape).toEqual(perm.map((axis) => shape[axis]));
      // By numbers of int32, which tfjs's own kernel moves.
      const places = core.transpose(core.reshape(core.range(0, x.size, 1, 'int32'), shape), perm);
      const values = x.dataSync();
      expect(core.transpose(y, back).dataSync()).toEqual(values);
      return [y.dataSync(), Float32Array.from(places.dataSync(), (at) => values[at] as number)];
    });
    expect(given).toEqual(expected);
  });

  test.each([1, 2, 3, 4, 5, 7, 8, 9])('sums and means of the columns of %i rows', (rows) =>
    onBoth(() =>
      core.tidy(() => {
        const x = any([2, rows, 3]);
        return [core.sum(x, 1), core.mean(x, 1), core.sum(x, [0, 1])].flatMap((one) =>
          Array.from(one.dataSync()),
        );
      }),
    ),
  );

  test('a copy outlives what it is a copy of, and the other way round', () => {
    const count = core.memory().numTensors;
    const first = core.tensor1d([1, 2]);
    const copy = first.clone();
    const another = copy.clone();
    copy.dispose();
    expect([...first.dataSync(), ...another.dataSync()]).toEqual([1, 2, 1, 2]);
    first.dispose();
    expect(Array.from(another.dataSync())).toEqual([1, 2]);
    another.dispose();
    expect(core.memory().numTensors).toBe(count);
  });

  test('repetition along dimensions of size 1 keeps what is not finite, and the sign of 0', () => {
    const given = core.tidy(() => {
      const x = core.tensor3d([Number.NaN, -0, Number.POSITIVE_INFINITY], [1, 3, 1]);
      return Array.from(core.tile(x, [2, 1, 2]).dataSync());
    });
    const [nan, zero, infinite] = [Number.NaN, -0, Number.POSITIVE_INFINITY];
    const row = [nan, nan, zero, zero, infinite, infinite];
    expect(given).toEqual([...row, ...row]);
    expect(
      core.tidy(() => Array.from(core.tile(core.tensor2d([[1, 2]]), [2, 2]).dataSync())),
    ).toEqual([1, 2, 1, 2, 1, 2, 1, 2]);
  });
});
