import { beforeAll, expect, test } from 'vitest';
import { denoisingMlp } from '../models/diffusion/denoising-mlp.js';
import { tensorsKept, use } from '../nn/layers/test-tools.js';
import { type Tensor, tf, type Variable } from '../nn/tf.js';
import { flowMatchingTarget } from './flow-matching.js';
import { ddpmLoss, flowMatchingLoss } from './losses.js';
import { cosineNoiseSchedule } from './noise-schedule.js';

beforeAll(() => use('cpu'));

const schedule = cosineNoiseSchedule({ steps: 100 });

function given(): { x0: Tensor; noise: Tensor; t: Tensor; label: Tensor } {
  return {
    x0: tf.randomNormal([6, 2], 0, 1, 'float32', 1),
    noise: tf.randomNormal([6, 2], 0, 1, 'float32', 2),
    t: tf.tensor1d([0, 5, 30, 50, 80, 99], 'int32'),
    label: tf.tensor1d([0, 1, 2, 0, 1, 2], 'int32'),
  };
}

test('who predicts exactly has no loss, who predicts nothing has the mean square of the target', () => {
  tf.tidy(() => {
    const { x0, noise, t } = given();
    const batch = { x0, noise, t };
    const value = (loss: Tensor): number => loss.dataSync()[0] as number;
    expect(value(ddpmLoss(() => noise, batch, { schedule }))).toBe(0);
    const nothing = (x: Tensor): Tensor => tf.zerosLike(x);
    const mean = value(tf.mean(tf.square(noise)));
    expect(value(ddpmLoss(nothing, batch, { schedule }))).toBeCloseTo(mean, 5);
    const ofSteps = (x: Tensor, time: Tensor): Tensor => {
      expect(Array.from(time.dataSync())).toEqual([0, 5, 30, 50, 80, 99]);
      return x;
    };
    ddpmLoss(ofSteps, batch, { schedule });
    const flow = { x1: x0, noise, t: tf.tensor1d([0, 0.1, 0.25, 0.5, 0.75, 1]) };
    expect(value(flowMatchingLoss(() => tf.sub(x0, noise), flow))).toBe(0);
    const ofTimes = (x: Tensor, time: Tensor): Tensor => {
      expect(Array.from(time.dataSync())).toEqual([0, 100, 250, 500, 750, 1000]);
      return x;
    };
    flowMatchingLoss(ofTimes, flow);
  });
});

test('the way of a flow leads from noise to the example', () => {
  tf.tidy(() => {
    const { x0: x1, noise } = given();
    const at = (t: number, sigmaMin = 0): number[] =>
      Array.from(flowMatchingTarget(x1, noise, t, { sigmaMin }).x.dataSync());
    expect(at(0)).toEqual(Array.from(noise.dataSync()));
    expect(at(1)).toEqual(Array.from(x1.dataSync()));
    // With some noise left at the end, and the velocity as the slope of the way.
    const { velocity } = flowMatchingTarget(x1, noise, 0.5, { sigmaMin: 0.1 });
    const [early, late] = [at(0.25, 0.1), at(0.75, 0.1)];
    velocity.dataSync().forEach((value, i) => {
      expect(value).toBeCloseTo(((late[i] as number) - (early[i] as number)) / 0.5, 4);
    });
  });
});

test.each(['epsilon', 'v', 'flow'] as const)(
  '%s: has the gradient of finite differences',
  (kind) => {
    const model = denoisingMlp({ inputShape: [2], classes: 3, hidden: [6], timeWidth: 4, seed: 1 });
    const weights = model.trainableWeights.map((weight) => weight.read() as Variable);
    tf.tidy(() => {
      const { x0, noise, t, label } = given();
      const loss = () =>
        kind === 'flow'
          ? flowMatchingLoss(model, { x1: x0, noise, t: tf.div(t, 100), label })
          : ddpmLoss(model, { x0, noise, t, label }, { schedule, prediction: kind });
      const { grads } = tf.variableGrads(loss, weights);
      const pairs = weights.map((weight) => {
        const start = weight.clone();
        const direction = tf.randomNormal(weight.shape, 0, 1, 'float32', 7);
        const at = (step: number): number => {
          weight.assign(tf.add(start, tf.mul(direction, step)));
          return loss().dataSync()[0] as number;
        };
        const slope = (at(1e-2) - at(-1e-2)) / 2e-2;
        weight.assign(start);
        const along = tf
          .sum(tf.mul(direction, grads[weight.name] as Tensor))
          .dataSync()[0] as number;
        return [slope, along] as const;
      });
      const gap = Math.hypot(...pairs.map(([slope, along]) => slope - along));
      expect(gap / Math.hypot(...pairs.map(([slope]) => slope))).toBeLessThan(1e-3);
    });
    model.dispose();
  },
);

test('leaves the loss alone', async () => {
  const model = denoisingMlp({ inputShape: [2], hidden: [4], timeWidth: 2 });
  const { x0, noise, t, label } = given();
  const work = (): void => {
    ddpmLoss(model, { x0, noise, t }, { schedule }).dispose();
    flowMatchingLoss(model, { x1: x0, noise, t: 0.5 }).dispose();
    tf.dispose(Object.values(flowMatchingTarget(x0, noise, 0.5)));
  };
  expect(await tensorsKept(work)).toEqual([0, 0]);
  tf.dispose([x0, noise, t, label]);
  model.dispose();
});

test('says what it was given', () => {
  const model = denoisingMlp({ inputShape: [2], hidden: [4], timeWidth: 2 });
  const classes = denoisingMlp({ inputShape: [2], classes: 3, hidden: [4], timeWidth: 2 });
  tf.tidy(() => {
    const { x0, noise, t, label } = given();
    const all = { x0, noise, t, label };
    expect(() => ddpmLoss(model, all, { schedule })).toThrow(
      'Expected no classes: this network takes none. Received: some. Make it with the option `classes`',
    );
    expect(() => ddpmLoss(classes, { ...all, label: x0 }, { schedule })).toThrow(
      'Expected `label` to be an int32 tensor with the class of each of 6 examples, [6]. Received: float32 [6,2]',
    );
    expect(() => ddpmLoss(classes, all, { schedule, prediction: 'x' as never })).toThrow(
      'Expected `prediction` to be `epsilon` or `v`. Received: x',
    );
    const flow = { x1: x0, noise, t: 1.5 };
    expect(() => flowMatchingLoss(model, flow)).toThrow('`t` to be a number in [0, 1]');
    expect(() => flowMatchingLoss(model, { ...flow, t })).toThrow('Received: int32 [6]');
    expect(() => flowMatchingLoss(model, { ...flow, t: 0 }, { sigmaMin: 1 })).toThrow('`sigmaMin`');
    const other = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [2] })] });
    expect(() => ddpmLoss(other, all, { schedule })).toThrow(
      'Expected a network that takes a noisy example, a time and maybe a class',
    );
    other.dispose();
  });
  model.dispose();
  classes.dispose();
});
