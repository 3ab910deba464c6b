/** What grading a class yields, before it is written down or shown. */
import type { Language } from '../../src/messages/index.js';
import type { TestResult } from '../judge/verdict.js';
import type { ErrorCode } from './codes.js';
import type {
  ExerciseResult,
  NoticeRecord,
  Results,
  StudentResult,
  TimesRecord,
} from './results.js';

export type Notice = NoticeRecord;
export type Isolation = Results['isolation'];
export type IsolationBackend = Isolation['backend'];
export type LessonInfo = Results['lesson'];

/** An exercise as the engine has it: with values where its record has short text. */
export type ExerciseGrade = Omit<ExerciseResult, 'tests'> & { tests: TestResult[] };

/** A submission as the engine has it. */
export type SubmissionGrade = Omit<StudentResult, 'page' | 'exercises'> & {
  exercises: ExerciseGrade[];
};

export type ClassGrade = Omit<Results, 'schemaVersion' | 'students'> & {
  students: SubmissionGrade[];
};

/** Wall-clock ms on the judge's clock. Kept apart from the results, which hold no times. */
export type Times = Omit<TimesRecord, 'schemaVersion'>;

/** What `gradeClass` tells while it runs. */
export type ProgressEvent =
  | { kind: 'start'; total: number }
  | { kind: 'student-start'; student: string }
  | { kind: 'student-end'; student: string; score: number; points: number; failed: boolean };

export type SandboxChoice = 'auto' | IsolationBackend;

/**
 * What shares a sandbox: all exercises of a submission first and what does not pass alone, or each
 * exercise alone from the start. The verdicts are the same.
 */
export type IsolationUnit = 'submission' | 'exercise';

export interface GradeClassOptions {
  /** The class: a folder, a zip, or one notebook; `submission/layout.ts` lists the layouts. */
  folder: string;
  /** Folder name of the lesson; default: what the notebooks say. */
  lesson?: string;
  /** Folder of a private reference, laid over that of the package. */
  reference?: string;
  /** Folder names of students and names of exercises to grade; default all. */
  only?: string[];
  /** The class secret, from which hidden inputs are drawn. */
  secret: Uint8Array;
  sandbox: SandboxChoice;
  /** Sandboxes at the same time. */
  jobs: number;
  /** Default `submission`. */
  isolate?: IsolationUnit;
  /** Of the pages. Default `en`. */
  language?: Language;
  onProgress(event: ProgressEvent): void;
}

export interface CheckNotebookOptions {
  /** Path of the notebook. */
  file: string;
  lesson?: string;
  /** Names of the exercises to check; default all. */
  only?: readonly string[];
  sandbox: SandboxChoice;
  jobs: number;
  /** Default `submission`. */
  isolate?: IsolationUnit;
  onProgress?(event: ProgressEvent): void;
}

export interface CheckedNotebook {
  grade: StudentResult;
  isolation: Isolation;
}

/**
 * What the engine throws when it was asked for something that is not there. The CLI turns the code
 * into a sentence and exits with 2; any other error is the grader's own and exits with 1.
 */
export class UsageError extends Error {
  override name = 'UsageError';
  constructor(
    readonly code: ErrorCode,
    readonly params: Record<string, string | number> = {},
  ) {
    super(`${code} ${JSON.stringify(params)}`);
  }
}
