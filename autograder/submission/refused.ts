/**
 * Cells that tslab refuses take nothing away: see `yieldRefused`.
 *
 * tslab refuses a cell that does not parse, whose types or imports do not check, or that is no valid
 * script; nothing of it happens. The grader runs such a cell all the same where only it gives a name
 * that an exercise needs.
 */

import type { SourceLocation } from '../judge/verdict.js';
import type { Notice } from '../results/types.js';
import { cellCode } from './cell-code.js';
import type { CellNames } from './names.js';
import type { ParsedCell } from './slice.js';
import { transpiled } from './transpile.js';
import type { TypeDiagnostic } from './type-check.js';

/** Why a cell is refused, and where. */
export interface Refusal {
  message: string;
  place: SourceLocation;
  /** No valid script: it cannot be run at all. */
  isInvalid?: true;
}

/** By the number of the cell. */
export type Refusals = ReadonlyMap<number, Refusal>;

/** A name that a refused cell would have given, had it run. */
export interface LostName {
  name: string;
  cell: number;
  refusal: Refusal;
}

/** Refused for their syntax alone: known without types. */
export function syntaxRefusals(cells: readonly ParsedCell[]): Map<number, Refusal> {
  const found = new Map<number, Refusal>();
  for (const { number, source, syntaxErrors } of cells) {
    const [first] = syntaxErrors;
    if (first === undefined) continue;
    const text = source.split('\n')[first.line]?.trim() ?? '';
    const place = { cell: number, line: first.line + 1, column: first.column + 1, text };
    found.set(number, { message: first.message, place });
  }
  return found;
}

/**
 * All refused cells. Whether a cell is a valid script is looked at where it gives a contested name.
 *
 * @param diagnostics of the whole notebook
 */
export async function allRefusals(
  cells: readonly ParsedCell[],
  diagnostics: readonly TypeDiagnostic[],
  contested: ReadonlySet<string>,
): Promise<Refusals> {
  const found = syntaxRefusals(cells);
  for (const { message, place, doubt } of diagnostics) {
    if (doubt !== 'file' && !found.has(place.cell)) found.set(place.cell, { message, place });
  }
  for (const cell of cells) {
    if (cell.syntaxErrors.length > 0 || !gives(cell, contested)) continue;
    const body = cellCode(cell, new Set(), () => true);
    const { error } = await transpiled(body.text);
    if (error === undefined) continue;
    const { line, column } = body.original(error.line, error.column);
    const text = cell.source.split('\n')[line]?.trim() ?? '';
    const place = { cell: cell.number, line: line + 1, column: column + 1, text };
    const before = found.get(cell.number) ?? { message: error.message, place };
    found.set(cell.number, { ...before, isInvalid: true });
  }
  return found;
}

/** Every cell that gives a contested name after another: what is taken where no types are known. */
export function laterCells(cells: readonly ParsedCell[], contested: ReadonlySet<string>): Refusals {
  const given = new Set<string>();
  const found = syntaxRefusals(cells);
  for (const cell of cells) {
    if (cell.syntaxErrors.length > 0) continue;
    const own = [...cell.names.declares, ...cell.names.assigns].filter((n) => contested.has(n));
    if (own.some((name) => given.has(name))) {
      const place = { cell: cell.number, line: 1, column: 1, text: '' };
      found.set(cell.number, { message: '', place });
    }
    for (const name of own) given.add(name);
  }
  return found;
}

/**
 * The other reading where several cells declare a contested name and all of them are refused: that
 * where the exercise was handed out gives it, else the first, instead of the last. Undefined where
 * there is no such name.
 */
export function firstRefused(
  cells: readonly ParsedCell[],
  refusals: Refusals,
  contested: ReadonlySet<string>,
): { names: ReadonlySet<string>; refusals: Refusals } | undefined {
  const whole = cells.filter(
    ({ number, syntaxErrors }) =>
      syntaxErrors.length === 0 && refusals.get(number)?.isInvalid !== true,
  );
  const names = new Set(contested);
  for (const { number, names: own } of whole) {
    if (!refusals.has(number)) for (const name of own.declares) names.delete(name);
  }
  // Where an exercise was handed out, its answer is likelier than anywhere else.
  const isMarked = ({ id, marker, names: { declares } }: ParsedCell): boolean =>
    [...declares].some((name) => id === `exercise-${name}` || marker === name);
  const refused = whole.filter(({ number }) => refusals.has(number));
  const later = laterCells(
    refused.sort((a, b) => Number(isMarked(b)) - Number(isMarked(a))),
    names,
  );
  if (later.size === 0) return undefined;
  const reading = new Map(refusals);
  for (const cell of whole) {
    if (gives(cell, names) && !later.has(cell.number)) reading.delete(cell.number);
  }
  return { names, refusals: reading };
}

/**
 * The names among `needed` that more than one cell gives, so that it matters which of them ran.
 *
 * A cell gives what it declares or assigns; members count with the name that they belong to.
 */
export function contestedNames(
  cells: readonly ParsedCell[],
  needed: ReadonlySet<string>,
): Set<string> {
  const first = new Map<string, number>();
  const contested = new Set<string>();
  for (const { number, names, syntaxErrors } of cells) {
    if (syntaxErrors.length > 0) continue;
    const roots = names.memberWrites.map(({ root }) => root);
    for (const name of new Set([...names.declares, ...names.assigns, ...roots])) {
      if (!needed.has(name)) continue;
      if (first.has(name) || name in globalThis) contested.add(name);
      else first.set(name, number);
    }
  }
  return contested;
}

/**
 * The cells with what the refused ones do not give taken from them: names that a running cell
 * declares, in whatever order they stand.
 *
 * What is left as it was handed out gives way in turn to an answer with a type error.
 *
 * @param handedOut whether a cell holds nothing under that name but what was handed out
 */
export function yieldRefused(
  cells: readonly ParsedCell[],
  refusals: Refusals,
  handedOut: (cell: ParsedCell, name: string) => boolean,
): { cells: ParsedCell[]; lost: LostName[] } {
  const isRefused = (cell: ParsedCell): boolean =>
    refusals.has(cell.number) || cell.retyped === true;
  const isRunnable = (cell: ParsedCell): boolean =>
    cell.syntaxErrors.length === 0 && refusals.get(cell.number)?.isInvalid !== true;
  const starters = new Map<ParsedCell, string[]>();
  const ran = new Set<string>();
  const tried = new Set<string>();
  for (const cell of cells) {
    for (const name of cell.names.declares) {
      if (handedOut(cell, name)) starters.set(cell, [...(starters.get(cell) ?? []), name]);
      else if (!isRefused(cell)) ran.add(name);
      else if (isRunnable(cell)) tried.add(name);
    }
  }
  const only = (name: string): boolean => tried.has(name) && !ran.has(name);
  const handed = new Set([...starters.values()].flat().filter((name) => !only(name)));
  const taken = (name: string): boolean => ran.has(name) || handed.has(name);

  const lost: LostName[] = [];
  const left = cells.map((cell): ParsedCell => {
    const refusal = refusals.get(cell.number);
    if (!isRefused(cell)) {
      const given = (starters.get(cell) ?? []).filter(only);
      return given.length === 0 ? cell : { ...cell, names: without(cell.names, new Set(given)) };
    }
    const { declares, assigns, memberWrites } = cell.names;
    const roots = memberWrites.map(({ root }) => root);
    const isGone = (name: string): boolean => taken(name) || (!isRunnable(cell) && tried.has(name));
    const gone = new Set([...declares, ...assigns, ...roots].filter(isGone));
    for (const { root, member } of memberWrites) if (isBuiltIn(root, member)) gone.add(root);
    if (refusal !== undefined) {
      for (const name of gone) lost.push({ name, cell: cell.number, refusal });
    }
    // One that does not parse is never run; it still says which exercise it is.
    if (cell.syntaxErrors.length > 0) return cell;
    return { ...cell, refused: true, names: without(cell.names, gone) };
  });
  return { cells: left, lost };
}

/** Notices about the refused cells that would have given one of these names. */
export function refusedNotices(lost: readonly LostName[], needed: ReadonlySet<string>): Notice[] {
  const cells = new Map<number, { names: string[]; refusal: Refusal }>();
  for (const { name, cell, refusal } of lost) {
    if (!needed.has(name)) continue;
    const entry = cells.get(cell) ?? { names: [], refusal };
    entry.names.push(name);
    cells.set(cell, entry);
  }
  return [...cells].slice(0, mostNotices).map(([cell, { names, refusal }]) => ({
    code: 'refused-cell',
    params: { cell, names: names.slice(0, 5).join(', '), message: refusal.message },
    place: refusal.place,
  }));
}

/** A notebook may hold hundreds of such cells. */
const mostNotices = 5;

const gives = ({ names }: ParsedCell, wanted: ReadonlySet<string>): boolean =>
  [...names.declares].some((name) => wanted.has(name));

/** Whether a member of a global is there without the notebook. */
function isBuiltIn(root: string, member: string): boolean {
  if (!(root in globalThis)) return false;
  const global: unknown = Reflect.get(globalThis, root);
  const prototype: unknown = typeof global === 'function' ? global.prototype : undefined;
  return [global, prototype].some((object) => object instanceof Object && member in object);
}

function without(names: CellNames, gone: ReadonlySet<string>): CellNames {
  if (gone.size === 0) return names;
  const keep = (all: ReadonlySet<string>): Set<string> =>
    new Set([...all].filter((name) => !gone.has(name)));
  return {
    ...names,
    declares: keep(names.declares),
    assigns: keep(names.assigns),
    calls: keep(names.calls),
    memberWrites: names.memberWrites.filter(({ root }) => !gone.has(root)),
    references: names.references.filter(
      ({ name, kind }) => !kind.startsWith('own') || !gone.has(name),
    ),
  };
}
