/** What the methods of a model say of wrong arguments, and what `fit` makes of right ones. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { type BackendName, useBackend } from '../backend/index.js';
import { tf } from './tf.js';

const quiet = { verbose: 0 } as const;
const x = (): core.Tensor => core.tensor2d([1, 2, 3, 4, 5, 6, 7, 8], [4, 2]);
const y = (): core.Tensor => core.tensor2d([1, 0, 2, 1], [4, 1]);
function made(options: object = {}): tfl.Sequential {
  const kernelInitializer = tfl.initializers.constant({ value: 0.1 });
  const dense = tf.layers.dense({ units: 1, inputShape: [2], kernelInitializer });
  const model = tfl.sequential({ layers: [dense as unknown as tfl.layers.Layer] });
  model.compile({ optimizer: tf.train.sgd(0.01) as never, loss: 'meanSquaredError', ...options });
  return model;
}
type Any = (...args: unknown[]) => unknown;
const call = (model: object, method: string, ...args: unknown[]): Promise<unknown> =>
  (async () => (Reflect.get(model, method) as Any).apply(model, args))();

const wrong: [string, string, unknown[], string][] = [
  [
    'a nested array',
    'fit',
    [[[1, 2]], [[1]]],
    'Expected `x` of model.fit to be a tensor. Received: [[1, 2]]. Make it one: `tf.tensor2d(x)`',
  ],
  ['numbers', 'predict', [[1, 2]], 'Make it one: `tf.tensor1d(x)`'],
  ['a typed array', 'evaluate', [new Float32Array(2), 1], 'Received: Float32Array. Make it one'],
  ['nothing', 'predict', [], 'Expected `x` of model.predict to be a tensor. Received: undefined'],
  ['no labels', 'fit', [1], 'Expected `x` of model.fit to be a tensor. Received: 1'],
  ['a data set', 'fit', [{ iterator: () => 0 }, 1], 'A data set goes to `model.fitDataset`'],
  ['tensors', 'fitDataset', [5, { epochs: 1 }], 'Tensors go to `model.fit(x, y)`'],
  ['a nested array', 'trainOnBatch', [[[1, 2]], 1], 'Expected `x` of model.trainOnBatch'],
  [
    'a misspelt option',
    'compile',
    [{ optimiser: 'sgd' }],
    'Received: optimiser. Did you mean `optimizer`?',
  ],
  [
    'a misspelt loss',
    'compile',
    [{ optimizer: 'sgd', loss: 'meanSquareError' }],
    'Did you mean `meanSquaredError`?',
  ],
  [
    'a loss of Keras',
    'compile',
    [{ optimizer: 'sgd', loss: 'binary_crossentropy' }],
    'Did you mean `binaryCrossentropy`?',
  ],
  [
    'a misspelt optimizer',
    'compile',
    [{ optimizer: 'addam', loss: 'hinge' }],
    'Did you mean `adam`?',
  ],
  [
    'a misspelt metric',
    'compile',
    [{ optimizer: 'sgd', loss: 'hinge', metrics: ['acuracy'] }],
    'Did you mean `accuracy`?',
  ],
  [
    'a factory',
    'compile',
    [{ optimizer: core.train.adam, loss: 'hinge' }],
    'made by `tf.train` (`tf.train.adam(0.001)`). Received: a function',
  ],
  ['no loss', 'compile', [{ optimizer: 'sgd' }], 'Expected a `loss` for model.compile'],
];
const wrongOptions: [object, string][] = [
  [{ epoch: 3 }, 'Received: epoch. Did you mean `epochs`?'],
  [{ batch_size: 3 }, 'Did you mean `batchSize`?'],
  [{ epochs: 1.5 }, 'Expected `epochs` of model.fit to be an integer >= 0. Received: 1.5'],
  [{ batchSize: 0 }, 'Expected `batchSize` of model.fit to be an integer >= 1. Received: 0'],
  [{ validationSplit: 1 }, 'to be a number in [0, 1). Received: 1'],
  [{ validationData: [1] }, 'to be a list of two, [x, y]. Received: [1]'],
  [{ callbacks: { onEpochEnds: () => {} } }, 'Received: onEpochEnds. Did you mean `onEpochEnd`?'],
  [
    { callbacks: [{ onEpochEnd: 5 }] },
    'Expected the callback `onEpochEnd` to be a function. Received: 5',
  ],
  [{ callbacks: 'x' }, 'Expected callbacks of model.fit as objects'],
  [
    { sampleWeight: 3 },
    'Expected `sampleWeight` to be a tensor [4], one number for each example. Received: 3',
  ],
];

function suite(backend: BackendName): void {
  beforeAll(async () => void (await useBackend({ backend, printBackend: false })));
  afterAll(async () => void (await useBackend({ backend: 'cpu', printBackend: false })));

  test('weights of examples: a weight of 2 is an example given twice', async () => {
    for (const capture of [false, true]) {
      const loss = capture
        ? 'meanSquaredError'
        : (labels: core.Tensor, output: core.Tensor): core.Tensor =>
            core.mean(core.squaredDifference(labels, output), -1);
      const weights = core.tensor1d([2, 0, 1, 1]);
      const [model, twice] = [made({ loss }), made({ loss })];
      const rows = core.tensor1d([0, 0, 2, 3], 'int32');
      const options = { ...quiet, epochs: 5, shuffle: false };
      await model.fit(x(), y(), { ...options, sampleWeight: weights });
      await twice.fit(core.gather(x(), rows), core.gather(y(), rows), options);
      const [given, expected] = [model, twice].map((one) =>
        one.getWeights().flatMap((w) => Array.from(w.dataSync())),
      );
      given?.forEach((value, i) => void expect(value).toBeCloseTo(expected?.[i] as number, 4));
      expect(weights.isDisposed).toBe(false);
    }
  });

  test('weights of classes are those of their examples, also with a part held back', async () => {
    const labels = (): core.Tensor => core.tensor2d([0, 1, 1, 0], [4, 1]);
    const options = { ...quiet, epochs: 5, shuffle: false, validationSplit: 0.25 };
    const [classes, examples] = [made(), made()];
    await classes.fit(x(), labels(), { ...options, classWeight: { 0: 3, 1: 0.5 } });
    await examples.fit(x(), labels(), {
      ...options,
      sampleWeight: core.tensor1d([3, 0.5, 0.5, 3]),
    });
    const [given, expected] = [classes, examples].map((one) =>
      one.getWeights().flatMap((w) => Array.from(w.dataSync())),
    );
    given?.forEach((value, i) => void expect(value).toBeCloseTo(expected?.[i] as number, 4));
    const scalar = (a: core.Tensor, b: core.Tensor): core.Tensor =>
      core.mean(core.squaredDifference(a, b));
    await expect(
      made({ loss: scalar }).fit(x(), y(), { ...quiet, sampleWeight: core.ones([4]) }),
    ).rejects.toThrow('Expected a loss that gives one number for each example');
  });

  test('a loss that is no number any more ends `fit`, with its epoch and the remedy', async () => {
    const model = made({ optimizer: core.train.sgd(1e20) });
    await expect(model.fit(x(), y(), { ...quiet, epochs: 9 })).rejects.toThrow(
      /model\.fit: Expected a finite loss in epoch \d of 9\. Received: (NaN|Infinity)\. Lower the learning rate/,
    );
    const bad = core.tensor2d([1, 2, 3, Number.NaN, 5, 6, 7, 8], [4, 2]);
    await expect(made().fit(bad, y(), quiet)).rejects.toThrow(
      '`x` itself has numbers that are not finite',
    );
    // And the next one may begin.
    await made().fit(x(), y(), quiet);
  });

  test('the best weights come back at the end', async () => {
    const model = made({ optimizer: core.train.sgd(0.2) });
    const losses: number[] = [];
    const weights: number[][] = [];
    const watch = {
      onEpochEnd: async (_: number, logs?: tfl.Logs) => {
        losses.push(logs?.val_loss as number);
        weights.push(model.getWeights().flatMap((w) => Array.from(w.dataSync())));
      },
    };
    const stop = (tf as unknown as { callbacks: typeof tfl.callbacks }).callbacks.earlyStopping({
      monitor: 'val_loss',
      patience: 2,
      restoreBestWeights: true,
    });
    const scaled = core.mul(x(), 0.3);
    const count = core.memory().numTensors;
    await model.fit(scaled, y(), {
      ...quiet,
      epochs: 30,
      shuffle: false,
      validationData: [core.mul(x(), -0.1), y()],
      callbacks: [stop, new tfl.CustomCallback(watch, 'never')],
    });
    const best = losses.indexOf(Math.min(...losses));
    expect(losses.length).toBeLessThan(30);
    const after = model.getWeights().flatMap((w) => Array.from(w.dataSync()));
    expect(after).toEqual(weights[best]);
    expect(core.memory().numTensors - count).toBeLessThan(12);
  });

  test('a stateful layer and batches of another size', () => {
    for (const kind of ['lstm', 'gru', 'simpleRNN'] as const) {
      const layer = tf.layers[kind]({ units: 2, stateful: true, batchInputShape: [4, 2, 3] });
      const model = tfl.sequential({ layers: [layer as unknown as tfl.layers.Layer] });
      expect(() => model.predict(core.ones([6, 2, 3]), { batchSize: 6 })).toThrow(
        `Expected batches of 4 sequences for the stateful layer \`${layer.name}\`, which keeps a state for each. Received: float32 [6, 2, 3].`,
      );
    }
  });
}

describe('arguments of models on the cpu backend', () => {
  suite('cpu');

  test.each(wrong)('%s for %s', async (_, method, args, message) => {
    await expect(call(made(), method, ...args)).rejects.toThrow(message);
  });

  test.each(wrongOptions)('fit with %j', async (options, message) => {
    await expect(call(made(), 'fit', x(), y(), { ...quiet, ...options })).rejects.toThrow(message);
  });

  test('what is not compiled, or not there any more', async () => {
    const bare = tfl.sequential({
      layers: [tf.layers.dense({ units: 1, inputShape: [2] }) as unknown as tfl.layers.Layer],
    });
    const message = 'Run `model.compile({ optimizer, loss })` before';
    for (const method of ['fit', 'evaluate', 'trainOnBatch']) {
      await expect(call(bare, method, x(), y())).rejects.toThrow(message);
    }
    const gone = x();
    gone.dispose();
    await expect(made().fit(gone, y(), quiet)).rejects.toThrow('Received: a disposed one');
    expect(() => made().evaluate(x(), y(), { sampleWeight: x() } as never)).toThrow(
      'Weights of examples belong to `model.fit`',
    );
  });

  test('a class without a name is told what to add', () => {
    class Nameless extends tfl.layers.Layer {}
    const register = tf.serialization.registerClass as unknown as Any;
    expect(() => register(Nameless)).toThrow("Add `static className = 'Nameless';` to it");
    expect(() => register({})).toThrow('Expected a class with a static className');
    class Named extends tfl.layers.Layer {
      static readonly className = 'NamedForRegistry';
    }
    register(Named);
  });

  test('a layer whose `call` gives no tensor is named', () => {
    const layerOf = (className: string, run: (input: core.Tensor) => unknown): tfl.layers.Layer => {
      class Own extends tfl.layers.Layer {
        static readonly className = className;
        override call(inputs: core.Tensor | core.Tensor[]): core.Tensor {
          return run([inputs].flat()[0] as core.Tensor) as core.Tensor;
        }
      }
      return new Own({ inputShape: [2] });
    };
    const cases: [tfl.layers.Layer, string][] = [
      [
        layerOf('Later', async (input) => input),
        '(Later) to return a tensor. Received: a promise. A layer computes at once',
      ],
      [
        layerOf('Nothing', () => undefined),
        '(Nothing) to return a tensor. Received: undefined. Is there a `return`',
      ],
      [layerOf('Numbers', () => [1, 2]), '(Numbers) to return a tensor. Received: 1'],
    ];
    for (const [layer, message] of cases) {
      expect(() => layer.apply(x())).toThrow(message);
      const model = tfl.sequential({ layers: [layer] });
      expect(() => model.predict(x())).toThrow(message);
      expect(Object.hasOwn(layer, 'call')).toBe(false);
    }
    const failing = layerOf('Failing', () => {
      throw new TypeError('Cannot read properties of undefined (reading "x")');
    });
    expect(() => failing.apply(x())).toThrow(
      /^Cannot read properties of undefined \(reading "x"\)$/,
    );
  });
});
describeIf('wasm', 'arguments of models on the wasm backend', () => suite('wasm'));
describeIf('native', 'arguments of models on TensorFlow', () => suite('tensorflow'));
