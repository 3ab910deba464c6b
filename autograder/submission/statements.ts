/** Cells as single statements: for an exercise whose cells cannot be run whole. */
import { cellNames } from './names.js';
import { type ParsedCell, parseCell } from './slice.js';

/**
 * Each statement as a cell of its own, at its place in the cell's text.
 *
 * A lesson's cell often declares what an exercise uses beside what needs a data set, and there is no
 * data set while an exercise is graded: in the notebook the whole cell ran.
 *
 * @param own the answer's cell, which stays whole
 */
export function byStatements(cells: readonly ParsedCell[], own: ParsedCell): ParsedCell[] {
  return cells.flatMap((cell) => {
    const { statements } = cell.file;
    const isWhole = cell.number === own.number || statements.length < 2;
    if (isWhole || cell.syntaxErrors.length > 0) return [cell];
    return statements.map((statement): ParsedCell => {
      const [start, end] = [statement.getStart(cell.file), statement.end];
      const source = `${blanks(cell.source.slice(0, start))}${cell.source.slice(start, end)}`;
      const file = parseCell(source);
      return { ...cell, source, file, names: cellNames(file) };
    });
  });
}

const blanks = (text: string): string => text.replace(/[^\r\n\u2028\u2029]/g, ' ');
