/** Every operation, layer and optimiser with arguments that it cannot take. */
import * as core from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { type BackendName, useBackend } from '../backend/index.js';
import { tf as typed } from './tf.js';

/** As a notebook without strict types may call it. */
// biome-ignore lint/suspicious/noExplicitAny: the calls below are wrong on purpose.
const tf = typed as any;

/** What no message may show: JavaScript's own words for a missing argument, and tfjs's insides. */
const RAW =
  /Cannot (read|destructure|use)|is not (a function|iterable|a constructor)|\[object |radix|isOwnProperty|dataId|__op/;

function failure(work: () => unknown): Error | undefined {
  try {
    core.tidy(() => {
      const result = work();
      return result instanceof core.Tensor ? result : undefined;
    });
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

const a = () => core.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
const c = () => core.tensor2d([1, 2, 3, 4], [2, 2]);
const v = () => core.tensor1d([1, 2]);
const i = () => core.tensor1d([0, 1], 'int32');
const image = () => core.zeros([1, 4, 4, 2]);
const gone = () => {
  const x = core.ones([2]);
  x.dispose();
  return x;
};

/** Calls that are wrong on every backend. */
const wrong: Record<string, () => unknown> = {
  'matMul of shapes that do not fit': () => tf.matMul(a(), a()),
  'matMul of arrays': () => tf.matMul([[1, 2]], [[1, 2]]),
  'matMul of one': () => tf.matMul(a()),
  'matMul of text': () => tf.matMul('a', a()),
  'add of shapes that do not fit': () => tf.add(a(), c()),
  'add of one': () => tf.add(a()),
  'add of null': () => tf.add(a(), null),
  'add of text': () => tf.add(a(), core.tensor1d(['a'])),
  'add as a method': () => (a() as never as { add(x: unknown): unknown }).add(undefined),
  'minimum of shapes that do not fit': () => tf.minimum(a(), c()),
  'reshape to another size': () => tf.reshape(a(), [4]),
  'reshape to nothing': () => tf.reshape(a()),
  'concat of shapes that do not fit': () => tf.concat([a(), c()], 0),
  'concat of nothing': () => tf.concat([]),
  'stack of shapes that do not fit': () => tf.stack([a(), c()]),
  'slice beyond the end': () => tf.slice(a(), [0, 0], [3, 3]),
  'gather beyond the end': () => tf.gather(a(), core.tensor1d([7], 'int32')),
  'gather by fractions': () => tf.gather(a(), core.tensor1d([0.5])),
  'softmax of whole numbers': () => tf.softmax(i()),
  'softmax along another axis': () => tf.softmax(a(), 0),
  'exp of nothing': () => tf.exp(),
  'exp of text': () => tf.exp('x'),
  'sum along no axis': () => tf.sum(a(), 2),
  'mean along no axis': () => tf.mean(a(), -3),
  'argMax along no axis': () => tf.argMax(a(), 5),
  'transpose by too few': () => tf.transpose(a(), [0]),
  'conv2d of other channels': () => tf.conv2d(image(), core.zeros([3, 3, 3, 4]), 1, 'same'),
  'conv2d of a matrix': () => tf.conv2d(a(), core.zeros([3, 3, 2, 4]), 1, 'same'),
  'conv2d with an unknown padding': () => tf.conv2d(image(), core.zeros([3, 3, 2, 4]), 1, 'foo'),
  'conv2d without a stride': () => tf.conv2d(image(), core.zeros([3, 3, 2, 4])),
  'maxPool of a matrix': () => tf.maxPool(a(), 2, 2, 'same'),
  'avgPool without a stride': () => tf.avgPool(image(), 2),
  'oneHot of fractions': () => tf.oneHot(v(), 3),
  'oneHot of one class': () => tf.oneHot(i(), 1),
  'tensor2d of too few': () => tf.tensor2d([1, 2, 3], [2, 2]),
  'tensor2d without a shape': () => tf.tensor2d([1, 2, 3]),
  'tensor of an unknown dtype': () => tf.tensor([1], [1], 'float64'),
  'tensor of nothing': () => tf.tensor(),
  'tensor1d of rows': () => tf.tensor1d([[1]]),
  'where with numbers': () => tf.where(a(), a(), a()),
  'where of shapes that do not fit': () => tf.where(core.tensor1d([1, 0], 'bool'), a(), c()),
  'cast to an unknown dtype': () => tf.cast(a(), 'float16'),
  'clipByValue the wrong way round': () => tf.clipByValue(a(), 2, 1),
  'clipByValue without limits': () => tf.clipByValue(a()),
  'squeeze of a long axis': () => tf.squeeze(a(), [0]),
  'expandDims beyond the end': () => tf.expandDims(a(), 7),
  'tile by too few': () => tf.tile(a(), [2]),
  'split into unequal parts': () => tf.split(a(), 2, 1),
  'split by sizes that do not add up': () => tf.split(a(), [1, 1], 1),
  'unstack along no axis': () => tf.unstack(a(), 4),
  'range without a step': () => tf.range(0, 5, 0),
  'linspace of none': () => tf.linspace(0, 1, 0),
  'zeros of a negative size': () => tf.zeros([-1]),
  'zeros of nothing': () => tf.zeros(),
  'eye of a negative size': () => tf.eye(-1),
  'einsum of shapes that do not fit': () => tf.einsum('ij,jk->ik', a(), a()),
  'dot of shapes that do not fit': () => tf.dot(a(), a()),
  'topk of too many': () => tf.topk(a(), 5),
  'cumsum along no axis': () => tf.cumsum(a(), 4),
  'norm of an unknown kind': () => tf.norm(a(), 'x'),
  'prelu of shapes that do not fit': () => tf.prelu(a(), c()),
  'logicalAnd of numbers': () => tf.logicalAnd(a(), c()),
  'dropout of everything': () => tf.dropout(a(), 2),
  'unsortedSegmentSum by fractions': () => tf.unsortedSegmentSum(a(), v(), 2),
  'mirrorPad wider than it is': () =>
    tf.mirrorPad(
      a(),
      [
        [3, 3],
        [0, 0],
      ],
      'reflect',
    ),
  'a disposed tensor': () => tf.add(gone(), 1),
  'a disposed tensor in a list': () => tf.stack([gone(), gone()]),
  'the values of a disposed tensor by a method': () =>
    (gone() as never as { square(): unknown }).square(),
  'losses of shapes that do not fit': () => tf.losses.meanSquaredError(a(), c()),
  'losses of one': () => tf.losses.softmaxCrossEntropy(a()),
  'metrics of shapes that do not fit': () => tf.metrics.binaryAccuracy(a(), c()),
  'resizeBilinear of a matrix': () => tf.image.resizeBilinear(a(), [2, 2]),
  'resizeBilinear to one size': () => tf.image.resizeBilinear(image(), [2]),
  'fft of real numbers': () => tf.spectral.fft(a()),
  'complex of shapes that do not fit': () => tf.complex(a(), c()),
  'grad of nothing': () => tf.grad((x: core.Tensor) => core.sum(x))(),
  'a variable of another shape': () => tf.variable(),
  'dense without units': () => tf.layers.dense({}),
  'dense of nothing': () => tf.layers.dense(),
  'dense with a misspelt option': () => tf.layers.dense({ units: 3, activaton: 'relu' }),
  'dense in snake case': () => tf.layers.dense({ units: 3, input_shape: [2] }),
  'an unknown activation': () => tf.layers.dense({ units: 2, activation: 'rellu' }),
  'an unknown initializer': () => tf.layers.dense({ units: 2, kernelInitializer: 'heNorml' }),
  'conv2d without a kernel size': () => tf.layers.conv2d({ filters: 2 }),
  'conv2d with a misspelt padding': () =>
    tf.layers.conv2d({ filters: 2, kernelSize: 3, padding: 'smae' }),
  'embedding without a size': () => tf.layers.embedding({ inputDim: 3 }),
  'lstm without units': () => tf.layers.lstm({}),
  'bidirectional without a layer': () => tf.layers.bidirectional({}),
  'a layer on a number': () => tf.layers.dense({ units: 2 }).apply(5),
  'a layer on an array': () => tf.layers.dense({ units: 2 }).apply([[1, 2]]),
  'a layer on nothing': () => tf.layers.dense({ units: 2 }).apply(),
  'conv2d on a matrix': () => tf.layers.conv2d({ filters: 2, kernelSize: 3 }).apply(a()),
  'lstm on a matrix': () => tf.layers.lstm({ units: 2 }).apply(a()),
  'dense on another width': () => {
    const layer = tf.layers.dense({ units: 2 });
    layer.apply(a());
    return layer.apply(core.ones([2, 5]));
  },
  'a model of nothing': () => tf.model({}),
  'sgd without a rate': () => tf.train.sgd(),
  'adam with options': () => tf.train.adam({ learningRate: 0.1 }),
  'momentum without one': () => tf.train.momentum(0.1),
  'adagrad without a rate': () => tf.train.adagrad(),
  'adadelta with a negative rate': () => tf.train.adadelta(-1),
  'adamw in snake case': () => tf.train.adamw(0.1, { weight_decay: 0.1 }),
  'a loss of many numbers': () => {
    const weight = core.variable(core.ones([2]));
    return tf.train.sgd(0.1).minimize(() => core.square(weight));
  },
  'maxNorm of nothing': () => tf.constraints.maxNorm(),
  'varianceScaling by a negative': () => tf.initializers.varianceScaling({ scale: -1 }),
};

function suite(backend: BackendName): void {
  beforeAll(async () => void (await useBackend({ backend, printBackend: false })));
  afterAll(async () => void (await useBackend({ backend: 'cpu', printBackend: false })));

  test.each(Object.keys(wrong))('%s', (name) => {
    const error = failure(wrong[name] as () => unknown);
    expect(error, 'it should fail').toBeInstanceOf(Error);
    const message = error?.message ?? '';
    expect(message).not.toMatch(RAW);
    // What was given, what was expected.
    expect(message).toMatch(/Received|Given|matMul: shapes|: shapes|Did you mean/);
    expect(message).toMatch(
      /Expected|must|must be|should|do not fit|differ|Cannot|Can't|required|not (yet )?supported|no[nt]|Unknown|match|but the requested/i,
    );
  });

  test('some of them, word by word', () => {
    const said = (work: () => unknown): string => failure(work)?.message ?? '';
    expect(said(() => tf.minimum(a(), c()))).toMatch(
      /shapes \[2, 3\] and \[2, 2\] do not fit together: counted from the right, dimension 1 is 3 and 2\./i,
    );
    expect(said(() => tf.sum(a(), 2))).toBe(
      'tf.sum: Expected an axis from -2 to 1, as the tensor has them. 2 is none of them. Received: tf.sum(float32 [2, 3], 2)',
    );
    expect(said(() => tf.softmax(i()))).toBe(
      "tf.softmax: Expected `logits` to be float32, not int32. Convert it: `logits.cast('float32')`. Received: tf.softmax(int32 [2])",
    );
    expect(said(() => tf.add(gone(), 1))).toContain('Received: tf.add(a disposed tensor [2], 1)');
    expect(said(() => tf.layers.dense({ units: 3, input_shape: [2] }))).toContain(
      'Received: input_shape. Did you mean `inputShape`?',
    );
  });

  test('what is right stays as it is', () => {
    core.tidy(() => {
      expect(tf.add([1], [2]).arraySync()).toEqual([3]);
      expect(tf.losses.meanSquaredError([1], [3]).arraySync()).toBe(4);
      expect(tf.train.adam().learningRate).toBe(0.001);
      expect(tf.add.name).toBe(core.add.name);
    });
  });

  test('errors in functions of the caller are the caller’s own', () => {
    const own = new TypeError('Cannot read properties of undefined (reading "mine")');
    const fail = (): never => {
      throw own;
    };
    expect(failure(() => tf.grad(fail)(a()))).toBe(own);
    expect(failure(() => tf.tidy(fail))).toBe(own);
    const weight = core.variable(core.scalar(1));
    expect(failure(() => tf.train.sgd(1).minimize(fail, false, [weight]))).toBe(own);
  });
}

describe('wrong arguments on the cpu backend', () => suite('cpu'));
describeIf('wasm', 'wrong arguments on the wasm backend', () => suite('wasm'));
describeIf('native', 'wrong arguments on TensorFlow', () => suite('tensorflow'));
