/**
 * The student's own package: what `gradus keep` writes and `kept` reads.
 *
 * `my-gradus/src/<lesson>/<exercise>.ts` beside the lessons, one file for each exercise. A file says
 * in its first line of what it is and the sum of the rest: so it is whole or is not counted, and one
 * file is all that has to be replaced.
 */
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const packageName = 'my-gradus';

/** What the first line of a file says. */
export interface KeptHead {
  lesson: string;
  exercise: string;
  /** That of gradus whose tests it passed. */
  version: string;
  /** Whether it has the types of the exercise's signature. */
  fits: boolean;
}

export interface KeptFile extends KeptHead {
  file: string;
  /** TypeScript, without the first line. */
  body: string;
  /** Whether the body is still what passed the tests. */
  isWhole: boolean;
}

const mark = '// gradus-kept: ';
const lessonName = /^\d\d[a-z]?(?:-[a-z0-9]+)+$/;
const exerciseName = /^[A-Za-z][A-Za-z0-9]*$/;
/** Larger than any exercise with its helpers. */
const mostBytes = 1024 * 1024;

export const isLessonName = (name: unknown): name is string =>
  typeof name === 'string' && name.length <= 100 && lessonName.test(name);
/** Such a name is no path, and no name that a file system means otherwise. */
export const isExerciseName = (name: unknown): name is string =>
  typeof name === 'string' &&
  name.length <= 100 &&
  exerciseName.test(name) &&
  !/^(?:con|prn|aux|nul|com\d|lpt\d)$/i.test(name);

/**
 * The folder that a notebook's package lies in: the nearest one with a course or with gradus itself.
 *
 * @param folder of the notebook
 */
export function keptHome(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const isHome =
      existsSync(join(at, '.gradus', 'course.json')) ||
      existsSync(join(at, 'node_modules', 'gradus', 'package.json'));
    if (isHome) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** @throws RangeError where a name is none of a lesson or an exercise */
export function keptPath(lesson: string, exercise: string): string {
  if (!isLessonName(lesson)) throw new RangeError(`Expected a lesson's name. Received: ${lesson}`);
  if (!isExerciseName(exercise)) {
    throw new RangeError(`Expected an exercise's name. Received: ${exercise}`);
  }
  return `${packageName}/src/${lesson}/${exercise}.ts`;
}

const sumOf = (body: string): string => createHash('sha256').update(body).digest('hex');

/** The text of a file. */
export const keptText = ({ lesson, exercise, version, fits }: KeptHead, body: string): string =>
  `${mark}${JSON.stringify({ lesson, exercise, version, fits, sha256: sumOf(body) })}\n${body}`;

const isPlain = (path: string, kind: 'isFile' | 'isDirectory'): boolean =>
  lstatSync(path, { throwIfNoEntry: false })?.[kind]() === true;

/** One exercise; undefined where it is not kept, or its file is none of ours. */
export function readKept(home: string, lesson: string, exercise: string): KeptFile | undefined {
  const file = join(home, keptPath(lesson, exercise));
  try {
    const found = lstatSync(file);
    if (!found.isFile() || found.size > mostBytes) return undefined;
    const text = readFileSync(file, 'utf8');
    const end = text.indexOf('\n');
    if (!text.startsWith(mark) || end < 0) return undefined;
    const head = JSON.parse(text.slice(mark.length, end)) as Partial<KeptHead> & {
      sha256?: unknown;
    };
    if (head.lesson !== lesson || head.exercise !== exercise) return undefined;
    const body = text.slice(end + 1);
    return {
      ...{ lesson, exercise, file, body },
      version: `${head.version}`,
      fits: head.fits === true,
      isWhole: head.sha256 === sumOf(body),
    };
  } catch {
    // Gone meanwhile, unreadable, or its first line is no JSON: nothing is kept there.
    return undefined;
  }
}

const listFolder = (folder: string): string[] => {
  try {
    return isPlain(folder, 'isDirectory') ? readdirSync(folder).sort() : [];
  } catch {
    return [];
  }
};

/** Every exercise that is kept, in the order of lessons. */
export function listKept(home: string): KeptFile[] {
  const source = join(home, packageName, 'src');
  if (!isPlain(join(home, packageName), 'isDirectory')) return [];
  return listFolder(source)
    .filter(isLessonName)
    .flatMap((lesson) =>
      listFolder(join(source, lesson)).flatMap((name) => {
        const exercise = name.replace(/\.ts$/, '');
        if (exercise === name || !isExerciseName(exercise)) return [];
        return readKept(home, lesson, exercise) ?? [];
      }),
    );
}
