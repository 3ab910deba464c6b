import '@tensorflow/tfjs-backend-cpu';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { TrainingLoop } from '../nn/index.js';
import { type Scalar, type Tensor, tf } from '../nn/tf.js';
import { batches, prefetch } from './batches.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const numbers = (n: number) => tf.tensor1d(Array.from({ length: n }, (_, i) => i));
const valuesOf = (source: Iterable<{ x: Tensor }>): number[][] =>
  Array.from(source, ({ x }) => {
    const values = [...x.dataSync()];
    x.dispose();
    return values;
  });

test('every row once an epoch; the next epoch has another order; the same seed the same', () => {
  const x = numbers(10);
  const before = tf.memory().numTensors;
  const source = batches({ x }, { batchSize: 4, seed: 1 });
  const [first, second] = [valuesOf(source), valuesOf(source)];
  expect(first.map((batch) => batch.length)).toEqual([4, 4, 2]);
  for (const epoch of [first, second]) {
    expect(epoch.flat().sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  }
  expect(second).not.toEqual(first);
  expect(valuesOf(batches({ x }, { batchSize: 4, seed: 1 }))).toEqual(first);
  expect(valuesOf(batches({ x }, { batchSize: 4, seed: 2 }))).not.toEqual(first);
  expect(valuesOf(batches({ x }, { batchSize: 4, shuffle: false }))[0]).toEqual([0, 1, 2, 3]);
  expect(tf.memory().numTensors).toBe(before);
  x.dispose();
});

test('the remainder is left out where that is asked for', () => {
  const x = numbers(10);
  const source = batches({ x }, { batchSize: 4, dropRemainder: true });
  expect(source.size).toBe(2);
  expect(valuesOf(source).map((batch) => batch.length)).toEqual([4, 4]);
  expect(() => batches({ x }, { batchSize: 11, dropRemainder: true })).toThrow(/10 examples/);
  x.dispose();
});

test('a training loop takes them, and disposes each', async () => {
  const x = numbers(8);
  const weight = tf.variable(tf.scalar(0));
  const seen: number[][] = [];
  const loop = new TrainingLoop<{ x: Tensor }>({
    variables: [weight],
    step({ x: batch }) {
      seen.push([...batch.dataSync()]);
      return tf.sum<Scalar>(batch);
    },
  });
  const before = tf.memory().numTensors;
  await loop.fit(batches({ x }, { batchSize: 4, shuffle: false }), { epochs: 2 });
  const epoch = [
    [0, 1, 2, 3],
    [4, 5, 6, 7],
  ];
  expect(seen).toEqual([...epoch, ...epoch]);
  expect(tf.memory().numTensors).toBe(before);
  tf.dispose([x, weight]);
});

async function* slow(count: number, made: number[], failAt = Number.POSITIVE_INFINITY) {
  for (let i = 0; i < count; i++) {
    await sleep(1);
    if (i === failAt) throw new Error(`no picture ${i}`);
    made.push(i);
    yield tf.scalar(i);
  }
}

test('prefetch keeps the order, and is ahead by as many as it may', async () => {
  const made: number[] = [];
  const seen: number[] = [];
  for await (const batch of prefetch(slow(6, made), { ahead: 2 })) {
    seen.push(batch.dataSync()[0] as number);
    batch.dispose();
    await sleep(20);
    if (seen.length === 1) expect(made).toEqual([0, 1, 2]);
  }
  expect(seen).toEqual([0, 1, 2, 3, 4, 5]);
});

test('who stops early leaves no tensor behind, and the stream is closed', async () => {
  const before = tf.memory().numTensors;
  let closed = false;
  async function* stream() {
    try {
      yield* slow(100, []);
    } finally {
      closed = true;
    }
  }
  for await (const batch of prefetch(stream(), { ahead: 4 })) {
    batch.dispose();
    break;
  }
  expect(tf.memory().numTensors).toBe(before);
  expect(closed).toBe(true);
});

test('an error of the stream comes in its turn; what was made before it is given', async () => {
  const seen: number[] = [];
  const all = async (): Promise<void> => {
    for await (const batch of prefetch(slow(5, [], 3), { ahead: 3 })) {
      seen.push(batch.dataSync()[0] as number);
      batch.dispose();
    }
  };
  await expect(all()).rejects.toThrow('no picture 3');
  expect(seen).toEqual([0, 1, 2]);
  expect(() => prefetch([], { ahead: 0 })).toThrow(/ahead/);
});
