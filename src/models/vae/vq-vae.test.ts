import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { tensorsKept, use } from '../../nn/layers/test-tools.js';
import { type LayersModel, type Tensor, tf } from '../../nn/tf.js';
import { loadModel } from '../load-model.js';
import { saveModel } from '../save-model.js';
import { quantizerOf } from './parts/quantizer-of.js';
import { VectorQuantizer } from './parts/vector-quantizer.js';
import { spec, vqVae } from './vq-vae.js';

const numbers = (make: () => Tensor): number[] => tf.tidy(() => Array.from(make().dataSync()));
const small = (more: object = {}): LayersModel =>
  vqVae({ inputShape: [4, 4, 1], codes: 4, codeSize: 2, filters: [4], seed: 1, ...more });

/** A quantizer with the codebook [[0, 0], [1, 0], [0, 2]]. */
function quantizer(options: { decay?: number; restartBelow?: number } = {}): VectorQuantizer {
  const { decay = 0.5, restartBelow = 0 } = options;
  const layer = new VectorQuantizer({ codes: 3, decay, restartBelow, seed: 1 });
  tf.tidy(() => void layer.apply(tf.zeros([1, 2]) as never));
  const start = [0, 0, 1, 0, 0, 2];
  tf.tidy(() => {
    const book = tf.tensor2d(start, [3, 2]);
    // Each code as if it had stood for one vector, itself.
    layer.setWeights([book, tf.ones([3]), book] as never);
  });
  return layer;
}

const call = (layer: VectorQuantizer, x: Tensor, training: boolean): Tensor =>
  layer.call(x as never, { training }) as Tensor;

function suite(): void {
  test('each vector becomes the nearest one of the codebook', () => {
    const layer = quantizer();
    const x = tf.tensor2d([0.1, -0.2, 0.9, 0.3, -1, 1.4, 0.6, 0.1], [4, 2]);
    expect(numbers(() => layer.nearest(x as never) as Tensor)).toEqual([0, 1, 2, 1]);
    expect(numbers(() => call(layer, x, false))).toEqual([0, 0, 1, 0, 0, 2, 1, 0]);
    const grid = tf.reshape(x, [1, 2, 2, 2]);
    const codes = layer.nearest(grid as never);
    expect([codes.shape, codes.dtype]).toEqual([[1, 2, 2], 'int32']);
    tf.dispose([x, grid, codes as never]);
    layer.dispose();
  });

  test('the gradient passes straight through', () => {
    const layer = quantizer();
    const x = tf.tensor2d([0.1, -0.2, 0.9, 0.3], [2, 2]);
    const weights = tf.tensor2d([1, -2, 3, 0.5], [2, 2]);
    for (const training of [false, true]) {
      const gradient = numbers(() =>
        tf.grad((one: Tensor) => tf.sum(tf.mul(call(layer, one, training), weights)))(x),
      );
      expect(gradient).toEqual([1, -2, 3, 0.5]);
    }
    tf.dispose([x, weights]);
    layer.dispose();
  });

  test('in training the codebook follows by running means', () => {
    const layer = quantizer();
    const x = tf.tensor2d([0.2, 0.2, 0.4, 0, 1.2, 0.4], [3, 2]);
    const before = numbers(() => layer.codebook() as Tensor);
    call(layer, x, false).dispose();
    expect(numbers(() => layer.codebook() as Tensor)).toEqual(before);
    call(layer, x, true).dispose();
    const after = numbers(() => layer.codebook() as Tensor);
    // Counts (1 + 2) / 2, (1 + 1) / 2, (1 + 0) / 2; sums likewise.
    const expected = [0.3 / 1.5, 0.1 / 1.5, 1.1, 0.2, 0, 2];
    for (const [i, value] of after.entries()) expect(value).toBeCloseTo(expected[i] ?? 0, 3);
    x.dispose();
    layer.dispose();
  });

  test('a code that is hardly used starts anew at a vector of the batch', () => {
    const layer = quantizer({ decay: 0, restartBelow: 0.5 });
    const x = tf.tensor2d([0.2, 0.2, 0.4, 0, 1.2, 0.4, 1, 0.1], [4, 2]);
    call(layer, x, true).dispose();
    const [, , last] = tf.tidy(() => layer.codebook().arraySync()) as number[][];
    const rows = x.arraySync() as number[][];
    const gap = rows.map((row) => Math.hypot(...row.map((v, i) => v - (last?.[i] ?? 0))));
    expect(Math.min(...gap)).toBeLessThan(1e-3);
    x.dispose();
    layer.dispose();
  });

  test('nothing is left by a call', async () => {
    const layer = quantizer({ restartBelow: 0.1 });
    const x = tf.ones([5, 2]);
    expect(await tensorsKept(() => call(layer, x, true).dispose())).toEqual([0, 0]);
    x.dispose();
    layer.dispose();
  });
}

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));
  suite();

  test('is encoder, quantizer and decoder, also when it was saved and loaded', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vq-vae-'));
    const x = tf.randomUniform([3, 4, 4, 1], 0, 1, 'float32', 1);
    const model = small();
    await saveModel(model, folder);
    const { model: loaded } = await loadModel(folder);
    const expected = numbers(() => model.predict(x) as Tensor);
    for (const one of [model, loaded]) {
      const { encoder, quantizer: layer, decoder, grid } = spec.parts(one);
      expect(grid).toEqual([2, 2]);
      expect(encoder.outputShape).toEqual([null, 2, 2, 2]);
      expect(numbers(() => one.predict(x) as Tensor)).toEqual(expected);
      const through = numbers(() => {
        const vectors = encoder.predict(x) as Tensor;
        return decoder.predict(layer.apply(vectors)) as Tensor;
      });
      expect(through).toEqual(expected);
    }
    const book = quantizerOf(spec.parts(loaded)).codebook();
    expect(book.shape).toEqual([4, 2]);
    for (const one of [x, model, loaded]) one.dispose();
    await rm(folder, { recursive: true });
  });

  test('its parts are disposed with it', async () => {
    const x = tf.ones([1, 4, 4, 1]);
    const work = (): void => {
      const model = small();
      tf.dispose(model.predict(x));
      model.dispose();
    };
    expect(await tensorsKept(work)).toEqual([0, 0]);
    x.dispose();
  });

  test('what does not fit is told', () => {
    expect(() => small({ inputShape: [5, 4, 1] })).toThrow('H and W multiples of 2');
    expect(() => small({ decay: 1 })).toThrow(
      'Expected `decay` to be a number in [0, 1). Received: 1. Change it in the options of `vqVae`.',
    );
    const other = tf.sequential({
      layers: [tf.layers.dense({ units: 1, inputShape: [1], name: 'd' })],
    });
    expect(() => spec.parts(other)).toThrow(
      'Expected `model` to be made by `vqVae` of `gradus/vae`, or loaded from one, with the layers that ' +
        'it was made with. Received: layers d',
    );
    other.dispose();
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
