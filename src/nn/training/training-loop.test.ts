import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { createRng } from '../../backend/random.js';
import type { TrainerCallback } from '../callbacks/callback.js';
import { checkpoint, loadCheckpoint } from '../callbacks/checkpoint.js';
import { tensorsKept, use } from '../layers/test-tools.js';
import {
  type LayersModel,
  type Optimizer,
  type Scalar,
  type Tensor,
  tf,
  type Variable,
} from '../tf.js';
import { memoryBatches } from './memory-batches.js';
import type { Batches } from './sources.js';
import { callsOfSteps } from './test-tools.js';
import { TrainingLoop, type TrainingLoopOptions } from './training-loop.js';
import type { StepNoise } from './training-types.js';

/** Where a kernel's launcher says which cell runs. */
const cells = Symbol.for('gradus.cells');
interface Cell {
  count: number;
  interrupted: boolean;
  endings?: Set<() => void>;
}
const holder = globalThis as { [cells]?: { running(): Cell } };

const ROWS = 8;
const CRITIC_STEPS = 3;

function network(sizes: readonly number[], seed: number): LayersModel {
  const model = tf.sequential();
  for (const [i, units] of sizes.slice(1).entries()) {
    model.add(
      tf.layers.dense({
        units,
        inputShape: [sizes[i] as number],
        activation: i < sizes.length - 2 ? 'tanh' : 'linear',
        kernelInitializer: tf.initializers.glorotUniform({ seed: seed + i }),
      }),
    );
  }
  return model;
}

const weightsOf = (model: LayersModel): Variable[] =>
  model.trainableWeights.map((weight) => weight.read() as Variable);
const run = (model: LayersModel, x: Tensor): Tensor => model.apply(x) as Tensor;

interface Parts {
  readonly loop: TrainingLoop<{ real: Tensor }>;
  dispose(): void;
}

type Penalty = 'clipping' | 'gradient penalty';

/** A WGAN (Arjovsky et al. 2017; with a penalty: Gulrajani et al. 2017): the critic n times, then the generator. */
function wgan(
  penalty: Penalty,
  more: Partial<TrainingLoopOptions<{ real: Tensor }>> = {},
  seed = 1,
): Parts {
  const critic = network([2, 8, 1], seed);
  const generator = network([3, 8, 2], seed + 10);
  const optimizers = [tf.train.rmsprop(0.01), tf.train.adam(0.01, 0.5, 0.9)] as const;
  const criticLoss = (real: Tensor, fake: Tensor, noise: StepNoise): Scalar => {
    const apart = tf.sub<Scalar>(tf.mean(run(critic, fake)), tf.mean(run(critic, real)));
    if (penalty === 'clipping') return apart;
    const share = noise.uniform([ROWS, 1]);
    const between = tf.add(tf.mul(real, share), tf.mul(fake, tf.sub(1, share)));
    const slope = tf.grad((x: Tensor) => tf.sum(run(critic, x)))(between);
    const norm = tf.sqrt(tf.add(tf.sum(tf.square(slope), 1), 1e-12));
    return tf.add<Scalar>(apart, tf.mul(10, tf.mean(tf.square(tf.sub(norm, 1)))));
  };
  const step = ({ real }: { real: Tensor }, noise: StepNoise) => {
    const fakes = (): Tensor => run(generator, noise.normal([ROWS, 3]));
    let loss = tf.scalar(0);
    for (let i = 0; i < CRITIC_STEPS; i++) {
      const part = tf.slice(real, [i * ROWS, 0], [ROWS, 2]);
      const fake = fakes();
      const compute = () => criticLoss(part, fake, noise);
      loss = optimizers[0].minimize(compute, true, weightsOf(critic)) as Scalar;
      if (penalty === 'gradient penalty') continue;
      for (const weight of weightsOf(critic)) weight.assign(tf.clipByValue(weight, -0.1, 0.1));
    }
    const fool = () => tf.neg<Scalar>(tf.mean(run(critic, fakes())));
    const generatorLoss = optimizers[1].minimize(fool, true, weightsOf(generator)) as Scalar;
    return { loss, generatorLoss };
  };
  const models = [critic, generator];
  return {
    loop: new TrainingLoop({ step, models, optimizers, seed: 4, ...more }),
    dispose() {
      for (const one of [...models, ...optimizers]) one.dispose();
    },
  };
}

/** Points on a ring, the same for the same epoch. */
function* ring(epoch: number): Generator<{ real: Tensor }> {
  const rng = createRng('ring').split(String(epoch));
  for (let i = 0; i < 10; i++) {
    const points = Array.from({ length: CRITIC_STEPS * ROWS }, () => {
      const angle = rng.uniform(0, 2 * Math.PI);
      return [Math.cos(angle), Math.sin(angle)] as const;
    });
    yield { real: tf.tensor2d(points.map((point) => [...point])) };
  }
}

/** The sizes of a training that runs through, one that is stopped, and one that goes on from there. */
async function interrupted(
  start: (callbacks: TrainerCallback[], seed: number) => Parts,
  batches: () => Batches<{ real: Tensor }>,
  stopAt: number,
) {
  const folder = await mkdtemp(join(tmpdir(), 'loop-'));
  const length = { epochs: 4, stepsPerEpoch: 10 };
  const whole = start([], 1);
  const all = await whole.loop.fit(batches(), length);
  const stop: TrainerCallback = {
    onStep: ({ step }, { stop: end }) => (step === stopAt ? end() : undefined),
  };
  const cut = start([checkpoint({ folder, everySteps: 1 }), stop], 1);
  const first = await cut.loop.fit(batches(), length);
  const again = start([], 77);
  const snapshot = await loadCheckpoint(folder);
  if (snapshot === undefined) throw new Error('no checkpoint');
  await again.loop.resume(snapshot);
  const second = await again.loop.fit(batches(), length);
  for (const one of [whole, cut, again]) one.dispose();
  await rm(folder, { recursive: true });
  return { all, first, second };
}

/** A regression of pairs `{ x, y }`, with a metric beside the loss. */
function line(more: Partial<TrainingLoopOptions<{ x: Tensor; y: Tensor }>> = {}, start = 0) {
  const weight = tf.tidy(() => tf.variable(tf.fill([2, 1], start)));
  const optimizer: Optimizer = tf.train.adam(0.05);
  const loop = new TrainingLoop<{ x: Tensor; y: Tensor }>({
    step({ x, y }) {
      const loss = (): Scalar => tf.mean<Scalar>(tf.squaredDifference(tf.matMul(x, weight), y));
      const value = optimizer.minimize(loss, true, [weight]) as Scalar;
      return { loss: value, size: tf.mean<Scalar>(tf.abs(weight)) };
    },
    evaluate: ({ x, y }) => tf.mean<Scalar>(tf.squaredDifference(tf.matMul(x, weight), y)),
    variables: [weight],
    optimizers: [optimizer],
    ...more,
  });
  return {
    loop,
    dispose() {
      weight.dispose();
      optimizer.dispose();
    },
  };
}

const examples = Array.from({ length: 22 }, (_, i) => {
  const x = [Math.sin(i), Math.cos(3 * i)] as const;
  return { x: [...x], y: [2 * x[0] - x[1]] };
});
/** Six batches: five of four, one of two. */
const stream = () => tf.data.array(examples).shuffle(22, 'seed').batch(4);

function suite(capture: boolean): void {
  for (const penalty of ['clipping', 'gradient penalty'] as const) {
    test(`WGAN with ${penalty}: resumed after an interruption, the same to the last bit`, async () => {
      const { all, first, second } = await interrupted(
        (callbacks, seed) => wgan(penalty, { capture, callbacks }, seed),
        () => ring,
        17,
      );
      expect(all.steps).toHaveLength(40);
      expect(all.metrics?.generatorLoss).toHaveLength(40);
      expect(new Set(all.steps).size).toBeGreaterThan(30);
      expect(first.steps).toEqual(all.steps.slice(0, 17));
      expect(second).toEqual(all);
    });
  }

  test('WGAN leaves no tensor behind', async () => {
    const work = async (): Promise<void> => {
      const { loop, dispose } = wgan('clipping', { capture });
      await loop.fit(ring, { epochs: 2, stepsPerEpoch: 10 });
      dispose();
    };
    expect(await tensorsKept(work)).toEqual([0, 0]);
  });

  test('a stream of tf.data, batches of two shapes, resumed within an epoch to the last bit', async () => {
    const length = { epochs: 5, validation: () => [...memoryList()] };
    const memoryList = (): { x: Tensor; y: Tensor }[] => [
      {
        x: tf.tensor2d(examples.map(({ x }) => x)),
        y: tf.tensor2d(examples.map(({ y }) => y)),
      },
    ];
    for (const stopAt of [2, 14, 18]) {
      const whole = line({ capture });
      const all = await whole.loop.fit(stream(), length);
      expect(all.steps).toHaveLength(30);
      expect(all.loss.at(-1)).toBeLessThan((all.loss[0] as number) / 2);
      expect(all.validationLoss).toHaveLength(5);
      let snapshot: Parameters<typeof whole.loop.resume>[0] | undefined;
      const stop: TrainerCallback = {
        async onStep({ step }, one) {
          if (step !== stopAt) return;
          snapshot = await one.snapshot();
          one.stop();
        },
      };
      const cut = line({ capture, callbacks: [stop] });
      await cut.loop.fit(stream(), length);
      const again = line({ capture }, 9);
      await again.loop.resume(snapshot as NonNullable<typeof snapshot>);
      expect(await again.loop.fit(stream(), length)).toEqual(all);
      for (const one of [whole, cut, again]) one.dispose();
    }
  });

  test('a stream leaves no tensor behind, nor does one that is stopped or ends early', async () => {
    const work = async (): Promise<void> => {
      const one = line({ capture });
      await one.loop.fit(stream(), { epochs: 2 });
      await one.loop.fit(stream(), { steps: 3, stepsPerEpoch: 6 });
      const ended = one.loop.fit(stream().take(2), { steps: 5, stepsPerEpoch: 5 });
      await expect(ended).rejects.toMatchObject({ code: 'stream-ended' });
      one.dispose();
    };
    expect(await tensorsKept(work)).toEqual([0, 0]);
  });

  test('the stop button ends it after its step, a second press at once; nothing is left', async () => {
    vi.spyOn(console, 'log').mockImplementation(() => {});
    const press = async (second: boolean): Promise<number> => {
      const cell: Cell = { count: 1, interrupted: false };
      holder[cells] = { running: () => cell };
      const stop: TrainerCallback = {
        onStep({ step }) {
          if (step !== 5) return;
          cell.interrupted = true;
          for (const end of cell.endings ?? []) end();
          if (second) cell.endings?.clear();
        },
      };
      const one = line({ capture, callbacks: [stop] });
      try {
        return (await one.loop.fit(stream(), { epochs: 3 })).steps.length;
      } finally {
        one.dispose();
        delete holder[cells];
      }
    };
    expect(await press(false)).toBe(5);
    await expect(press(true)).rejects.toMatchObject({ code: 'interrupted' });
    const work = async () => void [await press(false), await press(true).catch(() => {})];
    expect(await tensorsKept(work)).toEqual([0, 0]);
    vi.restoreAllMocks();
  });

  test('a list of batches stays the caller’s; memory batches are as a trainer takes them', async () => {
    const x = tf.tensor2d(examples.map(({ x: one }) => one));
    const y = tf.tensor2d(examples.map(({ y: one }) => one));
    const one = line({ capture });
    await one.loop.fit([{ x, y }], { epochs: 3 });
    expect(x.isDisposed || y.isDisposed).toBe(false);
    const { steps, loss } = await one.loop.fit(memoryBatches({ x, y }, { batchSize: 8 }), {
      epochs: 2,
    });
    expect([steps.length, loss.length]).toEqual([6, 2]);
    tf.dispose([x, y]);
    one.dispose();
  });

  test('sequences of unequal length, a list of tensors, and noise of their shape', async () => {
    const weight = tf.variable(tf.scalar(0));
    const optimizer = tf.train.sgd(0.1);
    const loop = new TrainingLoop<readonly [Tensor, Tensor]>({
      step([tokens, labels], noise) {
        const blurred = tf.add(tokens, tf.mul(noise.normal(tokens.shape), 1e-3));
        const loss = () =>
          tf.mean<Scalar>(tf.squaredDifference(tf.mul(tf.sum(blurred, 1), weight), labels));
        return optimizer.minimize(loss, true, [weight]) as Scalar;
      },
      variables: [weight],
      optimizers: [optimizer],
      capture,
    });
    function* sequences(): Generator<readonly [Tensor, Tensor]> {
      for (let i = 0; i < 24; i++) {
        const length = 2 + (i % 6);
        yield [tf.fill([3, length], 1 / length), tf.fill([3], 2)];
      }
    }
    const { steps } = await loop.fit(sequences, { steps: 24 });
    expect(steps.at(-1)).toBeLessThan(0.1);
    expect((await weight.data())[0]).toBeCloseTo(2, 0);
    tf.dispose([weight]);
    optimizer.dispose();
  });
}

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));
  suite(false);

  test('says what does not fit, and what to do', async () => {
    const weight = tf.variable(tf.scalar(1));
    const one = (): Tensor => tf.ones([2]);
    const of = (step: unknown): TrainingLoop<Tensor> =>
      new TrainingLoop<Tensor>({ step: step as () => Scalar, variables: [weight] });
    const loss = (): Scalar => tf.scalar(1);
    const train = (step: unknown, batches: unknown = [one()], more = {}) =>
      of(step).fit(batches as Batches<Tensor>, { epochs: 1, ...more });
    await expect(train(() => undefined)).rejects.toThrow(
      /return its loss, a scalar tensor, or `{ loss, … }`\. Received: undefined\. Write `return loss`/,
    );
    await expect(train(async () => loss())).rejects.toMatchObject({ code: 'step-result' });
    await expect(train(() => ({ cost: loss() }))).rejects.toThrow(/Received: { cost: /);
    await expect(train(() => tf.ones([3]))).rejects.toThrow(/loss = float32 \[3\]\. Average it/);
    await expect(train(() => ({ loss: loss(), accuracy: 1 }))).rejects.toThrow(/accuracy = 1/);
    let calls = 0;
    const changing = () => (calls++ === 0 ? loss() : { loss: loss(), more: loss() });
    await expect(train(changing, [one(), one()])).rejects.toThrow(
      'Expected the step to return the same values each time (loss). Received: loss, more',
    );
    await expect(train(loss, [])).rejects.toMatchObject({ code: 'stream-empty' });
    await expect(train(loss, () => [], { stepsPerEpoch: 2 })).rejects.toThrow(
      /Expected batches for epoch 1\. Received: none\. A generator can be read once/,
    );
    await expect(train(loss, () => [one()], { stepsPerEpoch: 3 })).rejects.toThrow(
      /Expected 3 batches in epoch 1\. Received: 1\. Train fewer steps/,
    );
    await expect(train(loss, () => [one()])).rejects.toThrow(/`stepsPerEpoch` beside `epochs`/);
    await expect(train(loss, [[1, 2]])).rejects.toMatchObject({ code: 'no-batch' });
    await expect(train(loss, [{ x: one() }, { y: one() }])).rejects.toThrow(
      /same tensors \(x\)\. Received: y/,
    );
    await expect(train(loss, 3)).rejects.toMatchObject({ code: 'no-batches' });
    await expect(train(loss, [one()], { validation: [one()] })).rejects.toMatchObject({
      code: 'no-evaluate',
    });
    await expect(train(() => tf.scalar(Number.NaN))).rejects.toMatchObject({ code: 'non-finite' });
    expect(() => new TrainingLoop({ step: loss })).toThrow(/Expected what the step changes/);
    const rates = { step: loss, variables: [weight], learningRate: [0.1] };
    expect(() => new TrainingLoop(rates)).toThrow(/one for each of the 0 optimizers/);
    const x = tf.ones([3]);
    expect(() => memoryBatches({ x, y: one() })).toThrow('same N >= 1. Received: x [3], y [2]');
  });

  test('each optimiser follows its own schedule', async () => {
    const seen: number[] = [];
    const { loop, dispose } = wgan('clipping', {
      learningRate: [(step) => 0.1 / (1 + step), 0.02],
      callbacks: [{ onStep: ({ learningRate }) => void seen.push(learningRate) }],
    });
    await loop.fit(ring, { steps: 3 });
    expect(seen).toEqual([0.1, 0.05, 0.1 / 3]);
    dispose();
  });

  test('a snapshot of other optimisers is refused', async () => {
    const [a, b] = [wgan('clipping'), line()];
    let snapshot: Parameters<typeof b.loop.resume>[0] | undefined;
    const save: TrainerCallback = {
      onStep: async (_, one) => {
        snapshot = await one.snapshot();
      },
    };
    const saved = wgan('clipping', { callbacks: [save] });
    await saved.loop.fit(ring, { steps: 1 });
    await expect(b.loop.resume(snapshot as NonNullable<typeof snapshot>)).rejects.toThrow(
      'Expected a snapshot of 1 optimizers. Received: one of 2',
    );
    for (const one of [a, b, saved]) one.dispose();
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

  test.each(['clipping', 'gradient penalty'] as const)(
    'a captured WGAN step with %s is one call of a session',
    async (penalty) => {
      const steps = await callsOfSteps(async (callbacks) => {
        const { loop, dispose } = wgan(penalty, { capture: true, callbacks });
        await loop.fit(ring, { steps: 10 });
        dispose();
      });
      // The steps that are not compared with eager execution.
      for (const i of [7, 8]) expect(steps[i]).toEqual({ ops: 0, sessions: 1 });
    },
  );

  test('captured steps have the losses of eager ones', async () => {
    const losses: (readonly number[])[] = [];
    for (const capture of [false, true]) {
      const { loop, dispose } = wgan('gradient penalty', { capture });
      losses.push((await loop.fit(ring, { steps: 10 })).steps);
      dispose();
    }
    const [eager, captured] = losses as [number[], number[]];
    captured.forEach((loss, i) => {
      expect(Math.abs(loss - (eager[i] as number))).toBeLessThan(1e-4);
    });
  });

  test('noise and labels that a step never uses change nothing where it is captured', async () => {
    const losses: number[][] = [];
    for (const capture of [false, true]) {
      const weight = tf.variable(tf.scalar(1));
      const optimizer = tf.train.adam(0.1);
      const loop = new TrainingLoop<{ x: Tensor; y: Tensor }>({
        step({ x }, noise) {
          noise.normal([3]);
          const moved = tf.add(x, noise.uniform(x.shape));
          noise.uniform([2]);
          return optimizer.minimize(
            () => tf.mean(tf.square(tf.mul(moved, weight))),
            true,
          ) as Scalar;
        },
        variables: [weight],
        optimizers: [optimizer],
        capture,
      });
      const batches = [{ x: tf.ones([4]), y: tf.ones([4], 'int32') }];
      losses.push((await loop.fit(batches, { steps: 20 })).steps);
      tf.dispose([weight, ...batches.map(({ x, y }) => [x, y])]);
      optimizer.dispose();
    }
    const [eager, captured] = losses as [number[], number[]];
    expect(captured).toHaveLength(20);
    captured.forEach((loss, i) => {
      expect(loss).toBeCloseTo(eager[i] as number, 5);
    });
  });

  test('a captured stream is one call of a session for each of its shapes', async () => {
    const steps = await callsOfSteps(async (callbacks) => {
      const one = line({ capture: true, callbacks });
      await one.loop.fit(stream(), { epochs: 6 });
      one.dispose();
    });
    const captured = steps.filter(({ sessions }) => sessions === 1);
    // Of 36, without the first three of each shape and those that are compared with eager ones.
    expect(captured.length).toBeGreaterThanOrEqual(20);
  });
});
