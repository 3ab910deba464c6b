import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { numericalGradient, relativeError } from '../../deep-learning/test-tools.js';
import { tensorsKept, use } from '../../nn/layers/test-tools.js';
import { opsOf } from '../../nn/test-tools.js';
import { createRng } from '../random.js';
import { type Tensor, type Tensor4D, tf } from '../tf.js';
import {
  type AttentionOptions,
  causalMask,
  paddingMask,
  scaledDotProductAttention,
} from './attention.js';

const [B, H, T, D] = [2, 3, 5, 4];
const rng = createRng(3);
const draw = (): Float32Array => rng.normals(B * H * T * D);
const values = { q: draw(), k: draw(), v: draw(), dy: draw() };
const shaped = (x: Float32Array): Tensor4D => tf.tensor4d(x, [B, H, T, D]);

/** As the formula says, every gradient by TensorFlow.js. */
function naive(q: Tensor4D, k: Tensor4D, v: Tensor4D, mask: Tensor): Tensor4D {
  const scores = tf.div(tf.matMul(q, tf.transpose(k, [0, 1, 3, 2])), Math.sqrt(D));
  return tf.matMul<Tensor4D>(tf.softmax(tf.add(scores, mask)), v);
}

function valueAndGrads(f: (q: Tensor4D, k: Tensor4D, v: Tensor4D) => Tensor4D): Float32Array[] {
  return tf.tidy(() => {
    const { value, grads } = tf.valueAndGrads((...[q, k, v]) =>
      f(q as Tensor4D, k as Tensor4D, v as Tensor4D),
    )([shaped(values.q), shaped(values.k), shaped(values.v)], shaped(values.dy));
    return [value, ...grads].map((x) => Float32Array.from(x.dataSync()));
  });
}

function expectSame(a: Float32Array[], b: Float32Array[]): void {
  a.forEach((x, i) => {
    expect(relativeError(x, b[i] as Float32Array)).toBeLessThan(1e-6);
  });
}

function suite(): void {
  test('equals the naive form and its gradients, causal and padded', () => {
    expectSame(
      valueAndGrads((q, k, v) => scaledDotProductAttention(q, k, v, { causal: true })),
      valueAndGrads((q, k, v) => naive(q, k, v, causalMask(T))),
    );
    const keep = [1, 1, 1, 0, 0, 1, 1, 1, 1, 0];
    const padding = (): Tensor => paddingMask(tf.tensor2d(keep, [B, T], 'int32'));
    expectSame(
      valueAndGrads((q, k, v) =>
        scaledDotProductAttention(q, k, v, { causal: true, mask: padding() }),
      ),
      valueAndGrads((q, k, v) => naive(q, k, v, tf.add(padding(), causalMask(T)))),
    );
  });

  test('the gradient is that of finite differences', () => {
    const loss = (q: Float32Array): number =>
      tf.tidy(() => {
        const y = scaledDotProductAttention(shaped(q), shaped(values.k), shaped(values.v), {
          causal: true,
        });
        return tf.sum(tf.mul(y, shaped(values.dy))).dataSync()[0] as number;
      });
    const [, dq] = valueAndGrads((q, k, v) => scaledDotProductAttention(q, k, v, { causal: true }));
    expect(relativeError(dq as Float32Array, numericalGradient(loss, values.q))).toBeLessThan(1e-3);
  });

  test('dropped weights: the others are larger, and the gradients are those of the naive form', () => {
    // The same generator again draws the same pattern: for values of 1 it is in the output.
    const rate = 0.4;
    const seeded = () => ({ causal: true, dropout: rate, rng: createRng(8) });
    const eye = (): Tensor4D => tf.tile(tf.reshape(tf.eye(T), [1, 1, T, T]), [B, H, 1, 1]);
    const pattern = (): Tensor4D => {
      const equal = tf.zeros<[number, number, number, number]>([B, H, T, T]);
      const weights = scaledDotProductAttention(equal, equal, eye(), {
        ...seeded(),
        causal: false,
      });
      return tf.mul(weights, T); // 0 or 1 / (1 - rate)
    };
    const kept = tf.tidy(() => Array.from(pattern().dataSync()));
    expect(kept.filter((x) => Math.abs(x) > 1e-6 && Math.abs(x - 1 / (1 - rate)) > 1e-5)).toEqual(
      [],
    );
    expect(new Set(kept.map((x) => x > 0)).size).toBe(2);
    const dropped = (q: Tensor4D, k: Tensor4D, v: Tensor4D): Tensor4D => {
      const scores = tf.div(tf.matMul(q, tf.transpose(k, [0, 1, 3, 2])), Math.sqrt(D));
      const weights = tf.softmax(tf.add(scores, causalMask(T)));
      return tf.matMul<Tensor4D>(tf.mul(weights, tf.tensor4d(kept, [B, H, T, T])), v);
    };
    expectSame(
      valueAndGrads((q, k, v) => scaledDotProductAttention(q, k, v, seeded())),
      valueAndGrads(dropped),
    );
    const [, dq] = valueAndGrads((q, k, v) => scaledDotProductAttention(q, k, v, seeded()));
    const loss = (q: Float32Array): number =>
      tf.tidy(() => {
        const y = scaledDotProductAttention(
          shaped(q),
          shaped(values.k),
          shaped(values.v),
          seeded(),
        );
        return tf.sum(tf.mul(y, shaped(values.dy))).dataSync()[0] as number;
      });
    expect(relativeError(dq as Float32Array, numericalGradient(loss, values.q))).toBeLessThan(1e-3);
  });

  test('a later token changes no earlier one', () => {
    const [first, second] = [values.v, Float32Array.from(values.v)];
    for (let bh = 0; bh < B * H; bh++) second[(bh * T + T - 1) * D] = 9;
    const rows = (v: Float32Array): number[] =>
      tf.tidy(() =>
        Array.from(
          scaledDotProductAttention(shaped(values.q), shaped(values.k), shaped(v), { causal: true })
            .slice([0, 0, 0, 0], [B, H, T - 1, D])
            .dataSync(),
        ),
      );
    expect(rows(second)).toEqual(rows(first));
  });

  test('leaves no tensor behind', async () => {
    for (const more of [{}, { dropout: 0.5, rng: createRng(1) }]) {
      const kept = await tensorsKept(() =>
        valueAndGrads((q, k, v) => scaledDotProductAttention(q, k, v, { causal: true, ...more })),
      );
      expect(kept).toEqual([0, 0]);
    }
  });
}

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));
  suite();
});

test('says what does not fit', async () => {
  await use('cpu');
  const x = tf.zeros<[number, number, number, number]>([1, 2, 3, 4]);
  const long = tf.zeros<[number, number, number, number]>([1, 2, 5, 4]);
  expect(() => scaledDotProductAttention(x, x, long)).toThrow(
    'Expected `q` [B, H, T, D], `k` and `v` [B, H, S, D]. Received: q [1,2,3,4], k [1,2,3,4], v [1,2,5,4]',
  );
  expect(() => scaledDotProductAttention(x, long, long, { causal: true })).toThrow(
    'Expected as many keys as queries with `causal: true`; with other numbers pass a `mask`. Received: 3 queries and 5 keys',
  );
  expect(() => scaledDotProductAttention(x, x, x, { mask: tf.zeros([1, 3, 1, 3]) })).toThrow(
    'Expected `mask` to be float32 and to broadcast to [1,2,3,3]. Received: float32 of shape [1,3,1,3]',
  );
  expect(() => scaledDotProductAttention(x, x, x, { dropout: 1 })).toThrow(
    'Expected `dropout` at least 0 and less than 1. Received: 1',
  );
  expect(() => scaledDotProductAttention(x, x, x, { dropout: 0.1 })).toThrow(
    'Expected `rng` with `dropout`=0.1. Received: none. Pass a generator of `createRng`',
  );
  expect(() => paddingMask(tf.zeros([3]))).toThrow('Expected `keep` [B, T]. Received: shape [3]');
});

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));
  suite();

  test('dropout costs operations only where it is asked for', () => {
    const count = (options: AttentionOptions): number =>
      opsOf(() =>
        tf.tidy(() => {
          const x = shaped(values.q);
          scaledDotProductAttention(x, x, x, options);
        }),
      ).length;
    expect(count({ dropout: 0, rng: createRng(1) })).toBe(count({}));
    expect(count({ dropout: 0.1, rng: createRng(1) })).toBe(count({}) + 5);
  });
});
