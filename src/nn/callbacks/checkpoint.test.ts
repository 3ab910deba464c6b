import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Snapshot, TrainingRun } from './callback.js';
import { checkpoint, loadCheckpoint } from './checkpoint.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkpoint-'));
});
afterEach(() => rm(folder, { recursive: true }));

function snapshotAt(step: number): Snapshot {
  return {
    step,
    epochSum: 0.1 + 0.2,
    history: { steps: [1 / 3], loss: [], validationLoss: [] },
    weights: [
      { name: 'w', shape: [2, 2], dtype: 'float32', values: Float32Array.of(1, 2, 3, 4.5) },
      { name: 'on', shape: [3], dtype: 'bool', values: Uint8Array.of(1, 0, 1) },
    ],
    optimizer: [{ name: 'iter', shape: [], dtype: 'int32', values: Int32Array.of(step) }],
    noise: [null, { words: [1, -2, 3, 4], spare: 0.1 }],
  };
}

const runAt = (step: number): TrainingRun => ({
  steps: 9,
  epochs: 3,
  history: snapshotAt(step).history,
  weights: () => [],
  snapshot: async () => snapshotAt(step),
  stop: () => {},
});

async function reach(steps: number[], options: { everySteps?: number; keep?: number }) {
  const callback = checkpoint({ folder, ...options });
  for (const step of steps) {
    const counts = { epoch: 1, epochs: 1, loss: 1 };
    const report = { ...counts, step, steps: 9, learningRate: 1, gradientNorm: 1 };
    await callback.onStep?.(report, runAt(step));
    if (step % 3 === 0) await callback.onEpoch?.(counts, runAt(step));
  }
}

test('what was saved comes back as it was, the newest first', async () => {
  await reach([1, 2, 3, 4], { everySteps: 2, keep: 2 });
  expect((await readdir(folder)).sort()).toEqual(['step-2', 'step-4']);
  expect(await loadCheckpoint(folder)).toEqual(snapshotAt(4));
});

test('by default the last epoch is kept', async () => {
  await reach([1, 2, 3, 4, 5, 6, 7], {});
  expect(await readdir(folder)).toEqual(['step-6']);
});

test('a checkpoint that was not finished is not seen, a damaged one is refused', async () => {
  await mkdir(join(folder, 'step-9.partial'));
  expect(await loadCheckpoint(folder)).toBeUndefined();
  expect(await loadCheckpoint(join(folder, 'nowhere'))).toBeUndefined();
  await reach([3], {});
  await writeFile(join(folder, 'step-3', 'values.bin'), Buffer.alloc(7));
  await expect(loadCheckpoint(folder)).rejects.toThrow(
    `Expected values.bin of 23 bytes in ${join(folder, 'step-3')}. Received: 7 bytes`,
  );
});

test('refuses counts that are none', () => {
  expect(() => checkpoint({ folder, keep: 0 })).toThrow(
    'Expected `keep` to be an integer >= 1. Received: 0',
  );
});
