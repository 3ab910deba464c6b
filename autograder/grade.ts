/**
 * Grades a class, or checks one notebook: reading, slicing, judging, one result for everybody.
 *
 * What a submission holds never stops the others: whatever cannot be read or run is a verdict.
 */
import { basename, dirname } from 'node:path';
import pLimit from 'p-limit';
import { packageRoot, packageVersion } from './cli/paths.js';
import type { Lesson } from './course/index.js';
import { loadLessonReference } from './course/overlay/overlay.js';
import { gradeArtefacts, lessonInfo } from './grade-artefacts.js';
import { failedExercise, type Grader, gradeExercises } from './grade-submission.js';
import { seedId } from './gradebook/seed-id.js';
import { sum } from './gradebook/sum.js';
import type {
  CheckedNotebook,
  CheckNotebookOptions,
  ClassGrade,
  GradeClassOptions,
  Isolation,
  Notice,
  SubmissionGrade,
  Times,
} from './gradebook/types.js';
import {
  chooseLesson,
  type ReadSubmission,
  readAll,
  readSubmission,
  selection,
} from './read-class.js';
import { type Backend, chooseBackend, jobsBehind } from './sandbox/backend.js';
import { defaultLimits } from './sandbox/limits.js';
import { PreStarted } from './sandbox/pre-started.js';
import { prepareRuntime } from './sandbox/runtime.js';
import { startSandbox } from './sandbox/sandbox.js';
import { findSubmissions } from './submission/find.js';
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
  const { students, exercises, artefacts } = selection(read, lesson, options.only);
  const { grader, backend, close } = await startGrader(lesson, options, options.secret);
  const types = startTypeService(packageRoot());

  const times: Times = { totalMs: 0, students: {} };
  options.onProgress({ kind: 'start', total: students.length });
  // Asked for all at once, types are checked many notebooks at a time.
  const asked = students.map((submission) => ({
    submission,
    diagnostics: diagnose(types, submission),
  }));
  const gradeOne = async ({
    submission,
    diagnostics,
  }: (typeof asked)[number]): Promise<SubmissionGrade> => {
    const { student } = submission;
    const grade = emptyGrade(submission, lesson);
    const started = performance.now();
    options.onProgress({ kind: 'student-start', student });
    try {
      grade.exercises = await gradeExercises(grader, submission, {
        lesson,
        exercises,
        diagnostics,
      });
      grade.exercises.push(
        ...(await gradeArtefacts(grader.judge.reference, submission, artefacts)),
      );
    } catch (error) {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      grade.graderFailure = reason;
      grade.exercises = exercises.map((exercise) => failedExercise(grader.judge, exercise, reason));
    }
    finish(grade);
    times.students[student] = studentTimes(grade, performance.now() - started);
    const { score, points } = grade;
    const failed = grade.graderFailure !== undefined;
    options.onProgress({ kind: 'student-end', student, score, points, failed });
    return grade;
  };
  // One more than sandboxes: it is read and compiled while they run.
  const grades = await pLimit(options.jobs + 1)
    .map(asked, gradeOne)
    .finally(() => Promise.all([types.close(), close()]));
  times.totalMs = performance.now() - begun;
  const grade: ClassGrade = {
    graderVersion: packageVersion(),
    lesson: lessonInfo(lesson),
    referenceHash: grader.judge.reference.hash,
    seedId: seedId(options.secret),
    isolation: isolation(backend, grader),
    students: grades,
  };
  return { grade, times, notices };
}

/** The exercises of the lesson that a notebook is of. */
export async function exercisesOf(file: string, lesson?: string): Promise<string[]> {
  const { exercises } = await chooseLesson([await readNotebookAt(file)], lesson);
  return exercises.map(({ id }) => id);
}

const readNotebookAt = (file: string): Promise<ReadSubmission> =>
  readSubmission({ student: basename(dirname(file)) || 'notebook', file, notices: [] });

/** Runs the visible tests of one notebook through the sandbox. */
export async function checkNotebook(options: CheckNotebookOptions): Promise<CheckedNotebook> {
  const submission = await readNotebookAt(options.file);
  const lesson = await chooseLesson([submission], options.lesson);
  const { grader, backend, close } = await startGrader(lesson, options, undefined);
  const types = startTypeService(packageRoot());
  const diagnostics = diagnose(types, submission);
  const grade = emptyGrade(submission, lesson);
  options.onProgress?.({ kind: 'start', total: lesson.exercises.length });
  const { only = [] } = options;
  const exercises = lesson.exercises.filter(({ id }) => only.length === 0 || only.includes(id));
  grade.exercises = await gradeExercises(grader, submission, {
    lesson,
    exercises,
    diagnostics,
  }).finally(() => Promise.all([types.close(), close()]));
  finish(grade);
  return { grade, isolation: isolation(backend, grader) };
}

async function startGrader(
  lesson: Lesson,
  { sandbox, jobs, isolate = 'submission', reference: overlay }: GraderOptions,
  secret: Uint8Array | undefined,
): Promise<{ grader: Grader; backend: Backend; close: () => Promise<void> }> {
  const [reference, runtime] = await Promise.all([
    loadLessonReference(lesson, overlay),
    prepareRuntime(),
  ]);
  const backend = await chooseBackend(sandbox, runtime);
  const limits = defaultLimits;
  const atOnce = jobsBehind(backend, jobs);
  const sandboxes = new PreStarted(() => startSandbox({ backend, runtime, limits }), atOnce);
  const judge = { reference, sandboxes, limits, secret };
  return {
    grader: { judge, limit: pLimit(atOnce), isolate },
    backend,
    close: () => sandboxes.close(),
  };
}

type GraderOptions = Pick<GradeClassOptions, 'sandbox' | 'jobs' | 'isolate' | 'reference'>;

function diagnose(types: TypeService, { notebook }: ReadSubmission): Promise<TypeDiagnostic[]> {
  // Feedback only: without it every verdict is the same.
  return notebook === undefined ? Promise.resolve([]) : types.check(notebook).catch(() => []);
}

function emptyGrade(submission: ReadSubmission, lesson: Lesson): SubmissionGrade {
  return {
    student: submission.student,
    lesson: lesson.id,
    lessonVersion: String(lesson.version),
    file: submission.file === undefined ? '' : basename(submission.file),
    submissionHash: submission.hash,
    attempt: submission.attempt ?? 1,
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

const isolation = (backend: Backend, { judge }: Grader): Isolation => ({
  backend: backend.name,
  mechanism: backend.mechanism,
  unsafe: backend.name === 'none',
  limits: { ...judge.limits },
});
