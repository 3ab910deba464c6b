/** The files of one grading, written so that a reader never sees half of one. */
import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder } from '../../src/runtime/make-folder.js';
import { z } from 'zod';
import {
  olderVersions,
  outputsSchema,
  type Results,
  recordSchema,
  resultsSchema,
  type StudentResult,
  schemaVersion,
} from './results.js';
import { UsageError } from './types.js';

/**
 * Writes a temporary file beside the target, then renames it over the target.
 *
 * @param durable also wait for the disk; without it, a crash of the machine can leave the new name
 *   on an empty file. Default false: a page can be made again
 */
export async function writeFileAtomic(
  path: string,
  text: string | Uint8Array,
  durable = false,
): Promise<void> {
  // Grades are for the one who grades, and student code under a plain uid sees what others may see.
  await makeFolder(dirname(path), 0o700);
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(text);
      if (durable) await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

export const resultsPath = (folder: string): string => join(folder, 'results.json');
/** What a run that has not ended has so far. */
export const partialPath = (folder: string): string => join(folder, 'results.partial.json');
export const timesPath = (folder: string): string => join(folder, 'times.json');

export const outputsPath = (folder: string): string => join(folder, 'outputs.json');

/** Characters that move the cursor or turn the direction of writing, and others that nobody sees. */
const unseen = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * JSON whose every character can be seen: names of folders are kept as they are, as escapes that
 * read the same.
 */
export const jsonText = (value: unknown): string =>
  `${JSON.stringify(value, null, 2)}\n`.replace(unseen, (character) =>
    Array.from(
      { length: character.length },
      (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
    ).join(''),
  );

/** The record without what was printed; checked first, so that what is written can be read. */
export function resultsText(results: Results): string {
  const checked = resultsSchema.parse(results);
  return jsonText({ ...checked, students: checked.students.map(withoutOutputs) });
}

/** One student's part of it, which is there as soon as they are graded. */
export function recordText(results: Results, student: StudentResult): string {
  const { students: _, ...frame } = results;
  const checked = recordSchema.parse({ ...frame, student });
  return jsonText({ ...checked, student: withoutOutputs(checked.student) });
}

const withoutOutputs = (student: StudentResult) => ({
  ...student,
  exercises: student.exercises.map(({ output: _, ...exercise }) => exercise),
});

/** What was printed, for `outputs.json`. */
export function outputsText(results: Results): string {
  const outputs = results.students.flatMap(({ student, exercises }) => {
    const printed = exercises.filter(({ output }) => output !== '');
    if (printed.length === 0) return [];
    return [[student, Object.fromEntries(printed.map((e) => [e.exercise, e.output]))]];
  });
  return jsonText({ schemaVersion, outputs: Object.fromEntries(outputs) });
}

/** Puts back what was printed; a record is whole without it. */
async function withOutputs(folder: string, results: Results): Promise<Results> {
  const text = await readFile(outputsPath(folder), 'utf8').catch(() => '{}');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return results;
  }
  const outputs = outputsSchema.safeParse(upgraded(json)).data?.outputs ?? {};
  for (const { student, exercises } of results.students) {
    for (const exercise of exercises) {
      exercise.output = outputs[student]?.[exercise.exercise] ?? '';
    }
  }
  return results;
}

const versionOf = (json: unknown): unknown =>
  z.object({ schemaVersion: z.unknown() }).safeParse(json).data?.schemaVersion;

/** What an older grader wrote, as this one writes it. */
const upgraded = (json: unknown): unknown =>
  olderVersions.includes(versionOf(json)) ? { ...(json as object), schemaVersion } : json;

/**
 * Reads and validates `results.json` of a folder, with what was printed.
 *
 * @throws UsageError `no-results`, `results-unreadable` or `results-version`
 */
export async function readResults(folder: string): Promise<Results> {
  const path = resultsPath(folder);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    throw new UsageError('no-results', { path });
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UsageError('results-unreadable', { path, detail: (error as Error).message });
  }
  json = upgraded(json);
  const version = versionOf(json);
  if (version !== undefined && version !== schemaVersion) {
    throw new UsageError('results-version', {
      path,
      got: String(version),
      expected: schemaVersion,
    });
  }
  const parsed = resultsSchema.safeParse(json);
  if (!parsed.success) {
    const detail = z.prettifyError(parsed.error).split('\n').slice(0, 3).join(' ');
    throw new UsageError('results-unreadable', { path, detail });
  }
  return withOutputs(folder, parsed.data);
}
