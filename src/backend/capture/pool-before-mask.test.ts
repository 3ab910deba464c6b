import * as core from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { createRng } from '../random.js';
import { maskBeforePool } from './pool-before-mask.js';
import type { RecordedOp } from './recorder.js';
import { both, numbers, useNative } from './test-tools.js';

const op = (name: string, inputs: number[], output: number, shape: number[]): RecordedOp => ({
  kind: 'op',
  name,
  attributes: [],
  inputs,
  outputs: [{ id: output, shape, dtype: 1 }],
  layer: undefined,
});

/** Features 1, pooled 2, gradient 3. */
const step = (): RecordedOp[] => [
  op('Relu', [0], 1, [1, 4, 4, 1]),
  op('MaxPool', [1], 2, [1, 2, 2, 1]),
  op('MaxPoolGrad', [1, 2, 3], 4, [1, 4, 4, 1]),
  op('ReluGrad', [4, 1], 5, [1, 4, 4, 1]),
];

test('the mask comes first, at the pooled size', () => {
  expect(maskBeforePool(step(), new Set([5])).slice(2)).toEqual([
    op('ReluGrad', [3, 2], 4, [1, 2, 2, 1]),
    op('MaxPoolGrad', [1, 2, 4], 5, [1, 4, 4, 1]),
  ]);
});

test.each<[string, (events: RecordedOp[]) => RecordedOp[], number[]]>([
  ['the routed gradient is used elsewhere', (e) => [...e, op('Neg', [4], 6, [])], [5, 6]],
  ['the routed gradient is an output', (e) => e, [4, 5]],
  ['the mask is of another tensor', (e) => [...e.slice(0, 3), op('ReluGrad', [4, 0], 5, [])], [5]],
  [
    'the pool is of another tensor',
    (e) => [e[0], op('MaxPool', [0], 2, []), ...e.slice(2)] as RecordedOp[],
    [5],
  ],
  [
    'the pool is not a maximum',
    (e) => [...e.slice(0, 2), op('AvgPoolGrad', [1, 2, 3], 4, []), ...e.slice(3)],
    [5],
  ],
])('nothing changes where %s', (_, change, outputs) => {
  const events = change(step());
  expect(maskBeforePool(events, new Set(outputs))).toEqual(events);
});

describeIf('native', 'the gradient of a maximum pool over a ReLU', () => {
  beforeAll(async () => {
    await useNative();
  });

  test.each([
    [2, 2],
    [3, 1],
    [3, 2],
  ])('captured is bit by bit that of eager: windows of %i, strides of %i', (size, stride) => {
    const { eager, captured } = both((wrap) => {
      const rng = createRng('pool');
      // Rounded, so that windows have ties and windows of zeros.
      const draw = (shape: number[]): core.Tensor =>
        core.tensor(
          Float32Array.from({ length: core.util.sizeFromShape(shape) }, () =>
            Math.round(2 * rng.normal() - 1),
          ),
          shape,
        );
      const x = draw([2, 9, 9, 3]);
      const gradient = wrap(([input]) => {
        const f = (one: core.Tensor) =>
          core.sum(
            core.square(core.maxPool(core.relu(one) as core.Tensor4D, size, stride, 'valid')),
          );
        return [core.tidy(() => core.grad(f)(input as core.Tensor))];
      });
      const all = Array.from({ length: 4 }, () => {
        const [dx] = gradient([x]) as [core.Tensor];
        const values = numbers(dx);
        dx.dispose();
        return values;
      });
      x.dispose();
      return all;
    });
    expect(captured).toEqual(eager);
    expect(captured[3]?.some((one) => one !== 0)).toBe(true);
  });
});
