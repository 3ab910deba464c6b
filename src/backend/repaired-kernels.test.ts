import * as core from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import './tf.js';
import { type BackendName, useBackend } from './use-backend.js';

function suite(backend: BackendName): void {
  beforeAll(async () => void (await useBackend({ backend, printBackend: false })));
  afterAll(async () => void (await useBackend({ backend: 'cpu', printBackend: false })));

  /** The numbers of a piece of work, which must leave no tensor behind. */
  const numbers = (work: () => core.Tensor): number[] => {
    const before = core.memory().numTensors;
    const result = core.tidy(work);
    const values = Array.from(result.dataSync());
    result.dispose();
    expect(core.memory().numTensors).toBe(before);
    return values;
  };

  test('cumprod along a negative axis', () => {
    expect(
      numbers(() =>
        core.cumprod(
          core.tensor2d([
            [1, 2, 3],
            [4, 5, 6],
          ]),
          -1,
        ),
      ),
    ).toEqual([1, 2, 6, 4, 20, 120]);
  });

  test.each([
    [[2, 1], [2]],
    [
      [2, 1],
      [1, 3],
    ],
    [
      [3, 1, 2],
      [3, 2, 1],
    ],
    [[2], [3, 1]],
    [
      [1, 2],
      [3, 1],
    ],
  ])('products of batches [%s] by [%s], both repeated', (ofA, ofB) => {
    const filled = (shape: number[], seed: number): core.Tensor =>
      core.reshape(core.range(seed, seed + core.util.sizeFromShape(shape)), shape);
    const [a, b] = [filled([...ofA, 2, 3], 1), filled([...ofB, 3, 2], -5)];
    const batch = core.backend_util.assertAndGetBroadcastShape(ofA, ofB);
    const sums = (): core.Tensor => {
      const [left, right] = [a, b].map((x) =>
        core.broadcastTo(x, [...batch, ...x.shape.slice(-2)]),
      ) as [core.Tensor, core.Tensor];
      const terms = core.mul(core.expandDims(left, -1), core.expandDims(right, -3));
      return core.sum(terms, -2);
    };
    expect(numbers(() => core.matMul(a, b))).toEqual(numbers(sums));
  });

  test('einsum that sums over two axes', () => {
    const f = (): core.Tensor =>
      core.einsum('ijk,k->i', core.ones([2, 2, 3]), core.tensor1d([1, 2, 3]));
    expect(numbers(f)).toEqual([12, 12]);
  });

  test('the gradient of max pooling where all numbers are negative', () => {
    const f = (): core.Tensor => {
      const x = core.tensor4d([-4, -3, -1, -2], [1, 2, 2, 1]);
      return core.grad((t) => core.maxPool(t as core.Tensor4D, 2, 2, 'valid'))(x);
    };
    expect(numbers(f)).toEqual([0, 0, 1, 0]);
  });

  test('the gradient of average pooling, where a window leaves the image', () => {
    const image = (): core.Tensor =>
      core.grad((t) => core.avgPool(t as core.Tensor4D, 2, 2, 'same'))(
        core.ones<core.Rank.R4>([1, 3, 1, 1]),
      );
    expect(numbers(image)).toEqual([0.5, 0.5, 1]);
    const one = (): core.Tensor =>
      core.grad((t) => core.avgPool(t as core.Tensor4D, 3, 1, 'same'))(
        core.ones<core.Rank.R4>([1, 1, 1, 1]),
      );
    expect(numbers(one)).toEqual([1]);
    const volume = (): core.Tensor =>
      core.grad((t) => core.avgPool3d(t as core.Tensor5D, [2, 1, 1], [2, 1, 1], 'same'))(
        core.ones<core.Rank.R5>([1, 3, 1, 1, 1]),
      );
    expect(numbers(volume)).toEqual([0.5, 0.5, 1]);
  });

  test('the gradient of enlarging, for each example of a batch', () => {
    const f = (): core.Tensor => {
      const x = core.ones<core.Rank.R4>([2, 1, 1, 1]);
      const weights = core.tensor4d([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2, 1]);
      return core.grad((t) =>
        core.mul(core.image.resizeNearestNeighbor(t as core.Tensor4D, [2, 2]), weights),
      )(x);
    };
    expect(numbers(f)).toEqual([10, 26]);
  });

  test('tensorScatterUpdate leaves its input as it was', () => {
    const x = core.tensor1d([1, 2, 3]);
    const places = core.tensor2d([[1]], [1, 1], 'int32');
    expect(numbers(() => core.tensorScatterUpdate(x, places, core.tensor1d([9])))).toEqual([
      1, 9, 3,
    ]);
    expect(Array.from(x.dataSync())).toEqual([1, 2, 3]);
    core.dispose([x, places]);
  });
}

describe('kernels that tfjs has wrong, on cpu', () => suite('cpu'));
describeIf('wasm', 'kernels that tfjs has wrong, on wasm', () => suite('wasm'));
