import { kernelCells } from './kernel-cells.js';

/** Thrown into a loop whose cell was stopped. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
  readonly code = 'interrupted';
}

/**
 * Ends a loop whose cell was interrupted. tslab alone only stops waiting for it: the loop would run
 * on behind the next cells.
 *
 * @throws InterruptedError when the stop button was pressed for the cell that this code belongs to
 */
export function throwIfInterrupted(): void {
  if (kernelCells()?.running()?.interrupted)
    throw new InterruptedError('The cell was interrupted.');
}
