import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { type BackendName, stopGradient, type Tensor, useBackend } from '../backend/index.js';
import { NoGradientError, Trainer } from './index.js';
import { tf } from './tf.js';

type Loss = (labels: core.Tensor, output: core.Tensor) => core.Tensor;
const mean = (x: core.Tensor): core.Tensor => core.mean(core.cast(x, 'float32'));
const labels = (): core.Tensor => core.tensor2d([1, 0, 0, 1, 1, 0], [3, 2]);
const inputs = (): core.Tensor => core.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);

/** Losses that no weight can lower by a small step, and what their error names. */
const blocked: [string, Loss, string][] = [
  [
    'argMax',
    (y, output) => mean(core.notEqual(core.argMax(y, 1), core.argMax(output, 1))),
    '`argMax`',
  ],
  ['round', (y, output) => mean(core.abs(core.sub(y, core.round(output)))), '`round`'],
  ['sign', (y, output) => mean(core.mul(y, core.sign(output))), '`sign`'],
  ['floor', (y, output) => mean(core.sub(core.floor(output), y)), '`floor`'],
  ['step', (y, output) => mean(core.sub(core.step(output), y)), '`step`'],
  ['a comparison', (y, output) => mean(core.notEqual(y, core.greater(output, 0))), '`greater`'],
  [
    'a cast to whole numbers',
    (y, output) => mean(core.sub(core.cast(core.cast(output, 'int32'), 'float32'), y)),
    '`cast`',
  ],
  ['the places of topk', (_, output) => mean(core.topk(output, 1).indices), '`topK`'],
];
/** Losses on the way to which the values leave the tensors. */
const apart: [string, Loss][] = [
  ['dataSync', (y, output) => mean(core.sub(y, core.tensor(output.dataSync(), [3, 2])))],
  ['arraySync', (y, output) => mean(core.sub(y, core.tensor(output.arraySync() as number[][])))],
  ['stopGradient', (y, output) => mean(core.sub(y, stopGradient(output as Tensor) as core.Tensor))],
  ['no output at all', (y) => mean(core.square(y))],
];

const made = (): tfl.Sequential =>
  tfl.sequential({
    layers: [
      tf.layers.dense({ units: 4, inputShape: [2], activation: 'tanh' }) as tfl.layers.Layer,
      tf.layers.dense({ units: 2 }) as tfl.layers.Layer,
    ],
  });
function compiled(loss: Loss): tfl.Sequential {
  const model = made();
  model.compile({ optimizer: 'sgd', loss });
  return model;
}
const trainer = (loss: Loss): Trainer =>
  new Trainer({
    model: made() as never,
    loss: loss as never,
    optimizer: tf.train.adam(),
  });

function suite(backend: BackendName): void {
  beforeAll(async () => void (await useBackend({ backend, printBackend: false })));
  afterAll(async () => void (await useBackend({ backend: 'cpu', printBackend: false })));
  afterEach(() => void vi.restoreAllMocks());

  /** Every way to train with a loss. */
  const ways = (loss: Loss): (() => Promise<unknown>)[] => {
    const [x, y] = [inputs(), labels()];
    const kernel = core.variable(core.tensor2d([0.1, 0.2, 0.3, 0.4], [2, 2]));
    const whole = (): core.Scalar =>
      core.mean(loss(y, core.matMul(x as core.Tensor2D, kernel))) as core.Scalar;
    return [
      () => compiled(loss).fit(x, y, { verbose: 0 }),
      () => compiled(loss).trainOnBatch(x, y),
      () => trainer(loss).fit({ x: x as Tensor, y: y as Tensor }, { epochs: 1 }),
      async () => core.train.sgd(0.1).minimize(whole, false, [kernel]),
      async () => core.train.adam().minimize(whole),
      async () => core.train.adagrad(0.1).computeGradients(whole, [kernel]),
      async () => tf.variableGrads(whole as never, [kernel as never]),
    ];
  };

  test.each(blocked)('a loss through %s is refused, by its name', async (_, loss, name) => {
    for (const train of ways(loss)) {
      const error = await train().then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(NoGradientError);
      const { message } = error as Error;
      expect(message).toContain(
        'whose slope is 0 everywhere, so that training would change nothing',
      );
      expect(message).toContain(name);
    }
  });

  test.each(apart)('a loss that loses its way by %s is refused', async (_, loss) => {
    for (const train of ways(loss)) {
      await expect(train()).rejects.toThrow(
        'a loss that no operation connects with them, so that training would change nothing',
      );
    }
  });

  test('a loss that is flat in a part alone is none of these', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    // Rounded forwards, and straight through backwards (Bengio et al. 2013).
    const straight: Loss = (y, output) => {
      const rounded = stopGradient(core.sub(core.round(output), output) as Tensor) as core.Tensor;
      return mean(core.square(core.sub(core.add(output, rounded), y)));
    };
    const choosing: Loss = (y, output) =>
      mean(core.where(core.greater(output, 0), core.square(core.sub(output, y)), core.abs(output)));
    const masked: Loss = (y, output) =>
      mean(core.mul(core.square(core.sub(output, y)), core.cast(core.greater(y, 0), 'float32')));
    for (const loss of [straight, choosing, masked]) {
      for (const train of ways(loss)) await train();
    }
    expect(warn).not.toHaveBeenCalled();
  });

  test('weights that the loss does not use are named once', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const [used, unused] = ['used', 'unused'].map((name) =>
      core.variable(core.tensor1d([1, 2]), true, `${name} ${backend}`),
    ) as [core.Variable, core.Variable];
    const loss = (): core.Scalar => core.mean(core.square(used));
    const optimizer = core.train.sgd(0.1);
    for (let i = 0; i < 3; i++) optimizer.minimize(loss, false, [used, unused]);
    expect(warn).toHaveBeenCalledOnce();
    expect(warn.mock.calls[0]?.[0]).toContain(`so they stay as they are: unused ${backend}. If`);
    expect(Array.from(unused.dataSync())).toEqual([1, 2]);
    // Without a list, variables of other models are among those that get none.
    optimizer.minimize(loss);
    expect(warn).toHaveBeenCalledOnce();
    core.dispose([used, unused]);
  });

  test('frozen layers are passed over in silence, a model of nothing else is refused', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const model = made();
    (model.layers[0] as tfl.layers.Layer).trainable = false;
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    await model.fit(inputs(), labels(), { verbose: 0 });
    expect(warn).not.toHaveBeenCalled();
    (model.layers[1] as tfl.layers.Layer).trainable = false;
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    await expect(model.fit(inputs(), labels(), { verbose: 0 })).rejects.toThrow(
      'Expected weights to train. Received: none: either every layer is frozen',
    );
    const variable = core.variable(core.scalar(1), false);
    expect(() =>
      core.train.sgd(1).minimize(() => core.square(variable), false, [variable]),
    ).toThrow('Received: 1 weights, all of them frozen');
  });

  test('embeddings whose rows are not all used, and penalties on weights, train', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const model = tfl.sequential({
      layers: [
        tf.layers.embedding({ inputDim: 9, outputDim: 2, inputLength: 2 }) as tfl.layers.Layer,
        tfl.layers.flatten(),
        tf.layers.dense({ units: 2 }) as tfl.layers.Layer,
      ],
    });
    model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
    await model.fit(core.ones([3, 2], 'int32'), labels(), { verbose: 0 });
    expect(warn).not.toHaveBeenCalled();
  });
}

describe('gradients on the cpu backend', () => suite('cpu'));
describeIf('wasm', 'gradients on the wasm backend', () => suite('wasm'));
describeIf('native', 'gradients on TensorFlow', () => suite('tensorflow'));
