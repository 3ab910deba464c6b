import { beforeAll, describe, expect, test, vi } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { loadDataset } from '../data/load.js';
import { vae } from '../models/vae/vae.js';
import { vqVae } from '../models/vae/vq-vae.js';
import type { Snapshot, TrainerCallback } from '../nn/callbacks/callback.js';
import { tensorsKept, use } from '../nn/layers/test-tools.js';
import { type LayersModel, type Tensor, tf } from '../nn/tf.js';
import { callsOfSteps } from '../nn/training/test-tools.js';
import { codebookOf, codebookUse, decodeCodes, quantize } from './codebook.js';
import { VqVaeTrainer, type VqVaeTrainerOptions } from './vq-vae-trainer.js';

const pictures = (): Tensor => tf.randomUniform([24, 4, 4, 1], 0, 1, 'float32', 3);
const small = (): LayersModel =>
  vqVae({ inputShape: [4, 4, 1], codes: 6, codeSize: 2, filters: [4], seed: 1 });
const weightsOf = (model: LayersModel): number[] =>
  tf.tidy(() => model.getWeights().flatMap((w) => Array.from(w.dataSync())));

async function trained(options: Partial<VqVaeTrainerOptions> = {}, steps = 12, from?: Snapshot) {
  const model = small();
  const optimizer = tf.train.adam(1e-2);
  const x = pictures();
  const trainer = new VqVaeTrainer({ model, optimizer, ...options });
  if (from !== undefined) await trainer.resume(from);
  const history = await trainer.fit({ x }, { batchSize: 8, steps, validation: { x } });
  const weights = weightsOf(model);
  model.dispose();
  tf.dispose(x);
  optimizer.dispose();
  return { history, weights };
}

function suite(): void {
  test('the loss is the scaled error and the commitment, each told apart', async () => {
    const { history } = await trained({ commitment: 0.5 });
    const { reconstruction = [], commitment = [], perplexity = [] } = history.metrics ?? {};
    const variance = tf.tidy(() => {
      const x = pictures();
      return tf.mean(tf.square(tf.sub(x, tf.mean(x)))).dataSync()[0] as number;
    });
    history.steps.forEach((loss, i) => {
      const scaled = (reconstruction[i] as number) / variance;
      expect(loss).toBeCloseTo(scaled + 0.5 * (commitment[i] as number), 4);
      expect(perplexity[i]).toBeGreaterThan(0.999);
      expect(perplexity[i]).toBeLessThan(6.001);
    });
    expect(history.validationLoss).toHaveLength(4);
  });

  test('a resumed run is the same to the last bit; nothing is left', async () => {
    let snapshot: Snapshot | undefined;
    const save: TrainerCallback = {
      onStep: async ({ step }, run) => {
        if (step === 7) snapshot = await run.snapshot();
      },
    };
    const whole = await trained({ callbacks: [save] });
    const again = await trained({}, 12, snapshot);
    expect(again).toEqual(whole);
    expect(await tensorsKept(() => trained())).toEqual([0, 0]);
  });

  test('codes are numbers of the codebook, and give the reconstruction back', async () => {
    const [model, x] = [small(), pictures()];
    const codes = quantize(model, x);
    expect([codes.shape, codes.dtype]).toEqual([[24, 2, 2], 'int32']);
    const [ours, whole] = [decodeCodes(model, codes), model.predict(x) as Tensor];
    expect(Array.from(ours.dataSync())).toEqual(Array.from(whole.dataSync()));
    const use = codebookUse(model, x);
    expect(use.counts.reduce((a, b) => a + b, 0)).toBe(24 * 4);
    expect(use.used).toBe(new Set(codes.dataSync()).size);
    expect(use.share).toBeCloseTo(use.used / 6, 6);
    const shares = use.counts.map((count) => count / 96).filter((share) => share > 0);
    const entropy = -shares.reduce((sum, share) => sum + share * Math.log(share), 0);
    expect(use.perplexity).toBeCloseTo(Math.exp(entropy), 6);
    const book = codebookOf(model);
    expect(book.shape).toEqual([6, 2]);
    const work = (): void => {
      tf.dispose([quantize(model, x), decodeCodes(model, codes), codebookOf(model)]);
      codebookUse(model, x);
    };
    expect(await tensorsKept(work)).toEqual([0, 0]);
    tf.dispose([codes, ours, whole, book, x]);
    model.dispose();
  });
}

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));
  suite();

  test('what does not fit is told', async () => {
    const [model, optimizer] = [small(), tf.train.adam()];
    const other = vae({ inputShape: [6], hidden: [] });
    expect(() => new VqVaeTrainer({ model: other, optimizer })).toThrow(
      'Expected `model` to be made by `vqVae` of `gradus/vae`',
    );
    expect(() => new VqVaeTrainer({ model, optimizer, commitment: -1 })).toThrow(
      'Expected `commitment` of VqVaeTrainer to be a number >= 0. Received: -1',
    );
    const trainer = new VqVaeTrainer({ model, optimizer });
    await expect(trainer.fit({ x: tf.fill([2, 4, 4, 1], 2) }, { steps: 1 })).rejects.toThrow(
      'Expected pixels in [0, 1] for VqVaeTrainer.fit, since the reconstruction is a sigmoid. Received: from 2 to 2.',
    );
    expect(() => decodeCodes(model, tf.zeros([1, 2, 2]))).toThrow(
      'Expected `codes` of decodeCodes as [N, 2, 2], int32, as `quantize` gives them. Received: float32 [1, 2, 2]',
    );
    expect(() => decodeCodes(model, tf.fill([1, 2, 2], 6, 'int32'))).toThrow(
      'Expected `codes` of decodeCodes to hold numbers of the codebook, 0 to 5. Received: 6',
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

  test('a step is captured, unasked', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    const steps = await callsOfSteps((callbacks) => trained({ callbacks }));
    // One operation takes the rows of the batch; the third step of an epoch is measured after.
    for (const i of [6, 7, 9, 10]) expect(steps[i]).toEqual({ ops: 1, sessions: 1 });
    expect(log).not.toHaveBeenCalled();
    log.mockRestore();
  });

  test('uses most of its codebook on digits, and gives them back better than their mean', async () => {
    const digits = await loadDataset('digits');
    const images = tf.reshape(digits.x, [-1, 8, 8, 1]);
    const [x, held] = [tf.slice(images, 0, 1400), tf.slice(images, 1400)];
    const model = vqVae({ inputShape: [8, 8, 1], codes: 32, filters: [16, 32], seed: 1 });
    const optimizer = tf.train.adam(3e-3);
    await new VqVaeTrainer({ model, optimizer, seed: 1 }).fit({ x }, { epochs: 6 });
    const error = (guess: () => Tensor): number =>
      tf.tidy(() => tf.mean(tf.squaredDifference(guess(), held)).dataSync()[0] as number);
    const mean = error(() => tf.mean(x, 0, true));
    expect(error(() => model.predict(held) as Tensor)).toBeLessThan(0.5 * mean);
    expect(codebookUse(model, held).share).toBeGreaterThanOrEqual(0.8);
    for (const one of [digits.x, digits.y, images, x, held, model, optimizer]) one.dispose();
  });
});
