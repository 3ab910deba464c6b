import { afterEach, expect, test } from 'vitest';
import { openCellBook } from '../notebook/kernel/cells.js';
import { throwIfInterrupted } from './interrupt.js';
import { cellsKey, type KernelCells, type RunningCell } from './kernel-cells.js';

const holder = globalThis as { [cellsKey]?: KernelCells };
afterEach(() => {
  delete holder[cellsKey];
});

test('without the launcher nothing is thrown', () => {
  expect(() => throwIfInterrupted()).not.toThrow();
});

test('the loop of a stopped cell ends, that of another cell goes on', async () => {
  const book = openCellBook();
  const stopped: RunningCell = { count: 1, interrupted: false };
  const other: RunningCell = { count: 2, interrupted: false };
  const loop = async (): Promise<void> => {
    for (let i = 0; i < 5; i++) {
      await new Promise((resolve) => setImmediate(resolve));
      throwIfInterrupted();
    }
  };
  const first = book.run(stopped, loop);
  const second = book.run(other, loop);
  stopped.interrupted = true;
  await expect(first).rejects.toThrow('The cell was interrupted.');
  await expect(second).resolves.toBeUndefined();
});
