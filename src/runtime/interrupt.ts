import { kernelCells, type RunningCell } from './kernel-cells.js';

/** Thrown into a loop whose cell was stopped. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
  readonly code = 'interrupted';
}

const interruptCodes = new Set(['ERR_SCRIPT_EXECUTION_INTERRUPTED', 'interrupted']);

/** Whether an error is only the stop button. */
export function isInterrupt(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return error.message === 'Interrupted asynchronously' || interruptCodes.has(String(code));
}

/** Whether code of a cell must end now: stopped, and no training is about to end by itself. */
export const mustEnd = (cell: RunningCell | undefined): boolean =>
  cell?.interrupted === true && (cell.endings?.size ?? 0) === 0;

/**
 * Ends a loop whose cell was interrupted. tslab alone only stops waiting for it: the loop would run
 * on behind the next cells.
 *
 * @throws InterruptedError when the stop button was pressed for the cell that this code belongs to
 */
export function throwIfInterrupted(): void {
  if (mustEnd(kernelCells()?.running())) throw new InterruptedError('The cell was interrupted.');
}

/**
 * Says that a training hands back what it has when its cell is stopped: `end` is called then, and the
 * cell goes on with the result. A second press on the stop button ends the cell as usual.
 *
 * @returns what to call when the training is over, however it ended
 */
export function endsItself(end: () => void): () => void {
  const cell = kernelCells()?.running();
  if (cell === undefined) return () => {};
  cell.endings ??= new Set();
  const { endings } = cell;
  endings.add(end);
  return () => {
    // After a second press it is no longer there, and the cell ends.
    if (endings.delete(end) && endings.size === 0) cell.interrupted = false;
  };
}
