import { beforeAll, expect, test, vi } from 'vitest';
import { createRng } from '../backend/random.js';
import { accuracy } from '../deep-learning/accuracy.js';
import { tensorsLeft, useCpu } from '../deep-learning/test-tools.js';
import { type Tensor2D, tf } from '../nn/tf.js';
import { cellsKey, type KernelCells, type RunningCell } from '../runtime/kernel-cells.js';
import { crossEntropy } from './cross-entropy.js';
import { predictMlp, type TrainedMlp, type TrainMlpOptions, trainMlp } from './train-mlp.js';

beforeAll(useCpu);

/** Three clouds of points around the corners of a triangle. */
function clouds(n = 30): { x: Tensor2D; y: import('../nn/tf.js').Tensor1D } {
  const rng = createRng('clouds');
  const corners = [
    [0, 2],
    [2, -1],
    [-2, -1],
  ];
  const labels = Array.from({ length: n }, (_, i) => i % 3);
  const points = labels.map((c) => (corners[c] as number[]).map((v) => v + rng.normal(0, 0.3)));
  return { x: tf.tensor2d(points), y: tf.tensor1d(labels, 'int32') };
}

const small = (change: Partial<TrainMlpOptions> = {}): TrainMlpOptions => ({
  ...clouds(),
  hidden: 8,
  classes: 3,
  epochs: 15,
  batchSize: 8,
  learningRate: 0.3,
  seed: 1,
  ...change,
});

test('learns three clouds and tells the loss of each epoch', async () => {
  const told: number[] = [];
  const options = small({ onEpoch: (epoch, loss) => void told.push(epoch, loss) });
  const network = await trainMlp(options);
  expect(network.losses).toHaveLength(15);
  expect(told.filter((_, i) => i % 2 === 1)).toEqual(network.losses);
  expect(told.filter((_, i) => i % 2 === 0)).toEqual(network.losses.map((_, i) => i + 1));
  expect(network.losses.at(-1)).toBeLessThan(0.1);
  expect(accuracy(predictMlp(network, options.x), options.y)).toBe(1);
});

test('one step moves every weight against its gradient, as automatic differentiation sees it', async () => {
  const whole = { batchSize: 1000, epochs: 1 };
  const start = await trainMlp(small({ ...whole, learningRate: 0 }));
  const moved = await trainMlp(small({ ...whole, learningRate: 0.1 }));
  const { x, y } = small();
  const names = ['w1', 'b1', 'w2', 'b2'] as const;
  const gradients = tf.grads((w1, b1, w2, b2) => {
    const hidden = tf.relu(tf.add(tf.matMul(x, w1 as Tensor2D), b1));
    return crossEntropy(tf.add(tf.matMul(hidden, w2 as Tensor2D), b2), y);
  })(names.map((name) => start[name]));
  names.forEach((name, i) => {
    const want = tf.sub(start[name], tf.mul(gradients[i] as Tensor2D, 0.1)).dataSync();
    moved[name].dataSync().forEach((v, k) => {
      expect(v).toBeCloseTo(want[k] as number, 5);
    });
  });
});

test('the seed decides the weights', async () => {
  const weights = async (seed: number) => [
    ...(await trainMlp(small({ seed, epochs: 1 }))).w1.dataSync(),
  ];
  expect(await weights(1)).toEqual(await weights(1));
  expect(await weights(1)).not.toEqual(await weights(2));
});

test('the loss at the start is that of guessing, about ln C', async () => {
  const { losses } = await trainMlp(small({ x: tf.zeros([30, 2]), epochs: 2, learningRate: 0 }));
  for (const loss of losses) expect(loss).toBeCloseTo(Math.log(3), 5);
});

test('leaves only the four weights', async () => {
  const options = small({ epochs: 2 });
  expect(await tensorsLeft(() => trainMlp(options))).toBe(4);
  const network = await trainMlp(options);
  expect(await tensorsLeft(() => predictMlp(network, options.x))).toBe(1);
});

/** Trains in a cell; `stop` is the stop button, pressed once or a second time at once. */
async function trainInCell(
  options: TrainMlpOptions,
  train: (stop: (again?: boolean) => void) => Partial<TrainMlpOptions>,
): Promise<{ network: TrainedMlp; cell: RunningCell; said: unknown[] }> {
  const kernel = globalThis as { [cellsKey]?: KernelCells };
  const cell: RunningCell = { count: 1, interrupted: false };
  kernel[cellsKey] = { locate: () => undefined, running: () => cell };
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const stop = (again = false): void => {
    cell.interrupted = true;
    for (const end of cell.endings ?? []) end();
    if (again) cell.endings?.clear();
  };
  try {
    const network = await trainMlp({ ...options, ...train(stop) });
    return { network, cell, said: log.mock.calls.flat() };
  } finally {
    log.mockRestore();
    delete kernel[cellsKey];
  }
}

test('a stopped training gives the weights and losses that it has, and says so', async () => {
  const options = small({ epochs: 1000 });
  const { network, cell, said } = await trainInCell(options, (stop) => ({
    onEpoch: (epoch) => (epoch === 2 ? stop() : undefined),
  }));
  const two = await trainMlp(small({ epochs: 2 }));
  expect(network.losses).toEqual(two.losses);
  expect(await network.w1.data()).toEqual(await two.w1.data());
  expect(said).toEqual([expect.stringContaining('stopped after 2 whole epochs')]);
  // The cell goes on.
  expect(cell.interrupted).toBe(false);
});

test('stopped within an epoch it ends after the minibatch at hand and leaves nothing behind', async () => {
  const options = small({ epochs: 1000, batchSize: 1 });
  let found: TrainedMlp | undefined;
  const left = await tensorsLeft(async () => {
    const { network, said } = await trainInCell(options, (stop) => {
      setTimeout(stop, 0);
      return {};
    });
    expect(said).toEqual([expect.stringContaining('stopped after 0 whole epochs')]);
    found = network;
  });
  expect(found?.losses).toEqual([]);
  expect(left).toBe(4);
});

test('stopped when all is done it says nothing', async () => {
  const { network, said } = await trainInCell(small({ epochs: 2 }), (stop) => ({
    onEpoch: (epoch) => (epoch === 2 ? stop() : undefined),
  }));
  expect(network.losses).toHaveLength(2);
  expect(said).toEqual([]);
});

test('a second press ends it with an error and leaves nothing behind', async () => {
  const options = small({ epochs: 1000 });
  const left = await tensorsLeft(async () => {
    const training = trainInCell(options, (stop) => ({
      onEpoch: (epoch) => (epoch === 2 ? stop(true) : undefined),
    }));
    await expect(training).rejects.toMatchObject({ code: 'interrupted' });
  });
  expect(left).toBe(0);
});

test('timers run while it trains', async () => {
  let ticks = 0;
  const timer = setInterval(() => ticks++, 0);
  await trainMlp(small({ epochs: 20 }));
  clearInterval(timer);
  expect(ticks).toBeGreaterThan(3);
});

test('says which option is wrong', async () => {
  await expect(trainMlp(small({ hidden: 0 }))).rejects.toThrow(
    'Expected `hidden` to be an integer >= 1. Received: 0',
  );
  await expect(trainMlp(small({ learningRate: Number.NaN }))).rejects.toThrow(/learningRate/);
  await expect(trainMlp(small({ y: tf.tensor1d([0], 'int32') }))).rejects.toThrow(
    'Received: x [30,2], y [1]',
  );
});
