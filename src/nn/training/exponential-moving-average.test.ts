import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { nativeBackend } from '../../backend/capture/native-backend.js';
import type { Snapshot, TrainerCallback } from '../callbacks/callback.js';
import { tensorsKept, use } from '../layers/test-tools.js';
import { type Scalar, type Tensor, tf } from '../tf.js';
import { ExponentialMovingAverage } from './exponential-moving-average.js';
import { TrainingLoop } from './training-loop.js';

const DECAY = 0.9;

/** A weight that follows its batches, and its average. */
function run(capture: boolean, callbacks: TrainerCallback[] = []) {
  const weight = tf.tidy(() => tf.variable(tf.tensor1d([0, 10])));
  const average = new ExponentialMovingAverage([weight], { decay: DECAY });
  const optimizer = tf.train.sgd(0.5);
  const loop = new TrainingLoop<Tensor>({
    step(target) {
      const loss = () => tf.sum<Scalar>(tf.square(tf.sub(weight, target)));
      const value = optimizer.minimize(loss, true, [weight]) as Scalar;
      average.update();
      return value;
    },
    variables: [weight, ...average.variables],
    optimizers: [optimizer],
    callbacks,
    capture,
  });
  const dispose = () => {
    average.dispose();
    tf.dispose([weight]);
    optimizer.dispose();
  };
  return { loop, weight, average, dispose };
}

/** With this learning rate the weight is its batch after each step. */
function* targets(): Generator<Tensor> {
  for (let i = 0; i < 12; i++) yield tf.tensor1d([i, -i]);
}

/** The average after so many steps, by the formula, in double precision. */
function expected(steps: number): number[] {
  let average = [0, 10];
  for (let t = 0; t < steps; t++) {
    const decay = Math.min(DECAY, (1 + t) / (10 + t));
    average = [t, -t].map((w, i) => decay * (average[i] as number) + (1 - decay) * w);
  }
  return average;
}

async function valuesOf({ average }: { average: ExponentialMovingAverage }): Promise<number[]> {
  const [tensor] = average.read() as [Tensor];
  const values = Array.from(await tensor.data());
  tensor.dispose();
  return values;
}

function near(given: readonly number[], wanted: readonly number[]): void {
  for (const [i, value] of given.entries()) expect(value).toBeCloseTo(wanted[i] as number, 4);
}

function suite(capture: boolean): void {
  test('is the average of the formula, with its warm-up', async () => {
    const one = run(capture);
    await one.loop.fit(targets, { steps: 12 });
    near(await valuesOf(one), expected(12));
    one.dispose();
  });

  test('a run that is resumed has the average of one that was never stopped', async () => {
    let snapshot: Snapshot | undefined;
    const stop: TrainerCallback = {
      async onStep({ step }, training) {
        if (step !== 7) return;
        snapshot = await training.snapshot();
        training.stop();
      },
    };
    const [whole, cut, again] = [run(capture), run(capture, [stop]), run(capture)];
    const length = { steps: 12, stepsPerEpoch: 12 };
    await whole.loop.fit(targets, length);
    await cut.loop.fit(targets, length);
    await again.loop.resume(snapshot as Snapshot);
    await again.loop.fit(targets, length);
    expect(await valuesOf(again)).toEqual(await valuesOf(whole));
    near(await valuesOf(cut), expected(7));
    for (const one of [whole, cut, again]) one.dispose();
  });

  test('leaves no tensor behind', async () => {
    const work = async (): Promise<void> => {
      const one = run(capture);
      await one.loop.fit(targets, { steps: 12 });
      one.average.use(() => one.weight.dataSync());
      one.average.copyToWeights();
      one.dispose();
    };
    expect(await tensorsKept(work)).toEqual([0, 0]);
  });
}

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));
  suite(false);

  test('a constant decay without warm-up', async () => {
    const weight = tf.variable(tf.scalar(1));
    const average = new ExponentialMovingAverage([weight], { decay: 0.5, warmUp: false });
    weight.assign(tf.scalar(3));
    average.update();
    average.update();
    expect(await valuesOf({ average })).toEqual([2.5]);
    average.dispose();
    weight.dispose();
  });

  test('stands in for the weights of a model while it is used, and then the weights are back', async () => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
    const average = new ExponentialMovingAverage(model);
    const before = model.getWeights().map((one) => Array.from(one.dataSync()));
    model.setWeights([tf.ones([2, 1]), tf.ones([1])]);
    const weights = (): number[][] => model.getWeights().map((one) => Array.from(one.dataSync()));
    expect(average.use(weights)).toEqual(before);
    expect(weights()).toEqual([[1, 1], [1]]);

    const later = average.use(async () => {
      await Promise.resolve();
      expect(() => average.update()).toThrow('Received: their averages, which are in use just now');
      expect(() => average.use(weights)).toThrow('in use just now');
      return weights();
    });
    expect(await later).toEqual(before);
    expect(weights()).toEqual([[1, 1], [1]]);

    const failing = () =>
      average.use(() => {
        throw new Error('failed');
      });
    expect(failing).toThrow('failed');
    expect(weights()).toEqual([[1, 1], [1]]);
    await expect(average.use(() => Promise.reject(new Error('late')))).rejects.toThrow('late');
    expect(weights()).toEqual([[1, 1], [1]]);

    average.copyToWeights();
    expect(weights()).toEqual(before);
    average.dispose();
    model.dispose();
  });

  test('refuses what has no weights, and a decay out of range', () => {
    const weight = tf.variable(tf.scalar(1));
    expect(() => new ExponentialMovingAverage([])).toThrow('Expected weights to average');
    expect(() => new ExponentialMovingAverage([tf.scalar(1)] as never)).toThrow(TypeError);
    expect(() => new ExponentialMovingAverage([weight], { decay: 1 })).toThrow(
      'Expected `decay` to be a number at least 0 and less than 1. Received: 1',
    );
    weight.dispose();
  });
});

describeIf('wasm', 'on the wasm backend', () => {
  beforeAll(() => use('wasm'));
  suite(false);
});

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));
  describe('eager', () => suite(false));
  describe('captured', () => suite(true));

  test('a captured step with it runs no operation beside its session', async () => {
    const backend = nativeBackend();
    if (backend === undefined) throw new Error('These tests need the native backend.');
    const { binding } = backend;
    let ops = 0;
    const counts: number[] = [];
    const executeOp: typeof binding.executeOp = (...args) => {
      ops++;
      return binding.executeOp(...args);
    };
    Reflect.set(backend, 'binding', Object.create(binding, { executeOp: { value: executeOp } }));
    const count: TrainerCallback = { onStep: () => void counts.push(ops) };
    const one = run(true, [count]);
    try {
      await one.loop.fit(targets, { steps: 9 });
    } finally {
      Reflect.set(backend, 'binding', binding);
    }
    one.dispose();
    // The first step is eager; replays 5 to 8 of nine steps are not compared with eager ones.
    expect(counts[0]).toBeGreaterThan(0);
    expect(counts[8]).toBe(counts[6]);
  });
});
