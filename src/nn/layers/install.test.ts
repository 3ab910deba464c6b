import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { isLibrary } from '../../backend/capture/index.js';
import { nativeTensorsLeft, opsOf, relativeError, useNative } from '../test-tools.js';
import { tf } from '../tf.js';

type Factory = (options: object) => tfl.layers.Layer;
const made = (factory: string, options: object): [tfl.layers.Layer, tfl.layers.Layer] => {
  const [ours, theirs] = [tf.layers, tfl.layers].map(
    (all) => (Object.entries(all).find(([name]) => name === factory) as [string, Factory])[1],
  ) as [Factory, Factory];
  return [ours(options), theirs(options)];
};

/** Each replaced layer: its factory, options and input shape. */
const cases: [factory: string, options: object, shape: number[]][] = [
  ['dense', { units: 3, activation: 'relu' }, [4, 5]],
  ['dense', { units: 3, activation: 'softmax' }, [4, 5]],
  ['dense', { units: 3, activation: 'tanh', useBias: false }, [4, 5]],
  ['dense', { units: 3, activation: 'selu' }, [2, 4, 5]],
  ['dense', { units: 3 }, [4, 5]],
  ['lstm', { units: 3, recurrentActivation: 'sigmoid' }, [4, 5, 2]],
  ['gru', { units: 3, recurrentActivation: 'sigmoid' }, [4, 5, 2]],
  ['dense', { units: 3, activation: 'gelu' }, [4, 5]],
  ['conv1d', { filters: 3, kernelSize: 2, activation: 'elu' }, [2, 6, 3]],
  [
    'conv2d',
    { filters: 3, kernelSize: 2, strides: 2, padding: 'same', activation: 'relu' },
    [2, 5, 6, 2],
  ],
  ['conv2d', { filters: 3, kernelSize: 3, activation: 'sigmoid', useBias: false }, [2, 5, 6, 2]],
  ['depthwiseConv2d', { kernelSize: 2, depthMultiplier: 2, activation: 'relu' }, [2, 5, 5, 2]],
  ['separableConv2d', { filters: 3, kernelSize: 2, activation: 'relu6' }, [2, 5, 5, 2]],
  ['batchNormalization', {}, [6, 3]],
  ['batchNormalization', { momentum: 0.9, epsilon: 1e-2 }, [4, 5, 3]],
  ['batchNormalization', {}, [2, 3, 4, 3]],
  ['layerNormalization', {}, [4, 5, 8]],
  ['embedding', { inputDim: 7, outputDim: 4, inputLength: 5 }, [3, 5]],
];

/** Output, and gradients of the weights and the input for a fixed gradient of the output. */
function passes(layer: tfl.layers.Layer, x: core.Tensor): core.Tensor[] {
  const run = (input: core.Tensor): core.Tensor =>
    layer.apply(input, { training: true }) as core.Tensor;
  const y = run(x);
  const dy = core.randomNormal(y.shape, 0, 1, 'float32', 3);
  const loss = (input: core.Tensor): core.Scalar => core.sum(core.mul(run(input), dy));
  const weights = layer.trainableWeights.map((weight) => weight.read() as core.Variable);
  const inputs = x.dtype === 'float32' ? [core.grad(loss)(x)] : [];
  const { grads } = core.variableGrads(() => loss(x), weights);
  return [y, ...inputs, ...weights.map((weight) => grads[weight.name] as core.Tensor)];
}

describeIf('native', 'layers in the place of those of tfjs', () => {
  beforeAll(useNative);

  describe.each(cases)('%s %j of %j', (factory, options, shape) => {
    test('gives the numbers and the JSON of tfjs in no more operations, and leaves no tensor', () => {
      const [ours, theirs] = made(factory, { ...options, name: 'layer' });
      const x =
        factory === 'embedding'
          ? core.randomUniform(shape, 0, 7, 'int32', 2)
          : core.randomNormal(shape, 0, 1, 'float32', 2);
      core.tidy(() => {
        theirs.apply(x);
        ours.apply(x);
        ours.setWeights(
          theirs
            .getWeights()
            .map((w, i) => core.randomUniform(w.shape, -0.5, 1.5, 'float32', 5 + i)),
        );
        theirs.setWeights(ours.getWeights());
      });
      core.tidy(() => {
        const [mine, other] = [passes(ours, x), passes(theirs, x)];
        mine.push(...ours.nonTrainableWeights.map((weight) => weight.read()));
        other.push(...theirs.nonTrainableWeights.map((weight) => weight.read()));
        for (const [i, value] of mine.entries()) {
          const expected = other[i] as core.Tensor;
          expect(value.shape).toEqual(expected.shape);
          expect(relativeError(value.dataSync(), expected.dataSync())).toBeLessThan(1e-5);
        }
      });
      const step = (): void => core.tidy(() => void passes(ours, x));
      expect(nativeTensorsLeft(step)).toBe(0);
      expect(ours.getClassName()).toBe(theirs.getClassName());
      expect(ours.getConfig()).toEqual(theirs.getConfig());
      expect(isLibrary(ours.constructor)).toBe(true);
      expect(opsOf(step).length).toBeLessThanOrEqual(
        opsOf(() => core.tidy(() => passes(theirs, x))).length,
      );
      core.dispose(
        [x, ...ours.weights, ...theirs.weights].map((t) => ('read' in t ? t.read() : t)),
      );
    });
  });
});

test('a class of layers without a name is told how to get one', () => {
  class Plain extends tfl.layers.Layer {}
  expect(() => new Plain()).toThrow(
    "Expected the class Plain to have a static className, which names its layers and stands in saved models. Received: undefined. Add `static className = 'Plain';` to it",
  );
  expect(new Plain({ name: 'mine' }).name).toBe('mine');
});

test('a dilated depthwise layer is one with zeros in its kernel', () => {
  const x = core.randomNormal([1, 6, 7, 2], 0, 1, 'float32', 1);
  const kernel = core.randomNormal([2, 2, 2, 1], 0, 1, 'float32', 2);
  const apart = core.tensor1d([0, 2], 'int32');
  const columns = core.unsortedSegmentSum(core.transpose(kernel, [1, 0, 2, 3]), apart, 3);
  const wide = core.unsortedSegmentSum(core.transpose(columns, [1, 0, 2, 3]), apart, 3);
  for (const padding of ['valid', 'same'] as const) {
    const options = { padding, useBias: false };
    const dilated = tf.layers.depthwiseConv2d({ ...options, kernelSize: 2, dilationRate: 2 });
    const plain = tf.layers.depthwiseConv2d({ ...options, kernelSize: 3 });
    const model = tf.sequential({
      layers: [tf.layers.reshape({ targetShape: [6, 7, 2], inputShape: [84] }), dilated],
    });
    plain.apply(tf.zeros([1, 6, 7, 2]));
    dilated.setWeights([kernel]);
    plain.setWeights([wide]);
    const [y, expected] = [dilated, plain].map((layer) => layer.apply(x));
    expect(relativeError(y?.dataSync() ?? [], expected?.dataSync() ?? [])).toBeLessThan(1e-6);
    expect(model.outputShape).toEqual([null, ...(y?.shape.slice(1) ?? [])]);
  }
  const first = { kernelSize: 2, dilationRate: 2, dataFormat: 'channelsFirst', name: 'first' };
  expect(() => made('depthwiseConv2d', first)[0].apply(x)).toThrow(
    "Expected dataFormat 'channelsLast'",
  );
});
