import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { createRng } from '../../backend/random.js';
import { gpt } from '../../models/nlp/gpt.js';
import { nextTokenWindows } from '../../nlp/token-windows.js';
import type { Snapshot, TrainerCallback } from '../callbacks/callback.js';
import {
  checkpoint,
  cosineWithWarmup,
  loadCheckpoint,
  meanSquaredError,
  sparseSoftmaxCrossEntropy,
  Trainer,
} from '../index.js';
import { tensorsKept, use } from '../layers/test-tools.js';
import { tf } from '../tf.js';

describeIf('native', 'a trainer whose steps are captured', () => {
  beforeAll(() => use('tensorflow'));

  test('captured steps have the losses of eager ones: schedule, dropout, clipping, pieces', async () => {
    const run = async (capture: boolean): Promise<number[]> => {
      const model = gpt({
        vocabSize: 7,
        context: 6,
        layers: 2,
        heads: 2,
        width: 8,
        dropout: 0.1,
        attentionDropout: 0.2,
        seed: 2,
      });
      const optimizer = tf.train.adam();
      const rng = createRng(1);
      const tokens = Array.from({ length: 20 * 6 + 1 }, () => rng.integer(0, 7));
      const data = nextTokenWindows(tokens, 6);
      const trainer = new Trainer({
        model,
        loss: sparseSoftmaxCrossEntropy,
        optimizer,
        learningRate: cosineWithWarmup({ peak: 0.01, warmupSteps: 5, totalSteps: 50 }),
        clipNorm: 0.5,
        accumulate: 2,
        seed: 1,
        capture,
      });
      // 20 rows in batches of 8: every third one is smaller.
      const { steps, validationLoss } = await trainer.fit(data, {
        steps: 50,
        batchSize: 8,
        validation: data,
      });
      tf.dispose(data);
      model.dispose();
      optimizer.dispose();
      return [...steps, ...validationLoss];
    };
    const [eager, captured] = [await run(false), await run(true)];
    expect(eager).toHaveLength(50 + 16);
    captured.forEach((loss, i) => {
      expect(Math.abs(loss - (eager[i] as number))).toBeLessThan(1e-5);
    });
    expect(await tensorsKept(() => run(true))).toEqual([0, 0]);
  });

  test('a resumed run has the same losses to the last bit where steps are captured too', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'checkpoint-'));
    const rng = createRng(1);
    const tokens = Array.from({ length: 20 * 6 + 1 }, () => rng.integer(0, 7));
    const data = nextTokenWindows(tokens, 6);
    const run = async (callbacks: TrainerCallback[], resume = false): Promise<number[]> => {
      const shape = { context: 6, layers: 1, heads: 2, width: 8 };
      const model = gpt({ vocabSize: 7, ...shape, dropout: 0.1, attentionDropout: 0.2, seed: 2 });
      const optimizer = tf.train.adam(0.01);
      const trainer = new Trainer({ model, loss: sparseSoftmaxCrossEntropy, optimizer, callbacks });
      const snapshot = resume ? await loadCheckpoint(folder) : undefined;
      if (snapshot !== undefined) await trainer.resume(snapshot);
      const { steps } = await trainer.fit(data, { steps: 30, batchSize: 8 });
      model.dispose();
      optimizer.dispose();
      return steps;
    };
    const all = await run([]);
    const save = checkpoint({ folder, everySteps: 5 });
    const halt: TrainerCallback = {
      onStep: ({ step }, { stop }) => (step === 17 ? stop() : undefined),
    };
    expect(await run([save, halt])).toEqual(all.slice(0, 17));
    expect(await run([], true)).toEqual(all);
    tf.dispose(data);
    await rm(folder, { recursive: true });
  });

  test('an optimiser of tfjs follows its schedule, and resumes to the last bit', async () => {
    const rng = createRng(1);
    const data = {
      x: tf.tensor2d(rng.normals(20 * 3), [20, 3]),
      y: tf.tensor2d(rng.normals(20), [20, 1]),
    };
    for (const learningRate of [0.1, (step: number) => (step < 6 ? 0.5 : 0.01)]) {
      const run = async (capture: boolean, stopAt = 0): Promise<number[]> => {
        const model = tf.sequential();
        const kernelInitializer = tf.initializers.glorotUniform({ seed: 1 });
        model.add(tf.layers.dense({ units: 1, inputShape: [3], kernelInitializer }));
        const optimizer = tf.train.adagrad(0.1);
        let snapshot: Snapshot | undefined;
        const halt: TrainerCallback = {
          async onStep({ step }, one) {
            if (step !== stopAt) return;
            snapshot = await one.snapshot();
            one.stop();
          },
        };
        const options = { model, loss: meanSquaredError, optimizer, learningRate, capture };
        const fit = { steps: 14, batchSize: 10 };
        let { steps } = await new Trainer({ ...options, callbacks: [halt] }).fit(data, fit);
        if (snapshot !== undefined) {
          const again = new Trainer(options);
          await again.resume(snapshot);
          ({ steps } = await again.fit(data, fit));
        }
        model.dispose();
        optimizer.dispose();
        return steps;
      };
      const [eager, captured] = [await run(false), await run(true)];
      captured.forEach((loss, i) => {
        expect(Math.abs(loss - (eager[i] as number))).toBeLessThan(1e-5);
      });
      expect(await run(true, 4)).toEqual(captured);
      expect(await run(true, 9)).toEqual(captured);
    }
    tf.dispose(data);
  });

  test('validation losses of a resumed run are the same to the last bit too', async () => {
    const rng = createRng(2);
    const data = {
      x: tf.tensor2d(rng.normals(20 * 3), [20, 3]),
      y: tf.tensor2d(rng.normals(20), [20, 1]),
    };
    const make = (callbacks: TrainerCallback[], seed: number) => {
      const kernelInitializer = tf.initializers.glorotUniform({ seed });
      const model = tf.sequential();
      model.add(
        tf.layers.dense({ units: 5, inputShape: [3], activation: 'tanh', kernelInitializer }),
      );
      model.add(tf.layers.dense({ units: 1, kernelInitializer }));
      const optimizer = tf.train.rmsprop(0.01);
      const trainer = new Trainer({ model, loss: meanSquaredError, optimizer, callbacks });
      return { trainer, free: () => [model, optimizer].map((one) => one.dispose()) };
    };
    const fit = { epochs: 6, batchSize: 6, validation: data };
    const snapshots: Snapshot[] = [];
    const save: TrainerCallback = {
      onStep: async (_, one) => void snapshots.push(await one.snapshot()),
    };
    const whole = make([save], 1);
    const all = await whole.trainer.fit(data, fit);
    for (const place of [3, 8, 13]) {
      const again = make([], 5);
      await again.trainer.resume(snapshots[place] as Snapshot);
      expect(await again.trainer.fit(data, fit)).toEqual(all);
      again.free();
    }
    whole.free();
    tf.dispose(data);
  });
});
