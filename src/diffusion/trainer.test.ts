import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { nativeBackend } from '../backend/capture/native-backend.js';
import { moons } from '../data/generated/points.js';
import { denoisingMlp } from '../models/diffusion/denoising-mlp.js';
import type { Snapshot, TrainerCallback } from '../nn/callbacks/callback.js';
import { tensorsKept, use } from '../nn/layers/test-tools.js';
import { type LayersModel, type Tensor, type Tensor1D, tf } from '../nn/tf.js';
import { ExponentialMovingAverage } from '../nn/training/exponential-moving-average.js';
import { memoryBatches } from '../nn/training/memory-batches.js';
import { ddimSample, ddpmSample } from './diffusion-sampling.js';
import { flowSample } from './flow-sampling.js';
import { cosineNoiseSchedule } from './noise-schedule.js';
import { type DiffusionBatch, diffusionTrainer, flowMatchingTrainer } from './trainer.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

const schedule = cosineNoiseSchedule({ steps: 100 });

/** Two moons, brought to mean 0 and deviation about 1, and their classes. */
function points(count: number, seed: number): { x: Tensor; label: Tensor } {
  const { x, y } = moons({ count, noise: 0.05, seed });
  const scaled = tf.tidy(() => tf.mul(tf.sub(x, tf.tensor1d([0.5, 0.25])), 1.4));
  x.dispose();
  return { x: scaled, label: y };
}

const small = { inputShape: [2], classes: 2, hidden: [16, 16], timeWidth: 8, seed: 1 };

interface Run {
  readonly callbacks?: TrainerCallback[];
  readonly kind?: 'diffusion' | 'flow';
  readonly from?: Snapshot;
  readonly steps: number;
}

/** Trains a small network with an average; the losses, and the average at the end. */
async function trained({ callbacks = [], kind = 'diffusion', from, steps }: Run) {
  const model = denoisingMlp(small);
  const optimizer = tf.train.adam(3e-3);
  const average = new ExponentialMovingAverage(model, { decay: 0.9 });
  const options = { model, optimizer, average, callbacks, seed: 5 };
  const loop =
    kind === 'flow' ? flowMatchingTrainer(options) : diffusionTrainer({ ...options, schedule });
  if (from !== undefined) await loop.resume(from);
  const data = points(64, 1);
  const { steps: losses } = await loop.fit(memoryBatches(data, { batchSize: 16 }), { steps });
  const averages = average.read().flatMap((one) => {
    const values = Array.from(one.dataSync());
    one.dispose();
    return values;
  });
  tf.dispose(Object.values(data));
  average.dispose();
  optimizer.dispose();
  model.dispose();
  return { losses, averages };
}

const snapshotAt = (step: number, keep: (snapshot: Snapshot) => void): TrainerCallback => ({
  async onStep(report, run) {
    if (report.step === step) keep(await run.snapshot());
  },
});

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));

  test.each(['diffusion', 'flow'] as const)(
    '%s: a run that is resumed has the same losses',
    async (kind) => {
      let half: Snapshot | undefined;
      const whole = await trained({
        ...{ kind, steps: 10 },
        callbacks: [
          snapshotAt(5, (snapshot) => {
            half = snapshot;
          }),
        ],
      });
      const again = await trained({ kind, steps: 10, ...(half && { from: half }) });
      expect(half).toBeDefined();
      expect(again.losses).toEqual(whole.losses);
      expect(again.averages).toEqual(whole.averages);
      expect(new Set(whole.losses).size).toBe(10);
    },
  );

  test('classes are left out as often as asked for', async () => {
    const seen: number[] = [];
    const model = denoisingMlp(small);
    const table = model.getLayer('label_embedding');
    const { call } = table as unknown as { call(inputs: Tensor[], options: object): Tensor };
    Object.assign(table, {
      call(inputs: Tensor[], options: object) {
        seen.push(...Array.from((inputs[0] as Tensor).dataSync()));
        return call.call(table, inputs, options);
      },
    });
    const optimizer = tf.train.sgd(0);
    const loop = diffusionTrainer({ model, optimizer, schedule, labelDropout: 0.3 });
    const data = points(500, 1);
    await loop.fit([data], { steps: 4 });
    const out = seen.filter((label) => label === 2).length / seen.length;
    expect(seen).toHaveLength(2000);
    expect(Math.abs(out - 0.3)).toBeLessThan(0.05);
    tf.dispose(Object.values(data));
    optimizer.dispose();
    model.dispose();
  });

  test('says what it was given', async () => {
    const model = denoisingMlp(small);
    const plain = denoisingMlp({ ...small, classes: 0 });
    const optimizer = tf.train.sgd(0.1);
    const { x, label } = points(8, 1);
    const all = { model, optimizer, schedule };
    expect(() => diffusionTrainer({ ...all, labelDropout: 1 })).toThrow('`labelDropout`');
    expect(() => diffusionTrainer({ ...all, prediction: 'x' as never })).toThrow('`prediction`');
    await expect(diffusionTrainer(all).fit([{ x }], { steps: 1 })).rejects.toThrow(
      'Expected a class for each example: this network takes classes. Received: none. Give batches `{ x, label }`, with `label` [B] int32',
    );
    await expect(
      flowMatchingTrainer({ model: plain, optimizer }).fit([{ x, label }], { steps: 1 }),
    ).rejects.toThrow('this network takes none');
    await expect(ddpmSample(plain, { schedule, count: 1, labels: 0 })).rejects.toThrow(
      'this network takes none',
    );
    await expect(ddpmSample(model, { schedule, count: 1, labels: 2 })).rejects.toThrow(
      'Expected `labels` of 1 class numbers from 0 to 1, one for each example, or one for all. Received: 2',
    );
    await expect(ddpmSample(model, { schedule, count: 1, shape: [3] })).rejects.toThrow(
      'Expected `shape` to have the shape of `model.inputs[0]`, [2]. Received: [3]',
    );
    tf.dispose([x, label]);
    for (const one of [optimizer, model, plain]) one.dispose();
  });
});

/** Operations that TensorFlow is asked for one by one, in each step of a training. */
function counting(): { callback: TrainerCallback; ops: number[]; end(): void } {
  const backend = nativeBackend();
  if (backend === undefined) throw new Error('These tests need the native backend.');
  const { binding } = backend;
  let now = 0;
  const watched: object = Object.create(binding, {
    executeOp: {
      value: (...args: Parameters<typeof binding.executeOp>) => {
        now++;
        return binding.executeOp(...args);
      },
    },
  });
  Reflect.set(backend, 'binding', watched);
  const ops: number[] = [];
  return {
    ops,
    callback: {
      onStep() {
        ops.push(now);
        now = 0;
      },
    },
    end: () => Reflect.set(backend, 'binding', binding),
  };
}

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));

  test.each(['diffusion', 'flow'] as const)(
    '%s: a step is captured, average and all',
    async (kind) => {
      const { callback, ops, end } = counting();
      try {
        await trained({ kind, steps: 30, callbacks: [callback] });
      } finally {
        end();
      }
      expect(ops[0]).toBeGreaterThan(50);
      // Batches of one shape: from the fourth step on, a graph takes what the loop gathers for it.
      const late = ops.slice(5);
      expect(late.filter((count) => count < 8).length).toBeGreaterThan(late.length - 4);
    },
  );

  test('captured, it learns what it learns eagerly, and a resumed run the same to the last bit', async () => {
    let half: Snapshot | undefined;
    const keep = snapshotAt(12, (snapshot) => {
      half = snapshot;
    });
    const whole = await trained({ steps: 24, callbacks: [keep] });
    const again = await trained({ steps: 24, ...(half && { from: half }) });
    expect(again.losses).toEqual(whole.losses);
    expect(again.averages).toEqual(whole.averages);
    vi.stubEnv('GRADUS_CAPTURE', 'off');
    const eager = await trained({ steps: 24 });
    for (const [i, loss] of eager.losses.entries()) {
      expect(whole.losses[i]).toBeCloseTo(loss, 4);
    }
  });

  /** The share of points whose nearest of many of the data is of the class that was asked for. */
  const asAsked = (drawn: Tensor, label: number, data: { x: Tensor; label: Tensor }): number =>
    tf.tidy(() => {
      const away = tf.sub(tf.expandDims(drawn, 1), tf.expandDims(data.x, 0));
      const nearest = tf.argMin(tf.sum(tf.square(away), 2), 1) as Tensor1D;
      const found = tf.gather(data.label, nearest);
      return tf.mean(tf.cast(tf.equal(found, label), 'float32')).dataSync()[0] as number;
    });

  test('moons are drawn by class, by each way', async () => {
    const data = points(1000, 1);
    const teach = async (kind: 'diffusion' | 'flow'): Promise<LayersModel> => {
      const model = denoisingMlp({ inputShape: [2], classes: 2, hidden: [64, 64, 64], seed: 1 });
      const optimizer = tf.train.adam(2e-3);
      const options = { model, optimizer, seed: 1 };
      const loop =
        kind === 'flow' ? flowMatchingTrainer(options) : diffusionTrainer({ ...options, schedule });
      const batches = memoryBatches<DiffusionBatch>(data, { batchSize: 128, dropRemainder: true });
      const { steps } = await loop.fit(batches, { steps: 700 });
      const mean = (losses: number[]) => losses.reduce((a, b) => a + b, 0) / losses.length;
      expect(mean(steps.slice(-50))).toBeLessThan(0.8 * mean(steps.slice(0, 20)));
      optimizer.dispose();
      return model;
    };
    const [diffusion, flow] = [await teach('diffusion'), await teach('flow')];
    for (const labels of [0, 1]) {
      const options = { count: 200, labels, seed: 2 };
      for (const drawn of [
        await ddpmSample(diffusion, { ...options, schedule }),
        await ddimSample(diffusion, { ...options, schedule, steps: 20, guidance: 0.5 }),
        await flowSample(flow, { ...options, steps: 10, method: 'heun' }),
      ]) {
        expect(asAsked(drawn, labels, data)).toBeGreaterThan(0.93);
        drawn.dispose();
      }
    }
    // A sampler of many steps is one graph, with the numbers of an eager one.
    const draw = async (): Promise<Float32Array> => {
      const drawn = await ddpmSample(diffusion, {
        schedule,
        count: 50,
        labels: 1,
        seed: 3,
        guidance: 1,
      });
      const values = drawn.dataSync() as Float32Array;
      drawn.dispose();
      return values;
    };
    expect(await tensorsKept(draw)).toEqual([0, 0]);
    const captured = await draw();
    vi.stubEnv('GRADUS_CAPTURE', 'off');
    const eager = await draw();
    captured.forEach((value, i) => {
      expect(value).toBeCloseTo(eager[i] as number, 3);
    });
    tf.dispose(Object.values(data));
    diffusion.dispose();
    flow.dispose();
  });
});
