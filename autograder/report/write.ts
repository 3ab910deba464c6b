/** All files of one grading: the record, the times, the pages. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Language } from '../../src/messages/index.js';
import { recordTimes } from '../results/record.js';
import type { Results, StudentResult } from '../results/results.js';
import {
  jsonText,
  outputsPath,
  outputsText,
  recordText,
  resultsPath,
  resultsText,
  timesPath,
  writeFileAtomic,
} from '../results/store.js';
import type { Times } from '../results/types.js';
import { classPage } from './class-page.js';
import { instructorPage } from './instructor-page.js';
import { studentPage } from './student-page.js';
import { studentView } from './student-view.js';

/** Names that only this writer gives: slug and hash. Anything else in the folder is not ours. */
const ownPage = /^[a-z0-9-]+-(?:[0-9a-f]{8}|[0-9a-f]{32})\.(html|json)$/;

async function removeStale(folder: string, pages: ReadonlySet<string>): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const isKept = pages.has(name.replace(/\.(html|json)$/, ''));
    if (ownPage.test(name) && !isKept) await rm(join(folder, name));
  }
}

/**
 * The pages of one student: `student/` is safe to send, `instructor/` has everything.
 *
 * @param results the results that the student is of; those of others are not looked at
 */
export function studentFiles(
  results: Results,
  student: StudentResult,
  language: Language,
): Map<string, string> {
  const { page } = student;
  const view = studentView(results, student);
  return new Map([
    [`student/${page}.json`, jsonText(view)],
    [`student/${page}.html`, studentPage(view, results.lesson.title, language)],
    [`instructor/${page}.json`, recordText(results, student)],
    [`instructor/${page}.html`, instructorPage(results, student, language)],
  ]);
}

/** Writes the pages of one student, by their names. */
export async function writeFiles(
  folder: string,
  files: ReadonlyMap<string, string | Uint8Array>,
): Promise<void> {
  for (const [name, text] of files) await writeFileAtomic(join(folder, name), text);
}

/**
 * Writes `results.json`, `outputs.json`, `times.json` and the page of the class. Pages of students who
 * are no longer in the results are removed.
 */
export async function writeClass(
  folder: string,
  results: Results,
  times: Times,
  language: Language,
): Promise<void> {
  await writeFileAtomic(join(folder, 'instructor/index.html'), classPage(results, language));
  await writeFileAtomic(outputsPath(folder), outputsText(results));
  await writeFileAtomic(timesPath(folder), jsonText(recordTimes(times)));
  // Last: who finds it finds the pages of the same grading beside it.
  await writeFileAtomic(resultsPath(folder), resultsText(results), true);
  const pages = new Set(results.students.map(({ page }) => page));
  for (const part of ['student', 'instructor']) await removeStale(join(folder, part), pages);
}

/** All files of one grading: those of each student, then those of the class. */
export async function writeReports(
  folder: string,
  results: Results,
  times: Times,
  language: Language,
): Promise<void> {
  for (const student of results.students) {
    await writeFiles(folder, studentFiles(results, student, language));
  }
  await writeClass(folder, results, times, language);
}
