import '@tensorflow/tfjs-backend-cpu';
import * as core from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import {
  nativeTensorsLeft,
  numericalGradient,
  opsOf,
  relativeError,
  useNative,
} from '../../nn/test-tools.js';
import '../tf.js';
import { useBackend } from '../use-backend.js';
import { biasActivation, composedBiasActivation } from './bias-activation.js';
import { embedding } from './embedding.js';
import { gelu, geluNew } from './gelu.js';
import { groupNorm } from './group-norm.js';
import { layerNorm, rmsNorm } from './norms.js';
import { swish } from './swish.js';

type F = (...inputs: core.Tensor[]) => core.Tensor;

const rows = (): core.Tensor => core.tensor2d([0, 2, 2, 1, 0, 2], [2, 3], 'int32');
/** What each computes, written plainly, and the shapes of its inputs. */
const cases: [name: string, fused: F, plain: F, shapes: number[][], most: number][] = [
  ...(['linear', 'relu', 'relu6', 'elu', 'selu', 'sigmoid', 'tanh'] as const).map(
    (activation): [string, F, F, number[][], number] => [
      `bias and ${activation}`,
      (x, b) => biasActivation(x as core.Tensor, b as core.Tensor, activation),
      (x, b) => composedBiasActivation(x as core.Tensor, b as core.Tensor, activation),
      [[4, 3], [3]],
      4,
    ],
  ),
  [
    'layerNorm',
    (x, g, b) => layerNorm(x as core.Tensor, g as core.Tensor, b as core.Tensor, 1e-3),
    (x, g, b) => {
      const { mean, variance } = core.moments(x as core.Tensor, -1, true);
      const hat = core.div(core.sub(x as core.Tensor, mean), core.sqrt(core.add(variance, 1e-3)));
      return core.add(core.mul(hat, g as core.Tensor), b as core.Tensor);
    },
    [[2, 3, 5], [5], [5]],
    20,
  ],
  [
    'rmsNorm',
    (x, g) => rmsNorm(x as core.Tensor, g as core.Tensor, 1e-3),
    (x, g) => {
      const square = core.mean(core.square(x as core.Tensor), -1, true);
      const root = core.sqrt(core.add(square, 1e-3));
      return core.mul(core.div(x as core.Tensor, root), g as core.Tensor);
    },
    [[2, 3, 5], [5]],
    14,
  ],
  [
    'groupNorm',
    (x, g, b) =>
      groupNorm(x as core.Tensor, g as core.Tensor, b as core.Tensor, { groups: 2, epsilon: 0.5 }),
    // A large epsilon: without one the second gradient is nearly nothing.
    (x, g, b) => {
      const grouped = core.reshape(x as core.Tensor, [2, 6, 2, 2]);
      const { mean, variance } = core.moments(grouped, [1, 3], true);
      const hat = core.div(core.sub(grouped, mean), core.sqrt(core.add(variance, 0.5)));
      const back = core.reshape(hat, [2, 3, 2, 4]);
      return core.add(core.mul(back, g as core.Tensor), b as core.Tensor);
    },
    [[2, 3, 2, 4], [4], [4]],
    49,
  ],
  [
    'swish',
    (x) => swish(x as core.Tensor),
    (x) => core.div(x as core.Tensor, core.add(1, core.exp(core.neg(x as core.Tensor)))),
    [[3, 4]],
    7,
  ],
  [
    'gelu',
    (x) => gelu(x as core.Tensor),
    (x) => {
      const cdf = core.mul(0.5, core.add(1, core.erf(core.div(x as core.Tensor, Math.SQRT2))));
      return core.mul(x as core.Tensor, cdf);
    },
    [[3, 4]],
    12,
  ],
  [
    'geluNew',
    (x) => geluNew(x as core.Tensor),
    (x) => {
      const inner = core.add(x as core.Tensor, core.mul(0.044715, core.pow(x as core.Tensor, 3)));
      const t = core.tanh(core.mul(Math.sqrt(2 / Math.PI), inner));
      return core.mul(core.mul(0.5, x as core.Tensor), core.add(1, t));
    },
    [[3, 4]],
    17,
  ],
  [
    'embedding',
    (table) => embedding(table as core.Tensor, rows()),
    (table) =>
      core.reshape(
        core.matMul(
          core.reshape(core.cast(core.oneHot(rows(), 3), 'float32'), [6, 3]),
          table as core.Tensor,
        ),
        [2, 3, 2],
      ),
    [[3, 2]],
    2,
  ],
];

const inputsOf = (shapes: number[][]): core.Tensor[] =>
  shapes.map((shape, i) => core.randomNormal(shape, 0.2, 1, 'float32', 11 + i));

/** Value, first and second gradients. */
function results(f: F, shapes: number[][], twice: boolean): number[][] {
  return core.tidy(() => {
    const inputs = inputsOf(shapes);
    const y = f(...inputs);
    const dy = core.randomNormal(y.shape, 0, 1, 'float32', 3);
    const first = core.grads((...given) => core.mul(f(...given), dy))(inputs);
    const slope = (x: core.Tensor): core.Tensor =>
      core.mul(x, core.grad((t) => core.mul(f(t, ...inputs.slice(1)), dy))(x));
    const second = twice ? [core.grad(slope)(inputs[0] as core.Tensor)] : [];
    return [y, ...first, ...second].map((t) => Array.from(t.dataSync()));
  });
}

/** The comparison in tfjs's gradient of these has none of its own; that of `pow` is NaN below 0. */
const onceOnly = ['bias and selu', 'bias and relu6', 'geluNew', 'embedding'];

/** Differences across a kink tell nothing. */
const kinked = ['bias and relu', 'bias and relu6', 'bias and selu'];

function suite(tested = cases): void {
  test.each(tested)(
    '%s agrees with plain operations, and with differences',
    (name, fused, plain, shapes) => {
      const twice = !onceOnly.includes(name);
      const expected = results(plain, shapes, twice);
      for (const [i, values] of results(fused, shapes, twice).entries()) {
        expect(relativeError(values, expected[i] as number[])).toBeLessThan(1e-5);
      }
      if (kinked.includes(name)) return;
      core.tidy(() => {
        const [x, ...others] = inputsOf(shapes) as [core.Tensor, ...core.Tensor[]];
        const f = (t: core.Tensor): core.Tensor => core.sum(core.sin(fused(t, ...others)));
        const differences = numericalGradient(
          (values) => core.tidy(() => f(core.tensor(values, x.shape)).dataSync()[0] as number),
          x.dataSync(),
        );
        expect(relativeError(core.grad(f)(x).dataSync(), differences)).toBeLessThan(1e-3);
      });
    },
  );
}

describe('fused operations on the cpu backend', () => {
  beforeAll(async () => void (await useBackend({ backend: 'cpu', printBackend: false })));
  suite();
});

describeIf('wasm', 'fused operations on the wasm backend', () => {
  beforeAll(async () => void (await useBackend({ backend: 'wasm', printBackend: false })));
  // This backend has no kernel for the gradient of looking up rows.
  suite(cases.filter(([name]) => name !== 'embedding'));
});

describeIf('native', 'fused operations on TensorFlow', () => {
  beforeAll(useNative);
  afterAll(async () => void (await core.setBackend('cpu')));
  suite();

  test.each(cases)('%s takes few operations and leaves no tensor', (_, fused, __, shapes, most) => {
    const inputs = inputsOf(shapes);
    const dy = core.tidy(() => core.onesLike(fused(...inputs)));
    const step = (): void => core.tidy(() => void core.grads(fused)(inputs, dy));
    expect(opsOf(step).length).toBeLessThanOrEqual(most);
    expect(nativeTensorsLeft(step)).toBe(0);
    core.dispose([dy, ...inputs]);
  });

  test('a row out of range is refused', () => {
    const table = core.zeros([4, 2]);
    expect(() => embedding(table, core.tensor1d([9], 'int32'))).toThrow('is not in [0, 4)');
  });
});
