/**
 * What a workspace knows of the course and of its student: `.gradus/course.json`, written by
 * `npm start`, and `.gradus/progress.json`, written by `check`. Both may be missing, old or broken.
 */
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolderSync } from '../runtime/make-folder.js';
import { inTurn } from './in-turn.js';

/** A lesson as the page of the course shows it. */
export interface CourseLesson {
  number: string;
  title: string;
  /** Its folder; missing while the lesson is only planned. */
  id?: string;
  /** The file in that folder. Default `lesson.ipynb`. */
  notebook?: string;
  promise?: string;
  minutes?: { read: number; run: number };
  objectives?: readonly string[];
  exercises?: readonly { id: string; title: string }[];
  /** Names of its questions. */
  quizzes?: readonly string[];
}

export interface CourseIndex {
  title: string;
  lessons: readonly CourseLesson[];
}

/** The last check of an exercise. */
export interface CheckedExercise {
  passed: boolean;
  score: number;
  points: number;
  /** When, in ISO 8601. */
  at: string;
}

/** By lesson, then by exercise. */
export type CourseProgress = Readonly<Record<string, Readonly<Record<string, CheckedExercise>>>>;

/** The last answer to a question. */
export interface AnsweredQuiz {
  right: boolean;
  /** When, in ISO 8601. */
  at: string;
}

/** By lesson, then by question. */
export type QuizProgress = Readonly<Record<string, Readonly<Record<string, AnsweredQuiz>>>>;

const folderName = '.gradus';
const indexFile = (workspace: string): string => join(workspace, folderName, 'course.json');
const progressFile = (workspace: string): string => join(workspace, folderName, 'progress.json');
/** Larger than any of the two can become. */
const mostBytes = 4 * 1024 * 1024;

/** The workspace that a folder lies in; undefined outside one. */
export function workspaceOf(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(indexFile(at))) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** Writes a file as a whole or not at all. */
export function writeWhole(file: string, text: string): void {
  makeFolderSync(dirname(file));
  const fresh = `${file}.${process.pid}.new`;
  try {
    writeFileSync(fresh, text);
    renameSync(fresh, file);
  } finally {
    rmSync(fresh, { force: true });
  }
}

function readJson(file: string): unknown {
  try {
    if (statSync(file).size > mostBytes) return undefined;
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function writeCourseIndex(workspace: string, index: CourseIndex): void {
  writeWhole(indexFile(workspace), `${JSON.stringify(index, null, 2)}\n`);
}

/** The course as `npm start` last wrote it; undefined where the file is missing or no course. */
export function readCourseIndex(workspace: string): CourseIndex | undefined {
  const found = readJson(indexFile(workspace));
  const isCourse =
    isObject(found) && typeof found.title === 'string' && Array.isArray(found.lessons);
  return isCourse ? (found as unknown as CourseIndex) : undefined;
}

/** Entries of a part of the file, by lesson and name; those that `read` does not know are left out. */
function entriesOf<T>(
  part: unknown,
  read: (one: Record<string, unknown>) => T | undefined,
): Record<string, Record<string, T>> {
  const lessons: Record<string, Record<string, T>> = Object.create(null);
  for (const [lesson, named] of Object.entries(isObject(part) ? part : {})) {
    if (!isObject(named)) continue;
    const kept: Record<string, T> = Object.create(null);
    for (const [name, one] of Object.entries(named)) {
      const entry = isObject(one) ? read(one) : undefined;
      if (entry !== undefined) kept[name] = entry;
    }
    lessons[lesson] = kept;
  }
  return lessons;
}

const numberOf = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : 0;
const timeOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const checkedOf = (one: Record<string, unknown>): CheckedExercise | undefined =>
  typeof one.passed === 'boolean'
    ? {
        passed: one.passed,
        score: numberOf(one.score),
        points: numberOf(one.points),
        at: timeOf(one.at),
      }
    : undefined;
const answeredOf = (one: Record<string, unknown>): AnsweredQuiz | undefined =>
  typeof one.right === 'boolean' ? { right: one.right, at: timeOf(one.at) } : undefined;

interface Progress {
  lessons: CourseProgress;
  quizzes: QuizProgress;
}

function readAll(workspace: string): Progress {
  const found = readJson(progressFile(workspace));
  const { lessons, quizzes } = isObject(found) ? found : {};
  return { lessons: entriesOf(lessons, checkedOf), quizzes: entriesOf(quizzes, answeredOf) };
}

/** What has been checked so far; entries that are none are left out. */
export const readProgress = (workspace: string): CourseProgress => readAll(workspace).lessons;

/** Which questions have been answered so far. */
export const readQuizzes = (workspace: string): QuizProgress => readAll(workspace).quizzes;

/** Kernels that write at one moment do so in turn: each keeps what the others wrote. */
function update(workspace: string, change: (before: Progress) => Progress): void {
  const file = progressFile(workspace);
  makeFolderSync(dirname(file));
  inTurn(`${file}.lock`, () => {
    const text = JSON.stringify({ schemaVersion: 1, ...change(readAll(workspace)) }, null, 2);
    writeWhole(file, `${text}\n`);
  });
}

/** The same entries with one more, or another in its place. */
const withEntry = <T>(
  all: Readonly<Record<string, Readonly<Record<string, T>>>>,
  lesson: string,
  name: string,
  entry: T,
) => ({ ...all, [lesson]: { ...all[lesson], [name]: entry } });

/** Keeps the outcome of a check. */
export function recordCheck(
  workspace: string,
  lesson: string,
  exercise: string,
  outcome: CheckedExercise,
): void {
  update(workspace, (before) => ({
    ...before,
    lessons: withEntry(before.lessons, lesson, exercise, outcome),
  }));
}

/** Keeps the last answer to a question. */
export function recordQuiz(
  workspace: string,
  lesson: string,
  quiz: string,
  answer: AnsweredQuiz,
): void {
  update(workspace, (before) => ({
    ...before,
    quizzes: withEntry(before.quizzes, lesson, quiz, answer),
  }));
}
