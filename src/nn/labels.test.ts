/** Labels of any type and shape that fits, wherever a compiled model takes them. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { type BackendName, useBackend } from '../backend/index.js';
import { tf } from './tf.js';

const numbers = [0, 1, 2, 1, 0, 2];
const inputs = (): core.Tensor2D =>
  core.tensor2d([0.1, -0.2, 0.3, 0.4, -0.5, 0.6, 0.7, 0.8, -0.9, 1, 1.1, 1.2], [6, 2]);

function compiled(options: Partial<tfl.ModelCompileArgs> = {}): tfl.LayersModel {
  const kernelInitializer = tfl.initializers.glorotUniform({ seed: 3 });
  const dense = { units: 3, inputShape: [2], activation: 'softmax' as const, kernelInitializer };
  const model = tfl.sequential({ layers: [tf.layers.dense(dense) as tfl.layers.Layer] });
  const loss = 'sparseCategoricalCrossentropy';
  model.compile({ optimizer: 'sgd', loss, metrics: ['accuracy'], ...options });
  return model;
}

const shapes: number[][] = [[6], [6, 1]];
const dtypes = ['float32', 'int32', 'bool'] as const;
const metrics = ['accuracy', 'sparseCategoricalAccuracy', 'sparseCategoricalCrossentropy'];

/** Batches of three. */
function dataset(x: core.Tensor, y: core.Tensor) {
  const rows = (t: core.Tensor, from: number): core.Tensor =>
    core.slice(t, [from, ...t.shape.slice(1).map(() => 0)], [3, ...t.shape.slice(1)]);
  return {
    size: 2,
    iterator: async () => {
      let from = -3;
      return {
        next: async () => {
          from += 3;
          return from < 6
            ? { done: false, value: { xs: rows(x, from), ys: rows(y, from) } }
            : { done: true, value: null };
        },
      };
    },
  } as unknown as Parameters<tfl.LayersModel['fitDataset']>[0];
}

/** Everything that a model says about these labels. */
async function all(y: core.Tensor, metric: string): Promise<number[]> {
  const x = inputs();
  const values = (scalars: core.Scalar | core.Scalar[]): number[] =>
    [scalars].flat().map((one) => one.dataSync()[0] as number);
  const history = (run: tfl.History): number[] => Object.values(run.history).flat() as number[];
  const make = (): tfl.LayersModel => compiled({ metrics: [metric] });
  const quiet = { epochs: 2, verbose: 0, shuffle: false, batchSize: 4 } as const;
  return [
    ...values(make().evaluate(x, y)),
    ...history(await make().fit(x, y, { ...quiet, validationSplit: 0.34 })),
    ...history(await make().fit(x, y, { ...quiet, validationData: [x, y] })),
    ...[await make().trainOnBatch(x, y)].flat(),
    ...history(
      await make().fitDataset(dataset(x, y), { epochs: 2, verbose: 0, validationData: [x, y] }),
    ),
    ...values(
      await make().evaluateDataset(
        dataset(x, y) as Parameters<tfl.LayersModel['evaluateDataset']>[0],
        {},
      ),
    ),
  ];
}

function suite(backend: BackendName): void {
  beforeAll(async () => void (await useBackend({ backend, printBackend: false })));
  afterAll(async () => void (await useBackend({ backend: 'cpu', printBackend: false })));

  describe.each(metrics)('with the metric %s', (metric) => {
    test.each(dtypes)('class numbers as %s give the numbers of float32', async (dtype) => {
      for (const shape of shapes) {
        const kinds = dtype === 'bool' ? numbers.map((label) => label % 2) : numbers;
        const expected = await all(core.tensor(kinds, [6, 1]), metric);
        const given = await all(core.tensor(kinds, shape, dtype), metric);
        expect(given.length).toBe(30);
        given.forEach((value, i) => void expect(value).toBeCloseTo(expected[i] as number, 5));
      }
    });
  });

  test('class numbers of a sequence, with and without a last dimension', async () => {
    const model = tfl.sequential({
      layers: [
        tf.layers.dense({
          units: 3,
          inputShape: [4, 2],
          activation: 'softmax',
        }) as tfl.layers.Layer,
      ],
    });
    model.compile({ optimizer: 'sgd', loss: 'sparseCategoricalCrossentropy', metrics: ['acc'] });
    const x = core.randomNormal([2, 4, 2], 0, 1, 'float32', 1);
    const labels = [0, 1, 2, 0, 1, 1, 2, 2];
    const [flat, column] = [
      [2, 4],
      [2, 4, 1],
    ].map((shape) =>
      (model.evaluate(x, core.tensor(labels, shape, 'int32')) as core.Scalar[]).map(
        (t) => t.dataSync()[0],
      ),
    );
    expect(flat).toEqual(column);
    await model.fit(x, core.tensor(labels, [2, 4], 'int32'), { verbose: 0 });
  });

  test('other losses and metrics take whole numbers and truth values too', async () => {
    const x = inputs();
    const one = (loss: string, metric: string, units: number): tfl.LayersModel => {
      const dense = { units, inputShape: [2], activation: 'sigmoid' as const };
      const model = tfl.sequential({ layers: [tf.layers.dense(dense) as tfl.layers.Layer] });
      model.compile({ optimizer: 'sgd', loss, metrics: [metric] });
      return model;
    };
    for (const [loss, metric, units] of [
      ['binaryCrossentropy', 'accuracy', 1],
      ['binaryCrossentropy', 'precision', 1],
      ['binaryCrossentropy', 'recall', 1],
      ['meanSquaredError', 'mae', 1],
      ['meanAbsoluteError', 'mse', 1],
      ['hinge', 'cosine', 2],
      ['categoricalCrossentropy', 'accuracy', 2],
      ['kullbackLeiblerDivergence', 'categoricalAccuracy', 2],
      ['poisson', 'mape', 2],
      ['logcosh', 'mae', 2],
      ['squaredHinge', 'mae', 2],
      ['categoricalHinge', 'mae', 2],
    ] as const) {
      const model = one(loss, metric, units);
      const y = [1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 1, 0].slice(0, 6 * units);
      const expected = (model.evaluate(x, core.tensor(y, [6, units])) as core.Scalar[]).map(
        (t) => t.dataSync()[0] as number,
      );
      for (const dtype of ['int32', 'bool'] as const) {
        const labels = core.tensor(y, [6, units], dtype);
        const given = (model.evaluate(x, labels) as core.Scalar[]).map((t) => t.dataSync()[0]);
        given.forEach((value, i) => void expect(value).toBeCloseTo(expected[i] as number, 5));
        await one(loss, metric, units).fit(x, labels, { verbose: 0 });
      }
    }
  });
}

describe('labels on the cpu backend', () => {
  suite('cpu');

  test('with several outputs the loss of each is the one that is trained', () => {
    const x = tfl.input({ shape: [2] });
    const outputs = ['a', 'b'].map(
      (name) =>
        (tf.layers.dense({ units: 3, activation: 'softmax', name }) as tfl.layers.Layer).apply(
          x,
        ) as tfl.SymbolicTensor,
    );
    const model = tfl.model({ inputs: x, outputs });
    model.compile({
      optimizer: 'sgd',
      loss: 'sparseCategoricalCrossentropy',
      metrics: ['accuracy'],
    });
    const labels = core.tensor1d(numbers, 'int32');
    const [loss, a, b] = (model.evaluate(inputs(), [labels, labels]) as core.Scalar[]).map(
      (t) => t.dataSync()[0] as number,
    );
    expect(loss).toBeGreaterThan(0);
    expect([a, b].every((one) => Number.isFinite(one))).toBe(true);
  });

  test('labels that are no class numbers are said to be none', async () => {
    const oneHot = core.oneHot(core.tensor1d(numbers, 'int32'), 3);
    const message =
      "Expected class numbers as labels, one for each row of the output [6,3]. Received: labels [6,3]. One-hot labels belong to the loss 'categoricalCrossentropy'";
    expect(() => compiled().evaluate(inputs(), oneHot)).toThrow(message);
    await expect(compiled().fit(inputs(), oneHot, { verbose: 0 })).rejects.toThrow(message);
  });

  test('a metric of the caller gets the labels as they are', () => {
    const seen: string[] = [];
    const metric = (labels: core.Tensor, output: core.Tensor): core.Tensor => {
      seen.push(labels.dtype);
      return core.mean(output);
    };
    compiled({ metrics: [metric] }).evaluate(inputs(), core.tensor1d(numbers, 'int32'));
    expect(seen).toEqual(['int32']);
  });
});
describeIf('wasm', 'labels on the wasm backend', () => suite('wasm'));
describeIf('native', 'labels on TensorFlow', () => suite('tensorflow'));
