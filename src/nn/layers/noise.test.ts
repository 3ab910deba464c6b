import '@tensorflow/tfjs-backend-cpu';
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { setSeed } from '../../backend/seed.js';
import { useBackend } from '../../backend/use-backend.js';
import { nativeTensorsLeft, opsOf, useNative } from '../test-tools.js';
import '../tf.js';
import { Dropout, GaussianDropout, GaussianNoise } from './noise.js';
import { RMSNorm } from './norms.js';

const train = (layer: tfl.layers.Layer, x: core.Tensor): number[] =>
  core.tidy(() => Array.from((layer.apply(x, { training: true }) as core.Tensor).dataSync()));

function suite(): void {
  test('dropout zeroes its share, scales the rest, and does nothing outside training', () => {
    const layer = new Dropout({ rate: 0.25, seed: 3 });
    const x = core.ones([100, 100]);
    const y = train(layer, x);
    const dropped = y.filter((v) => v === 0).length / y.length;
    expect(dropped).toBeGreaterThan(0.23);
    expect(dropped).toBeLessThan(0.27);
    for (const v of y) if (v !== 0) expect(v).toBeCloseTo(4 / 3, 5);
    const still = core.tidy(() => Array.from((layer.apply(x) as core.Tensor).dataSync()));
    expect(still.every((v) => v === 1)).toBe(true);
  });

  test('the same seed gives the same numbers, and each call other ones', () => {
    const x = core.ones([50]);
    const twice = (): number[][] => {
      const layer = new Dropout({ rate: 0.5, seed: 9 });
      return [train(layer, x), train(layer, x)];
    };
    const [first, second] = twice();
    expect(first).not.toEqual(second);
    expect(twice()).toEqual([first, second]);
  });

  test.each([
    ['dropout', () => new Dropout({ rate: 0.5 })],
    ['noise', () => new GaussianNoise({ stddev: 2 })],
    ['multiplied noise', () => new GaussianDropout({ rate: 0.5 })],
  ])('%s follows setSeed', (_, make) => {
    const x = core.ones([50]);
    const run = (seed: number): number[] => {
      setSeed(seed);
      return train(make(), x);
    };
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
  });

  test.each([
    ['noise', (seed: number) => new GaussianNoise({ stddev: 2, seed })],
    ['multiplied noise', (seed: number) => new GaussianDropout({ rate: 0.5, seed })],
  ])('%s with a seed is the same whatever setSeed says, loaded too', async (_, make) => {
    const x = core.ones([50]);
    const run = (global: number, layer: tfl.layers.Layer): number[] => {
      setSeed(global);
      return train(layer, x);
    };
    expect(run(1, make(5))).toEqual(run(2, make(5)));
    expect(run(1, make(5))).not.toEqual(run(1, make(6)));
    const model = tfl.sequential({
      layers: [tfl.layers.inputLayer({ inputShape: [50] }), make(5)],
    });
    const loaded = await tfl.models.modelFromJSON(JSON.parse(model.toJSON() as string));
    const row = core.ones([1, 50]);
    expect(train(loaded.layers.at(-1) as tfl.layers.Layer, row)).toEqual(train(make(5), row));
  });

  test('noise has the spread that it was given', () => {
    const y = train(new GaussianNoise({ stddev: 2 }), core.zeros([10_000]));
    const spread = Math.sqrt(y.reduce((sum, v) => sum + v * v, 0) / y.length);
    expect(spread).toBeGreaterThan(1.9);
    expect(spread).toBeLessThan(2.1);
  });

  test('a pattern can be shared along an axis', () => {
    const layer = new Dropout({ rate: 0.5, seed: 1, noiseShape: [null, 1] });
    const y = train(layer, core.ones([20, 4]));
    for (let row = 0; row < 20; row++) {
      expect(new Set(y.slice(4 * row, 4 * row + 4)).size).toBe(1);
    }
  });

  test('RMS normalisation is saved, loaded, and refuses a bad epsilon', async () => {
    const model = tfl.sequential({
      layers: [new RMSNorm({ epsilon: 1e-4, inputShape: [3] }), tfl.layers.dense({ units: 2 })],
    });
    const loaded = await tfl.models.modelFromJSON(JSON.parse(model.toJSON() as string));
    loaded.setWeights(model.getWeights());
    const x = core.tensor2d([[1, -2, 3]]);
    const [a, b] = [model, loaded].map((m) => Array.from((m.predict(x) as core.Tensor).dataSync()));
    expect(b).toEqual(a);
    expect(loaded.layers[0]).toBeInstanceOf(RMSNorm);
    expect(loaded.layers[1]?.constructor.name).toBe('Dense');
    expect(() => new RMSNorm({ epsilon: 0 })).toThrow('Expected `epsilon` greater than 0');
  });
}

describe('random layers on the cpu backend', () => {
  beforeAll(async () => void (await useBackend({ backend: 'cpu', printBackend: false })));
  suite();
});

describeIf('wasm', 'random layers on the wasm backend', () => {
  beforeAll(async () => void (await useBackend({ backend: 'wasm', printBackend: false })));
  suite();
});

describeIf('native', 'random layers on TensorFlow', () => {
  beforeAll(useNative);
  suite();

  test('dropout is five operations, its gradient one, and leaves no tensor', () => {
    const layer = new Dropout({ rate: 0.5 });
    const x = core.ones([4, 4]);
    const dy = core.ones([4, 4]);
    const step = (): void =>
      core.tidy(() => {
        core.grad((t) => layer.apply(t, { training: true }) as core.Tensor)(x, dy);
      });
    expect(nativeTensorsLeft(step)).toBe(0);
    expect(opsOf(step)).toHaveLength(6);
  });
});
