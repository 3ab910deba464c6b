import { afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { fakeKernel } from '../../test/notebook/fake-kernel.js';
import { useBackend } from '../backend/index.js';
import { tf } from '../nn/tf.js';
import { withoutFitProgress } from './fit-progress.js';

beforeAll(async () => {
  await useBackend({ backend: 'cpu', printBackend: false });
});
afterEach(() => vi.restoreAllMocks());

const examples = 10;
async function train(options: Record<string, unknown>): Promise<void> {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError', metrics: ['mae'] });
  const [x, y] = [tf.ones([examples, 2]), tf.zeros([examples, 1])];
  await model.fit(x, y, { batchSize: 4, ...options });
  tf.dispose([x, y]);
  model.dispose();
}
const texts = (kernel: ReturnType<typeof fakeKernel>): string[] =>
  kernel.sent.map(({ data }) => String(data['text/plain']));

describe('model.fit in a notebook', () => {
  test('draws one line in one place, and ends it with the measures of the last epoch', async () => {
    const kernel = fakeKernel();
    const error = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
    await train({ epochs: 3 });
    expect(error).not.toHaveBeenCalled();
    expect(new Set(kernel.sent.map(({ id }) => id)).size).toBe(1);
    expect(kernel.sent.filter(({ update }) => !update)).toHaveLength(1);
    expect(texts(kernel).at(-1)).toMatch(
      /^steps 9\/9 · took \d.* · epoch 3\/3 · loss [\d.e-]+ · mae [\d.e-]+$/,
    );
  });

  test('waits for the validation of the last epoch', async () => {
    const kernel = fakeKernel();
    await train({ epochs: 2, validationSplit: 0.2 });
    expect(texts(kernel).at(-1)).toMatch(/^steps 4\/4 .*val_loss [\d.e-]+/);
  });

  test('counts from the epoch that it goes on from', async () => {
    const kernel = fakeKernel();
    await train({ epochs: 5, initialEpoch: 3 });
    expect(texts(kernel).at(-1)).toMatch(/^steps 6\/6 .* epoch 5\/5/);
  });

  test('with verbose 0, and while a check trains models, it shows nothing', async () => {
    const kernel = fakeKernel();
    await train({ epochs: 2, verbose: 0 });
    await withoutFitProgress(() => train({ epochs: 2 }));
    expect(kernel.sent).toEqual([]);
    await train({ epochs: 1 });
    expect(kernel.sent).not.toEqual([]);
  });
});

describe('model.fit elsewhere', () => {
  test('one moving line in a terminal, on stdout', async () => {
    const { isTTY } = process.stdout;
    process.stdout.isTTY = true;
    onTestFinished(() => {
      process.stdout.isTTY = isTTY;
    });
    const out = vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
    await train({ epochs: 2 });
    const written = out.mock.calls.map(([text]) => String(text)).join('');
    expect(written.match(/\n/g)).toHaveLength(1);
    expect(written).toMatch(/steps 6\/6 · took .* · epoch 2\/2 · loss [\d.e-]+.*\n$/);
  });

  test('nothing where output is a file, and a line an epoch with verbose 2', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    await train({ epochs: 2 });
    expect(log).not.toHaveBeenCalled();
    await train({ epochs: 2, verbose: 2 });
    expect(log.mock.calls.map(([line]) => line)).toEqual([
      expect.stringMatching(/^epoch 1\/2 · [\d.]+ s · loss [\d.e-]+ · mae [\d.e-]+$/),
      expect.stringMatching(/^epoch 2\/2 · /),
    ]);
  });
});

describeIf('native', 'with the native binding', () => {
  test("TensorFlow.js's own bar, on stderr, is not there", async () => {
    await useBackend({ backend: 'tensorflow', printBackend: false });
    const kernel = fakeKernel();
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    const error = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
    await train({ epochs: 4 });
    expect(log).not.toHaveBeenCalled();
    expect(error).not.toHaveBeenCalled();
    expect(texts(kernel).at(-1)).toMatch(/^steps 12\/12 .* epoch 4\/4 · loss /);
  });
});
