/**
 * The unit of grading: one submission in, its grade out.
 *
 * It runs in a worker process; a class, `gradus check` and whatever else has a submission to be
 * graded ask one for it.
 */
import { basename } from 'node:path';
import pLimit from 'p-limit';
import type { ArtefactMeta, Exercise, Lesson } from '../course/index.js';
import type { Issue, Verdict } from '../judge/verdict.js';
import { loadLessonReference } from '../reference/load-private.js';
import { sum } from '../results/sum.js';
import type {
  Isolation,
  IsolationUnit,
  Notice,
  SandboxChoice,
  SubmissionGrade,
} from '../results/types.js';
import { jobsBehind } from '../sandbox/backend.js';
import { chooseBackend } from '../sandbox/choose-backend.js';
import { familiesIn } from '../sandbox/family-names.js';
import { defaultLimits } from '../sandbox/limits.js';
import { PreStarted } from '../sandbox/pre-started.js';
import { prepareRuntime } from '../sandbox/runtime.js';
import { startSandbox } from '../sandbox/sandbox.js';
import type { TypeDiagnostic } from '../submission/type-check.js';
import { gradeArtefacts } from './artefacts.js';
import { exerciseGrade, failedExercise, type Grader, gradeExercises } from './grade-submission.js';
import { allTests } from './judge-exercise.js';
import { versionNotices } from './older-version.js';
import type { Listed, ReadSubmission } from './submission.js';

export interface GraderConfig {
  lesson: Lesson;
  /** Folder of a private reference, laid over that of the package. */
  reference?: string | undefined;
  sandbox: SandboxChoice;
  isolate: IsolationUnit;
  /** Sandboxes at the same time. */
  sandboxes: number;
  /** The class secret; without it only visible tests are run. */
  secret?: Uint8Array | undefined;
}

/** Ids of what is graded. */
export interface Asked {
  exercises: readonly string[];
  artefacts: readonly string[];
}

export interface OpenGrader {
  isolation: Isolation;
  /** Whether sandboxes behind these walls must not run side by side, in other processes either. */
  oneAtATime: boolean;
  /** sha256 of the reference that judges. */
  referenceHash: string;
  /** Grades one submission; a failure of the grader itself is in the grade. */
  grade(
    submission: ReadSubmission,
    asked: Asked,
    diagnostics: Promise<TypeDiagnostic[] | undefined>,
  ): Promise<SubmissionGrade>;
  /** The grade of a submission that could not be graded to its end: one verdict for all. */
  decided(
    submission: Listed,
    asked: Asked,
    outcome: { verdict: Exclude<Verdict, 'passed'>; issue: Issue; notices: Notice[]; hash: string },
  ): SubmissionGrade;
  close(): Promise<void>;
}

/**
 * Loads the reference, chooses the walls, starts the first sandboxes.
 *
 * @param onSandbox is called for each sandbox that is taken into use
 */
export async function openGrader(
  config: GraderConfig,
  onSandbox: () => void = () => {},
): Promise<OpenGrader> {
  const { lesson, secret, isolate } = config;
  const [reference, runtime] = await Promise.all([
    loadLessonReference(lesson, config.reference),
    prepareRuntime(familiesIn(lesson.allowed)),
  ]);
  const backend = await chooseBackend(config.sandbox, runtime);
  const limits = defaultLimits;
  const atOnce = jobsBehind(backend, config.sandboxes);
  const ready = new PreStarted(() => startSandbox({ backend, runtime, limits }), atOnce);
  const sandboxes = {
    take() {
      onSandbox();
      return ready.take();
    },
  };
  const judge = { reference, sandboxes, limits, secret };
  const grader: Grader = { judge, limit: pLimit(atOnce), isolate };
  const pick = ({
    exercises,
    artefacts,
  }: Asked): [readonly Exercise[], readonly ArtefactMeta[]] => [
    lesson.exercises.filter(({ id }) => exercises.includes(id)),
    lesson.artefacts.filter(({ id }) => artefacts.includes(id)),
  ];

  return {
    isolation: {
      backend: backend.name,
      mechanism: backend.mechanism,
      unsafe: backend.name === 'none',
      limits: { ...limits },
    },
    referenceHash: reference.hash,
    oneAtATime: backend.oneAtATime === true,
    async grade(submission, asked, diagnostics) {
      const notices = [...submission.notices, ...versionNotices(submission.notebook, lesson)];
      const grade = emptyGrade(submission, lesson, { hash: submission.hash, notices });
      const [exercises, artefacts] = pick(asked);
      try {
        grade.exercises = [
          ...(await gradeExercises(grader, submission, { lesson, exercises, diagnostics })),
          ...gradeArtefacts(reference, submission.artefacts ?? new Map(), artefacts),
        ];
      } catch (error) {
        const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
        grade.graderFailure = reason;
        grade.exercises = exercises.map((exercise) => failedExercise(judge, exercise, reason));
      }
      return finished(grade);
    },
    decided(submission, asked, { verdict, issue, notices, hash }) {
      const [exercises, artefacts] = pick(asked);
      const grade = emptyGrade(submission, lesson, { notices, hash });
      grade.exercises = [
        ...exercises.map((exercise) =>
          exerciseGrade(exercise, allTests(judge, exercise.id, verdict, issue)),
        ),
        ...gradeArtefacts(reference, new Map(), artefacts),
      ];
      return finished(grade);
    },
    close: () => ready.close(),
  };
}

function emptyGrade(
  { student, file, attempt }: Listed,
  lesson: Lesson,
  { hash, notices }: Pick<ReadSubmission, 'hash' | 'notices'>,
): SubmissionGrade {
  return {
    student,
    lesson: lesson.id,
    lessonVersion: String(lesson.version),
    file: file === undefined ? '' : basename(file),
    submissionHash: hash,
    attempt: attempt ?? 1,
    exercises: [],
    notices,
    points: 0,
    score: 0,
  };
}

function finished(grade: SubmissionGrade): SubmissionGrade {
  grade.points = sum(grade.exercises, (exercise) => exercise.points);
  grade.score = sum(grade.exercises, (exercise) => exercise.score);
  const broken = grade.exercises
    .flatMap((exercise) => exercise.tests)
    .find(({ issue }) => issue?.code === 'judge-failed' || issue?.code === 'sandbox-failed');
  if (broken !== undefined) {
    grade.graderFailure ??= `${broken.id}: ${broken.issue?.params.message}`;
  }
  return grade;
}
