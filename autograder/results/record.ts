/** From the engine's grade, which holds values, to the record, which holds short text. */
import type { WordedParams } from '../../src/messages/params.js';
import { mapWording } from '../../src/messages/text.js';
import { callCode } from '../../src/notebook/input-code.js';
import type { Issue, SourceLocation, TestResult } from '../judge/verdict.js';
import { pageName } from './page-name.js';
import { capText, oneLine, plainText } from './plain-text.js';
import {
  type ExerciseResult,
  type IssueRecord,
  type NoticeRecord,
  type Results,
  type StudentResult,
  schemaVersion,
  type TestOutcome,
  type TimesRecord,
} from './results.js';
import { showValue } from './show-value.js';
import type { ClassGrade, ExerciseGrade, Notice, SubmissionGrade, Times } from './types.js';

/** Characters kept of one parameter of a sentence; error messages of student code are the longest. */
const longestParam = 2000;
const longestOutput = 64 * 1024;

/** Strings compared by code unit: the same order on every machine, whatever its locale. */
const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function recordParams(params: WordedParams) {
  const record: IssueRecord['params'] = {};
  for (const key of Object.keys(params).sort(byCodeUnit)) {
    const value = params[key];
    if (typeof value === 'number') {
      record[key] = Number.isFinite(value) ? value : String(value);
    } else if (value !== undefined) {
      record[key] = mapWording(value, (words) => plainText(capText(words, longestParam)));
    }
  }
  return record;
}

function recordPlace({ cell, line, column, text }: SourceLocation) {
  return { cell, line, column, text: oneLine(capText(text, 200)) };
}

function recordNotice({ code, params, place }: Notice): NoticeRecord {
  return {
    code,
    params: recordParams(params),
    ...(place && { place: recordPlace(place) }),
  };
}

function recordIssue(issue: Issue): IssueRecord {
  const { maxError } = issue;
  return {
    code: issue.code,
    params: recordParams(issue.params),
    // `undefined` is a value that a function can return, so the key decides, not the value.
    ...('expected' in issue && { expected: showValue(issue.expected) }),
    ...('got' in issue && { got: showValue(issue.got) }),
    ...(issue.index && { index: [...issue.index] }),
    ...(maxError !== undefined && {
      maxError: Number.isFinite(maxError) ? Number(maxError.toPrecision(6)) : String(maxError),
    }),
    ...(issue.guess !== undefined && { guess: issue.guess }),
    ...(issue.likely && {
      likely: { code: issue.likely.code, params: recordParams(issue.likely.params) },
    }),
    ...(issue.place && { place: recordPlace(issue.place) }),
  };
}

/** Code of an input that is longer than this says little on a page. */
const longestInput = 4000;

/** The last call of a visible test that did not pass, as code that can be pasted into a cell. */
function inputOf({ visible, verdict, call }: TestResult): string | undefined {
  if (!visible || verdict === 'passed' || call === undefined) return undefined;
  const code = callCode(call);
  return code === undefined || code.length > longestInput ? undefined : plainText(code);
}

function recordTest(test: TestResult): TestOutcome {
  const input = inputOf(test);
  return {
    id: test.id,
    name: test.name,
    kind: test.kind,
    visible: test.visible,
    points: test.points,
    score: test.score,
    verdict: test.verdict,
    ...(test.issue && { issue: recordIssue(test.issue) }),
    ...(test.hint !== undefined && { hint: test.hint }),
    ...(input !== undefined && { input }),
  };
}

function recordExercise(grade: ExerciseGrade): ExerciseResult {
  return {
    ...grade,
    notices: grade.notices.map(recordNotice),
    tests: grade.tests.map(recordTest),
    output: plainText(capText(grade.output, longestOutput)),
  };
}

/** One submission, outside a class. */
export function recordSubmission({ graderFailure, ...grade }: SubmissionGrade): StudentResult {
  return {
    ...grade,
    page: pageName(grade.student),
    ...(graderFailure !== undefined && {
      graderFailure: plainText(capText(graderFailure, longestParam)),
    }),
    notices: grade.notices.map(recordNotice),
    exercises: grade.exercises.map(recordExercise),
  };
}

/** What the record of a class says beside its students. */
export function recordFrame(grade: Omit<ClassGrade, 'students'>): Results {
  const limits = Object.entries(grade.isolation.limits).sort(([a], [b]) => byCodeUnit(a, b));
  const isolation = { ...grade.isolation, limits: Object.fromEntries(limits) };
  return { ...grade, schemaVersion, isolation, students: [] };
}

/** The record of a class, students sorted by folder name. */
export function recordClass(grade: ClassGrade): Results {
  return { ...recordFrame(grade), students: sortStudents(grade.students.map(recordSubmission)) };
}

export const sortStudents = (students: readonly StudentResult[]): StudentResult[] =>
  [...students].sort((a, b) => byCodeUnit(a.student, b.student));

const tenth = (ms: number): number => Math.round(ms * 10) / 10;

/** The times of a grading, in tenths of a millisecond. */
export function recordTimes(times: Times): TimesRecord {
  return {
    schemaVersion,
    totalMs: tenth(times.totalMs),
    students: Object.fromEntries(
      Object.entries(times.students)
        .sort(([a], [b]) => byCodeUnit(a, b))
        .map(([student, { totalMs, tests }]) => [
          student,
          {
            totalMs: tenth(totalMs),
            tests: Object.fromEntries(
              Object.entries(tests).map(([id, ms]) => [id, tenth(ms)] as const),
            ),
          },
        ]),
    ),
  };
}
