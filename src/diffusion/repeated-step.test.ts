/** Samplings from one network, one after another: one graph, and always the numbers of an eager one. */
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { useNative } from '../backend/capture/test-tools.js';
import { denoisingMlp } from '../models/diffusion/denoising-mlp.js';
import { tensorsKept } from '../nn/layers/test-tools.js';
import { type LayersModel, type Tensor, tf } from '../nn/tf.js';
import { callsOfSteps } from '../nn/training/test-tools.js';
import { ddimSample, ddpmSample } from './diffusion-sampling.js';
import { flowSample } from './flow-sampling.js';
import { cosineNoiseSchedule } from './noise-schedule.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

const schedule = cosineNoiseSchedule({ steps: 40 });
const network = (): LayersModel =>
  denoisingMlp({ inputShape: [2], classes: 3, hidden: [16, 16], timeWidth: 8, seed: 1 });

async function numbers(drawn: Promise<Tensor>): Promise<number[]> {
  const x = await drawn;
  const values = Array.from(x.dataSync());
  x.dispose();
  return values;
}

/** A network that was never trained blows numbers up to 1e4: float32 keeps five digits of them. */
function expectSame(values: readonly number[], expected: readonly number[]): void {
  expect(values).toHaveLength(expected.length);
  for (const [i, value] of values.entries()) {
    const other = expected[i] as number;
    expect(Math.abs(value - other)).toBeLessThan(1e-5 * Math.max(1, Math.abs(other)));
  }
}

/** All of a scenario's numbers, captured as they come and eagerly; they must be the same. */
async function expectAsEager(scenario: (model: LayersModel) => Promise<number[][]>): Promise<void> {
  const [captured, eager] = [[] as number[][], [] as number[][]];
  for (const [mode, into] of [
    ['on', captured],
    ['off', eager],
  ] as const) {
    vi.stubEnv('GRADUS_CAPTURE', mode);
    const model = network();
    into.push(...(await scenario(model)));
    model.dispose();
  }
  expect(captured).toHaveLength(eager.length);
  for (const [i, values] of captured.entries()) expectSame(values, eager[i] as number[]);
}

describeIf('native', 'samplings from one network', () => {
  let graphs: () => number;
  beforeAll(async () => {
    const { binding } = await useNative();
    graphs = () => binding.getNumOfSavedModels();
  });

  test('are replayed from the first step of the second one on; the graph goes with the network', async () => {
    const model = network();
    const callsOf = (draw: (onStep: () => void) => Promise<Tensor>) =>
      callsOfSteps(async ([count]) => {
        const none = undefined as never;
        await numbers(draw(() => void count?.onStep?.(none, none)));
      });
    const options = { schedule, count: 5, labels: 1 };
    const draw = (seed: number) =>
      callsOf((onStep) => ddpmSample(model, { ...options, seed, onStep }));
    const [first, second] = [await draw(1), await draw(2)];
    expect(first[0]?.ops).toBeGreaterThan(20);
    expect(second).toHaveLength(40);
    expect(Math.max(...second.map(({ ops }) => ops))).toBeLessThan(8);
    expect(graphs()).toBe(1);
    const flow = await callsOf((onStep) => flowSample(model, { count: 5, steps: 40, onStep }));
    expect(flow.at(-1)?.ops).toBeLessThan(8);
    // Another number of steps is the same step.
    const few = await callsOf((onStep) => flowSample(model, { count: 5, steps: 7, onStep }));
    expect(Math.max(...few.map(({ ops }) => ops))).toBeLessThan(8);
    expect(graphs()).toBe(2);
    model.dispose();
    expect(graphs()).toBe(0);
  });

  test('have the numbers of their own seeds, options, sizes and classes', () =>
    expectAsEager(async (model) => {
      const options = { schedule, count: 4, labels: [0, 1, 2, 0] };
      const drawn: number[][] = [];
      for (const seed of [1, 2, 3])
        drawn.push(await numbers(ddpmSample(model, { ...options, seed })));
      for (const more of [
        { guidance: 1 },
        { clip: [-0.1, 0.1] as const },
        { count: 2, labels: 1 },
        { labels: [2, 2, 1, 1], variance: 'beta' as const, prediction: 'v' as const },
      ]) {
        for (const seed of [4, 5]) {
          drawn.push(await numbers(ddpmSample(model, { ...options, seed, ...more })));
        }
      }
      for (const eta of [0, 1]) {
        drawn.push(await numbers(ddimSample(model, { ...options, steps: 35, eta })));
      }
      for (const [method, steps] of [
        ['heun', 31],
        ['euler', 31],
        ['euler', 40],
      ] as const) {
        drawn.push(await numbers(flowSample(model, { count: 4, method, steps, labels: 1 })));
      }
      return drawn;
    }));

  test('see weights that are new, and layers that are frozen since', () =>
    expectAsEager(async (model) => {
      const draw = () => numbers(ddpmSample(model, { schedule, count: 3, seed: 1 }));
      const drawn = [await draw(), await draw()];
      const halved = tf.tidy(() =>
        model.getWeights().map((weight) => tf.keep(tf.mul(weight, 0.5))),
      );
      model.setWeights(halved);
      tf.dispose(halved);
      drawn.push(await draw());
      expect(drawn[2]).not.toEqual(drawn[1]);
      model.getLayer('hidden_0').trainable = false;
      drawn.push(await draw());
      return drawn;
    }));

  test('may take turns', () =>
    expectAsEager(async (model) => {
      const draw = (seed: number) => numbers(ddpmSample(model, { schedule, count: 3, seed }));
      return [...(await Promise.all([1, 2].map(draw))), ...(await Promise.all([3, 4].map(draw)))];
    }));

  test('that are short become a graph once there are many of them', async () => {
    const model = network();
    const counts: number[] = [];
    const drawn: number[][] = [];
    for (let i = 0; i < 5; i++) {
      drawn.push(await numbers(ddimSample(model, { schedule, count: 3, steps: 10, seed: 1 })));
      counts.push(graphs());
    }
    expect(counts).toEqual([0, 0, 0, 1, 1]);
    for (const values of drawn) expectSame(values, drawn[0] as number[]);
    model.dispose();
  });

  test('leave no tensor', async () => {
    const model = network();
    const draw = () => numbers(ddpmSample(model, { schedule, count: 3, labels: 1, guidance: 1 }));
    expect(await tensorsKept(draw)).toEqual([0, 0]);
    model.dispose();
  });
});
