import '@tensorflow/tfjs-backend-cpu';
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { useBackend } from '../../backend/use-backend.js';
import { nativeTensorsLeft, opsOf, useNative } from '../test-tools.js';
import '../tf.js';
import { Adam, AdamW } from './adam.js';
import { LAMB } from './lamb.js';
import { RMSProp } from './rmsprop.js';
import { Momentum, SGD } from './sgd.js';

interface Problem {
  readonly w: core.Variable;
  readonly b: core.Variable;
  loss(): core.Scalar;
  values(): number[];
}

/** torch.optim.AdamW (PyTorch 2.15), 20 steps, lr 0.05, weight decay 0.1 on w and 0 on b. */
const PYTORCH = [
  -0.0381835401058197, -0.9193041324615479, -0.006612326949834824, -0.5829471349716187,
];

let problems = 0;

/** Σ (w·a − b)². */
function problem(): Problem {
  const number = problems++;
  const w = core.variable(core.tensor1d([1, -2, 0.5]), true, `layer_${number}/kernel`);
  const b = core.variable(core.tensor1d([0.3]), true, `layer_${number}/bias`);
  return {
    w,
    b,
    loss: () => core.sum(core.square(core.sub(core.mul(w, [1, 3, -2]), b))),
    values: () => [...w.dataSync(), ...b.dataSync()],
  };
}

function steps(optimizer: core.Optimizer, { w, b, loss }: Problem, count: number): void {
  for (let i = 0; i < count; i++) optimizer.minimize(loss, false, [w, b]);
}

/** Gradus's optimiser, and that of tfjs. */
const pairs: [string, () => core.Optimizer, () => core.Optimizer][] = [
  ['sgd', () => new SGD(0.02), () => new core.SGDOptimizer(0.02)],
  ['momentum', () => new Momentum(0.01, 0.8), () => new core.MomentumOptimizer(0.01, 0.8)],
  [
    'nesterov',
    () => new Momentum(0.01, 0.8, true),
    () => new core.MomentumOptimizer(0.01, 0.8, true),
  ],
  ['rmsprop', () => new RMSProp(0.01), () => new core.RMSPropOptimizer(0.01)],
  [
    'rmsprop with momentum',
    () => new RMSProp(0.01, 0.8, 0.5, 1e-4),
    () => new core.RMSPropOptimizer(0.01, 0.8, 0.5, 1e-4),
  ],
  [
    'centred rmsprop',
    () => new RMSProp(0.01, 0.9, 0.2, 1e-7, true),
    () => new core.RMSPropOptimizer(0.01, 0.9, 0.2, 1e-7, true),
  ],
  // tfjs has 1 − β₂ᵗ in float32, a relative error of 1e-5 in the first steps: hence the small rate.
  ['adam', () => new Adam(0.005), () => new core.AdamOptimizer(0.005, 0.9, 0.999)],
  [
    'adam with other numbers',
    () => new Adam(0.05, 0.8, 0.95, 1e-2),
    () => new core.AdamOptimizer(0.05, 0.8, 0.95, 1e-2),
  ],
];

const own: [string, () => core.Optimizer][] = [
  ...pairs.map(([name, make]): [string, () => core.Optimizer] => [name, make]),
  ['adamw', () => new AdamW(0.05, { weightDecay: 0.1, exclude: ['bias'] })],
  ['lamb', () => new LAMB(0.05, { weightDecay: 0.1, exclude: ['bias'] })],
];

function expectClose(got: number[], expected: number[], apart: number): void {
  for (const [i, value] of got.entries()) {
    expect(Math.abs(value - (expected[i] as number))).toBeLessThan(apart);
  }
}

/** LAMB in double precision, straight from the paper. */
function lambByHand(count: number): number[] {
  const [rate, b1, b2, epsilon, decay] = [0.05, 0.9, 0.999, 1e-6, 0.1];
  const a = [1, 3, -2];
  let w = [1, -2, 0.5];
  let b = [0.3];
  const slots = [w, b].map((x) => ({ m: x.map(() => 0), v: x.map(() => 0) }));
  for (let t = 1; t <= count; t++) {
    const error = w.map((x, i) => x * (a[i] as number) - (b[0] as number));
    const gradients = [
      error.map((e, i) => 2 * e * (a[i] as number)),
      [-2 * error.reduce((sum, e) => sum + e, 0)],
    ];
    [w, b] = [w, b].map((x, k) => {
      const { m, v } = slots[k] as { m: number[]; v: number[] };
      const direction = x.map((_, i) => {
        const g = (gradients[k] as number[])[i] as number;
        m[i] = b1 * (m[i] as number) + (1 - b1) * g;
        v[i] = b2 * (v[i] as number) + (1 - b2) * g * g;
        return (
          (m[i] as number) / (1 - b1 ** t) / (Math.sqrt((v[i] as number) / (1 - b2 ** t)) + epsilon)
        );
      });
      const norm = (y: number[]): number => Math.hypot(...y);
      const r = k === 0 ? direction.map((d, i) => d + decay * (x[i] as number)) : direction;
      const ratio = k === 0 ? norm(x) / norm(r) : 1;
      return x.map((value, i) => value - rate * ratio * (r[i] as number));
    }) as [number[], number[]];
  }
  return [...w, ...b];
}

function suite(): void {
  test.each(pairs)('%s has the numbers of tfjs over 20 steps', (_, ours, theirs) => {
    const [mine, other] = [problem(), problem()];
    steps(ours(), mine, 20);
    steps(theirs(), other, 20);
    expect(mine.values()).not.toEqual([1, -2, 0.5, Math.fround(0.3)]);
    expectClose(mine.values(), other.values(), 1e-6);
  });

  test('AdamW has the numbers of PyTorch, the bias without decay', () => {
    const mine = problem();
    steps(new AdamW(0.05, { weightDecay: 0.1, exclude: ['bias'] }), mine, 20);
    expectClose(mine.values(), PYTORCH, 1e-6);
  });

  test('LAMB has the numbers of the paper, the bias without decay and ratio', () => {
    const mine = problem();
    steps(new LAMB(0.05, { weightDecay: 0.1, exclude: ['bias'] }), mine, 20);
    expectClose(mine.values(), lambByHand(20), 1e-5);
  });

  test('LAMB moves weights that start at 0', () => {
    const w = core.variable(core.zeros([2]));
    new LAMB(0.1).minimize(() => core.sum(core.square(core.sub(w, 1))), false, [w]);
    for (const value of w.dataSync()) expect(value).toBeCloseTo(0.1, 4);
  });

  test.each(own)('%s goes on exactly from saved weights, under other names', async (_, make) => {
    const [through, parted] = [problem(), problem()];
    steps(make(), through, 8);
    const first = make();
    steps(first, parted, 3);
    const saved = await first.getWeights();
    const resumed = problem();
    resumed.w.assign(parted.w);
    resumed.b.assign(parted.b);
    const second = make();
    await second.setWeights(saved);
    first.dispose();
    steps(second, resumed, 5);
    expect(resumed.values()).toEqual(through.values());
    expect(second.iterations).toBe(8);
  });

  test('weights that are loaded over others replace them in place', async () => {
    const [a, b] = [problem(), problem()];
    const [one, two] = [new Adam(0.1), new Adam(0.1)];
    steps(one, a, 2);
    steps(two, b, 5);
    const slots = (await one.getWeights()).slice(1).map(({ tensor }) => tensor);
    await one.setWeights(await two.getWeights());
    const [theirs] = (await two.getWeights()).slice(1);
    expect(slots[0]?.dataSync()).toEqual(theirs?.tensor.dataSync());
    expect(one.iterations).toBe(5);
  });

  test.each(own)('%s is saved with its settings and made again from them', (_, make) => {
    const optimizer = make();
    const { className, fromConfig } =
      optimizer.constructor as core.serialization.SerializableConstructor<core.Optimizer>;
    const config = JSON.parse(JSON.stringify(optimizer.getConfig()));
    const [found] = core.serialization.SerializationMap.getMap().classNameMap[className] ?? [];
    expect(found).toBe(optimizer.constructor);
    expect(fromConfig(optimizer.constructor as never, config).getConfig()).toEqual(config);
  });

  test('the learning rate can be changed between steps', () => {
    const mine = problem();
    const optimizer = new SGD(0);
    steps(optimizer, mine, 1);
    expect(mine.values()[0]).toBe(1);
    optimizer.learningRate = 0.1;
    steps(optimizer, mine, 1);
    expect(mine.values()[0]).toBeCloseTo(1 - 0.1 * 2 * 0.7);
  });

  test('settings and weights out of range are refused', async () => {
    expect(() => new SGD(Number.NaN)).toThrow(
      'Expected `learningRate` to be a number >= 0. Received: NaN',
    );
    expect(() => new Adam(0.1, 1)).toThrow(
      'Expected `beta1` at least 0 and less than 1. Received: 1',
    );
    expect(() => new AdamW(0.1, { weightDecay: -1 })).toThrow('Expected `weightDecay`');
    const adam = new Adam();
    const iter = { name: 'iter', tensor: core.scalar(3, 'int32') };
    await expect(adam.setWeights([iter, { name: 'x/m', tensor: core.zeros([2]) }])).rejects.toThrow(
      'Expected `iter` and 2 weights for each variable. Received: 2 weights',
    );
    const slots = ['m', 'v'].map((name) => ({ name, tensor: core.zeros([2]) }));
    await adam.setWeights([iter, ...slots]);
    expect(() => steps(adam, problem(), 1)).toThrow('Expected optimizer weights of shape [3]');
  });

  test.each(['adam', 'sgd', 'rmsprop', 'adamw', 'lamb'])('compile knows %s', async (name) => {
    await import('../compile.js');
    const model = tfl.sequential({ layers: [tfl.layers.dense({ units: 1, inputShape: [1] })] });
    model.compile({ optimizer: name, loss: 'meanSquaredError' });
    expect(own.map(([, make]) => make().constructor)).toContain(model.optimizer.constructor);
    expect(model.dispose().numDisposedVariables).toBeGreaterThanOrEqual(2);
  });
}

describe('optimisers on the cpu backend', () => {
  beforeAll(async () => void (await useBackend({ backend: 'cpu', printBackend: false })));
  suite();
});

describeIf('wasm', 'optimisers on the wasm backend', () => {
  beforeAll(async () => void (await useBackend({ backend: 'wasm', printBackend: false })));
  suite();
});

describeIf('native', 'optimisers on TensorFlow', () => {
  beforeAll(useNative);
  suite();

  /** Operations for each variable, and one for the numbers of the step. */
  test.each([
    ['sgd', 2],
    ['momentum', 4],
    ['rmsprop', 7],
    ['adam', 7],
    ['adamw', 9],
  ])('%s takes %i operations a variable and leaves no tensor', (name, each) => {
    const { w, b } = problem();
    const [, make] = own.find(([known]) => known === name) as [string, () => core.Optimizer];
    const optimizer = make();
    const [gw, gb] = [core.ones([3]), core.ones([1])];
    const step = (): void => optimizer.applyGradients({ [w.name]: gw, [b.name]: gb });
    step();
    expect(opsOf(step).length).toBeLessThanOrEqual(1 + 2 * each);
    expect(nativeTensorsLeft(step)).toBe(0);
  });
});
