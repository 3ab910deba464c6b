/**
 * Gradients of gradients, against differences of the gradient: of every operation that networks are
 * made of, with respect to all inputs at once.
 */
import '@tensorflow/tfjs-backend-cpu';
import * as core from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { numericalGradient, relativeError } from '../../nn/test-tools.js';
import { tf } from '../../nn/tf.js';
import { createRng } from '../random.js';
import { type BackendName, useBackend } from '../use-backend.js';

type F = (...inputs: core.Tensor[]) => core.Tensor;
type T2 = core.Tensor2D;
type T4 = core.Tensor4D;

const layerOf = (layer: unknown): F => {
  const one = layer as { apply(x: core.Tensor, o: object): core.Tensor };
  return (x) => one.apply(x as core.Tensor, { training: true });
};

/** Functions of one number, and those of numbers above 0. */
const ofAny: Readonly<Record<string, (x: core.Tensor) => core.Tensor>> = {
  relu: core.relu,
  relu6: core.relu6,
  selu: core.selu,
  elu: core.elu,
  leakyRelu: core.leakyRelu,
  sigmoid: core.sigmoid,
  tanh: core.tanh,
  softplus: core.softplus,
  exp: core.exp,
  square: core.square,
  abs: core.abs,
  sin: core.sin,
  cos: core.cos,
  erf: core.erf,
  neg: core.neg,
  logSigmoid: core.logSigmoid,
  atan: core.atan,
  sinh: core.sinh,
  expm1: core.expm1,
};
const ofPositive: typeof ofAny = {
  log: core.log,
  sqrt: core.sqrt,
  rsqrt: core.rsqrt,
  log1p: core.log1p,
  reciprocal: core.reciprocal,
};

type Case = [name: string, f: F, ...shapes: number[][]];

/** A function of tensors, and their shapes. */
const cases: Case[] = [
  ...Object.entries(ofAny).map(([name, f]): Case => [name, (x) => f(x as core.Tensor), [2, 5]]),
  ...Object.entries(ofPositive).map(
    ([name, f]): Case => [name, (x) => f(core.add(core.square(x as core.Tensor), 0.5)), [2, 5]],
  ),
  ['softmax', (x) => core.softmax(x as core.Tensor), [2, 4]],
  ['logSoftmax', (x) => core.logSoftmax(x as core.Tensor), [2, 4]],
  ['logSumExp', (x) => core.logSumExp(x as core.Tensor, 1), [2, 4]],
  ['pow', (x) => core.pow(core.add(core.square(x as core.Tensor), 0.2), 1.5), [2, 4]],
  [
    'pow of a tensor',
    (x, y) => core.pow(core.add(core.square(x as core.Tensor), 0.5), y as core.Tensor),
    [2, 4],
    [2, 4],
  ],
  ['prelu', (x, a) => core.prelu(x as core.Tensor, a as core.Tensor), [2, 4], [4]],
  ['sum', (x) => core.sum(x as core.Tensor, 1), [2, 4]],
  ['mean', (x) => core.mean(x as core.Tensor, 0), [2, 4]],
  ['mean of all', (x) => core.mean(x as core.Tensor), [2, 4]],
  ['moments', (x) => core.moments(x as core.Tensor, 0).variance, [3, 4]],
  ['norm', (x) => core.norm(x as core.Tensor, 'euclidean', 1), [2, 4]],
  ['max', (x) => core.max(x as core.Tensor, 1), [2, 4]],
  ['min', (x) => core.min(x as core.Tensor, 1), [2, 4]],
  ['prod', (x) => core.prod(x as core.Tensor, 1), [2, 3]],
  ['cumsum', (x) => core.cumsum(x as core.Tensor, 1), [2, 3]],
  ['maximum', (x, y) => core.maximum(x as core.Tensor, y as core.Tensor), [2, 4], [4]],
  ['minimum', (x, y) => core.minimum(x as core.Tensor, y as core.Tensor), [2, 4], [4]],
  ['add', (x, y) => core.add(x as core.Tensor, y as core.Tensor), [2, 4], [4]],
  ['sub', (x, y) => core.sub(x as core.Tensor, y as core.Tensor), [2, 4], [4]],
  ['mul', (x, y) => core.mul(x as core.Tensor, y as core.Tensor), [2, 4], [4]],
  [
    'div',
    (x, y) => core.div(x as core.Tensor, core.add(core.square(y as core.Tensor), 0.5)),
    [2, 4],
    [4],
  ],
  [
    'squaredDifference',
    (x, y) => core.squaredDifference(x as core.Tensor, y as core.Tensor),
    [2, 4],
    [4],
  ],
  ['matMul', (x, y) => core.matMul(x as T2, y as T2), [2, 3], [3, 4]],
  ['matMul transposed', (x, y) => core.matMul(x as T2, y as T2, true, true), [3, 2], [4, 3]],
  ['matMul of a batch', (x, y) => core.matMul(x as T2, y as T2), [2, 2, 3], [2, 3, 2]],
  ['dot', (x, y) => core.dot(x as T2, y as T2), [2, 3], [3, 2]],
  ['einsum', (x, y) => core.einsum('ij,jk->ik', x as T2, y as T2), [2, 3], [3, 2]],
  ['reshape', (x) => core.reshape(x as core.Tensor, [4, 2]), [2, 4]],
  ['transpose', (x) => core.transpose(x as core.Tensor), [2, 4]],
  ['expandDims', (x) => core.expandDims(x as core.Tensor, 1), [2, 4]],
  ['concat', (x, y) => core.concat([x as core.Tensor, y as core.Tensor], 1), [2, 3], [2, 2]],
  ['stack', (x, y) => core.stack([x as core.Tensor, y as core.Tensor]), [2, 3], [2, 3]],
  ['unstack', (x) => core.unstack(x as core.Tensor)[1] as core.Tensor, [2, 3]],
  ['split', (x) => core.split(x as core.Tensor, 2, 1)[1] as core.Tensor, [2, 4]],
  ['slice', (x) => core.slice(x as core.Tensor, [0, 1], [2, 2]), [2, 4]],
  ['stridedSlice', (x) => core.stridedSlice(x as core.Tensor, [0, 0], [2, 4], [1, 2]), [2, 4]],
  [
    'pad',
    (x) =>
      core.pad(x as core.Tensor, [
        [1, 0],
        [0, 2],
      ]),
    [2, 4],
  ],
  [
    'mirrorPad',
    (x) =>
      core.mirrorPad(
        x as core.Tensor,
        [
          [1, 0],
          [0, 2],
        ],
        'reflect',
      ),
    [2, 4],
  ],
  ['tile', (x) => core.tile(x as core.Tensor, [2, 2]), [2, 3]],
  ['broadcastTo', (x) => core.broadcastTo(x as core.Tensor, [2, 3]), [1, 3]],
  ['reverse', (x) => core.reverse(x as core.Tensor, 1), [2, 3]],
  ['gather', (x) => core.gather(x as core.Tensor, core.tensor1d([1, 0, 1], 'int32')), [2, 3]],
  ['clipByValue', (x) => core.clipByValue(x as core.Tensor, -0.5, 0.5), [2, 5]],
  [
    'where',
    (x) =>
      core.where(
        core.greater(x as core.Tensor, 0),
        core.square(x as core.Tensor),
        x as core.Tensor,
      ),
    [2, 5],
  ],
  ['conv2d same', (x, f) => core.conv2d(x as T4, f as T4, 1, 'same'), [2, 4, 5, 2], [3, 3, 2, 3]],
  ['conv2d valid', (x, f) => core.conv2d(x as T4, f as T4, 1, 'valid'), [1, 4, 5, 2], [3, 2, 2, 2]],
  [
    'conv2d stride 2',
    (x, f) => core.conv2d(x as T4, f as T4, 2, 'same'),
    [2, 5, 6, 2],
    [4, 4, 2, 2],
  ],
  ['conv2d 1×1', (x, f) => core.conv2d(x as T4, f as T4, 1, 'same'), [1, 3, 3, 2], [1, 1, 2, 3]],
  [
    'conv2d dilated',
    (x, f) => core.conv2d(x as T4, f as T4, 1, 'same', 'NHWC', 2),
    [1, 5, 5, 1],
    [2, 2, 1, 2],
  ],
  [
    'conv1d',
    (x, f) => core.conv1d(x as core.Tensor3D, f as core.Tensor3D, 1, 'same'),
    [2, 6, 2],
    [3, 2, 2],
  ],
  [
    'conv2dTranspose',
    (x, f) => core.conv2dTranspose(x as T4, f as T4, [2, 6, 6, 2], 2, 'same'),
    [2, 3, 3, 3],
    [4, 4, 2, 3],
  ],
  [
    'conv2dTranspose valid',
    (x, f) => core.conv2dTranspose(x as T4, f as T4, [1, 5, 5, 2], 1, 'valid'),
    [1, 3, 3, 2],
    [3, 3, 2, 2],
  ],
  [
    'depthwiseConv2d',
    (x, f) => core.depthwiseConv2d(x as T4, f as T4, 1, 'same'),
    [1, 4, 4, 2],
    [3, 3, 2, 1],
  ],
  [
    'depthwiseConv2d stride 2',
    (x, f) => core.depthwiseConv2d(x as T4, f as T4, 2, 'same'),
    [1, 4, 4, 2],
    [3, 3, 2, 2],
  ],
  [
    'separableConv2d',
    (x, f) => core.separableConv2d(x as T4, f as T4, core.ones([1, 1, 2, 2]), 1, 'same'),
    [1, 4, 4, 2],
    [3, 3, 2, 1],
  ],
  ['avgPool', (x) => core.avgPool(x as T4, 2, 2, 'same'), [1, 4, 4, 2]],
  ['avgPool overlapping', (x) => core.avgPool(x as T4, 3, 2, 'same'), [1, 5, 5, 1]],
  ['maxPool', (x) => core.maxPool(x as T4, 2, 2, 'same'), [1, 4, 4, 2]],
  ['maxPool overlapping', (x) => core.maxPool(x as T4, 3, 1, 'same'), [1, 4, 4, 1]],
  ['resizeNearestNeighbor', (x) => core.image.resizeNearestNeighbor(x as T4, [6, 6]), [1, 3, 3, 2]],
  ['resizeBilinear', (x) => core.image.resizeBilinear(x as T4, [6, 6]), [1, 3, 3, 2]],
  ['depthToSpace', (x) => core.depthToSpace(x as T4, 2), [1, 2, 2, 4]],
  [
    'batchNorm',
    (x, scale) =>
      core.batchNorm(
        x as core.Tensor,
        core.tensor1d([0.1, 0.2]),
        core.tensor1d([0.5, 0.7]),
        core.zeros([2]),
        scale as core.Tensor1D,
      ),
    [3, 2],
    [2],
  ],
  [
    'sigmoidCrossEntropy',
    (x) => core.losses.sigmoidCrossEntropy(core.ones([2, 3]), x as core.Tensor),
    [2, 3],
  ],
];

const seeded = () => tf.initializers.glorotUniform({ seed: 7 });

const layers: [name: string, layer: () => unknown, shape: number[]][] = [
  ...(['linear', 'relu', 'elu', 'selu', 'sigmoid', 'tanh', 'softplus'] as const).map(
    (activation): [string, () => unknown, number[]] => [
      `dense ${activation}`,
      () =>
        tf.layers.dense({
          units: 3,
          activation: activation as 'relu',
          kernelInitializer: seeded(),
        }),
      [2, 4],
    ],
  ),
  [
    'conv2d',
    () =>
      tf.layers.conv2d({
        filters: 3,
        kernelSize: 3,
        strides: 2,
        padding: 'same',
        activation: 'tanh',
        kernelInitializer: seeded(),
      }),
    [2, 4, 4, 2],
  ],
  [
    'conv2dTranspose',
    () =>
      tf.layers.conv2dTranspose({
        filters: 2,
        kernelSize: 4,
        strides: 2,
        padding: 'same',
        activation: 'tanh',
        kernelInitializer: seeded(),
      }),
    [2, 3, 3, 2],
  ],
  ['leakyReLU', () => tf.layers.leakyReLU({ alpha: 0.2 }), [2, 5]],
  ['prelu', () => tf.layers.prelu({}), [2, 5]],
  ['batchNormalization', () => tf.layers.batchNormalization({}), [4, 3]],
  ['batchNormalization of images', () => tf.layers.batchNormalization({}), [2, 3, 3, 2]],
  ['layerNormalization', () => tf.layers.layerNormalization({}), [3, 4]],
  ['upSampling2d', () => tf.layers.upSampling2d({ size: [2, 2] }), [1, 2, 2, 2]],
  ['globalAveragePooling2d', () => tf.layers.globalAveragePooling2d({}), [1, 3, 3, 2]],
  ['averagePooling2d', () => tf.layers.averagePooling2d({}), [1, 4, 4, 2]],
  ['flatten', () => tf.layers.flatten(), [1, 2, 2, 2]],
];

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

function suite(name: BackendName): void {
  beforeAll(async () => void (await useBackend({ backend: name, printBackend: false })));
  afterAll(async () => void (await tf.setBackend('cpu')));

  const check = (f: F, shapes: number[][]) => {
    core.tidy(() => {
      const rng = createRng('second');
      const inputs = shapes.map((shape) => {
        // Apart from each other and from 0, so that no step of 1e-2 crosses a kink or a tie.
        const size = sizeOf(shape);
        const spread = rng.permutation(size).map((i) => ((i - size / 2 + 0.3) * 2.4) / size);
        return core.tensor(spread, shape);
      });
      const y = f(...inputs);
      const weights = core.tensor(rng.normals(Math.max(1, y.size)), y.shape);
      const directions = inputs.map((x) => core.tensor(rng.normals(x.size), x.shape));
      const loss: F = (...xs) => core.sum(core.mul(core.sin(f(...xs)), weights));
      /** The slope along a direction: a scalar made of all first derivatives. */
      const slope: F = (...xs) =>
        core.addN(
          core
            .grads(loss)(xs)
            .map((g, i) => core.sum(core.mul(g, directions[i] as core.Tensor))),
        );
      const second = core.grads(slope)(inputs);
      const numeric: number[] = [];
      inputs.forEach((x, at) => {
        const values = numericalGradient(
          (moved) =>
            core.tidy(
              () =>
                slope(
                  ...inputs.map((one, i) => (i === at ? core.tensor(moved, x.shape) : one)),
                ).dataSync()[0] as number,
            ),
          x.dataSync(),
        );
        numeric.push(...values);
      });
      const exact = second.flatMap((g) => Array.from(g.dataSync()));
      expect(relativeError(exact, numeric)).toBeLessThan(1e-3);
    });
  };

  test.each(cases)('%s', (_, f, ...shapes) => check(f, shapes));
  test.each(layers)('layer %s', (_, layer, shape) => {
    const f = layerOf(layer());
    core.tidy(() => f(core.zeros(shape)));
    check(f, [shape]);
  });
}

describe('gradients of gradients, on cpu', () => suite('cpu'));
describeIf('native', 'gradients of gradients, on tensorflow', () => suite('tensorflow'));
describeIf('wasm', 'gradients of gradients, on wasm', () => suite('wasm'));
