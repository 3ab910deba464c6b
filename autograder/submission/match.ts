/**
 * Which cell of a submission answers an exercise.
 *
 * The rule, in this order:
 *
 * 1. Code cells that declare the exercise's name; among them those that were worked on (what was
 *    handed out does not count, alone or merged with other cells); of these the last in notebook
 *    order, as when the notebook is run from top to bottom. Earlier and later copies are told
 *    (`duplicate-cell`) and left out, but for earlier ones that declare something else as well.
 * 2. A cell that TypeScript cannot read, known by its id, its mark, or the name as far as it reads.
 * 3. A Markdown or raw cell that reads as code and declares the name (`retyped-cell`): see
 *    `restoreRetyped`. Its number is one after the last code cell.
 *
 * Id, then mark, then name say where an exercise was handed out; they choose no cell that declares
 * something else. From them come `matched-by-name` (the cell lost its id and mark), `split-cell`
 * (the rest of its code is still where it was), `merged-cell` (two exercises in one cell), and
 * `renamed-exercise` (the cell is there, under another function's name: told, not repaired, since
 * `check` in the notebook would not find the function either). A cell that was moved before what it
 * needs is put behind it again (`moved-cell`).
 */
import ts from '../../src/notebook/kernel/typescript.cjs';
import type { Notice } from '../results/types.js';
import type { Notebook } from './notebook.js';
import { type ParsedCell, parseCells } from './slice.js';

export interface ExerciseShape {
  /** The name that the student declares. */
  id: string;
  /** The id of the cell as handed out. */
  cellId: string;
  /** The source as handed out. */
  starter: string;
}

export interface Match {
  /** Undefined when no cell declares the name. */
  cell: ParsedCell | undefined;
  /** The cells to slice from: as given, but for one that was moved back. */
  cells: readonly ParsedCell[];
  /** Numbers of cells that must not take part in the exercise's slice. */
  without: Set<number>;
  /** Still as handed out. */
  untouched: boolean;
  notices: Notice[];
}

/**
 * Finds the cell of an exercise.
 *
 * @param lesson every exercise of the lesson; its other names tell merged cells
 */
export function matchExercise(
  cells: readonly ParsedCell[],
  exercise: ExerciseShape,
  lesson: readonly { id: string }[] = [],
): Match {
  const { id } = exercise;
  const marked = located(cells, exercise);
  const declaring = cells.filter((cell) => isWhole(cell) && cell.names.declares.has(id));
  const worked = declaring.filter((cell) => !isAsHandedOut(cell, exercise));
  const broken =
    marked !== undefined && !isWhole(marked)
      ? marked
      : cells.find((cell) => !isWhole(cell) && cell.names.declares.has(id));
  const candidates = worked.length > 0 ? worked : declaring;
  const chosen = worked.length === 0 && broken !== undefined ? broken : candidates.at(-1);
  const match: Match = { cell: chosen, cells, without: new Set(), untouched: false, notices: [] };
  const tell = (code: Notice['code'], params: Notice['params'] = {}): void => {
    match.notices.push({ code, params: { exercise: id, ...params } });
  };

  if (chosen === undefined) {
    const names = [...(marked?.names.declares ?? [])].slice(0, 3).join(', ');
    if (names === '') tell('missing-cell');
    else tell('renamed-exercise', { names });
    return match;
  }
  for (const copy of declaring) {
    const helps = copy.number < chosen.number && copy.names.declares.size > 1;
    if (copy !== chosen && !helps) match.without.add(copy.number);
  }
  if (chosen === broken) return match;
  match.untouched = worked.length === 0;
  if (declaring.length > 1) tell('duplicate-cell', { kept: chosen.number });
  const others = lesson.filter((other) => other.id !== id && chosen.names.declares.has(other.id));
  if (others.length > 0)
    tell('merged-cell', { others: others.map((other) => other.id).join(', ') });
  if (chosen.retyped) tell('retyped-cell', { cell: chosen.number });
  else if (chosen !== marked && !isHandedOutHere(chosen, exercise) && others.length === 0) {
    const split = marked !== undefined && gives(marked, chosen) && !marked.names.declares.has(id);
    tell(split ? 'split-cell' : 'matched-by-name');
  }
  const behind = lastNeeded(cells, chosen);
  if (behind !== undefined) {
    tell('moved-cell', { cell: chosen.number });
    match.cells = cells.flatMap((cell) =>
      cell === chosen ? [] : cell === behind ? [cell, chosen] : [cell],
    );
  }
  return match;
}

/**
 * Adds the exercises that stand in Markdown and raw cells: the last such cell that reads as code
 * and declares the name, for each exercise that no code cell declares or was handed out as.
 */
export function restoreRetyped(
  cells: readonly ParsedCell[],
  { texts }: Pick<Notebook, 'texts'>,
  lesson: readonly ExerciseShape[],
): ParsedCell[] {
  const restored = [...cells];
  for (const exercise of lesson) {
    const { id } = exercise;
    if (restored.some((cell) => cell.names.declares.has(id))) continue;
    const sources = texts.filter(({ source }) => source.includes(id));
    const found = parseCells({
      cells: sources.map((text) => ({ ...text, source: unfenced(text.source), number: 0 })),
      texts: [],
      lesson: undefined,
    });
    const at = found.findLastIndex((cell) => isWhole(cell) && cell.names.declares.has(id));
    const [cell, text] = [found[at], sources[at]];
    if (cell === undefined || text === undefined) continue;
    const before = restored.findIndex((other) => !other.retyped && other.number > text.after);
    const number = restored.length + 1;
    restored.splice(before < 0 ? restored.length : before, 0, { ...cell, number, retyped: true });
  }
  return restored;
}

/** Code that was put into a fence when its cell became Markdown. */
const unfenced = (source: string): string =>
  /^\s*```\w*\n([\s\S]*?)\n```\s*$/.exec(source)?.[1] ?? source;

/** Whether all that a cell holds under the name of an exercise is what was handed out. */
export const isStarter = (
  cell: ParsedCell,
  name: string,
  lesson: readonly ExerciseShape[],
): boolean => lesson.some((exercise) => exercise.id === name && isAsHandedOut(cell, exercise));

const isWhole = (cell: ParsedCell): boolean => cell.syntaxErrors.length === 0;

const isHandedOutHere = (cell: ParsedCell, { id, cellId }: ExerciseShape): boolean =>
  cell.id === cellId || cell.marker === id;

function located(
  cells: readonly ParsedCell[],
  { id, cellId }: ExerciseShape,
): ParsedCell | undefined {
  return cells.find((cell) => cell.id === cellId) ?? cells.find((cell) => cell.marker === id);
}

/** Whether `user` needs a name that `cell` declares. */
const gives = (cell: ParsedCell, user: ParsedCell): boolean =>
  [...cell.names.declares].some((name) => user.names.needs.has(name));

const canonical = (source: string): string => source.replace(/\s+/g, '');

/** Blanks and comments on the first line apart, the starter, or a cell with the starter in it. */
function isAsHandedOut(cell: ParsedCell, { id, starter }: ExerciseShape): boolean {
  if (canonical(cell.source) === canonical(starter)) return true;
  const file = ts.createSourceFile('starter.ts', starter, ts.ScriptTarget.ES2022, true);
  // With helpers beside it, an unchanged function says nothing about them.
  if (file.statements.length !== 1 || cell.names.assigns.has(id)) return false;
  const own = declaration(cell.file, id);
  return own !== undefined && own === declaration(file, id);
}

/** The text of the last top-level statement that declares a function or class. */
function declaration(file: ts.SourceFile, name: string): string | undefined {
  const statement = file.statements.findLast((node) =>
    ts.isVariableStatement(node)
      ? node.declarationList.declarations.some(({ name: own }) => own.getText(file) === name)
      : (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) && node.name?.text === name,
  );
  return statement && canonical(statement.getText(file));
}

/**
 * The last cell behind `user` that alone gives a name `user` needs; undefined when none does, or
 * when that cell needs `user` in turn, as a cell that tries the exercise out.
 */
function lastNeeded(cells: readonly ParsedCell[], user: ParsedCell): ParsedCell | undefined {
  const at = cells.indexOf(user);
  const before = new Set(cells.slice(0, at).flatMap((cell) => [...cell.names.declares]));
  const missing = [...user.names.needs.keys()].filter((name) => !before.has(name));
  const behind = cells
    .slice(at + 1)
    .findLast((cell) => isWhole(cell) && missing.some((name) => cell.names.declares.has(name)));
  return behind && !gives(user, behind) ? behind : undefined;
}
