/**
 * Which cells of a notebook an exercise needs.
 *
 * Kept are, in notebook order, the cells that declare or assign a needed name, and what they need
 * in turn. A crash in any other cell costs the exercise nothing.
 */

import { punctuationErrors } from '../../src/notebook/kernel/punctuation.js';
import ts from '../../src/notebook/kernel/typescript.cjs';
import { changedByCalls } from './effects.js';
import { type CellNames, cellNames } from './names.js';
import { isTooDeep } from './nesting.js';
import type { CodeCell, Notebook } from './notebook.js';

export interface ParsedCell extends CodeCell {
  file: ts.SourceFile;
  names: CellNames;
  syntaxErrors: { line: number; column: number; message: string }[];
  /** tslab does not run it; here it runs for those of its names that no other cell gives. */
  refused?: true;
}

export interface Slice {
  cells: ParsedCell[];
  /** Names that are needed and that no cell defines, with the cell that uses them. */
  undefinedNames: { name: string; cell: number; line: number }[];
}

/** Parses every code cell; one that the parser cannot take declares nothing. */
export function parseCells(notebook: Notebook): ParsedCell[] {
  return notebook.cells.map((cell) => {
    try {
      if (isTooDeep(cell.source)) throw new RangeError('nested');
      const file = parseCell(cell.source);
      return { ...cell, file, names: cellNames(file), syntaxErrors: syntaxErrors(file) };
    } catch (error) {
      // The parser, and what walks its tree, goes down by one call each.
      if (!(error instanceof RangeError)) throw error;
      const file = parseCell('');
      const message = 'This cell is nested too deeply to be read.';
      const syntaxErrors = [{ line: 0, column: 0, message }];
      return { ...cell, file, names: cellNames(file), syntaxErrors };
    }
  });
}

/** As a module, in which `await` waits at the top; a script's `await (f)()` would call a function. */
export const parseCell = (source: string): ts.SourceFile =>
  ts.createSourceFile(
    'cell.ts',
    source,
    {
      languageVersion: ts.ScriptTarget.ES2022,
      // Read by the parser, but not in the compiler's public types.
      setExternalModuleIndicator: (file) => Object.assign(file, { externalModuleIndicator: true }),
    },
    true,
    ts.ScriptKind.TS,
  );

function syntaxErrors(file: ts.SourceFile): ParsedCell['syntaxErrors'] {
  // Set by the parser on every file, but not in the compiler's public types.
  const { parseDiagnostics = [] } = file as ts.SourceFile & { parseDiagnostics?: ts.Diagnostic[] };
  // As the kernel says it: a character of another keyboard is named, not what follows from it.
  const named = parseDiagnostics.length > 0 ? punctuationErrors(file.text) : [];
  if (named.length > 0) return named;
  return parseDiagnostics.map((diagnostic) => {
    const position = file.getLineAndCharacterOfPosition(diagnostic.start ?? 0);
    return {
      line: position.line,
      column: position.character,
      message: ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'),
    };
  });
}

/**
 * The slice for `names`: the cells that declare or assign a needed name, and what they need in turn.
 *
 * What counts as assigning, when a cell's top-level code does it:
 *
 * - an assignment to the name (`rate = 2`), or to a member of it (`Net.prototype.go = …`) when the
 *   notebook declares the name;
 * - an assignment to a member of a global (`Math.abs = …`, `Array.prototype.last = …`) gives not the
 *   global but the member, to cells that mention a member of that name: a cell with `x.last()` needs
 *   the second, and one that only rounds with `Math` needs neither. `globalThis.rate = 1` gives the
 *   name as well;
 * - a call is none, on whatever name or with it (`fill(table)`, `tf.ready()`), except for names in
 *   `also`: those are needed, and so is every cell before the exercise's own with such a call.
 *   `sliceCalled` has more of them.
 *
 * @param without cells that do not count, as a copy of an exercise
 * @param also what the lesson says that the exercise needs (`needs=`)
 */
export function sliceFor(
  cells: readonly ParsedCell[],
  names: readonly string[],
  without: ReadonlySet<number> = new Set(),
  also: readonly string[] = [],
): Slice {
  return slice(usableCells(cells, without), names, also, new Map());
}

/**
 * The same with the cells that call what assigns a needed name when it is called: `init()`,
 * `data.load()`, `rows.forEach(fill)`, whatever function does so by way of others. A call of the
 * exercise's own function is none: to try it is not to prepare it.
 *
 * Such a cell may as well be a training of minutes that only happens to count its steps: an exercise is
 * run without these cells first.
 */
export function sliceCalled(
  cells: readonly ParsedCell[],
  names: readonly string[],
  without: ReadonlySet<number> = new Set(),
  also: readonly string[] = [],
): Slice {
  const usable = usableCells(cells, without);
  const declared = new Set(usable.flatMap((cell) => [...cell.names.declares]));
  const all = usable.map((cell) => cell.names);
  const byCalls = new Map<ParsedCell, string[]>();
  for (const cell of usable) {
    // What tslab refuses calls nothing.
    if (cell.refused) continue;
    const changed = changedByCalls(cell.names.effects, all, names);
    const given = [...changed.names].filter((name) => declared.has(name));
    byCalls.set(cell, [...given, ...[...changed.cells].map((i) => ownState(usable[i]))]);
  }
  return slice(usable, names, also, byCalls);
}

/** Stands for the names that a cell's own functions share with each other. */
const ownState = (cell: ParsedCell | undefined): string => `#${cell?.number}`;

/** @param byCalls what cells give beside what they declare and assign */
function slice(
  usable: readonly ParsedCell[],
  names: readonly string[],
  also: readonly string[],
  byCalls: ReadonlyMap<ParsedCell, readonly string[]>,
): Slice {
  const declared = new Set(usable.flatMap((cell) => [...cell.names.declares]));
  const givers = new Map<string, ParsedCell[]>();
  for (const cell of usable) {
    for (const name of new Set([...givenBy(cell, declared), ...(byCalls.get(cell) ?? [])])) {
      const others = givers.get(name);
      if (others === undefined) givers.set(name, [cell]);
      else others.push(cell);
    }
  }
  const kept = new Set<ParsedCell>();
  const needed = new Map<string, { cell: number; line: number }>();
  const need = (name: string, cell: number, line: number): void => {
    if (!needed.has(name)) needed.set(name, { cell, line });
  };
  const keep = (cell: ParsedCell): void => {
    if (kept.has(cell)) return;
    kept.add(cell);
    for (const [name, line] of cell.names.needs) need(name, cell.number, line);
    for (const member of cell.names.members) need(`.${member}`, cell.number, 0);
    need(ownState(cell), cell.number, 0);
  };
  for (const name of [...names, ...also]) need(name, 0, 0);
  for (const cell of usable.slice(0, ownIndex(usable, names))) {
    if (also.some((name) => cell.names.calls.has(name))) keep(cell);
  }
  // What a kept cell needs is added while the loop runs.
  for (const name of needed.keys()) givers.get(name)?.forEach(keep);

  const onGlobal = usable.flatMap((cell) => globalNames(cell));
  const defined = new Set([...declared, ...onGlobal, ...ambient]);
  const undefinedNames = [...needed]
    .filter(([name, { cell }]) => cell > 0 && !/^[.#]/.test(name) && !defined.has(name))
    .filter(([name]) => !(name in globalThis))
    .map(([name, use]) => ({ name, ...use }));
  return { cells: usable.filter((cell) => kept.has(cell)), undefinedNames };
}

/**
 * All cells up to and with the exercise's own, and what its slice needs of those behind: for the
 * final run of an exercise that does not pass.
 *
 * The parameters are those of `sliceFor`.
 */
export function sliceAll(
  cells: readonly ParsedCell[],
  names: readonly string[],
  without: ReadonlySet<number> = new Set(),
  also: readonly string[] = [],
): Slice {
  const { cells: kept, undefinedNames } = sliceCalled(cells, names, without, also);
  const usable = usableCells(cells, without);
  const own = ownIndex(usable, names);
  const wanted = new Set(kept);
  return {
    cells: usable.filter((cell, i) => wanted.has(cell) || (i <= own && !cell.refused)),
    undefinedNames,
  };
}

const usableCells = (cells: readonly ParsedCell[], without: ReadonlySet<number>): ParsedCell[] =>
  cells.filter((cell) => !without.has(cell.number) && cell.syntaxErrors.length === 0);

/** Where the exercise is, as the last cell that declares one of its names; -1 when none does. */
const ownIndex = (cells: readonly ParsedCell[], names: readonly string[]): number =>
  cells.findLastIndex((cell) => names.some((name) => cell.names.declares.has(name)));

function givenBy(cell: ParsedCell, declared: ReadonlySet<string>): Set<string> {
  const { declares, assigns, memberWrites } = cell.names;
  const members = memberWrites.map(({ root, member }) =>
    declared.has(root) ? root : `.${member}`,
  );
  return new Set([...declares, ...assigns, ...members, ...globalNames(cell)]);
}

/** The name by which a cell needs another, itself or by way of others; undefined where it does not. */
export function needOf(
  from: ParsedCell,
  to: number,
  cells: readonly ParsedCell[],
): string | undefined {
  if (from.number === to) return undefined;
  const givers = (name: string): ParsedCell[] =>
    cells.filter((cell) => cell.names.declares.has(name));
  return [...from.names.needs.keys()].find((name) => {
    const seen = new Set(givers(name));
    // What is added meanwhile is visited too.
    for (const cell of seen) {
      for (const next of [...cell.names.needs.keys()].flatMap(givers)) seen.add(next);
    }
    return [...seen].some((cell) => cell.number === to);
  });
}

/** Names that `globalThis.name = …` defines, and `exports.name = …`, where tslab keeps its names. */
const globalNames = (cell: ParsedCell): string[] =>
  cell.names.memberWrites
    .filter(({ root }) => root === 'globalThis' || root === 'global' || root === 'exports')
    .map(({ member }) => member);

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
