import { beforeAll, expect, test } from 'vitest';
import { createRng } from '../backend/random.js';
import {
  numericalGradient,
  relativeError,
  tensorsLeft,
  useCpu,
} from '../deep-learning/test-tools.js';
import { type Tensor1D, type Tensor2D, tf } from '../nn/tf.js';
import { denseBackward, denseForward } from './dense.js';

beforeAll(useCpu);

const [B, D, H] = [3, 4, 2] as const;
const rng = createRng('dense');
const values = {
  x: rng.normals(B * D),
  w: rng.normals(D * H),
  b: rng.normals(H),
  dy: rng.normals(B * H),
};
const tensors = (v = values) => ({
  x: tf.tensor2d(v.x, [B, D]),
  w: tf.tensor2d(v.w, [D, H]),
  b: tf.tensor1d(v.b),
  dy: tf.tensor2d(v.dy, [B, H]),
});

test('forward agrees with three loops', () => {
  const { x, w, b } = tensors();
  const got = denseForward(x, w, b).arraySync();
  for (let i = 0; i < B; i++) {
    for (let j = 0; j < H; j++) {
      let sum = values.b[j] ?? 0;
      for (let k = 0; k < D; k++) sum += (values.x[i * D + k] ?? 0) * (values.w[k * H + j] ?? 0);
      expect(got[i]?.[j]).toBeCloseTo(sum, 5);
    }
  }
});

test.each(['x', 'w', 'b'] as const)(
  'the gradient of %s agrees with central differences',
  (name) => {
    const weighted = (v: Float32Array): number =>
      tf.tidy(() => {
        const t = tensors({ ...values, [name]: v });
        return tf.sum(tf.mul(denseForward(t.x, t.w, t.b), t.dy)).dataSync()[0] ?? Number.NaN;
      });
    const { x, w, dy } = tensors();
    const { dx, dw, db } = denseBackward(x, w, dy);
    const exact: Tensor2D | Tensor1D = { x: dx, w: dw, b: db }[name];
    expect(exact.shape).toEqual(tensors()[name].shape);
    expect(relativeError(numericalGradient(weighted, values[name]), exact.dataSync())).toBeLessThan(
      1e-3,
    );
  },
);

test('leaves its results and nothing else', async () => {
  const { x, w, b, dy } = tensors();
  expect(await tensorsLeft(() => denseForward(x, w, b))).toBe(1);
  expect(await tensorsLeft(() => denseBackward(x, w, dy))).toBe(3);
});
