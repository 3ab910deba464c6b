import '@tensorflow/tfjs-backend-cpu';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { createRng } from '../backend/random.js';
import { use } from '../nn/layers/test-tools.js';
import { numericalGradient, relativeError } from '../nn/test-tools.js';
import { type LayersModel, type Tensor, tf, type Variable } from '../nn/tf.js';
import { gradientPenalty } from './gradient-penalty.js';

interface Stored {
  readonly shape: number[];
  readonly values: number[];
}
interface Case {
  readonly real: Stored;
  readonly fake: Stored;
  readonly share: Stored;
  readonly weights: readonly Stored[];
  readonly penalty: number;
  readonly gradients: readonly Stored[];
}
const recorded = JSON.parse(
  readFileSync(new URL('fixtures/pytorch.json', import.meta.url), 'utf8'),
) as { dense: Case; convolution: Case };

/** The critics of `fixtures/record.py`, of the layers that models are made of. */
const critics: Record<keyof typeof recorded, () => LayersModel> = {
  dense: () =>
    tf.sequential({
      layers: [
        tf.layers.dense({ units: 4, inputShape: [3] }),
        tf.layers.layerNormalization({ epsilon: 1e-5 }),
        tf.layers.leakyReLU({ alpha: 0.2 }),
        tf.layers.dense({ units: 1, useBias: false }),
      ],
    }),
  convolution: () => {
    const half = { kernelSize: 4, strides: 2, padding: 'same' } as const;
    return tf.sequential({
      layers: [
        tf.layers.conv2d({ ...half, filters: 3, inputShape: [8, 8, 2], activation: 'tanh' }),
        tf.layers.conv2d({ ...half, filters: 2, useBias: false }),
        tf.layers.leakyReLU({ alpha: 0.2 }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 1, useBias: false }),
      ],
    });
  },
};

const toTensor = ({ values, shape }: Stored): Tensor => tf.tensor(values, shape);

function suite(): void {
  test.each(['dense', 'convolution'] as const)('%s: value and slopes as in PyTorch', (name) => {
    const { real, fake, share, weights, penalty, gradients } = recorded[name];
    const critic = critics[name]();
    tf.tidy(() => critic.setWeights(weights.map(toTensor)));
    const variables = critic.trainableWeights.map((weight) => weight.read() as Variable);
    tf.tidy(() => {
      const noise = { uniform: () => toTensor(share) };
      const f = () =>
        gradientPenalty(
          (x) => critic.apply(x, { training: true }) as Tensor,
          toTensor(real),
          toTensor(fake),
          noise,
        );
      const { value, grads } = tf.variableGrads(f, variables);
      expect(value.dataSync()[0]).toBeCloseTo(penalty, 5);
      variables.forEach((variable, i) => {
        const given = (grads[variable.name] as Tensor).dataSync();
        expect(relativeError(given, (gradients[i] as Stored).values)).toBeLessThan(1e-4);
      });
    });
    critic.dispose();
  });

  test('a linear critic has (‖w‖ − 1)², and the slope of differences', () => {
    const at = [0.6, -1.1, 0.4];
    const rng = createRng(5);
    const [real, fake] = [
      tf.tensor2d(rng.normals(12), [4, 3]),
      tf.tensor2d(rng.normals(12), [4, 3]),
    ];
    const f = (w: Tensor): Tensor =>
      gradientPenalty((x) => tf.matMul(x, tf.reshape(w, [3, 1])), real, fake, {
        uniform: (shape) => tf.fill([...shape], 0.3),
      });
    const value = tf.tidy(() => f(tf.tensor1d(at)).dataSync()[0]);
    expect(value).toBeCloseTo((Math.hypot(...at) - 1) ** 2, 5);
    const numerical = numericalGradient(
      (moved) => tf.tidy(() => f(tf.tensor1d([...moved])).dataSync()[0] as number),
      at,
    );
    const gradient = tf.tidy(() => tf.grad(f)(tf.tensor1d(at)).dataSync());
    expect(relativeError(gradient, numerical)).toBeLessThan(1e-3);
    tf.dispose([real, fake]);
  });
}

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));
  suite();

  test('a critic without any slope gives a finite one', () => {
    tf.tidy(() => {
      const f = (w: Tensor): Tensor =>
        gradientPenalty((x) => tf.sum(tf.mul(x, w), 1), tf.ones([2, 3]), tf.zeros([2, 3]), {
          uniform: (shape) => tf.zeros([...shape]),
        });
      const slope = tf
        .grad(f)(tf.zeros([3]))
        .dataSync();
      expect(slope.every(Number.isFinite)).toBe(true);
    });
  });

  test('refuses examples of two shapes', () => {
    tf.tidy(() => {
      const noise = { uniform: (shape: readonly number[]) => tf.zeros([...shape]) };
      expect(() => gradientPenalty((x) => x, tf.ones([2, 3]), tf.ones([2, 4]), noise)).toThrow(
        'Expected real and generated examples of one shape. Received: [2,3] and [2,4].',
      );
    });
  });
});
describeIf('wasm', 'on the wasm backend', () => {
  beforeAll(() => use('wasm'));
  suite();
});
describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));
  suite();
});
