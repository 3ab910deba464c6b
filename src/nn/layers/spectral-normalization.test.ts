import '@tensorflow/tfjs-backend-cpu';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { backendsHere, layerConforms } from '../../../test/conformance.js';
import { numericalGradient, relativeError } from '../test-tools.js';
import { type Layer, type LayersModel, type Tensor, tf, type Variable } from '../tf.js';
import { spectralNormalization } from './spectral-normalization.js';
import { savedAndLoaded, tensorsKept, use } from './test-tools.js';

const start = (seed: number) => tf.initializers.glorotUniform({ seed });
const dense = (): Layer =>
  spectralNormalization({ layer: tf.layers.dense({ units: 3, kernelInitializer: start(1) }) });

describe('spectral normalisation', () => {
  beforeAll(() => use(backendsHere()[0] as 'cpu'));
  afterAll(async () => void (await tf.setBackend('cpu')));

  // The conformance suite's gradient check is of the layer outside of training.
  layerConforms('of a dense layer', dense, { inputShape: [4], parameters: 4 * 3 + 3 + 3 });
  layerConforms(
    'of a convolution',
    () =>
      spectralNormalization({
        layer: tf.layers.conv2d({ filters: 2, kernelSize: 3, kernelInitializer: start(2) }),
      }),
    { inputShape: [4, 4, 2], parameters: 3 * 3 * 2 * 2 + 2 + 2 },
  );
});

function model(kernel: readonly number[]): LayersModel {
  const layer = tf.layers.dense({ units: 2, useBias: false });
  const one = tf.sequential({ layers: [spectralNormalization({ layer, inputShape: [2] })] });
  tf.tidy(() => {
    const weight = one.trainableWeights[0]?.read() as Variable;
    weight.assign(tf.tensor2d([...kernel], [2, 2]));
  });
  return one;
}

const call = (one: LayersModel, training: boolean): number[] =>
  tf.tidy(() => Array.from((one.apply(tf.eye(2), { training }) as Tensor).dataSync()));

function suite(): void {
  test('finds the largest singular value, goes on from it, and keeps it when saved', async () => {
    // Singular values 3 and 1.
    const one = model([2, 1, 1, 2]);
    const first = call(one, true);
    for (let i = 0; i < 30; i++) call(one, true);
    [2 / 3, 1 / 3, 1 / 3, 2 / 3].forEach((value, i) => {
      expect(call(one, false)[i]).toBeCloseTo(value, 5);
    });
    expect(first.every(Number.isFinite)).toBe(true);
    const again = await savedAndLoaded(one);
    expect(call(again, false)).toEqual(call(one, false));
    expect(one.nonTrainableWeights).toHaveLength(1);
    one.dispose();
    again.dispose();
  });

  test('its slope goes through the singular value', () => {
    const at = [2, 1, 0.3, 1.5];
    const one = model(at);
    for (let i = 0; i < 40; i++) call(one, true);
    const weight = one.trainableWeights[0]?.read() as Variable;
    const direction = tf.tensor2d([0.3, -0.7, 1.1, 0.2], [2, 2]);
    const f = (): Tensor =>
      tf.sum(tf.mul(one.apply(tf.eye(2), { training: true }) as Tensor, direction));
    const numerical = numericalGradient((moved) => {
      weight.assign(tf.tensor2d([...moved], [2, 2]));
      for (let i = 0; i < 40; i++) call(one, true);
      return tf.tidy(() => f().dataSync()[0] as number);
    }, at);
    weight.assign(tf.tensor2d(at, [2, 2]));
    for (let i = 0; i < 40; i++) call(one, true);
    const { value, grads } = tf.variableGrads(f as never, [weight]);
    expect(relativeError((grads[weight.name] as Tensor).dataSync(), numerical)).toBeLessThan(1e-3);
    tf.dispose([value, grads, direction]);
    one.dispose();
  });

  test('leaves no tensor', async () => {
    const work = () => {
      const one = model([2, 1, 1, 2]);
      call(one, true);
      call(one, false);
      one.dispose();
    };
    expect(await tensorsKept(work)).toEqual([0, 0]);
  });
}

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));
  suite();

  test('refuses what has no kernel', () => {
    const flat = spectralNormalization({ layer: tf.layers.flatten(), inputShape: [2, 2] });
    expect(() => tf.sequential({ layers: [flat] })).toThrow(
      'Expected a layer with a kernel, such as `tf.layers.dense`, `conv2d` or `conv2dTranspose`. Received: `Flatten`',
    );
  });
});
describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));
  suite();
});
