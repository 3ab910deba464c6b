/**
 * The files of a grading, written as its records come: a grader that is killed has lost nothing that it
 * had graded.
 *
 * What is there so far stands in `results.partial.json`, written anew every few seconds; it is a record
 * like `results.json`, which replaces it at the end. Until then an earlier `results.json` stays.
 */
import { rm } from 'node:fs/promises';
import type { Language } from '../../src/messages/index.js';
import { mergeResults } from '../results/merge.js';
import { sortStudents } from '../results/record.js';
import type { Results, StudentResult } from '../results/results.js';
import { partialPath, resultsText, writeFileAtomic } from '../results/store.js';
import type { Times } from '../results/types.js';
import { writeClass, writeFiles } from './write.js';

/** Makes the pages of a record; comes back with another record where that one had none. */
export type MakePages = (
  record: StudentResult,
) => Promise<{ record: StudentResult; files: ReadonlyMap<string, Uint8Array> }>;

const partialEveryMs = 5000;

export class ResultsWriter {
  readonly #folder: string;
  readonly #before: Results | undefined;
  readonly #records: StudentResult[] = [];
  #writtenAt = performance.now();

  /** @param before what was graded earlier and stays, where nothing newer comes */
  constructor(folder: string, before: Results | undefined) {
    this.#folder = folder;
    this.#before = before;
  }

  /**
   * Takes one record and writes its pages.
   *
   * @param results what the record belongs to, without students
   * @throws UsageError `other-rules` when what stays was judged by other rules
   */
  async add(record: StudentResult, results: Results, pages: MakePages): Promise<StudentResult> {
    const merged = this.#merged({ ...results, students: [record] });
    const own = merged.students.find(({ student }) => student === record.student) ?? record;
    const made = await pages(own);
    await writeFiles(this.#folder, made.files);
    // Graded only in part, it is told only in part.
    const kept = made.record === own ? record : made.record;
    this.#records.push(kept);
    if (performance.now() - this.#writtenAt > partialEveryMs) await this.#writePartial(results);
    return kept;
  }

  /** Writes the pages of those who were graded earlier, in the language and frame of now. */
  async addEarlier(results: Results, pages: MakePages): Promise<void> {
    const now = new Set(results.students.map(({ student }) => student));
    for (const record of this.#merged(results).students) {
      if (!now.has(record.student)) await writeFiles(this.#folder, (await pages(record)).files);
    }
  }

  async finish(results: Results, times: Times, language: Language): Promise<void> {
    await writeClass(this.#folder, this.#merged(results), times, language);
    await rm(partialPath(this.#folder), { force: true });
  }

  #merged(results: Results): Results {
    return this.#before === undefined ? results : mergeResults(this.#before, results);
  }

  async #writePartial(results: Results): Promise<void> {
    this.#writtenAt = performance.now();
    const partial = this.#merged({ ...results, students: sortStudents(this.#records) });
    await writeFileAtomic(partialPath(this.#folder), resultsText(partial));
  }
}
