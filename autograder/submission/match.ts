/**
 * Which cell of a submission answers an exercise.
 *
 * The rule: cells that declare the exercise's name, among them those that differ from what was
 * handed out, the last of these in notebook order, as when the notebook is run from top to bottom.
 * The cell's id only tells whether the cell still stands where it was; nothing else in it is trusted.
 */
import type { Notice } from '../gradebook/types.js';
import type { ParsedCell } from './slice.js';

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
  /** Numbers of cells that must not take part in the exercise's slice. */
  without: Set<number>;
  /** Still as handed out. */
  untouched: boolean;
  notices: Notice[];
}

const canonical = (source: string): string => source.replace(/\s+/g, '');

/** Finds the cell of an exercise. */
export function matchExercise(cells: readonly ParsedCell[], exercise: ExerciseShape): Match {
  const notices: Notice[] = [];
  const broken = cells.find((cell) => cell.id === exercise.cellId && cell.syntaxErrors.length > 0);
  const declaring = cells.filter(
    (cell) => cell.syntaxErrors.length === 0 && cell.names.declares.has(exercise.id),
  );
  const starter = canonical(exercise.starter);
  const worked = declaring.filter((cell) => canonical(cell.source) !== starter);
  const candidates = worked.length > 0 ? worked : declaring;
  const chosen = candidates.at(-1);
  const without = new Set(declaring.filter((cell) => cell !== chosen).map((cell) => cell.number));

  if (chosen === undefined) {
    if (broken !== undefined) return { cell: broken, without, untouched: false, notices };
    notices.push({ code: 'missing-cell', params: { exercise: exercise.id } });
    return { cell: undefined, without, untouched: false, notices };
  }
  if (candidates.length > 1 || declaring.length > candidates.length) {
    notices.push({
      code: 'duplicate-cell',
      params: { exercise: exercise.id, kept: chosen.number },
    });
  }
  if (chosen.id !== exercise.cellId) {
    notices.push({ code: 'matched-by-name', params: { exercise: exercise.id } });
  }
  return { cell: chosen, without, untouched: worked.length === 0, notices };
}
