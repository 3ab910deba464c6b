/** A matrix as a caller has it. */
import { fail, isList } from './input.js';
import { isTensorLike, toList } from './pixels.js';

/** More cells are megabytes in the notebook, and finer than the screen. */
export const mostCells = 100_000;

/** Rows of one length; what is not finite becomes a gap. */
export function needMatrix(argument: string, value: unknown): (number | null)[][] {
  if (isTensorLike(value)) {
    const [rows = 0, columns = 0] = value.shape;
    if (value.shape.length !== 2 || rows * columns === 0) {
      fail(`${argument}.shape`, '[rows, columns], neither of them 0', value.shape);
    }
    needFewCells(argument, rows, columns);
    const flat = Array.from(toList(value), gap);
    return Array.from({ length: rows }, (_, i) => flat.slice(i * columns, (i + 1) * columns));
  }
  const first: unknown = isList(value) ? value[0] : undefined;
  if (!isList(value) || !isList(first) || first.length === 0) {
    fail(argument, 'a tensor [rows, columns] or a non-empty list of rows of numbers', value);
  }
  needFewCells(argument, value.length, first.length);
  return Array.from(value, (row, i) => {
    if (!isList(row) || row.length !== first.length) {
      fail(`${argument}[${i}]`, `a row of ${first.length} numbers, as the first is`, row);
    }
    return Array.from(row, (item, j) => {
      if (typeof item !== 'number') fail(`${argument}[${i}][${j}]`, 'a number', item);
      return gap(item);
    });
  });
}

/** Four digits are enough for a colour and for a text under the mouse. */
const gap = (value: number): number | null =>
  Number.isFinite(value) ? Number(value.toPrecision(4)) : null;

function needFewCells(argument: string, rows: number, columns: number): void {
  if (rows * columns <= mostCells) return;
  throw new RangeError(
    `Expected \`${argument}\` to have at most ${mostCells} cells (take a part of it, or average neighbours). Received: ${rows} x ${columns} = ${rows * columns}`,
  );
}

/** The lowest and the highest number, and where; undefined when there is none. */
export function extremes(matrix: readonly (readonly (number | null)[])[]) {
  let low: { value: number; row: number; column: number } | undefined;
  let high: { value: number; row: number; column: number } | undefined;
  matrix.forEach((cells, row) => {
    cells.forEach((value, column) => {
      if (value === null) return;
      if (low === undefined || value < low.value) low = { value, row, column };
      if (high === undefined || value > high.value) high = { value, row, column };
    });
  });
  return low === undefined || high === undefined ? undefined : { low, high };
}
