/** Where in the student's notebook an error of an exercise lies. */
import { kernelCells, type StudentPlace } from '../runtime/kernel-cells.js';

/** The `cell` of a place in compiled code, whose cell is not known. */
export const noCell = 0;

/** Code of a cell in a kernel that was started by tslab itself, in lines of compiled code. */
const anonymous = /evalmachine\.<anonymous>:(\d+):(\d+)/;

/**
 * The place that a stack names: exactly, when the kernel was started by our launcher; else the line
 * of the compiled code, with cell `noCell`.
 */
export function locate(stack: string): StudentPlace | undefined {
  const cells = kernelCells();
  if (cells !== undefined) return cells.locate(stack);
  const found = anonymous.exec(stack);
  if (found === null) return undefined;
  return { cell: noCell, line: Number(found[1]), column: Number(found[2]), text: '' };
}
