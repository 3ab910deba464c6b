/**
 * Grades one submission: each exercise found, sliced, compiled and judged.
 *
 * All exercises share one sandbox first; what does not pass there runs alone, and that counts.
 */
import type { LimitFunction } from 'p-limit';
import type { Exercise, Lesson } from '../course/index.js';
import type { Issue, TestResult } from '../judge/verdict.js';
import { sum } from '../results/sum.js';
import type { ExerciseGrade, IsolationUnit, Notice } from '../results/types.js';
import type { PassedOr } from '../sandbox/sandbox.js';
import { compileSlice } from '../submission/compile.js';
import { redefinedNotices } from '../submission/redefined.js';
import { needOf, type Slice } from '../submission/slice.js';
import type { TypeDiagnostic } from '../submission/type-check.js';
import {
  allTests,
  type GradingContext,
  type Judged,
  judgeExercise,
  type RunnableExercise,
} from './judge-exercise.js';
import { type PreparedExercise, prepare } from './prepare-submission.js';
import { judgeTogether } from './shared-sandbox.js';
import type { ReadSubmission } from './submission.js';

export interface Grader {
  judge: GradingContext;
  /** Lets as many sandboxes run at a time as the user wants. */
  limit: LimitFunction;
  isolate: IsolationUnit;
}

/** The grades of `exercises`, in their order. */
export async function gradeExercises(
  { judge, limit, isolate }: Grader,
  submission: ReadSubmission,
  asked: {
    lesson: Lesson;
    exercises: readonly Exercise[];
    /** Undefined where they could not be had. */
    diagnostics: Promise<TypeDiagnostic[] | undefined>;
  },
): Promise<ExerciseGrade[]> {
  const { student } = submission;
  const steps = await prepare(judge, submission, asked);
  const shared = isolate === 'exercise' ? [] : toRun(steps.filter(canShare));
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
      if (hasPassed(step.judged)) return;
      await limit(() => judgeWider(judge, student, step));
      const other = await limit(() => judgeOtherwise(judge, student, step));
      if (other !== undefined) Object.assign(step, other);
      nameWhatNeeds(step);
    }),
  );
  const types = (await asked.diagnostics) ?? [];
  return steps.map(({ exercise, notices, judged, ready }) => {
    const own = new Set(ready?.slice.cells.map(({ number }) => number));
    for (const { message, place, doubt } of types) {
      if (doubt === 'follows' || !own.has(place.cell)) continue;
      notices.push({ code: 'type-error', params: { message }, place });
    }
    if (judged !== undefined && ready !== undefined && !hasPassed(judged)) {
      notices.push(...redefinedNotices(ready.slice.cells, ready.cell));
    }
    for (const { message, place, isHidden } of judged?.uncaught ?? []) {
      const code = isHidden ? 'uncaught-error-hidden' : 'uncaught-error';
      notices.push({ code, params: { exercise: exercise.id, message }, ...(place && { place }) });
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
 * Further runs of an exercise that did not pass: with what is called for what it needs; of single
 * statements, where a cell cannot be run whole; with the library's functions for `passedOr`, which gives them
 * in a notebook until the student's pass; then after every cell before it, as in the notebook. What it has
 * is replaced by what is better.
 */
async function judgeWider(
  judge: GradingContext,
  student: string,
  step: PreparedExercise,
): Promise<void> {
  const { ready, exercise } = step;
  if (ready === undefined) return;
  const isDone = (): boolean => step.judged === undefined || hasPassed(step.judged);
  const attempt = async (slice: Slice, passedOr?: PassedOr): Promise<boolean> => {
    const better = isDone() ? undefined : await judgeWith(judge, student, step, slice, passedOr);
    if (better === undefined) return false;
    step.judged = better;
    if (passedOr === 'library') {
      step.notices.push({ code: 'library-instead', params: { exercise: exercise.id } });
    }
    return true;
  };
  const called = ready.called();
  if (called.cells.length > ready.slice.cells.length) await attempt(called);
  if (!isDone() && couldNotLoad(step.judged)) {
    const narrow = ready.narrow();
    await attempt(narrow);
    if (usesPassedOr(narrow)) await attempt(narrow, 'library');
  } else if (usesPassedOr(called)) {
    await attempt(called, 'library');
  }
  const whole = ready.whole();
  if (isDone() || whole.cells.length === called.cells.length) return;
  if (await attempt(whole)) {
    step.notices.push({ code: 'whole-notebook', params: { exercise: exercise.id } });
  }
}

/** A cell that the answer's own does not show could not be run: says what of the answer needs it. */
function nameWhatNeeds({ judged, ready }: PreparedExercise): void {
  if (judged === undefined || ready === undefined || !couldNotLoad(judged)) return;
  const { cells } = ready.called();
  for (const test of judged.tests) {
    const { issue } = test;
    const failed = issue?.code === 'load-failed' ? issue.place?.cell : undefined;
    if (issue === undefined || failed === undefined) continue;
    const name = needOf(ready.cell, failed, cells);
    if (name === undefined) continue;
    const params = { ...issue.params, name, cell: String(failed) };
    test.issue = { ...issue, code: 'load-failed-by', params };
  }
}

const couldNotLoad = (judged: Judged | undefined): boolean =>
  judged?.tests.some(({ issue }) => issue?.code === 'load-failed') === true;

const usesPassedOr = ({ cells }: Slice): boolean =>
  cells.some(({ names }) => names.needs.has('passedOr') || names.members.has('passedOr'));

/** @returns undefined when a run after these cells is no better than what it has */
async function judgeWith(
  judge: GradingContext,
  student: string,
  { exercise, judged, ready }: PreparedExercise,
  { cells }: Slice,
  passedOr?: PassedOr,
): Promise<Judged | undefined> {
  if (judged === undefined) return undefined;
  const { tests } = judged;
  const given = ready?.given ?? [];
  const names = given.length > 0 ? given.map(({ own }) => own) : [exercise.id];
  const compiled = await compileSlice(cells, names, given);
  const before = new Map(tests.map(({ id, verdict }) => [id, verdict]));
  const lostIn = (results: readonly TestResult[]): number =>
    sum(results, ({ points, score }) => points - score);
  const lost = lostIn(tests);
  const runnable = { exercise: exercise.id, compiled, ...(passedOr && { passedOr }) };
  const again = await judgeExercise(judge, student, runnable, (results) => {
    const last = results.at(-1);
    // What hangs a second time would cost its deadline for each further test as well.
    const hangs = last?.verdict === 'timeout' || last?.verdict === 'out-of-memory';
    return lostIn(results) >= lost || (hangs && before.get(last.id) === last.verdict);
  });
  const isBetter = again.tests.length === tests.length && lostIn(again.tests) < lost;
  return isBetter ? again : undefined;
}

const hasPassed = ({ tests }: Judged): boolean =>
  tests.every(({ verdict }) => verdict === 'passed');

/** The other reading of an exercise that did not pass, where that has more points. */
async function judgeOtherwise(
  judge: GradingContext,
  student: string,
  { judged, ready }: PreparedExercise,
): Promise<PreparedExercise | undefined> {
  const other = await ready?.otherwise?.();
  if (other === undefined || judged === undefined) return undefined;
  const [alone] = toRun([other]);
  if (alone === undefined) return undefined;
  other.judged = await judgeExercise(judge, student, alone);
  const scoreOf = ({ tests }: Judged): number => sum(tests, ({ score }) => score);
  return scoreOf(other.judged) > scoreOf(judged) ? other : undefined;
}

/** The exercise's grade when the grader itself failed on it. */
export function failedExercise(
  judge: GradingContext,
  exercise: Exercise,
  message: string,
): ExerciseGrade {
  const issue: Issue = { code: 'judge-failed', params: { message } };
  return exerciseGrade(exercise, allTests(judge, exercise.id, 'not-run', issue));
}

function toRun(steps: readonly PreparedExercise[]): RunnableExercise[] {
  return steps.flatMap(({ exercise, judged, ready }) =>
    judged === undefined && ready !== undefined
      ? [{ exercise: exercise.id, compiled: ready.compiled }]
      : [],
  );
}

/** Names by which one exercise's code can leave something behind for another's. */
const reaching = ['globalThis', 'global', 'self', 'process', 'eval', 'Function', 'require'];

/**
 * Whether an exercise can be expected to pass beside the others: its code leaves nothing behind for
 * them, as far as can be read.
 */
function canShare({ ready }: PreparedExercise): boolean {
  if (ready === undefined) return false;
  const { cells, undefinedNames } = ready.slice;
  const reaches = cells.some(({ names }) => reaching.some((name) => names.needs.has(name)));
  return undefinedNames.length === 0 && !reaches;
}

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
