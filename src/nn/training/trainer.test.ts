import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { createRng } from '../../backend/random.js';
import type { TrainerCallback } from '../callbacks/callback.js';
import { checkpoint, loadCheckpoint } from '../callbacks/checkpoint.js';
import { earlyStopping } from '../callbacks/early-stopping.js';
import { Trainer, type TrainerOptions } from '../index.js';
import { tensorsKept, use } from '../layers/test-tools.js';
import { type LayersModel, type Tensor, tf } from '../tf.js';

const N = 20;
const squared = (labels: Tensor, output: Tensor): Tensor =>
  tf.mean(tf.squaredDifference(labels, output), -1);

function line(seed = 1): { x: Tensor; y: Tensor } {
  const rng = createRng(seed);
  const x = rng.normals(N * 3);
  const y = Float32Array.from(
    { length: N },
    (_, i) => 2 * (x[3 * i] as number) - (x[3 * i + 1] as number) + rng.normal(0, 0.1),
  );
  return { x: tf.tensor2d(x, [N, 3]), y: tf.tensor2d(y, [N, 1]) };
}

function network(seed = 1, dropout = 0): LayersModel {
  const kernelInitializer = tf.initializers.glorotUniform({ seed });
  return tf.sequential({
    layers: [
      tf.layers.dense({ units: 5, inputShape: [3], activation: 'tanh', kernelInitializer }),
      tf.layers.dropout({ rate: dropout, seed }),
      tf.layers.dense({ units: 1, kernelInitializer }),
    ],
  });
}

/** Trains a network and frees it; what `more` says comes on top. */
async function train(more: Partial<TrainerOptions> = {}, steps = 14): Promise<number[]> {
  const [model, optimizer, data] = [network(), tf.train.adam(0.05), line()];
  const trainer = new Trainer({ model, loss: squared, optimizer, seed: 7, ...more });
  const history = await trainer.fit(data, { steps, batchSize: 6 });
  model.dispose();
  optimizer.dispose();
  tf.dispose(data);
  return history.steps;
}

const close = (a: number[], b: number[]): void => {
  a.forEach((value, i) => {
    expect(value).toBeCloseTo(b[i] as number, 5);
  });
};

function suite(): void {
  test('learns, with an odd last batch, and measures validation examples', async () => {
    const [model, optimizer, data, validation] = [network(), tf.train.sgd(0.1), line(), line(2)];
    const seen: number[] = [];
    const trainer = new Trainer({
      model,
      loss: squared,
      optimizer,
      callbacks: [{ onStep: ({ step }) => void seen.push(step) }],
    });
    const history = await trainer.fit(data, { epochs: 30, batchSize: 6, validation });
    expect(seen).toEqual(Array.from({ length: 120 }, (_, i) => i + 1));
    expect(history.loss).toHaveLength(30);
    expect(history.loss.at(-1)).toBeLessThan((history.loss[0] as number) / 10);
    const expected = tf.tidy(
      () => tf.mean(squared(validation.y, model.predict(validation.x) as Tensor)).dataSync()[0],
    );
    expect(history.validationLoss.at(-1)).toBeCloseTo(expected as number, 5);
    model.dispose();
    optimizer.dispose();
    tf.dispose([data, validation]);
  });

  test('the seed alone decides', async () => {
    const [a, b, c] = [await train(), await train(), await train({ seed: 8 })];
    expect(a).toEqual(b);
    expect(a).not.toEqual(c);
  });

  test('a batch in pieces gives the same losses', async () => {
    close(await train({ accumulate: 4 }), await train());
  });

  test('gradients are clipped to the norm', async () => {
    const norms: number[] = [];
    const [model, optimizer, data] = [network(), tf.train.sgd(1), line()];
    const before = tf.tidy(() => tf.concat(model.getWeights().map((w) => w.flatten())).dataSync());
    const trainer = new Trainer({
      model,
      loss: squared,
      optimizer,
      clipNorm: 0.01,
      callbacks: [{ onStep: ({ gradientNorm }) => void norms.push(gradientNorm) }],
    });
    await trainer.fit(data, { steps: 1, batchSize: N });
    const after = tf.tidy(() => tf.concat(model.getWeights().map((w) => w.flatten())).dataSync());
    expect(norms[0]).toBeGreaterThan(0.1);
    const moved = Array.from(after).reduce(
      (sum, v, i) => sum + (v - (before[i] as number)) ** 2,
      0,
    );
    expect(Math.sqrt(moved)).toBeCloseTo(0.01, 4);
    model.dispose();
    optimizer.dispose();
    tf.dispose(data);
  });

  test('a resumed run has the losses of one that was never interrupted, to the last bit', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'checkpoint-'));
    for (const make of [
      () => tf.train.momentum(0.05, 0.9),
      () => tf.train.rmsprop(0.01),
      () => tf.train.adam(0.01),
    ]) {
      const data = line();
      const start = (seed: number, callbacks: TrainerCallback[]) => {
        const [model, optimizer] = [network(seed, 0.2), make()];
        const schedule = (step: number): number => 0.05 / (1 + step);
        const options = { model, loss: squared, optimizer, learningRate: schedule, seed: 3 };
        return { model, optimizer, trainer: new Trainer({ ...options, callbacks }) };
      };
      const whole = start(1, []);
      const all = await whole.trainer.fit(data, { epochs: 3, batchSize: 6 });
      // In the middle of the second epoch.
      const cut = start(1, [
        checkpoint({ folder, everySteps: 2 }),
        { onStep: ({ step }, run) => (step === 7 ? run.stop() : undefined) },
      ]);
      await cut.trainer.fit(data, { epochs: 3, batchSize: 6 });
      expect(await readdir(folder)).toEqual(['step-6']);
      const again = start(99, []);
      const snapshot = await loadCheckpoint(folder);
      if (snapshot === undefined) throw new Error('no checkpoint');
      await again.trainer.resume(snapshot);
      expect(await again.trainer.fit(data, { epochs: 3, batchSize: 6 })).toEqual(all);
      for (const { model, optimizer } of [whole, cut, again]) {
        model.dispose();
        optimizer.dispose();
      }
      tf.dispose(data);
      await rm(join(folder, 'step-6'), { recursive: true });
    }
    await rm(folder, { recursive: true });
  });

  test('leaves no tensor behind', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'checkpoint-'));
    const callbacks = (): TrainerCallback[] => [
      checkpoint({ folder }),
      earlyStopping({ monitor: 'loss' }),
    ];
    const work = () => train({ clipNorm: 1, accumulate: 2, callbacks: callbacks() });
    expect(await tensorsKept(work)).toEqual([0, 0]);
    await rm(folder, { recursive: true });
  });

  test('a loss of your own is trained too', async () => {
    const w = tf.variable(tf.scalar(0));
    const [data, optimizer] = [line(), tf.train.sgd(0.1)];
    const trainer = new Trainer({
      model: {
        variables: [w],
        loss: ({ y }) => tf.mean(tf.square(tf.sub(y, w))),
      },
      optimizer,
    });
    await trainer.fit(data, { epochs: 60, batchSize: N });
    const mean = tf.tidy(() => tf.mean(data.y).dataSync()[0] as number);
    expect((await w.data())[0]).toBeCloseTo(mean, 4);
    tf.dispose([w, data]);
    optimizer.dispose();
  });
}

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));
  suite();

  test('stops early and gives the best weights back', async () => {
    const w = tf.variable(tf.scalar(0));
    const [data, optimizer] = [line(), tf.train.sgd(0.1)];
    const epochs: number[] = [];
    // The loss falls to step 3 and rises from there: -1 is added to w each time.
    const trainer = new Trainer({
      model: { variables: [w], loss: () => tf.mul(w, 10) },
      optimizer,
      callbacks: [
        earlyStopping({ patience: 2, monitor: 'loss', minDelta: 15 }),
        { onEpoch: ({ epoch }) => void epochs.push(epoch) },
      ],
    });
    // Losses 0, -10, -20, -30, …: only every second one is 15 lower than the best.
    await trainer.fit(data, { epochs: 7, batchSize: N });
    expect(epochs).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect((await w.data())[0]).toBe(-7);
    const patient = new Trainer({
      model: { variables: [w], loss: () => tf.mul(w, 10) },
      optimizer,
      callbacks: [earlyStopping({ patience: 2, monitor: 'loss', minDelta: 1e6 })],
    });
    const history = await patient.fit(data, { epochs: 7, batchSize: N });
    expect(history.loss).toHaveLength(3);
    expect((await w.data())[0]).toBe(-8);
    tf.dispose([w, data]);
    optimizer.dispose();
  });

  test('names the first tensor that is not finite', async () => {
    const [model, optimizer] = [network(), tf.train.sgd(0.1)];
    const trainer = new Trainer({ model, loss: squared, optimizer });
    const data = line();
    const x = tf.tidy(() => tf.div(data.x, tf.zeros([1, 3])));
    await expect(trainer.fit({ x, y: data.y }, { steps: 1 })).rejects.toMatchObject({
      code: 'non-finite',
      tensorName: '`x`',
      step: 1,
    });
    const [a, b] = [tf.variable(tf.scalar(1), true, 'a'), tf.variable(tf.scalar(0), true, 'b')];
    // The square root of 0 is 0, and its slope is infinite.
    const own = new Trainer({
      model: { variables: [a, b], loss: () => tf.add(a, tf.sqrt(tf.abs(tf.mul(b, 1)))) },
      optimizer,
    });
    await expect(own.fit(data, { steps: 1 })).rejects.toThrow(
      /step 1\. Received: .* in the gradient of b/,
    );
    a.assign(tf.scalar(Infinity));
    await expect(own.fit(data, { steps: 3 })).rejects.toThrow(/in the loss\. Lower/);
    tf.dispose([x, data, a, b]);
    model.dispose();
    optimizer.dispose();
  });

  test('says what does not fit', async () => {
    const [model, optimizer, data] = [network(), tf.train.sgd(0.1), line()];
    const options = { model, loss: squared, optimizer };
    expect(() => new Trainer({ model, optimizer })).toThrow(
      'Expected `loss` for a model of tf.layers. Received: undefined',
    );
    expect(() => new Trainer({ ...options, clipNorm: 0 })).toThrow(
      'Expected `clipNorm` to be a number > 0. Received: 0',
    );
    const trainer = new Trainer(options);
    await expect(trainer.fit(data, {})).rejects.toThrow(
      'Expected either `epochs` or `steps`. Received: neither',
    );
    await expect(trainer.fit(data, { epochs: 1, batchSize: 0 })).rejects.toThrow(
      'Expected `batchSize` to be an integer >= 1. Received: 0',
    );
    const short = tf.zeros([3]);
    await expect(trainer.fit({ x: data.x, y: short }, { epochs: 1 })).rejects.toThrow(
      'Expected `data` to have x [N, …] and y [N, …] with the same N >= 1. Received: x [20,3], y [3]',
    );
    model.dispose();
    optimizer.dispose();
    tf.dispose([data, short]);
  });
});

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));

  test('says once why it is not faster, and what to do', async () => {
    vi.stubEnv('GRADUS_LANG', 'en');
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    await train({ capture: false });
    expect(log).not.toHaveBeenCalled();
    await train();
    await train();
    expect(log).toHaveBeenCalledOnce();
    expect(log.mock.calls[0]?.[0]).toMatch(/because `squared` is your own code.*`capture: true`/);
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  suite();
});
