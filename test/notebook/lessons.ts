/** The lessons as notebooks, solved and as handed out, for tests that run them. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readLesson, solutionSources, solvedNotebook } from '../../autograder/course/index.js';
import { chosenPart } from '../chosen-part.js';
import { root } from './run-cells.js';

/** The folder names of all lessons. */
function lessonNames(): string[] {
  return readdirSync(join(root, 'notebooks'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^\d\d[a-z]?-/.test(entry.name))
    .map((entry) => entry.name)
    .sort();
}

/** A lesson's notebook as text; with `solved`, its exercises hold the reference solutions. */
export async function lessonNotebook(name: string, solved: boolean): Promise<string> {
  const lesson = await readLesson(join(root, 'notebooks', name, 'lesson.md'));
  const sources = solutionSources(join(root, 'autograder', 'reference', name, 'solution.ts'));
  const known = lesson.exercises.map(({ id }) => id);
  const solutions = Object.fromEntries(known.map((id) => [id, sources[id] ?? '']));
  return solvedNotebook(lesson, { solutions: solved ? solutions : {} });
}

/**
 * Those that a run of the tests takes: a minute and more each, so `GRADUS_LESSONS=0/5` takes every fifth,
 * from the first one on. All without it.
 */
export const chosenLessons = (): string[] => chosenPart('GRADUS_LESSONS', lessonNames());

export interface CodeCell {
  source: string;
  /** The exercise that the cell belongs to, if any. */
  exercise: string | undefined;
  kind: 'code' | 'exercise' | 'check';
}

/** The code cells of a notebook, in order. */
export function codeCells(notebook: string): CodeCell[] {
  const { cells } = JSON.parse(notebook) as {
    cells: {
      cell_type: string;
      source: string[];
      metadata: { gradus?: { exercise?: string; check?: string } };
    }[];
  };
  return cells
    .filter((cell) => cell.cell_type === 'code')
    .map(({ source, metadata }) => {
      const { exercise, check } = metadata.gradus ?? {};
      const kind = exercise !== undefined ? 'exercise' : check !== undefined ? 'check' : 'code';
      return { source: source.join(''), exercise: exercise ?? check, kind };
    });
}
