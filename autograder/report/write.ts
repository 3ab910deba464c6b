/** All files of one grading: the record, the times, the pages. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Language } from '../../src/messages/index.js';
import { recordTimes } from '../gradebook/record.js';
import type { Results } from '../gradebook/results.js';
import {
  outputsPath,
  outputsText,
  resultsPath,
  resultsText,
  timesPath,
  writeFileAtomic,
} from '../gradebook/store.js';
import type { Times } from '../gradebook/types.js';
import { classPage } from './class-page.js';
import { instructorPage } from './instructor-page.js';
import { studentPage } from './student-page.js';
import { studentView } from './student-view.js';

/** Names that only this writer gives: slug and hash. Anything else in the folder is not ours. */
const ownPage = /^[a-z0-9-]+-[0-9a-f]{8}\.(html|json)$/;

async function removeStale(folder: string, keep: ReadonlySet<string>): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    if (ownPage.test(name) && !keep.has(name)) await rm(join(folder, name));
  }
}

const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/**
 * Writes `results.json`, `outputs.json`, `times.json`, `student/` (safe to send) and `instructor/` (everything).
 *
 * Pages of students who are no longer in the results are removed.
 */
export async function writeReports(
  folder: string,
  results: Results,
  times: Times,
  language: Language,
): Promise<void> {
  const files = new Map<string, string>();
  for (const student of results.students) {
    const view = studentView(results, student);
    files.set(`student/${student.page}.json`, jsonText(view));
    files.set(`student/${student.page}.html`, studentPage(view, results.lesson.title, language));
    files.set(`instructor/${student.page}.html`, instructorPage(results, student, language));
  }
  files.set('instructor/index.html', classPage(results, language));
  for (const [name, text] of files) await writeFileAtomic(join(folder, name), text);
  await writeFileAtomic(outputsPath(folder), outputsText(results));
  await writeFileAtomic(timesPath(folder), jsonText(recordTimes(times)));
  // Last: who finds it finds the pages of the same grading beside it.
  await writeFileAtomic(resultsPath(folder), resultsText(results), true);
  for (const part of ['student', 'instructor']) {
    const keep = [...files.keys()].filter((name) => name.startsWith(`${part}/`));
    await removeStale(join(folder, part), new Set(keep.map((name) => name.slice(part.length + 1))));
  }
}
