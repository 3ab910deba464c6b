/**
 * Which cells of a notebook an exercise needs.
 *
 * Kept are, in notebook order, the cells that declare or assign a needed name, and what they need
 * in turn. A crash in any other cell costs the exercise nothing.
 */
import ts from '@tslab/typescript-for-tslab';
import { type CellNames, cellNames } from './names.js';
import type { CodeCell, Notebook } from './notebook.js';

export interface ParsedCell extends CodeCell {
  file: ts.SourceFile;
  names: CellNames;
  syntaxErrors: { line: number; column: number; message: string }[];
}

export interface Slice {
  cells: ParsedCell[];
  /** Names that are needed and that no cell defines, with the cell that uses them. */
  undefinedNames: { name: string; cell: number; line: number }[];
}

/** Parses every code cell; a cell that the parser cannot take declares nothing. */
export function parseCells(notebook: Notebook): ParsedCell[] {
  return notebook.cells.map((cell) => {
    try {
      const file = ts.createSourceFile(
        'cell.ts',
        cell.source,
        ts.ScriptTarget.ES2022,
        true,
        ts.ScriptKind.TS,
      );
      return { ...cell, file, names: cellNames(file), syntaxErrors: syntaxErrors(file) };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const file = ts.createSourceFile('cell.ts', '', ts.ScriptTarget.ES2022);
      const message = 'This cell is nested too deeply to be read.';
      return {
        ...cell,
        file,
        names: cellNames(file),
        syntaxErrors: [{ line: 0, column: 0, message }],
      };
    }
  });
}

function syntaxErrors(file: ts.SourceFile): ParsedCell['syntaxErrors'] {
  // Set by the parser on every file, but not in the compiler's public types.
  const { parseDiagnostics = [] } = file as ts.SourceFile & { parseDiagnostics?: ts.Diagnostic[] };
  return parseDiagnostics.map((diagnostic) => {
    const position = file.getLineAndCharacterOfPosition(diagnostic.start ?? 0);
    return {
      line: position.line,
      column: position.character,
      message: ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'),
    };
  });
}

/** The slice for `names`, leaving out the cells in `without` (copies that do not count). */
export function sliceFor(
  cells: readonly ParsedCell[],
  names: readonly string[],
  without: ReadonlySet<number> = new Set(),
): Slice {
  const usable = cells.filter(
    (cell) => !without.has(cell.number) && cell.syntaxErrors.length === 0,
  );
  const needed = new Map<string, { cell: number; line: number }>();
  for (const name of names) needed.set(name, { cell: 0, line: 0 });
  const kept = new Set<ParsedCell>();
  for (let grown = true; grown; ) {
    grown = false;
    for (const cell of usable) {
      if (kept.has(cell)) continue;
      const gives = [...cell.names.declares, ...cell.names.assigns].some((name) =>
        needed.has(name),
      );
      if (!gives) continue;
      kept.add(cell);
      grown = true;
      for (const [name, line] of cell.names.needs) {
        if (!needed.has(name)) needed.set(name, { cell: cell.number, line });
      }
    }
  }
  const defined = new Set(usable.flatMap((cell) => [...cell.names.declares]));
  const undefinedNames = [...needed]
    .filter(
      ([name, use]) =>
        use.cell > 0 && !defined.has(name) && !(name in globalThis) && !ambient.has(name),
    )
    .map(([name, use]) => ({ name, ...use }));
  return { cells: usable.filter((cell) => kept.has(cell)), undefinedNames };
}

/** Names that a cell may use without declaring them. */
const ambient = new Set([
  'require',
  'exports',
  'module',
  'undefined',
  'arguments',
  '__dirname',
  '__filename',
]);
