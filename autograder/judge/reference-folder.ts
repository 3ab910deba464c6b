/** The files of lessons that the judge needs, wherever they lie beside it. */
import { existsSync, readdirSync } from 'node:fs';

const whole = new URL('../reference/', import.meta.url);
const isLesson = (name: string): boolean => /^\d\d[a-z]?-/.test(name);

/**
 * False in the published package: beside the room's own files there is no lesson in it. What the
 * package has of a lesson, visible tests and recorded answers, lies in `checks/`.
 */
export const holdsSolutions = existsSync(whole) && readdirSync(whole).some(isLesson);

/** One folder for each lesson. */
export const referenceFolder = holdsSolutions ? whole : new URL('../checks/', import.meta.url);

/** The lessons that have one, by number. */
export const lessonsWithReference = (): string[] =>
  readdirSync(referenceFolder).filter(isLesson).sort();

/** The file of a part of a lesson, compiled or as it was written; undefined where there is none. */
export function partFile(lesson: string, part: string): URL | undefined {
  return ['ts', 'js']
    .map((ending) => new URL(`${lesson}/${part}.${ending}`, referenceFolder))
    .find((file) => existsSync(file));
}

/** What a part of a lesson exports; undefined where there is none. */
export async function importPart<T>(lesson: string, part: string): Promise<T | undefined> {
  const file = partFile(lesson, part);
  return file === undefined ? undefined : ((await import(file.href)) as T);
}
