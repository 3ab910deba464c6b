import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { createRng } from '../../backend/random.js';
import { numericalGradient, relativeError } from '../../deep-learning/test-tools.js';
import { type LayersModel, type Tensor, type Tensor3D, tf } from '../tf.js';
import { savedAndLoaded, tensorsKept, use } from './test-tools.js';
import {
  causalSelfAttention,
  tokenAndPositionEmbedding,
  transformerBlock,
} from './transformer-layers.js';

const [B, T, D] = [2, 4, 6];

function block(
  options: {
    dropout?: number;
    attentionDropout?: number;
    stddev?: number;
    trainable?: boolean;
  } = {},
): LayersModel {
  const x = tf.input({ shape: [null, D] });
  const layer = transformerBlock({ heads: 2, stddev: 0.3, seed: 4, ...options });
  return tf.model({ inputs: x, outputs: layer.apply(x) });
}

const input = (seed = 1): Tensor3D => tf.tensor3d(createRng(seed).normals(B * T * D), [B, T, D]);

const read = (f: () => Tensor): number[] => tf.tidy(() => Array.from(f().dataSync()));

function suite(): void {
  test('has the weights of the formula, named by their place', () => {
    const model = block();
    expect(model.countParams()).toBe(
      4 * D + (3 * D * D + 3 * D) + (D * D + D) + (8 * D * D + 5 * D),
    );
    const names = model.getLayer(1 as number).weights.map((w) => w.name.replace(/^[^/]*\//, ''));
    expect(names).toEqual(
      expect.arrayContaining(['attention/qkv/kernel', 'norm_2/beta', 'up/bias']),
    );
    model.dispose();
  });

  test('the gradient is that of finite differences', () => {
    const model = block();
    const x = createRng(2).normals(B * T * D);
    const weigh = tf.tensor3d(createRng(3).normals(B * T * D), [B, T, D]);
    const loss = (at: Tensor): Tensor => tf.sum(tf.mul(model.apply<Tensor>(at), weigh));
    const shaped = (values: Float32Array): Tensor3D => tf.tensor3d(values, [B, T, D]);
    const gradient = read(() => tf.grad(loss)(shaped(x)));
    const numeric = numericalGradient((v) => read(() => loss(shaped(v)))[0] as number, x);
    expect(relativeError(gradient, numeric)).toBeLessThan(1e-3);
    model.dispose();
    weigh.dispose();
  });

  test('predicts the same after it was saved and loaded', async () => {
    const model = block();
    const loaded = await savedAndLoaded(model);
    expect(read(() => loaded.predict(input()) as Tensor)).toEqual(
      read(() => model.predict(input()) as Tensor),
    );
    model.dispose();
    loaded.dispose();
  });

  test('the seed decides the weights, and dropout acts in training alone', () => {
    for (const rates of [{ dropout: 0.5 }, { attentionDropout: 0.5 }]) {
      const [a, b, plain] = [block(rates), block(rates), block()];
      const out = (model: LayersModel, training: boolean): number[] =>
        read(() => model.apply<Tensor>(input(), { training }));
      expect(out(a, false)).toEqual(out(plain, false));
      const first = out(a, true);
      expect(first).not.toEqual(out(a, false));
      expect(out(b, true)).toEqual(first);
      expect(out(a, true)).not.toEqual(first);
      for (const model of [a, b, plain]) model.dispose();
    }
  });

  test('leaves no tensor behind', async () => {
    const kept = await tensorsKept(() => {
      const model = block();
      read(() => model.predict(input()) as Tensor);
      model.dispose();
    });
    expect(kept).toEqual([0, 0]);
  });
}

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));
  suite();

  test('a frozen block has no weight to train', () => {
    const model = block();
    const layer = model.getLayer(1 as number);
    layer.trainable = false;
    expect(layer.getWeights(true)).toEqual([]);
    expect(layer.getWeights()).toHaveLength(12);
    layer.trainable = true;
    expect(layer.getWeights(true)).toHaveLength(12);
    model.dispose();
  });

  test('says what does not fit', () => {
    const x = tf.input({ shape: [3, 5] });
    expect(() => causalSelfAttention({ heads: 2 }).apply(x)).toThrow(
      'Expected the width of the input to be a multiple of `heads`=2. Received: 5',
    );
    expect(() => causalSelfAttention({ heads: 0 })).toThrow(
      'Expected `heads` to be an integer >= 1. Received: 0',
    );
    expect(() => causalSelfAttention({ heads: 1, attentionDropout: 1 })).toThrow(
      'Expected `attentionDropout` to be a number in [0, 1). Received: 1',
    );
    const embedding = tokenAndPositionEmbedding({ vocabSize: 5, context: 3, width: 2 });
    expect(() => embedding.apply(tf.zeros([1, 4], 'int32'))).toThrow(
      'Expected tokens [B, T] with T <= 3, the context. Received: shape [1,4]',
    );
    expect(() => tokenAndPositionEmbedding({ vocabSize: 0, context: 3, width: 2 })).toThrow(
      'Expected `vocabSize` to be an integer >= 1. Received: 0',
    );
  });
});

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));
  suite();
});
