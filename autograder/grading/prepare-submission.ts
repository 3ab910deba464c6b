/**
 * The exercises of one submission made ready to be judged: each found, sliced and compiled, by the
 * cells that tslab runs and those that it refuses.
 */
import type { Exercise, Lesson } from '../course/index.js';
import type { Issue, TestResult } from '../judge/verdict.js';
import type { Notice } from '../results/types.js';
import {
  type CompiledSlice,
  CompileError,
  compileSlice,
  type Given,
} from '../submission/compile.js';
import { neededFrom } from '../submission/large-cells.js';
import {
  type ExerciseShape,
  isStarter,
  matchExercise,
  restoreRetyped,
} from '../submission/match.js';
import {
  allRefusals,
  contestedNames,
  firstRefused,
  type LostName,
  laterCells,
  type Refusals,
  refusedNotices,
  syntaxRefusals,
  yieldRefused,
} from '../submission/refused.js';
import {
  type ParsedCell,
  parseCells,
  type Slice,
  sliceAll,
  sliceCalled,
  sliceFor,
} from '../submission/slice.js';
import { byStatements } from '../submission/statements.js';
import type { TypeDiagnostic } from '../submission/type-check.js';
import { allTests, type GradingContext, type Judged } from './judge-exercise.js';
import { type OwnNames, ownNames } from './older-version.js';
import type { ReadSubmission } from './submission.js';

/** An exercise of a submission on its way to its grade. */
export interface PreparedExercise {
  exercise: Exercise;
  notices: Notice[];
  /** Its verdicts, once they are known. */
  judged?: Judged;
  /** What is to be run, until then. */
  ready?: {
    slice: Slice;
    compiled: CompiledSlice;
    /** The slice with the cells that call what gives it a name: few need it. */
    called: () => Slice;
    /** The slice of single statements. */
    narrow: () => Slice;
    /** That of every cell up to the exercise's own. */
    whole: () => Slice;
    /** The answer's own cell. */
    cell: ParsedCell;
    /** How the notebook calls the exercise, where it is of another version. */
    given: readonly Given[];
    /** The other reading, where it is not known which cells ran. */
    otherwise?: () => Promise<PreparedExercise>;
  };
}

/** The exercises as far as they can be brought without running anything. */
export async function prepare(
  judge: GradingContext,
  submission: ReadSubmission,
  {
    lesson,
    exercises,
    diagnostics,
  }: {
    lesson: Lesson;
    exercises: readonly Exercise[];
    diagnostics: Promise<TypeDiagnostic[] | undefined>;
  },
): Promise<PreparedExercise[]> {
  const { notebook } = submission;
  if (notebook === undefined) {
    const isOther = submission.notices.some(({ code }) => code === 'other-lessons');
    const none = isOther ? 'other-lessons' : 'empty-folder';
    const reason = submission.file === undefined ? none : 'unreadable-notebook';
    const issue: Issue = { code: 'not-run', params: { reason } };
    return exercises.map((exercise) => decided(judge, exercise, 'not-run', issue));
  }
  const parsed = parseCells(notebook);
  const declared = new Set(parsed.flatMap(({ names }) => [...names.declares]));
  const own = ownNames(declared, notebook.version, lesson);
  const shapes = lesson.exercises.map((exercise) => shapeOf(exercise, own));
  const cells = restoreRetyped(parsed, notebook, shapes);
  /** The exercises as they are when those cells are refused. */
  const read = (refusals: Refusals): Promise<PreparedExercise>[] => {
    const given = yieldRefused(cells, refusals, (cell, name) => isStarter(cell, name, shapes));
    return exercises.map((exercise) => prepareOne(judge, given, exercise, { shapes, own }));
  };
  const steps = await Promise.all(read(syntaxRefusals(cells)));
  const needed = new Set(steps.flatMap((step) => [...neededBy(step)]));
  const contested = contestedNames(cells, needed);
  if (contested.size === 0) return steps;
  /** Gives the exercises that need one of these names a second reading. */
  const readOtherwise = (
    readings: readonly PreparedExercise[],
    names: ReadonlySet<string>,
    refusals: Refusals,
    told?: 'refusals-unknown',
  ): PreparedExercise[] =>
    readings.map((step, i) => {
      const own = [...neededBy(step)].filter((name) => names.has(name));
      if (own.length === 0 || step.ready === undefined) return step;
      const params = { exercise: step.exercise.id, names: own.slice(0, 5).join(', ') };
      const notices: Notice[] = told === undefined ? [] : [{ code: told, params }];
      step.notices.push(...notices);
      step.ready.otherwise = async () => {
        const other = (await read(refusals)[i]) as PreparedExercise;
        // Whether those cells are refused is not known: nothing is said of them.
        const known = other.notices.filter(({ code }) => code !== 'refused-cell' || !told);
        return { ...other, notices: [...known, ...notices] };
      };
      return step;
    });
  // Types are waited for only where it matters which of several cells runs.
  const types = await diagnostics;
  const refusals = await allRefusals(cells, types ?? [], contested);
  const again = await Promise.all(read(refusals));
  if (types === undefined) {
    return readOtherwise(again, contested, laterCells(cells, contested), 'refusals-unknown');
  }
  const first = firstRefused(cells, refusals, contested);
  return first === undefined ? again : readOtherwise(again, first.names, first.refusals);
}

/** What it matters to know of: the exercise's name, and what its cells need. */
function neededBy({ exercise, ready }: PreparedExercise): Set<string> {
  const cells = ready?.slice.cells ?? [];
  return new Set([
    exercise.id,
    ...(ready?.given.map(({ own }) => own) ?? []),
    ...exercise.needs,
    ...cells.flatMap(({ names }) => [...names.needs.keys()]),
  ]);
}

async function prepareOne(
  judge: GradingContext,
  { cells, lost }: { cells: readonly ParsedCell[]; lost: readonly LostName[] },
  exercise: Exercise,
  { shapes, own }: { shapes: readonly ExerciseShape[]; own: OwnNames },
): Promise<PreparedExercise> {
  const match = matchExercise(cells, shapeOf(exercise, own), shapes);
  const { cell, without, untouched, notices } = match;
  const name = own.nameOf(exercise.id);
  const order = own.orderOf(exercise.id);
  const needs = exercise.needs.map((one) => own.nameOf(one));
  const isOther = name !== exercise.id || order !== undefined;
  const given: Given[] = isOther ? [{ name: exercise.id, own: name, order }] : [];
  const tell = (step: PreparedExercise): PreparedExercise => {
    step.notices.push(...refusedNotices(lost, neededBy(step)));
    return step;
  };
  const large = neededFrom(cells, name);
  if (cell === undefined && large !== undefined) {
    const params = { exercise: name, ...large };
    const issue: Issue = { code: 'cell-too-large', params };
    return decided(judge, exercise, 'not-run', issue);
  }
  if (cell === undefined) {
    return decided(judge, exercise, 'not-run', { code: 'missing', params: { name } }, notices);
  }
  const [syntaxError] = cell.syntaxErrors;
  if (syntaxError !== undefined) {
    const { message, line, column } = syntaxError;
    const text = cell.source.split('\n')[line]?.trim() ?? '';
    const place = { cell: cell.number, line: line + 1, column: column + 1, text };
    const issue: Issue = { code: 'load-failed', params: { message }, place };
    notices.push({ code: 'syntax-error', params: { message }, place });
    return decided(judge, exercise, 'error', issue, notices);
  }
  if (untouched) {
    return tell(
      decided(judge, exercise, 'failed', { code: 'not-solved', params: { name } }, notices),
    );
  }
  const slice = sliceFor(match.cells, [name], without, needs);
  for (const use of slice.undefinedNames) {
    const large = neededFrom(cells, use.name);
    notices.push(
      large === undefined
        ? { code: 'hidden-state', params: { name: use.name, cell: use.cell } }
        : { code: 'needs-large-cell', params: { exercise: name, ...large } },
    );
  }
  try {
    const compiled = await compileSlice(slice.cells, [name], given);
    const parts = [match.cells, [name], without, needs] as const;
    const called = (): Slice => sliceCalled(...parts);
    const whole = (): Slice => sliceAll(...parts);
    const narrow = (): Slice => sliceFor(byStatements(match.cells, cell), [name], without, needs);
    const ready = { slice, compiled, called, narrow, whole, cell, given };
    if (order === undefined) return tell({ exercise, notices, ready });
    // Whose function has the new parameters already is not worse off for it.
    const asTested: OwnNames = { nameOf: own.nameOf, orderOf: () => undefined };
    const otherwise = () => prepareOne(judge, { cells, lost }, exercise, { shapes, own: asTested });
    return tell({ exercise, notices, ready: { ...ready, otherwise } });
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    const place = error.place === undefined ? {} : { place: error.place };
    const issue: Issue = { code: 'load-failed', params: { message: error.message }, ...place };
    return decided(judge, exercise, 'error', issue, notices);
  }
}

/** An exercise whose verdict is known without running anything. */
function decided(
  judge: GradingContext,
  exercise: Exercise,
  verdict: Exclude<TestResult['verdict'], 'passed'>,
  issue: NonNullable<TestResult['issue']>,
  notices: Notice[] = [],
): PreparedExercise {
  return {
    exercise,
    notices,
    judged: {
      tests: allTests(judge, exercise.id, verdict, issue),
      output: '',
      noticed: [],
      uncaught: [],
    },
  };
}

const shapeOf = (exercise: Exercise, { nameOf }: OwnNames): ExerciseShape => ({
  id: nameOf(exercise.id),
  starter: exercise.starter,
  cellId: `exercise-${nameOf(exercise.id)}`,
});
