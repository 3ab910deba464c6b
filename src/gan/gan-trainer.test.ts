import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { createRng } from '../backend/random.js';
import { conditionalDiscriminator } from '../models/gan/conditional-discriminator.js';
import { conditionalGenerator } from '../models/gan/conditional-generator.js';
import { dcganDiscriminator } from '../models/gan/dcgan-discriminator.js';
import { dcganGenerator } from '../models/gan/dcgan-generator.js';
import { ganDiscriminator } from '../models/gan/gan-discriminator.js';
import { ganGenerator } from '../models/gan/gan-generator.js';
import type { Snapshot, TrainerCallback } from '../nn/callbacks/callback.js';
import { tensorsKept, use } from '../nn/layers/test-tools.js';
import { type LayersModel, type Tensor, tf } from '../nn/tf.js';
import { callsOfSteps } from '../nn/training/test-tools.js';
import { GanTrainer, type GanTrainerOptions } from './gan-trainer.js';
import type { GanLoss } from './kinds.js';

const kinds: readonly GanLoss[] = ['gan', 'lsgan', 'hinge', 'wgan-gp'];

interface Parts {
  readonly trainer: GanTrainer;
  readonly x: Tensor;
  dispose(): void;
}

function parts(
  networks: { generator: LayersModel; discriminator: LayersModel },
  x: Tensor,
  options: Partial<GanTrainerOptions>,
): Parts {
  const trainer = new GanTrainer({ ...networks, seed: 3, ...options });
  return {
    trainer,
    x,
    dispose() {
      trainer.dispose();
      tf.dispose([x]);
      networks.generator.dispose();
      networks.discriminator.dispose();
    },
  };
}

/** Points on a ring. */
function ring(options: Partial<GanTrainerOptions> = {}, seed = 1): Parts {
  const rng = createRng('ring');
  const points = Array.from({ length: 80 }, () => rng.uniform(0, 2 * Math.PI)).map((angle) => [
    Math.cos(angle),
    Math.sin(angle),
  ]);
  const networks = {
    generator: ganGenerator({
      outputShape: [2],
      latent: 3,
      hidden: [8],
      outputActivation: 'linear',
      seed,
    }),
    discriminator: ganDiscriminator({ inputShape: [2], hidden: [8], seed: seed + 1 }),
  };
  return parts(networks, tf.tensor2d(points), options);
}

/** Small images. */
function images(options: Partial<GanTrainerOptions> = {}): Parts {
  const normalization = options.loss === 'wgan-gp' ? 'layer' : 'batch';
  const networks = {
    generator: dcganGenerator({ outputShape: [4, 4, 1], latent: 3, filters: [4], seed: 1 }),
    discriminator: dcganDiscriminator({
      inputShape: [4, 4, 1],
      filters: [4, 4],
      normalization,
      seed: 2,
    }),
  };
  return parts(networks, tf.tensor4d(createRng(1).uniforms(40 * 16), [40, 4, 4, 1]), options);
}

const valuesOf = (model: LayersModel): number[][] =>
  model.trainableWeights.map((weight) => Array.from(weight.read().dataSync()));

function suite(capture: boolean): void {
  test('resumed after an interruption, the same to the last bit', async () => {
    let snapshot: Snapshot | undefined;
    const stop: TrainerCallback = {
      async onStep({ step }, run) {
        if (step !== 7) return;
        snapshot = await run.snapshot();
        run.stop();
      },
    };
    const how = { loss: 'wgan-gp', criticSteps: 2, averageDecay: 0.9, capture } as const;
    const length = { steps: 12, batchSize: 8 };
    const [whole, cut, again] = [ring(how), ring({ ...how, callbacks: [stop] }), ring(how, 9)];
    const all = await whole.trainer.fit({ x: whole.x }, length);
    await cut.trainer.fit({ x: cut.x }, length);
    await again.trainer.resume(snapshot as Snapshot);
    expect(await again.trainer.fit({ x: again.x }, length)).toEqual(all);
    expect(all.metrics?.generatorLoss).toHaveLength(12);
    const drawn = [whole, again].map(({ trainer }) =>
      tf.tidy(() => Array.from(trainer.sample({ count: 4, seed: 5 }).dataSync())),
    );
    expect(drawn[1]).toEqual(drawn[0]);
    for (const one of [whole, cut, again]) one.dispose();
  });

  test('leaves no tensor behind', async () => {
    const work = async (): Promise<void> => {
      const one = images({ loss: 'wgan-gp', criticSteps: 2, averageDecay: 0.9, capture });
      await one.trainer.fit({ x: one.x }, { steps: 6, batchSize: 8 });
      one.trainer.sample({ count: 2 }).dispose();
      one.trainer.useAverage();
      one.dispose();
    };
    expect(await tensorsKept(work)).toEqual([0, 0]);
  });

  test.each(kinds)('%s: a step of one network leaves the weights of the other', async (loss) => {
    for (const still of [0, 1]) {
      const rates = [0.1, 0.1].map((rate, i) => (i === still ? 0 : rate));
      const optimizers = rates.map((rate) => tf.train.sgd(rate));
      const one = images({ loss, optimizers: [optimizers[0], optimizers[1]] as never, capture });
      const { discriminator, generator } = one.trainer;
      const models = [discriminator, generator];
      const before = models.map(valuesOf);
      await one.trainer.fit({ x: one.x }, { steps: 6, batchSize: 8 });
      const after = models.map(valuesOf);
      expect(after[still]).toEqual(before[still]);
      expect(after[1 - still]).not.toEqual(before[1 - still]);
      one.dispose();
      for (const optimizer of optimizers) optimizer.dispose();
    }
  });
}

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));
  suite(false);

  test('samples follow the class that is asked for, and are the same for the same seed', async () => {
    const networks = {
      generator: conditionalGenerator({
        outputShape: [4, 4, 1],
        classes: 2,
        latent: 3,
        filters: [4],
      }),
      discriminator: conditionalDiscriminator({ inputShape: [4, 4, 1], classes: 2, filters: [4] }),
    };
    const y = tf.tensor1d(
      Array.from({ length: 32 }, (_, i) => i % 2),
      'int32',
    );
    // Class 0 is dark, class 1 is bright.
    const x = tf.tidy(() => {
      const bright = tf.reshape(tf.cast(y, 'float32'), [32, 1, 1, 1]);
      const spread = tf.tensor4d(createRng(2).uniforms(32 * 16, 0, 0.2), [32, 4, 4, 1]);
      return tf.add(spread, tf.mul(bright, 0.7));
    });
    const one = parts(networks, x, { learningRate: 5e-3 });
    await one.trainer.fit({ x, y }, { steps: 150, batchSize: 32 });
    const draw = (): number[] =>
      tf.tidy(() => {
        const samples = one.trainer.sample({ labels: [0, 1, 0, 1], seed: 4 });
        return Array.from(tf.mean(tf.reshape(samples, [4, 16]), 1).dataSync());
      });
    const [a, b, c, d] = draw() as [number, number, number, number];
    expect(Math.max(a, c)).toBeLessThan(Math.min(b, d) - 0.3);
    expect(draw()).toEqual([a, b, c, d]);
    y.dispose();
    one.dispose();
  });

  test('shows samples as it trains', async () => {
    const seen: [number, number[]][] = [];
    const one = ring({
      samples: {
        every: 2,
        count: 3,
        show: (samples, step) => void seen.push([step, samples.shape]),
      },
    });
    const before = tf.memory().numTensors;
    await one.trainer.fit({ x: one.x }, { steps: 1, batchSize: 8 });
    const made = tf.memory().numTensors;
    await one.trainer.fit({ x: one.x }, { steps: 5, batchSize: 8 });
    // The optimizers' slots come with the first step.
    expect(made).toBeGreaterThan(before);
    expect(tf.memory().numTensors).toBe(made);
    expect(seen).toEqual([
      [2, [3, 2]],
      [4, [3, 2]],
    ]);
    one.dispose();
  });

  test('says what does not fit, and what to do', async () => {
    const networks = {
      generator: ganGenerator({ outputShape: [2], latent: 3 }),
      discriminator: ganDiscriminator({ inputShape: [3] }),
    };
    const make = (options: object): GanTrainer =>
      new GanTrainer({ ...networks, ...options } as GanTrainerOptions);
    expect(() => make({})).toThrow(
      'Expected a generator whose output is the input of the discriminator. Received: [2] and [3].',
    );
    expect(() => make({ loss: 'wgan' })).toThrow(
      `Expected \`loss\` to be one of 'gan', 'lsgan', 'hinge', 'wgan-gp'. Received: "wgan"`,
    );
    expect(() => make({ loss: 'lsgan', labelSmoothing: 0.1 })).toThrow("with `loss: 'gan'` alone");
    expect(() => make({ penaltyWeight: -1 })).toThrow(
      'Expected `penaltyWeight` to be a number >= 0',
    );
    expect(() => make({ criticSteps: 0 })).toThrow('`criticSteps`');
    const told = conditionalGenerator({ outputShape: [4, 4, 1], classes: 2, filters: [4] });
    const judge = dcganDiscriminator({ inputShape: [4, 4, 1], filters: [4, 4] });
    expect(() => make({ generator: told, discriminator: judge })).toThrow(
      'Received: 2 and 0 classes',
    );
    const one = images();
    expect(
      () =>
        new GanTrainer({ generator: one.trainer.generator, discriminator: judge, loss: 'wgan-gp' }),
    ).toThrow("Expected a critic without batch normalisation for `loss: 'wgan-gp'`");
    const train = (data: object) => one.trainer.fit(data as { x: Tensor }, { steps: 1 });
    await expect(train({ x: tf.ones([80, 4, 4, 2]) })).rejects.toThrow(
      'Expected `x` of examples [N, 4, 4, 1]. Received: [80,4,4,2]',
    );
    await expect(train({ x: one.x, y: tf.zeros([40], 'int32') })).rejects.toThrow(
      'Expected examples `x` alone.',
    );
    await expect(train({ x: one.x })).rejects.toThrow('Received: 40 examples, batchSize=64');
    expect(() => one.trainer.sample({})).toThrow('Expected `count` samples');
    expect(() => one.trainer.sample({ labels: [0] })).toThrow('Expected `count` samples');
    one.dispose();
  });
});

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));
  describe('eager', () => suite(false));
  describe('captured', () => suite(true));

  test.each(kinds)('%s: a captured step is one call of a session', async (loss) => {
    const steps = await callsOfSteps(async (callbacks) => {
      const one = images({ loss, averageDecay: 0.9, callbacks });
      // Of the caller's, so that no operation beside the step picks the rows.
      await one.trainer.fit([{ x: one.x }], { steps: 10 });
      one.dispose();
    });
    // The steps that are not compared with eager execution.
    for (const i of [7, 8]) expect(steps[i]).toEqual({ ops: 0, sessions: 1 });
  });

  test.each(kinds)('%s: captured steps have the losses of eager ones', async (loss) => {
    const losses: number[][] = [];
    for (const capture of [false, true]) {
      const one = images({ loss, capture, averageDecay: 0.9 });
      const { steps, metrics } = await one.trainer.fit({ x: one.x }, { steps: 12, batchSize: 8 });
      losses.push([...steps, ...(metrics?.generatorLoss ?? [])]);
      one.dispose();
    }
    const [eager, captured] = losses as [number[], number[]];
    expect(captured).toHaveLength(24);
    captured.forEach((value, i) => {
      expect(Math.abs(value - (eager[i] as number))).toBeLessThan(1e-4);
    });
  });
});

describeIf('wasm', 'on the wasm backend', () => {
  beforeAll(() => use('wasm'));
  suite(false);
});
