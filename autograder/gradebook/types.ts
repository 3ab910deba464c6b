/** What grading a class yields, before it is written down or shown. */
import type { Language } from '../../src/messages/index.js';
import type { Place, TestResult } from '../judge/verdict.js';
import type { StudentResult } from './results.js';

/** Something worth telling that is no verdict. `code` selects the sentence in the catalogue. */
export interface Notice {
  code: string;
  params: Record<string, string | number>;
  place?: Place;
}

export interface ExerciseGrade {
  exercise: string;
  title: string;
  points: number;
  score: number;
  tests: TestResult[];
  notices: Notice[];
  /** What the student's code printed in the visible part (stdout and stderr), capped. */
  output: string;
}

export interface SubmissionGrade {
  student: string;
  lesson: string;
  lessonVersion: string;
  /** Base name of the notebook. */
  file: string;
  /** sha256 of the file, hex; empty when there was no file to read. */
  submissionHash: string;
  /** 1 for the first submission. */
  attempt: number;
  exercises: ExerciseGrade[];
  /** What concerns the whole notebook. */
  notices: Notice[];
  points: number;
  score: number;
  /** Set when the grader itself failed on this submission; its verdicts then do not count. */
  graderFailure?: string;
}

export type IsolationBackend =
  | 'bubblewrap'
  | 'unshare'
  | 'podman'
  | 'docker'
  | 'plain-uid'
  | 'none';

export interface Isolation {
  backend: IsolationBackend;
  /** How the walls were made, in words, e.g. `bubblewrap 0.8.0`. */
  mechanism: string;
  /** True when student code ran without walls (`--unsafe-no-sandbox`). */
  unsafe: boolean;
  /** Limits by name, with the unit in the name: `memoryMb`, `cpuMs`, `processes`. */
  limits: Record<string, number>;
}

export interface LessonInfo {
  /** Folder name: `02-a-network-from-scratch`. */
  id: string;
  title: string;
  version: string;
  points: number;
  exercises: { exercise: string; title: string; points: number }[];
}

export interface ClassGrade {
  graderVersion: string;
  lesson: LessonInfo;
  /** sha256 of the reference that judged. */
  referenceHash: string;
  /** Names the class secret without telling it: see `seedId`. */
  seedId: string;
  isolation: Isolation;
  students: SubmissionGrade[];
}

/** Wall-clock ms on the judge's clock. Kept apart from the results, which hold no times. */
export interface Times {
  totalMs: number;
  /** By student (folder name). */
  students: Record<string, { totalMs: number; tests: Record<string, number> }>;
}

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
    readonly code: string,
    readonly params: Record<string, string | number> = {},
  ) {
    super(`${code} ${JSON.stringify(params)}`);
  }
}
