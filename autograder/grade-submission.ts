/**
 * Grades one submission: each exercise found, sliced, compiled and judged.
 *
 * All exercises share one sandbox first; what does not pass there runs alone, and that counts.
 */
import type { LimitFunction } from 'p-limit';
import type { Exercise, Lesson } from './course/index.js';
import { sum } from './gradebook/sum.js';
import type { ExerciseGrade, IsolationUnit, Notice } from './gradebook/types.js';
import type { TestResult } from './judge/verdict.js';
import type { ReadSubmission } from './read-class.js';
import {
  allTests,
  type Judge,
  type Judged,
  judgeExercise,
  type PreparedExercise,
} from './sandbox/exercise.js';
import { judgeTogether } from './sandbox/together.js';
import { type CompiledSlice, CompileError, compileSlice } from './submission/compile.js';
import { type ExerciseShape, matchExercise, restoreRetyped } from './submission/match.js';
import { type ParsedCell, parseCells, type Slice, sliceAll, sliceFor } from './submission/slice.js';
import type { TypeDiagnostic } from './submission/type-check.js';

export interface Grader {
  judge: Judge;
  /** Lets as many sandboxes run at a time as the user wants. */
  limit: LimitFunction;
  isolate: IsolationUnit;
}

/** An exercise of a submission on its way to its grade. */
interface Step {
  exercise: Exercise;
  notices: Notice[];
  /** Its verdicts, once they are known. */
  judged?: Judged;
  /** What is to be run, until then. */
  ready?: {
    slice: Slice;
    compiled: CompiledSlice;
    /** The slice of every cell up to the exercise's own: few need it. */
    whole: () => Slice;
  };
}

/** The grades of `exercises`, in their order. */
export async function gradeExercises(
  { judge, limit, isolate }: Grader,
  submission: ReadSubmission,
  asked: {
    lesson: Lesson;
    exercises: readonly Exercise[];
    diagnostics: Promise<TypeDiagnostic[]>;
  },
): Promise<ExerciseGrade[]> {
  const { student } = submission;
  const steps = await prepare(judge, submission, asked);
  const shared = isolate === 'exercise' ? [] : toRun(steps.filter((step) => canShare(step, judge)));
  if (shared.length > 1) {
    const passed = await limit(() => judgeTogether(judge, student, shared));
    for (const step of steps) {
      const found = passed.get(step.exercise.id);
      if (found !== undefined) step.judged = found;
    }
  }
  await Promise.all(
    steps.map(async (step) => {
      const [alone] = toRun([step]);
      if (alone === undefined) return;
      step.judged = await limit(() => judgeExercise(judge, student, alone));
      if (step.judged.tests.every(({ verdict }) => verdict === 'passed')) return;
      const better = await limit(() => judgeWhole(judge, student, step));
      if (better === undefined) return;
      step.judged = better;
      step.notices.push({ code: 'whole-notebook', params: { exercise: step.exercise.id } });
    }),
  );
  const types = await asked.diagnostics;
  return steps.map(({ exercise, notices, judged, ready }) => {
    const own = new Set(ready?.slice.cells.map(({ number }) => number));
    for (const { message, place } of types) {
      if (own.has(place.cell)) notices.push({ code: 'type-error', params: { message }, place });
    }
    for (const code of new Set(judged?.tests.flatMap((test) => test.notices ?? []))) {
      notices.push({ code, params: { exercise: exercise.id } });
    }
    if (judged !== undefined && judged.noticed.length > 0) {
      const names = judged.noticed.join(', ');
      notices.push({ code: 'reached-for', params: { exercise: exercise.id, names } });
    }
    return exerciseGrade(exercise, judged?.tests ?? [], notices, judged?.output);
  });
}

/**
 * The final run of an exercise that did not pass: after every cell before it, as in the notebook.
 *
 * @returns undefined when that is no better than what it has
 */
async function judgeWhole(
  judge: Judge,
  student: string,
  { exercise, judged, ready }: Step,
): Promise<Judged | undefined> {
  if (judged === undefined || ready === undefined) return undefined;
  const { cells } = ready.whole();
  if (cells.length === ready.slice.cells.length) return undefined;
  const { tests } = judged;
  const compiled = await compileSlice(cells, [exercise.id]);
  const before = new Map(tests.map(({ id, verdict }) => [id, verdict]));
  const lostIn = (results: readonly TestResult[]): number =>
    sum(results, ({ points, score }) => points - score);
  const lost = lostIn(tests);
  const whole = { exercise: exercise.id, compiled };
  const again = await judgeExercise(judge, student, whole, (results) => {
    const last = results.at(-1);
    // What hangs a second time would cost its deadline for each further test as well.
    const hangs = last?.verdict === 'timeout' || last?.verdict === 'out-of-memory';
    return lostIn(results) >= lost || (hangs && before.get(last.id) === last.verdict);
  });
  const isBetter = again.tests.length === tests.length && lostIn(again.tests) < lost;
  return isBetter ? again : undefined;
}

/** The exercise's grade when the grader itself failed on it. */
export function failedExercise(judge: Judge, exercise: Exercise, message: string): ExerciseGrade {
  const issue = { code: 'judge-failed', params: { message } };
  return exerciseGrade(exercise, allTests(judge, exercise.id, 'not-run', issue));
}

function toRun(steps: readonly Step[]): PreparedExercise[] {
  return steps.flatMap(({ exercise, judged, ready }) =>
    judged === undefined && ready !== undefined
      ? [{ exercise: exercise.id, compiled: ready.compiled }]
      : [],
  );
}

/** Names by which one exercise's code can leave something behind for another's. */
const reaching = ['globalThis', 'global', 'self', 'process', 'eval', 'Function', 'require'];

/**
 * Whether an exercise can be expected to pass beside the others: its code neither leaves anything
 * behind for them, as far as can be read, nor uses what is withheld from one of them.
 */
function canShare({ exercise, ready }: Step, { reference }: Judge): boolean {
  if (ready === undefined) return false;
  const { cells, undefinedNames } = ready.slice;
  const own = reference.withheld[exercise.id] ?? [];
  const foreign = Object.values(reference.withheld)
    .flat()
    .filter((name) => name.startsWith('tf.') && !own.includes(name))
    .map((name) => name.slice(name.lastIndexOf('.') + 1));
  const usesForeign = new RegExp(`\\.\\s*(?:${foreign.join('|')})\\b`);
  return (
    undefinedNames.length === 0 &&
    !cells.some(
      ({ names, source }) =>
        reaching.some((name) => names.needs.has(name)) ||
        (foreign.length > 0 && usesForeign.test(source)),
    )
  );
}

async function prepare(
  judge: Judge,
  submission: ReadSubmission,
  { lesson, exercises }: { lesson: Lesson; exercises: readonly Exercise[] },
): Promise<Step[]> {
  const { notebook } = submission;
  if (notebook === undefined) {
    const reason = submission.file === undefined ? 'empty-folder' : 'unreadable-notebook';
    const issue = { code: 'not-run', params: { reason } };
    return exercises.map((exercise) => decided(judge, exercise, 'not-run', issue));
  }
  const cells = restoreRetyped(parseCells(notebook), notebook, lesson.exercises.map(shapeOf));
  return Promise.all(exercises.map((exercise) => prepareOne(judge, cells, exercise, lesson)));
}

async function prepareOne(
  judge: Judge,
  cells: readonly ParsedCell[],
  exercise: Exercise,
  lesson: Lesson,
): Promise<Step> {
  const match = matchExercise(cells, shapeOf(exercise), lesson.exercises);
  const { cell, without, untouched, notices } = match;
  const name = exercise.id;
  if (cell === undefined) {
    return decided(judge, exercise, 'not-run', { code: 'missing', params: { name } }, notices);
  }
  const [syntaxError] = cell.syntaxErrors;
  if (syntaxError !== undefined) {
    const { message, line, column } = syntaxError;
    const text = cell.source.split('\n')[line]?.trim() ?? '';
    const place = { cell: cell.number, line: line + 1, column: column + 1, text };
    const issue = { code: 'load-failed', params: { message }, place };
    notices.push({ code: 'syntax-error', params: { message }, place });
    return decided(judge, exercise, 'error', issue, notices);
  }
  if (untouched) {
    return decided(judge, exercise, 'failed', { code: 'not-solved', params: { name } }, notices);
  }
  const slice = sliceFor(match.cells, [name], without, exercise.needs);
  for (const use of slice.undefinedNames) {
    notices.push({ code: 'hidden-state', params: { name: use.name, cell: use.cell } });
  }
  try {
    const compiled = await compileSlice(slice.cells, [name]);
    const whole = (): Slice => sliceAll(match.cells, [name], without, exercise.needs);
    return { exercise, notices, ready: { slice, compiled, whole } };
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    const place = error.place === undefined ? {} : { place: error.place };
    const issue = { code: 'load-failed', params: { message: error.message }, ...place };
    return decided(judge, exercise, 'error', issue, notices);
  }
}

/** An exercise whose verdict is known without running anything. */
function decided(
  judge: Judge,
  exercise: Exercise,
  verdict: Exclude<TestResult['verdict'], 'passed'>,
  issue: NonNullable<TestResult['issue']>,
  notices: Notice[] = [],
): Step {
  return {
    exercise,
    notices,
    judged: { tests: allTests(judge, exercise.id, verdict, issue), output: '', noticed: [] },
  };
}

const shapeOf = (exercise: Exercise): ExerciseShape => ({
  ...exercise,
  cellId: `exercise-${exercise.id}`,
});

/** The points of an exercise, or of an artefact, from what its tests came to. */
export function exerciseGrade(
  { id, title, points }: Pick<Exercise, 'id' | 'title' | 'points'>,
  tests: TestResult[],
  notices: Notice[] = [],
  output = '',
): ExerciseGrade {
  const score = sum(tests, (test) => test.score);
  return { exercise: id, title, points, score, tests, notices, output };
}
