import { beforeAll, describe, expect, test, vi } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { loadDataset } from '../data/load.js';
import { mlp } from '../models/deep-learning/mlp.js';
import { vae } from '../models/vae/vae.js';
import type { Snapshot, TrainerCallback } from '../nn/callbacks/callback.js';
import { earlyStopping } from '../nn/callbacks/early-stopping.js';
import { tensorsKept, use } from '../nn/layers/test-tools.js';
import { type LayersModel, type Tensor, tf } from '../nn/tf.js';
import { callsOfSteps } from '../nn/training/test-tools.js';
import { betaWarmup } from './beta-warmup.js';
import { VaeTrainer, type VaeTrainerOptions } from './vae-trainer.js';

const pictures = (): Tensor => tf.randomUniform([24, 6], 0, 1, 'float32', 3);
const small = (more: object = {}): LayersModel =>
  vae({ inputShape: [6], latent: 2, hidden: [5], seed: 1, ...more });

async function trained(
  options: Partial<VaeTrainerOptions> = {},
  fit: { steps?: number; epochs?: number; validation?: { x: Tensor } } = { steps: 12 },
) {
  const model = options.model ?? small();
  const optimizer = tf.train.adam(1e-2);
  const x = pictures();
  const trainer = new VaeTrainer({ model, optimizer, ...options });
  const history = await trainer.fit({ x }, { batchSize: 8, ...fit });
  const weights = tf.tidy(() => model.getWeights().flatMap((w) => Array.from(w.dataSync())));
  if (options.model === undefined) model.dispose();
  tf.dispose(x);
  optimizer.dispose();
  return { history, weights };
}

function suite(): void {
  test('the loss is the reconstruction and β times the KL term, each told apart', async () => {
    for (const likelihood of ['bernoulli', 'gaussian'] as const) {
      const model = small({ likelihood });
      const { history } = await trained({ model, beta: 0.5 });
      const { reconstruction = [], kl = [], beta, gradientNorm } = history.metrics ?? {};
      expect(beta).toEqual(history.steps.map(() => 0.5));
      history.steps.forEach((loss, i) => {
        expect(loss).toBeCloseTo((reconstruction[i] as number) + 0.5 * (kl[i] as number), 4);
      });
      expect(gradientNorm?.every((norm) => norm > 0)).toBe(true);
      model.dispose();
    }
  });

  test('β follows its schedule step by step, also where a run is resumed', async () => {
    const beta = betaWarmup({ steps: 8, start: 0.2, end: 1 });
    let snapshot: Snapshot | undefined;
    const save: TrainerCallback = {
      onStep: async ({ step }, run) => {
        if (step === 7) snapshot = await run.snapshot();
      },
    };
    const whole = await trained({ beta, callbacks: [save] });
    whole.history.metrics?.beta?.forEach((value, i) => {
      expect(value).toBeCloseTo(Math.min(1, 0.2 + 0.1 * i), 6);
    });
    const model = small();
    const optimizer = tf.train.adam(1e-2);
    const x = pictures();
    const again = new VaeTrainer({ model, optimizer, beta });
    await again.resume(snapshot as Snapshot);
    const history = await again.fit({ x }, { batchSize: 8, steps: 12 });
    expect(history.steps).toEqual(whole.history.steps);
    expect(history.metrics).toEqual(whole.history.metrics);
    expect(tf.tidy(() => model.getWeights().flatMap((w) => Array.from(w.dataSync())))).toEqual(
      whole.weights,
    );
    tf.dispose([x]);
    optimizer.dispose();
    model.dispose();
  });

  test('a training leaves no tensor, and depends on its seed alone', async () => {
    const work = () => trained({ clipNorm: 1 });
    expect(await tensorsKept(work)).toEqual([0, 0]);
    const [one, two, other] = [await work(), await work(), await trained({ seed: 5 })];
    expect(one.history.steps).toEqual(two.history.steps);
    expect(other.history.steps).not.toEqual(one.history.steps);
  });

  test('the held-out bound stops a training, and is the same whenever it is asked', async () => {
    const validation = { x: tf.randomUniform([10, 6], 0, 1, 'float32', 9) };
    const still = await trained({ learningRate: 0 }, { epochs: 3, validation });
    const [first, ...rest] = still.history.validationLoss;
    for (const loss of rest) expect(loss).toBe(first);
    const callbacks = [earlyStopping({ patience: 2 })];
    const stopped = await trained({ learningRate: 0, callbacks }, { epochs: 9, validation });
    expect(stopped.history.validationLoss).toHaveLength(3);
    tf.dispose(validation.x);
  });
}

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));
  suite();

  test('what does not fit is told', async () => {
    const model = small();
    const optimizer = tf.train.adam();
    const make = (more: object) => () => new VaeTrainer({ model, optimizer, ...more });
    expect(make({ beta: -1 })).toThrow(
      'Expected `beta` to be a number >= 0, or a function of the step. Received: -1',
    );
    expect(make({ clipNorm: 0 })).toThrow('Expected `clipNorm` to be a number > 0. Received: 0');
    const other = mlp({ inputShape: [6], hidden: [3], classes: 2 });
    expect(make({ model: other })).toThrow(
      'Expected `model` to be made by `vae`, `convVae`, `conditionalVae` of `gradus/vae`, or loaded ' +
        'from one, with the layers that it was made with. Received: layers hidden_0, logits',
    );
    const trainer = make({})();
    const fitTo = (data: object) => trainer.fit(data as { x: Tensor }, { epochs: 1 });
    await expect(fitTo({ x: tf.fill([4, 6], 255) })).rejects.toThrow(
      'Expected pixels in [0, 1] for VaeTrainer.fit, since the decoder is Bernoulli. Received: from 255 ' +
        "to 255. Divide pixels of 0 to 255 by 255, or make the model with `likelihood: 'gaussian'`",
    );
    await expect(fitTo({ x: tf.zeros([4, 5]) })).rejects.toThrow(
      'Expected `x` of VaeTrainer.fit as [N, 6], float32, with at least one example. Received: float32 [4, 5]',
    );
    await expect(fitTo({ x: tf.zeros([4, 6], 'int32') })).rejects.toThrow('Received: int32 [4, 6]');
    await expect(fitTo({ x: tf.zeros([4, 6]), condition: tf.zeros([4, 2]) })).rejects.toThrow(
      'Expected no `condition` of VaeTrainer.fit: the model takes none. Received: float32 [4, 2]',
    );
    expect(() => betaWarmup({ steps: 0 })).toThrow(
      'Expected `steps` of betaWarmup to be an integer >= 1. Received: 0',
    );
    expect(() => betaWarmup({ steps: 3, end: -1 })).toThrow(
      'Expected `end` of betaWarmup to be a number >= 0. Received: -1',
    );
    for (const one of [model, other, optimizer]) one.dispose();
  });
});

describeIf('wasm', 'on the wasm backend', () => {
  beforeAll(() => use('wasm'));
  suite();
});

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));
  suite();

  test('a step is captured, unasked, and as the eager one', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    const steps = await callsOfSteps(async (callbacks) => {
      await trained({ callbacks, beta: betaWarmup({ steps: 5 }) });
    });
    // One operation takes the rows of the batch.
    for (const i of [5, 6, 7, 8]) expect(steps[i]).toEqual({ ops: 1, sessions: 1 });
    expect(log).not.toHaveBeenCalled();
    log.mockRestore();
    const [captured, eager] = [await trained(), await trained({ capture: false })];
    captured.history.steps.forEach((loss, i) => {
      expect(Math.abs(loss - (eager.history.steps[i] as number))).toBeLessThan(1e-4);
    });
  });

  test('the KL divergence falls as β rises', async () => {
    const digits = await loadDataset('digits');
    const x = tf.slice(digits.x, 0, 800);
    const divergences: number[] = [];
    for (const beta of [0.25, 1, 4]) {
      const model = vae({ inputShape: [64], latent: 4, hidden: [32], seed: 1 });
      const optimizer = tf.train.adam(5e-3);
      const trainer = new VaeTrainer({ model, optimizer, beta, seed: 1 });
      const { metrics } = await trainer.fit({ x }, { epochs: 8 });
      const last = metrics?.kl?.slice(-25) ?? [];
      divergences.push(last.reduce((a, b) => a + b, 0) / last.length);
      for (const one of [model, optimizer]) one.dispose();
    }
    const [loose, usual, tight] = divergences as [number, number, number];
    expect(loose).toBeGreaterThan(1.2 * usual);
    expect(usual).toBeGreaterThan(1.2 * tight);
    tf.dispose([digits.x, digits.y, x]);
  });
});
