/**
 * Grades a class, or checks one notebook: reading, slicing, judging, one result for everybody.
 *
 * What a submission holds never stops the others: whatever cannot be read or run is a verdict.
 */
import { basename, dirname } from 'node:path';
import { packageRoot, packageVersion } from './cli/paths.js';
import type { Exercise, Lesson } from './course/index.js';
import { lessonsOf, loadLessonReference, requirePrivate } from './course/overlay/overlay.js';
import { seedId } from './gradebook/seed-id.js';
import {
  type CheckedNotebook,
  type CheckNotebookOptions,
  type ClassGrade,
  type ExerciseGrade,
  type GradeClassOptions,
  type Isolation,
  type Notice,
  type SubmissionGrade,
  type Times,
  UsageError,
} from './gradebook/types.js';
import { type Backend, chooseBackend } from './sandbox/backend.js';
import { allTests, type Judge, judgeExercise } from './sandbox/exercise.js';
import { defaultLimits, type Limits } from './sandbox/limits.js';
import { pool } from './sandbox/pool.js';
import { prepareRuntime } from './sandbox/runtime.js';
import { type FoundSubmission, findSubmissions } from './submission/find.js';
import { type ExerciseShape, matchExercise, restoreRetyped } from './submission/match.js';
import { type Notebook, NotebookError, readNotebook } from './submission/notebook.js';
import { type ParsedCell, parseCells, sliceFor } from './submission/slice.js';
import type { TypeDiagnostic } from './submission/type-check.js';
import { startTypeService, type TypeService } from './submission/type-service.js';

/** Grades every student of a class; `notices` concern no single submission. */
export async function gradeClass(
  options: GradeClassOptions,
): Promise<{ grade: ClassGrade; times: Times; notices: Notice[] }> {
  const begun = performance.now();
  const { submissions, notices } = await findSubmissions(options.folder, options.lesson);
  const read = await readAll(submissions);
  const lesson = await chooseLesson(read, options.lesson, options.reference);
  const { students, exercises } = selection(read, lesson, options.only);
  const judge = await makeJudge(lesson, options.sandbox, options.secret, options.reference);
  const types = startTypeService(packageRoot());

  const times: Times = { totalMs: 0, students: {} };
  const grades: SubmissionGrade[] = students.map((submission) => emptyGrade(submission, lesson));
  options.onProgress({ kind: 'start', total: students.length });
  const tasks: (() => Promise<void>)[] = [];
  for (const [i, submission] of students.entries()) {
    const grade = grades[i] as SubmissionGrade;
    let open = exercises.length;
    let started = 0;
    let parsed: ParsedCell[] | undefined;
    let diagnostics: Promise<TypeDiagnostic[]> = Promise.resolve([]);
    for (const [slot, exercise] of exercises.entries()) {
      tasks.push(async () => {
        try {
          if (started === 0) {
            started = performance.now();
            options.onProgress({ kind: 'student-start', student: submission.student });
            diagnostics = diagnose(types, submission);
            parsed = cellsOf(submission, lesson);
          }
          const asked = { lesson, exercise, diagnostics };
          grade.exercises[slot] = await gradeExercise(judge, submission, parsed, asked);
        } catch (error) {
          grade.graderFailure =
            error instanceof Error ? (error.stack ?? error.message) : String(error);
          grade.exercises[slot] = failedExercise(judge, exercise, grade.graderFailure);
        }
        if (--open > 0) return;
        parsed = undefined;
        finish(grade);
        times.students[submission.student] = studentTimes(grade, performance.now() - started);
        const { student, score, points } = grade;
        const failed = grade.graderFailure !== undefined;
        options.onProgress({ kind: 'student-end', student, score, points, failed });
      });
    }
  }
  await pool(options.jobs, tasks).finally(() => types.close());
  times.totalMs = performance.now() - begun;
  const grade: ClassGrade = {
    graderVersion: packageVersion(),
    lesson: {
      id: lesson.id,
      title: lesson.title,
      version: String(lesson.version),
      points: sum(lesson.exercises, (exercise) => exercise.points),
      exercises: lesson.exercises.map(({ id, title, points }) => ({ exercise: id, title, points })),
    },
    referenceHash: judge.reference.hash,
    seedId: seedId(options.secret),
    isolation: isolation(judge.backend, judge.limits),
    students: grades,
  };
  return { grade, times, notices };
}

/** Runs the visible tests of one notebook through the sandbox. */
export async function checkNotebook(options: CheckNotebookOptions): Promise<CheckedNotebook> {
  const submission = await readSubmission({
    student: basename(dirname(options.file)) || 'notebook',
    file: options.file,
    notices: [],
  });
  const lesson = await chooseLesson([submission], options.lesson);
  const judge = await makeJudge(lesson, options.sandbox, undefined);
  const grade = emptyGrade(submission, lesson);
  const types = startTypeService(packageRoot());
  const diagnostics = diagnose(types, submission);
  const parsed = cellsOf(submission, lesson);
  options.onProgress?.({ kind: 'start', total: lesson.exercises.length });
  await pool(
    options.jobs,
    lesson.exercises.map((exercise, slot) => async () => {
      const asked = { lesson, exercise, diagnostics };
      grade.exercises[slot] = await gradeExercise(judge, submission, parsed, asked);
    }),
  ).finally(() => types.close());
  finish(grade);
  return { grade, isolation: isolation(judge.backend, judge.limits) };
}

interface ReadSubmission extends FoundSubmission {
  notebook?: Notebook;
  hash: string;
}

/** Reads a class a few files at a time: a large one has more files than a process may open. */
async function readAll(found: readonly FoundSubmission[]): Promise<ReadSubmission[]> {
  const read: ReadSubmission[] = [];
  const tasks = found.map((submission, i) => async () => {
    read[i] = await readSubmission(submission);
  });
  await pool(16, tasks);
  return read;
}

async function readSubmission(found: FoundSubmission): Promise<ReadSubmission> {
  if (found.file === undefined) return { ...found, hash: '' };
  try {
    const { notebook, hash } = await readNotebook(found.file, found.read);
    return { ...found, notebook, hash };
  } catch (error) {
    // Whatever it is, it is this submission's: the class goes on.
    const problem =
      error instanceof NotebookError ? error : new NotebookError('unreadable', String(error));
    const params = { reason: problem.reason, detail: problem.detail };
    return {
      ...found,
      hash: problem.hash,
      notices: [...found.notices, { code: 'unreadable-notebook', params }],
    };
  }
}

/** The lesson asked for, else the one that the notebooks name; a name is looked up, never a path. */
async function chooseLesson(
  submissions: ReadSubmission[],
  wanted?: string,
  reference?: string,
): Promise<Lesson> {
  const lessons = await lessonsOf(packageRoot(), reference);
  const known = lessons.map((lesson) => lesson.id);
  const named = submissions
    .map(({ notebook }) => notebook?.lesson)
    .filter((id) => id !== undefined);
  const candidates = wanted === undefined ? named.filter((id) => known.includes(id)) : [wanted];
  const counts = new Map<string, number>();
  for (const id of candidates) counts.set(id, (counts.get(id) ?? 0) + 1);
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  const id = most?.[0] ?? (lessons.length === 1 ? known[0] : undefined);
  const lesson = lessons.find((entry) => entry.id === id);
  if (lesson === undefined) {
    throw new UsageError('unknown-lesson', { lesson: wanted ?? '', known: known.join(', ') });
  }
  return lesson;
}

/** `--only` names students and exercises; students of the class, exercises of the lesson. */
function selection(
  submissions: ReadSubmission[],
  lesson: Lesson,
  only: readonly string[] = [],
): { students: ReadSubmission[]; exercises: readonly Exercise[] } {
  const names = new Set(only);
  const students = submissions.filter(({ student }) => names.delete(student));
  const exercises = lesson.exercises.filter(({ id }) => names.delete(id));
  const [unknown] = names;
  if (unknown !== undefined) {
    const known = [
      ...submissions.map(({ student }) => student),
      ...lesson.exercises.map(({ id }) => id),
    ];
    throw new UsageError('unknown-only', { name: unknown, known: known.join(', ') });
  }
  return {
    students: students.length > 0 ? students : submissions,
    exercises: exercises.length > 0 ? exercises : lesson.exercises,
  };
}

async function makeJudge(
  lesson: Lesson,
  sandbox: GradeClassOptions['sandbox'],
  secret: Uint8Array | undefined,
  overlay?: string,
): Promise<Judge> {
  const [reference, runtime] = await Promise.all([
    loadLessonReference(lesson, overlay),
    prepareRuntime(),
  ]);
  const backend = await chooseBackend(sandbox, runtime);
  if (overlay !== undefined && backend.name === 'plain-uid') await requirePrivate(overlay);
  return { reference, runtime, backend, limits: defaultLimits, secret };
}

const shapeOf = (exercise: Exercise): ExerciseShape => ({
  ...exercise,
  cellId: `exercise-${exercise.id}`,
});

/** The code cells, with exercises whose cells were made Markdown put back among them. */
function cellsOf({ notebook }: ReadSubmission, lesson: Lesson): ParsedCell[] | undefined {
  return notebook && restoreRetyped(parseCells(notebook), notebook, lesson.exercises.map(shapeOf));
}

async function gradeExercise(
  judge: Judge,
  submission: ReadSubmission,
  cells: readonly ParsedCell[] | undefined,
  asked: { lesson: Lesson; exercise: Exercise; diagnostics: Promise<TypeDiagnostic[]> },
): Promise<ExerciseGrade> {
  const { lesson, exercise, diagnostics } = asked;
  if (cells === undefined) {
    const reason = submission.file === undefined ? 'empty-folder' : 'unreadable-notebook';
    return exerciseGrade(
      exercise,
      allTests(judge, exercise.id, 'not-run', { code: 'not-run', params: { reason } }),
    );
  }
  const match = matchExercise(cells, shapeOf(exercise), lesson.exercises);
  const { cell, without, untouched, notices } = match;
  const name = exercise.id;
  if (cell === undefined) {
    const tests = allTests(judge, name, 'not-run', { code: 'missing', params: { name } });
    return exerciseGrade(exercise, tests, notices);
  }
  const [syntaxError] = cell.syntaxErrors;
  if (syntaxError !== undefined) {
    const { message, line, column } = syntaxError;
    const text = cell.source.split('\n')[line]?.trim() ?? '';
    const place = { cell: cell.number, line: line + 1, column: column + 1, text };
    const issue = { code: 'load-failed', params: { message }, place };
    notices.push({ code: 'syntax-error', params: { message }, place });
    return exerciseGrade(exercise, allTests(judge, name, 'error', issue), notices);
  }
  if (untouched) {
    const tests = allTests(judge, name, 'failed', { code: 'not-solved', params: { name } });
    return exerciseGrade(exercise, tests, notices);
  }
  const slice = sliceFor(match.cells, [name], without);
  for (const use of slice.undefinedNames) {
    notices.push({ code: 'hidden-state', params: { name: use.name, cell: use.cell } });
  }
  const { tests, output } = await judgeExercise(judge, submission.student, name, slice);
  const own = new Set(slice.cells.map(({ number }) => number));
  for (const { message, place } of await diagnostics) {
    if (own.has(place.cell)) notices.push({ code: 'type-error', params: { message }, place });
  }
  return exerciseGrade(exercise, tests, notices, output);
}

function diagnose(types: TypeService, { notebook }: ReadSubmission): Promise<TypeDiagnostic[]> {
  // Feedback only: without it every verdict is the same.
  return notebook === undefined ? Promise.resolve([]) : types.check(notebook).catch(() => []);
}

function exerciseGrade(
  { id, title, points }: Exercise,
  tests: ExerciseGrade['tests'],
  notices: Notice[] = [],
  output = '',
): ExerciseGrade {
  return {
    exercise: id,
    title,
    points,
    score: sum(tests, (test) => test.score),
    tests,
    notices,
    output,
  };
}

function failedExercise(judge: Judge, exercise: Exercise, message: string): ExerciseGrade {
  const issue = { code: 'judge-failed', params: { message } };
  return exerciseGrade(exercise, allTests(judge, exercise.id, 'not-run', issue));
}

function emptyGrade(submission: ReadSubmission, lesson: Lesson): SubmissionGrade {
  return {
    student: submission.student,
    lesson: lesson.id,
    lessonVersion: String(lesson.version),
    file: submission.file === undefined ? '' : basename(submission.file),
    submissionHash: submission.hash,
    attempt: 1,
    exercises: [],
    notices: submission.notices,
    points: 0,
    score: 0,
  };
}

function finish(grade: SubmissionGrade): void {
  grade.points = sum(grade.exercises, (exercise) => exercise.points);
  grade.score = sum(grade.exercises, (exercise) => exercise.score);
  const broken = grade.exercises
    .flatMap((exercise) => exercise.tests)
    .find(({ issue }) => issue?.code === 'judge-failed' || issue?.code === 'sandbox-failed');
  if (broken !== undefined) {
    grade.graderFailure ??= `${broken.id}: ${broken.issue?.params.message}`;
  }
}

function studentTimes(grade: SubmissionGrade, totalMs: number): Times['students'][string] {
  const tests = grade.exercises.flatMap((exercise) => exercise.tests);
  return { totalMs, tests: Object.fromEntries(tests.map(({ id, ms }) => [id, ms])) };
}

const isolation = (backend: Backend, limits: Limits): Isolation => ({
  backend: backend.name,
  mechanism: backend.mechanism,
  unsafe: backend.name === 'none',
  limits: { ...limits },
});

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
