import * as core from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { useBackend } from './index.js';
import './tf.js';

/** The same on both backends, and nothing left of it. */
async function asOnCpu(backend: 'wasm' | 'tensorflow', work: () => core.Tensor | core.Tensor[]) {
  const values = (): unknown =>
    core.tidy(() => [work()].flat().map((x) => [x.dtype, x.shape, Array.from(x.dataSync())]));
  await useBackend({ backend, printBackend: false });
  const count = core.memory().numTensors;
  const given = values();
  expect(core.memory().numTensors).toBe(count);
  await useBackend({ backend: 'cpu', printBackend: false });
  expect(given).toEqual(values());
  await useBackend({ backend, printBackend: false });
}

describeIf('native', 'kernels that TensorFlow lacks in tfjs', () => {
  beforeAll(async () => void (await useBackend({ backend: 'tensorflow', printBackend: false })));
  afterAll(async () => void (await useBackend({ backend: 'cpu', printBackend: false })));

  test.each<[string, () => core.Tensor | core.Tensor[]]>([
    ['bincount', () => core.bincount(core.tensor1d([1, 1, 3], 'int32'), core.tensor1d([]), 4)],
    ['searchSorted', () => core.searchSorted(core.tensor1d([1, 3, 5]), core.tensor1d([0, 3, 9]))],
    ['lowerBound', () => core.lowerBound(core.tensor1d([1, 3, 5]), core.tensor1d([0, 3, 9]))],
    [
      'maxPoolWithArgmax',
      () => {
        const x = core.tensor4d([1, 5, 3, 2], [1, 2, 2, 1]);
        const { result, indexes } = core.maxPoolWithArgmax(x, 2, 2, 'valid');
        return [result as core.Tensor, indexes as core.Tensor];
      },
    ],
    [
      'rotateWithOffset',
      () => core.image.rotateWithOffset(core.reshape(core.range(0, 16), [1, 4, 4, 1]), 0.5),
    ],
    [
      'transform',
      () =>
        core.image.transform(
          core.reshape(core.range(0, 16), [1, 4, 4, 1]),
          core.tensor2d([[1, 0, 1, 0, 1, 0, 0, 0]]),
        ),
    ],
    [
      'bitwiseAnd',
      () => core.bitwiseAnd(core.tensor1d([6, 3], 'int32'), core.tensor1d([5, 2], 'int32')),
    ],
    [
      'stringSplit',
      () =>
        Object.values(
          core.string.stringSplit(core.tensor1d(['a b', 'c']), core.scalar(' ')),
        ) as core.Tensor[],
    ],
  ])('%s', (_, work) => asOnCpu('tensorflow', work));
});

describeIf('wasm', 'kernels that wasm lacks in tfjs', () => {
  beforeAll(async () => void (await useBackend({ backend: 'wasm', printBackend: false })));
  afterAll(async () => void (await useBackend({ backend: 'cpu', printBackend: false })));

  test.each<[string, () => core.Tensor]>([
    [
      'prod of a row',
      () =>
        core.prod(
          core.tensor2d([
            [1, 2],
            [3, 4],
          ]),
          1,
        ),
    ],
    ['prod of integers', () => core.prod(core.tensor1d([2, 3], 'int32'))],
    ['prod of truth values', () => core.prod(core.tensor1d([1, 0], 'bool'))],
    [
      'prod of all, kept',
      () =>
        core.prod(
          core.tensor2d([
            [1, 2],
            [3, 4],
          ]),
          undefined,
          true,
        ),
    ],
    ['the gradient of prod', () => core.grad((x) => core.prod(x))(core.tensor1d([2, 3, 4]))],
    ['stft', () => core.abs(core.signal.stft(core.linspace(0, 1, 32) as core.Tensor1D, 8, 4))],
    ['replaced text', () => core.string.staticRegexReplace(core.tensor1d(['abc']), 'b', 'x')],
  ])('%s', async (name, work) => {
    if (name === 'stft') {
      const count = core.memory().numTensors;
      expect(core.tidy(() => work().shape)).toEqual([7, 5]);
      expect(core.memory().numTensors).toBe(count);
    } else await asOnCpu('wasm', work);
  });
});
