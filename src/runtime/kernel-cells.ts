/**
 * What the kernel's launcher shares with the code of a notebook, across copies of this package.
 */

/** Where in the student's notebook: `cell` is the number in `In [7]`, the rest counts from 1. */
export interface StudentPlace {
  cell: number;
  line: number;
  column: number;
  /** The text of that line. */
  text: string;
}

/** The cell that some code belongs to, also after an `await`. */
export interface RunningCell {
  count: number;
  interrupted: boolean;
  /** Trainings that end by themselves when the cell is stopped; each is told once. */
  endings?: Set<() => void>;
}

export interface KernelCells {
  /** The innermost place in the student's code that a stack names. */
  locate(stack: string): StudentPlace | undefined;
  running(): RunningCell | undefined;
  /**
   * Runs a student's function that has a time limit: what is left of it then ends, at its next turn
   * of a loop, call or library function. A loop without `await` ends as well.
   */
  limited?<T>(ms: number, body: () => Promise<T>): Promise<T>;
  /** Compiled code of the student's that is no cell's, so that the stop button ends it. Lines stay. */
  stoppable?(code: string): string;
}

/** Where the launcher keeps it on `globalThis`. */
export const cellsKey: unique symbol = Symbol.for('gradus.cells');

/** The launcher's knowledge; undefined in a kernel that was started without it. */
export function kernelCells(): KernelCells | undefined {
  return (globalThis as { [cellsKey]?: KernelCells })[cellsKey];
}
