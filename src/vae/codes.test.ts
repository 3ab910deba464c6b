import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { conditionalVae } from '../models/vae/conditional-vae.js';
import { vae } from '../models/vae/vae.js';
import { tensorsKept, use } from '../nn/layers/test-tools.js';
import { type LayersModel, type Tensor, type Tensor2D, tf } from '../nn/tf.js';
import { decode, encode, reconstruct, sample } from './codes.js';
import { collapseReport } from './collapse-report.js';
import { attributeVector, latentTraversal } from './latent-space.js';
import { projectCodes } from './project-codes.js';

const values = (make: () => Tensor): number[] => tf.tidy(() => Array.from(make().dataSync()));
const dense = (): LayersModel => vae({ inputShape: [2, 3], latent: 2, hidden: [5], seed: 1 });
const conditional = (): LayersModel =>
  conditionalVae({ inputShape: [4], conditions: 3, latent: 2, hidden: [5], seed: 1 });
const pictures = (...shape: number[]): Tensor => tf.randomUniform(shape, 0, 1, 'float32', 1);

function suite(): void {
  test('without a seed the mean code is decoded, with one a code that is sampled', () => {
    const [model, x] = [dense(), pictures(5, 2, 3)];
    const predicted = values(() => model.predict(x) as Tensor);
    expect(values(() => reconstruct(model, x))).toEqual(predicted);
    const decoded = values(() => decode(model, encode(model, x).mean));
    expect(decoded).toEqual(predicted);
    const sampled = values(() => reconstruct(model, x, { seed: 3 }));
    expect(sampled).not.toEqual(predicted);
    expect(values(() => reconstruct(model, x, { seed: 3 }))).toEqual(sampled);
    x.dispose();
    model.dispose();
  });

  test('samples follow from their seed, their number from `count` or the conditions', () => {
    const [model, told] = [dense(), conditional()];
    const drawn = tf.tidy(() => sample(model, { count: 7, seed: 1 }).shape);
    expect(drawn).toEqual([7, 2, 3]);
    const of = (seed: number, temperature = 1): number[] =>
      values(() => sample(model, { count: 4, seed, temperature }));
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
    const middle = values(() => decode(model, tf.zeros([1, 2])));
    expect(of(1, 0)).toEqual([middle, middle, middle, middle].flat());
    const condition = tf.tensor2d([1, 0, 0, 0, 1, 0], [2, 3]);
    expect(tf.tidy(() => sample(told, { condition }).shape)).toEqual([2, 4]);
    const other = tf.tensor2d([0, 0, 1, 0, 1, 0], [2, 3]);
    const [one, two] = [condition, other].map((asked) =>
      values(() => sample(told, { condition: asked })),
    ) as [number[], number[]];
    expect(one.slice(0, 4)).not.toEqual(two.slice(0, 4));
    expect(one.slice(4)).toEqual(two.slice(4));
    tf.dispose([condition, other]);
    for (const each of [model, told]) each.dispose();
  });

  test('a traversal changes one dimension at a time', () => {
    const model = dense();
    const code = tf.tensor1d([0.5, -1]);
    const all = values(() => latentTraversal(model, { values: [-2, 0, 2], code }));
    const rows = [-2, 0, 2].map((v) => [v, -1]).concat([-2, 0, 2].map((v) => [0.5, v]));
    const expected = values(() => decode(model, tf.tensor2d(rows)));
    expect(all).toEqual(expected);
    const shape = tf.tidy(() => latentTraversal(model, { dimensions: [1] }).shape);
    expect(shape).toEqual([1, 7, 2, 3]);
    code.dispose();
    model.dispose();
  });

  test('nothing is left', async () => {
    const [model, told] = [dense(), conditional()];
    const x = pictures(5, 2, 3);
    const condition = tf.ones([5, 3]) as Tensor2D;
    const codes = tf.randomNormal([5, 2], 0, 1, 'float32', 1);
    const given = pictures(5, 4);
    const work = (): void => {
      const { mean, logVariance } = encode(model, x);
      const asked = tf.ones([1, 3]) as Tensor2D;
      tf.dispose([mean, logVariance, reconstruct(model, x, { seed: 1 }), decode(model, codes)]);
      tf.dispose([sample(model, { count: 2 }), reconstruct(told, given, { condition })]);
      tf.dispose([latentTraversal(model), latentTraversal(told, { condition: asked }), asked]);
      tf.dispose([attributeVector(codes, [0, 1, 1, 0, 0]), projectCodes(codes).points]);
      collapseReport(model, x);
    };
    expect(await tensorsKept(work)).toEqual([0, 0]);
    tf.dispose([x, condition, codes, given]);
    for (const each of [model, told]) each.dispose();
  });
}

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));
  suite();

  test('what does not fit is told', () => {
    const [model, told] = [dense(), conditional()];
    expect(() => sample(model, {})).toThrow(
      'Expected `count` of sample to be an integer >= 1. Received: undefined',
    );
    expect(() => sample(told, { count: 2 })).toThrow(
      'Expected `condition` of sample as [2, 3], float32, one row for each example. Received: undefined. ' +
        "Class numbers become rows by `tf.cast(tf.oneHot(labels, classes), 'float32')`",
    );
    expect(() => sample(model, { count: 1, temperature: -1 })).toThrow('`temperature`');
    expect(() => decode(model, tf.zeros([2, 3]))).toThrow(
      'Expected codes of decode as [N, 2], float32. Received: float32 [2, 3]',
    );
    expect(() => encode(model, tf.zeros([2, 2, 2]))).toThrow('`x` of encode as [N, 2, 3]');
    expect(() => latentTraversal(model, { dimensions: [2] })).toThrow(
      'Expected `dimensions` of latentTraversal to be a list of dimensions 0 to 1. Received: [2]',
    );
    expect(() => latentTraversal(model, { values: [] })).toThrow(
      'Expected `values` of latentTraversal to be a list of at least one finite number. Received: []',
    );
    expect(() => latentTraversal(model, { code: tf.zeros([3]) })).toThrow('as [2], float32');
    expect(() => collapseReport(model, tf.zeros([1, 2, 3]), { threshold: -1 })).toThrow(
      '`threshold` of collapseReport to be a number >= 0. Received: -1',
    );
    for (const each of [model, told]) each.dispose();
  });
});

describeIf('wasm', 'on the wasm backend', () => {
  beforeAll(() => use('wasm'));
  suite();
});

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));
  suite();
});
