import '@tensorflow/tfjs-backend-cpu';
import * as core from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { setSeed } from '../backend/seed.js';
import { useBackend } from '../backend/use-backend.js';
import { useNative } from './test-tools.js';
import { type Tensor, tf } from './tf.js';

/** Weights after a training with random weights, order and dropout. */
async function train(seed: number | string): Promise<number[]> {
  setSeed(seed);
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 4, inputShape: [3], activation: 'relu' }),
      tf.layers.dropout({ rate: 0.3 }),
      tf.layers.gaussianNoise({ stddev: 0.1 }),
      tf.layers.dense({ units: 2, kernelInitializer: 'heUniform' }),
    ],
  });
  model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
  const x = tf.tensor2d(
    Array.from({ length: 30 }, (_, i) => Math.sin(i)),
    [10, 3],
  );
  const y = tf.slice<typeof x>(x, [0, 0], [10, 2]);
  await model.fit(x, y, { epochs: 3, batchSize: 4, verbose: 0 });
  const weights = model.getWeights().flatMap((w) => Array.from(w.dataSync()));
  model.dispose();
  tf.dispose([x, y]);
  return weights;
}

const names = [
  'randomNormal',
  'randomUniform',
  'truncatedNormal',
  'glorotNormal',
  'glorotUniform',
  'heNormal',
  'heUniform',
  'leCunNormal',
  'orthogonal',
] as const;

function suite(): void {
  beforeEach(() => {
    vi.spyOn(Math, 'random').mockImplementation(() => {
      throw new Error('Math.random was called');
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test('a training is the same for the same seed, and another one for another', async () => {
    const first = await train(7);
    expect(first.every(Number.isFinite)).toBe(true);
    expect(await train(7)).toEqual(first);
    expect(await train('seven')).not.toEqual(first);
  });

  test.each(names)(
    '%s: own seeds hold, 0 among them; without one the shared generator counts',
    (name) => {
      const draw = (options: { seed?: number }): number[] =>
        Array.from((tf.initializers[name](options).apply([4, 4]) as Tensor).dataSync());
      expect(draw({ seed: 0 })).toEqual(draw({ seed: 0 }));
      expect(draw({ seed: 5 })).toEqual(draw({ seed: 5 }));
      expect(draw({ seed: 5 })).not.toEqual(draw({ seed: 0 }));
      setSeed(1);
      const [first, second] = [draw({}), draw({})];
      expect(first).not.toEqual(second);
      setSeed(1);
      expect([draw({}), draw({})]).toEqual([first, second]);
    },
  );

  test('random tensors follow the seed', () => {
    const all = tf as never as Record<string, (...args: unknown[]) => Tensor>;
    const draws = (): number[][] => {
      setSeed(3);
      const x = tf.tensor2d([[0.1, 0.2, 0.7]]);
      return [
        all.randomNormal?.([5]),
        all.randomUniform?.([5]),
        all.randomUniformInt?.([5], 0, 100),
        all.truncatedNormal?.([5]),
        all.multinomial?.(x, 5),
        all.dropout?.(x, 0.5),
      ].map((t) => Array.from((t as Tensor).dataSync()));
    };
    expect(draws()).toEqual(draws());
  });

  test('shuffling keeps every element', () => {
    const items = Array.from({ length: 20 }, (_, i) => i);
    const shuffled = [...items];
    core.util.shuffle(shuffled);
    expect(shuffled).not.toEqual(items);
    expect(shuffled.sort((a, b) => a - b)).toEqual(items);
  });
}

describe('seeds on the cpu backend', () => {
  beforeAll(async () => void (await useBackend({ backend: 'cpu', printBackend: false })));
  suite();
});

describeIf('wasm', 'seeds on the wasm backend', () => {
  beforeAll(async () => void (await useBackend({ backend: 'wasm', printBackend: false })));
  suite();
});

describeIf('native', 'seeds on TensorFlow', () => {
  beforeAll(useNative);
  suite();
});
