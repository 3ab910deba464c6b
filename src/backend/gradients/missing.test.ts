import '@tensorflow/tfjs-backend-cpu';
import * as core from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { numericalGradient, relativeError } from '../../nn/test-tools.js';
import { createRng } from '../random.js';
import { type Tensor, type Tensor4D, tf } from '../tf.js';
import { type BackendName, useBackend } from '../use-backend.js';

type Shape4 = [number, number, number, number];

/** Whole numbers and zeros apart, so that no step of 1e-2 crosses a kink or a tie. */
function values(size: number): number[] {
  const rng = createRng(size);
  return rng.permutation(size).map((i) => ((i - size / 2 + 0.3) * 1.7) / Math.sqrt(size));
}

/** A function of one tensor, with the shape of that tensor. */
const cases: [name: string, shape: number[], f: (x: Tensor) => Tensor][] = [
  ['where(x > 0)', [2, 3], (x) => tf.where(tf.greater(x, 0), tf.square(x), tf.mul(x, 0.1))],
  ['where(x < 0)', [2, 3], (x) => tf.where(tf.less(x, 0), tf.square(x), tf.mul(x, 0.1))],
  ['where(x <= 0)', [4], (x) => tf.where(tf.lessEqual(x, 0), tf.square(x), x)],
  [
    'where(x >= whole number)',
    [4],
    (x) => tf.where(tf.greaterEqual(x, tf.scalar(0, 'int32')), tf.square(x), x),
  ],
  ['where(x == max)', [4], (x) => tf.where(tf.equal(x, tf.max(x)), tf.square(x), x)],
  ['where(x != max)', [4], (x) => tf.where(tf.notEqual(x, tf.max(x)), tf.square(x), x)],
  [
    'where(and, or, not)',
    [6],
    (x) => {
      const [low, high] = [tf.less(x, -1), tf.greater(x, 1)];
      const inside = tf.logicalNot(tf.logicalOr(low, high));
      return tf.where(tf.logicalAnd(inside, tf.greater(x, 0)), tf.square(x), x);
    },
  ],
  ['stridedSlice', [5, 7], (x) => tf.stridedSlice(x, [1, 0], [5, 7], [2, 3])],
  ['stridedSlice backwards', [5, 4], (x) => tf.stridedSlice(x, [-1, 0], [0, 4], [-2, 1])],
  ['stridedSlice of nothing', [5], (x) => tf.add(tf.stridedSlice(x, [3], [3], [1]).sum(), x.sum())],
  ['gatherND of rows', [3, 2], (x) => tf.gatherND(x, [[2], [0], [2]])],
  [
    'gatherND of elements',
    [3, 2],
    (x) =>
      tf.gatherND(x, [
        [
          [2, 1],
          [0, 0],
        ],
      ]),
  ],
  ['gatherND of one row', [3, 2], (x) => tf.gatherND(x, [1])],
  ['gatherND of one element', [3, 2], (x) => tf.gatherND(x, [1, 0])],
  ['scatterND', [3, 2], (x) => tf.scatterND([[3], [0], [3]], x, [4, 2])],
  ['depthToSpace', [1, 2, 3, 8], (x) => tf.depthToSpace(tf.reshape(x, [1, 2, 3, 8]), 2)],
  ['topk', [2, 5], (x) => tf.topk(x, 3).values],
  ['cumprod', [2, 4], (x) => tf.cumprod(x, 1)],
  ['cumprod of rows, exclusive', [3, 2], (x) => tf.cumprod(x, 0, true)],
  ['cumprod, reverse', [2, 3], (x) => tf.cumprod(x, -1, false, true)],
  ['cumprod, exclusive and reverse', [4], (x) => tf.cumprod(x, 0, true, true)],
  ['cumprod with a zero', [4], (x) => tf.cumprod(tf.mul(x, [1, 0, 1, 1]))],
];

/** An einsum of `x` with a fixed second operand; every place of `x` in it. */
const einsums: [equation: string, shape: number[], other?: number[]][] = [
  ['ij,jk->ik', [2, 3], [3, 4]],
  ['bij,bjk->bik', [2, 3, 2], [2, 2, 3]],
  ['bhid,bhjd->bhij', [1, 2, 3, 2], [1, 2, 2, 2]],
  ['i,j->ij', [2], [3]],
  ['ij,ij->', [2, 3], [2, 3]],
  ['ijk,k->ij', [2, 2, 3], [3]],
  ['ijk,k->i', [2, 2, 3], [3]],
  ['ijk,l->i', [2, 2, 3], [4]],
  ['ij->ji', [2, 3]],
  ['ij->j', [2, 3]],
  ['ij->', [2, 3]],
];
for (const [equation, shape, other] of einsums) {
  if (other === undefined) {
    cases.push([`einsum ${equation}`, shape, (x) => tf.einsum(equation, x)]);
    continue;
  }
  const fixed = (of: number[]): Tensor =>
    tf.tensor(createRng(3).normals(of.reduce((p, n) => p * n)), of);
  cases.push([`einsum ${equation}, first`, shape, (x) => tf.einsum(equation, x, fixed(other))]);
  cases.push([`einsum ${equation}, second`, other, (x) => tf.einsum(equation, fixed(shape), x)]);
}

/** Products of batches of matrices that are not as many, as functions of the first and of the second. */
const products: [a: number[], b: number[]][] = [
  [
    [2, 3, 4],
    [4, 2],
  ],
  [
    [3, 4],
    [2, 4, 2],
  ],
  [
    [2, 1, 3, 2],
    [2, 2, 4],
  ],
  [
    [2, 2, 3, 2],
    [1, 2, 2, 3],
  ],
  [
    [2, 3, 2, 2],
    [2, 3],
  ],
];
const turned = (shape: number[], isTurned: boolean): number[] =>
  isTurned ? [...shape.slice(0, -2), shape.at(-1) as number, shape.at(-2) as number] : shape;
for (const [a, b] of products) {
  for (const [turnA, turnB] of [
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ] as const) {
    const fixed = (of: number[]): Tensor =>
      tf.tensor(createRng(3).normals(of.reduce((p, n) => p * n)), of);
    const [ofA, ofB] = [turned(a, turnA), turned(b, turnB)];
    const name = `matMul [${ofA}] by [${ofB}], ${turnA}, ${turnB}`;
    cases.push([`${name}, first`, ofA, (x) => tf.matMul(x, fixed(ofB), turnA, turnB)]);
    cases.push([`${name}, second`, ofB, (x) => tf.matMul(fixed(ofA), x, turnA, turnB)]);
  }
}

/** Dilated convolutions, as functions of the images and of the filter. */
const convolutions: [padding: 'same' | 'valid', dilations: [number, number]][] = [
  ['valid', [2, 2]],
  ['same', [2, 2]],
  ['same', [3, 1]],
];
for (const [padding, dilations] of convolutions) {
  const fixed = <S extends [number, number, number, number]>(of: S) =>
    tf.tensor4d(createRng(3).normals(of.reduce((p, n) => p * n)), of);
  const convolve = (x: ReturnType<typeof fixed>, filter: ReturnType<typeof fixed>): Tensor =>
    tf.conv2d(x, filter, 1, padding, 'NHWC', dilations);
  const name = `conv2d, ${padding}, dilations ${dilations}`;
  cases.push([
    `${name}, images`,
    [2, 7, 6, 1],
    (x) => convolve(tf.reshape(x, [2, 7, 6, 1]), fixed([3, 2, 1, 2])),
  ]);
  cases.push([
    `${name}, filter`,
    [3, 2, 1, 2],
    (f) => convolve(fixed([2, 7, 6, 1]), tf.reshape(f, [3, 2, 1, 2])),
  ]);
}

/** The same of each channel by itself, with two outputs a channel. */
for (const [padding, dilations] of convolutions) {
  const [images, kernel] = [
    [2, 5, 6, 2],
    [3, 2, 2, 2],
  ] as [Shape4, Shape4];
  const fixed = (of: Shape4): Tensor4D =>
    tf.tensor4d(createRng(3).normals(of.reduce((p, n) => p * n)), of);
  const convolve = (x: Tensor4D, filter: Tensor4D): Tensor =>
    tf.depthwiseConv2d(x, filter, 1, padding, 'NHWC', dilations);
  const name = `depthwiseConv2d, ${padding}, dilations ${dilations}`;
  cases.push([`${name}, images`, images, (x) => convolve(tf.reshape(x, images), fixed(kernel))]);
  cases.push([`${name}, filter`, kernel, (f) => convolve(fixed(images), tf.reshape(f, kernel))]);
}
cases.push([
  'conv1d with dilation 2, series',
  [1, 9, 2],
  (x) =>
    tf.conv1d(
      tf.reshape(x, [1, 9, 2]),
      tf.tensor3d(createRng(1).normals(12), [3, 2, 2]),
      1,
      'valid',
      'NWC',
      2,
    ),
]);

function nativeTensors(): number {
  const backend: unknown = core.backend();
  return (backend as { getNumOfTFTensors(): number }).getNumOfTFTensors();
}

/** TensorFlow refuses two of the equations itself. */
const refusals = {
  tensorflow: /Expected an einsum equation|^einsum: /,
  wasm: 'Expected an einsum equation',
  cpu: 'Expected an einsum equation',
};

function suite(name: BackendName): void {
  beforeAll(async () => void (await useBackend({ backend: name, printBackend: false })));
  afterAll(async () => void (await tf.setBackend('cpu')));

  test.each(cases)('%s has the gradient of finite differences', (_, shape, f) => {
    const at = values(shape.reduce((product, n) => product * n, 1));
    const loss = (x: Tensor): Tensor => {
      const y = f(x);
      const weights = tf.reshape(tf.tensor1d(createRng('weights').normals(y.size)), y.shape);
      return tf.sum(tf.mul(y, weights));
    };
    const numerical = numericalGradient(
      (moved) => tf.tidy(() => loss(tf.tensor(moved, shape)).dataSync()[0] as number),
      at,
    );
    const gradient = (): number[] =>
      tf.tidy(() => Array.from(tf.grad(loss)(tf.tensor(at, shape)).dataSync()));
    expect(relativeError(gradient(), numerical)).toBeLessThan(1e-3);
    const count = name === 'tensorflow' ? nativeTensors : () => tf.memory().numTensors;
    const before = count();
    gradient();
    expect(count()).toBe(before);
  });

  test('tensorScatterUpdate: what was replaced gets no gradient', () => {
    const places = core.tensor2d([[1]], [1, 1], 'int32');
    const f = (x: core.Tensor, updates: core.Tensor): core.Tensor =>
      core.square(core.tensorScatterUpdate(x, places, updates));
    const gradients = core.grads(f)([core.tensor1d([1, 2, 3]), core.tensor1d([5])]);
    expect(gradients.map((g) => Array.from(g.dataSync()))).toEqual([[2, 0, 6], [10]]);
  });

  test.each([
    ['ii->i', [[2, 2]]],
    ['...j->j', [[2, 2]]],
    [
      'ij,jk',
      [
        [2, 2],
        [2, 2],
      ],
    ],
  ])('the gradient of einsum %s is refused with a reason', (equation, shapes) => {
    const tensors = shapes.map((shape) => tf.ones(shape));
    const f = (...args: Tensor[]): Tensor => tf.einsum(equation, ...args);
    expect(() => tf.grads(f)(tensors)).toThrow(refusals[name]);
  });

  test('second derivatives', () => {
    const x = tf.tensor1d([1, 2, 3]);
    const cubes = (t: Tensor): Tensor => tf.einsum('i,i->', tf.square(t), t);
    const second = tf.grad((t: Tensor) => tf.grad(cubes)(t))(x);
    expect(Array.from(second.dataSync())).toEqual([6, 12, 18]);
  });

  test('stopGradient is a constant to gradients', () => {
    const x = tf.tensor1d([2, 3]);
    const before = tf.memory().numTensors;
    const dx = tf.grad((t: Tensor) => tf.mul(t, tf.stopGradient(tf.square(t))))(x);
    expect(Array.from(dx.dataSync())).toEqual([4, 9]);
    dx.dispose();
    expect(tf.memory().numTensors).toBe(before);
    const copy = tf.stopGradient(x);
    x.dispose();
    expect(Array.from(copy.dataSync())).toEqual([2, 3]);
    expect(() => tf.grad((t: Tensor) => tf.stopGradient(t))(copy)).toThrow(
      'Cannot compute gradient',
    );
    copy.dispose();
  });
}

describe('gradients that tfjs lacks, on cpu', () => suite('cpu'));
describeIf('native', 'gradients that tfjs lacks, on tensorflow', () => suite('tensorflow'));
describeIf('wasm', 'gradients that tfjs lacks, on wasm', () => suite('wasm'));
