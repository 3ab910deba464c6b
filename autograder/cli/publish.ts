/** `gradus publish`: the notebooks of lessons with their numbers and with the outputs of a solved run. */
import { writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { type Language, languages, type Messages } from '../../src/messages/index.js';
import { runSeeds } from '../course/kernel-run/record-numbers.js';
import type { LessonRun } from '../course/kernel-run/run.js';
import { RunStore } from '../course/kernel-run/store.js';
import { compileLesson } from '../course/notebook.js';
import { withOutputs } from '../outputs.js';
import {
  inLanguage,
  type LessonToRun,
  lessonsToRun,
  lessonToRun,
  publishedPath,
  tellProblems,
} from './lesson-to-run.js';
import { recordNumbers } from './numbers.js';

/** A file in the repository that everybody clones; a figure too large belongs into fewer points. */
const mostBytes = 1_500_000;

/**
 * Runs what is not kept of a run before: the numbers on their seeds in English, then each translation
 * on the first seed, whose outputs are the ones that are shown.
 *
 * @param id default: all lessons
 * @returns 0 when all of them are published, else 1
 * @throws UsageError `repository-only`, `unknown-lesson`, `no-jupyter`; CourseError for a lesson that
 *   cannot be read
 */
export async function publishCommand(
  id: string | undefined,
  seeds: readonly number[],
  language: Language,
  m: Messages,
): Promise<number> {
  const { root, ids } = await lessonsToRun(id);
  const store = new RunStore(root);
  let ok = true;
  for (const one of ids) {
    const given = await lessonToRun(root, one);
    // A lesson without numbers has nothing that another seed would tell.
    const wanted = Object.keys(given.lesson.numbers).length > 0 ? seeds : seeds.slice(0, 1);
    const runs = await recordNumbers(given, wanted, store, language, m);
    ok =
      runs !== undefined &&
      (await publish(given, { runs, seed: wanted[0] ?? 1, store }, language, m)) &&
      ok;
  }
  return ok ? 0 : 1;
}

async function publish(
  { root, lesson: { id } }: LessonToRun,
  english: { runs: readonly LessonRun[]; seed: number; store: RunStore },
  language: Language,
  m: Messages,
): Promise<boolean> {
  // Once more, with the numbers that were recorded a moment ago.
  const given = await lessonToRun(root, id);
  const { solutions } = given;
  const { seed, store } = english;
  let ok = true;
  for (const one of languages) {
    const lesson = await inLanguage(given, one);
    if (lesson === undefined) continue;
    const { runs, problems } =
      one === 'en'
        ? { runs: english.runs, problems: [] }
        : await runSeeds(lesson, { root, solutions, seeds: [seed], store, onRun: () => {} });
    tellProblems(id, problems, language);
    const [shown] = runs;
    if (problems.length > 0 || shown === undefined) {
      ok = false;
      continue;
    }
    const text = withOutputs(compileLesson(lesson), shown.outputs);
    const path = publishedPath(lesson);
    await writeFile(path, text);
    const [file, bytes] = [relative(root, path), Buffer.byteLength(text)];
    console.log(m.cli.published({ file, kb: Math.ceil(bytes / 1024) }));
    if (bytes > mostBytes) {
      console.error(m.cli.publishedLarge({ file, most: mostBytes / 1000 }));
      ok = false;
    }
  }
  return ok;
}
