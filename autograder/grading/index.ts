/**
 * Grading as a unit: a lesson is opened once, submissions are graded one by one, each a value in and
 * a value out, and it is closed. A worker on a queue or a dashboard needs no folder and no class.
 *
 * @module
 */
import type { Language } from '../../src/messages/index.js';
import { packageRoot } from '../../src/package-root.js';
import { listLessons, readListed } from '../course/lessons.js';
import { writeFiles } from '../report/write.js';
import type { Results, StudentResult } from '../results/results.js';
import { type IsolationUnit, type SandboxChoice, UsageError } from '../results/types.js';
import { askedIn, selection } from './asked.js';
import { openLesson } from './open-lesson.js';
import { type HandedIn, startHandedInReader } from './read-handed-in.js';
import { lastingChecks } from './type-service.js';

export type { HandedIn } from './read-handed-in.js';

export interface GradingOptions {
  /** Folder name of the lesson. */
  lesson: string;
  /** Folder of a private reference, laid over that of the package. */
  reference?: string;
  /** The class secret, from which hidden inputs are drawn; without it only visible tests are run. */
  secret?: Uint8Array;
  /** Default `auto`. */
  sandbox?: SandboxChoice;
  /** Default `submission`. */
  isolate?: IsolationUnit;
  /** Submissions at the same time. Default 1. */
  jobs?: number;
}

/** What is told while a submission is graded. */
export type GradingEvent =
  | { kind: 'stage'; student: string; stage: string }
  | { kind: 'graded'; student: string; score: number; points: number; failed: boolean };

export interface GradeOptions {
  /** Names of exercises and artefacts. Default all. */
  only?: readonly string[];
  /** Folder that its record and pages are written into as soon as it is graded. */
  out?: string;
  /** Of the pages. Default `en`. */
  language?: Language;
  onEvent?: (event: GradingEvent) => void;
}

export interface GradedSubmission {
  record: StudentResult;
  /** The results with this one student, as `results.json` has them. */
  results: Results;
  /** Wall-clock ms by test. */
  times: Readonly<Record<string, number>>;
}

export interface Grading {
  /** What results say beside the students: the lesson, what judged, the walls. */
  results: Results;
  /**
   * Grades one submission. Whatever it does is its verdict, never an exception.
   *
   * @throws UsageError `unknown-only`
   */
  grade(handedIn: HandedIn, options?: GradeOptions): Promise<GradedSubmission>;
  close(): Promise<void>;
}

/**
 * Opens a lesson. Only its own text and reference are read.
 *
 * @throws UsageError `unknown-lesson`
 * @throws CourseError, OverlayError when its text or its reference is broken
 * @example
 * const grading = await openGrading({ lesson: '02-a-network-from-scratch', secret });
 * const { record } = await grading.grade({ student: 'ada', files: { 'lesson.ipynb': bytes } });
 * await grading.close();
 */
export async function openGrading(options: GradingOptions): Promise<Grading> {
  const { reference, secret, sandbox = 'auto', isolate = 'submission', jobs = 1 } = options;
  const listed = await listLessons(packageRoot(), reference);
  const found = listed.find(({ id }) => id === options.lesson);
  if (found === undefined) {
    const known = listed.map(({ id }) => id).join(', ');
    throw new UsageError('unknown-lesson', { lesson: options.lesson, known });
  }
  const lesson = await readListed(found);
  const open = await openLesson({ lesson, reference, secret, sandbox, isolate, jobs });
  const reader = startHandedInReader(lesson, reference);
  const types = lastingChecks(packageRoot());
  const { results } = open;

  return {
    results,
    async grade(handedIn, { only = [], out, language = 'en', onEvent = () => {} } = {}) {
      const { student } = handedIn;
      const stage = (name: string): void => onEvent({ kind: 'stage', student, stage: name });
      const exercises = { lesson, students: [0] };
      // A student may be called as an exercise is: only exercises are named here.
      const [selected] = selection([{ student: '' }], [exercises], only);
      const asked = askedIn(selected ?? lesson);
      stage('read');
      const { submission, read } = await reader.read(handedIn);
      const diagnostics = types.check('kind' in read ? undefined : read);
      const graded = await open.grade({ submission, asked, read, diagnostics, onStage: stage });
      let { record } = graded;
      if (out !== undefined) {
        const made = await open.pages(record, asked, language);
        await writeFiles(out, made.files);
        record = made.record;
      }
      const { score, points } = record;
      const failed = record.graderFailure !== undefined;
      onEvent({ kind: 'graded', student, score, points, failed });
      return { record, results: { ...results, students: [record] }, times: graded.times };
    },
    async close() {
      await Promise.all([open.close(), reader.close(), types.close()]);
    },
  };
}
