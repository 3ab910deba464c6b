/**
 * What a workspace knows of the course and of its student: `.gradus/course.json`, written by
 * `npm start`, and `.gradus/progress.json`, written by `check`. Both may be missing, old or broken.
 */
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** A lesson as the page of the course shows it. */
export interface CourseLesson {
  number: string;
  title: string;
  /** Its folder; missing while the lesson is only planned. */
  id?: string;
  promise?: string;
  minutes?: { read: number; run: number };
  objectives?: readonly string[];
  exercises?: readonly { id: string; title: string }[];
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
  mkdirSync(dirname(file), { recursive: true });
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

/** What has been checked so far; entries that are none are left out. */
export function readProgress(workspace: string): CourseProgress {
  const found = readJson(progressFile(workspace));
  const lessons = isObject(found) && isObject(found.lessons) ? found.lessons : {};
  const progress: Record<string, Record<string, CheckedExercise>> = Object.create(null);
  for (const [lesson, exercises] of Object.entries(lessons)) {
    if (!isObject(exercises)) continue;
    const kept: Record<string, CheckedExercise> = Object.create(null);
    for (const [exercise, one] of Object.entries(exercises)) {
      if (!isObject(one) || typeof one.passed !== 'boolean') continue;
      const number = (value: unknown): number =>
        typeof value === 'number' && Number.isFinite(value) ? value : 0;
      kept[exercise] = {
        passed: one.passed,
        score: number(one.score),
        points: number(one.points),
        at: typeof one.at === 'string' ? one.at : '',
      };
    }
    progress[lesson] = kept;
  }
  return progress;
}

/** Keeps the outcome of a check. Two kernels that write at one moment: the later one wins. */
export function recordCheck(
  workspace: string,
  lesson: string,
  exercise: string,
  outcome: CheckedExercise,
): void {
  const before = readProgress(workspace);
  const lessons = { ...before, [lesson]: { ...before[lesson], [exercise]: outcome } };
  const text = JSON.stringify({ schemaVersion: 1, lessons }, null, 2);
  writeWhole(progressFile(workspace), `${text}\n`);
}
