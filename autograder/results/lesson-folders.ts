/**
 * Where the results of each lesson are.
 *
 * The results of one lesson lie in the folder itself. Those of several, or of another lesson than the
 * one that lies there, each in a folder in it that is named as the lesson. Where results of a lesson
 * are once, its next ones go: nothing of another lesson is ever overwritten.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { partialPath, resultsPath } from './store.js';

const lessonSchema = z.object({ lesson: z.object({ id: z.string() }) });

/** The lesson whose results a folder holds, also those of a run that was ended. */
async function lessonIn(folder: string): Promise<string | undefined> {
  for (const path of [resultsPath(folder), partialPath(folder)]) {
    try {
      const found = lessonSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
      if (found.success) return found.data.lesson.id;
    } catch {
      // There is none, or it is none of ours.
    }
  }
  return undefined;
}

/** The folders with results under `out`, by lesson. */
export async function resultsFolders(out: string): Promise<Map<string, string>> {
  const folders = new Map<string, string>();
  const entries = await readdir(out, { withFileTypes: true }).catch(() => []);
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const folder = join(out, entry.name);
    // A copy that somebody made under another name is theirs.
    if (entry.isDirectory() && (await lessonIn(folder)) === entry.name) {
      folders.set(entry.name, folder);
    }
  }
  const here = await lessonIn(out);
  return here === undefined ? folders : folders.set(here, out);
}

/**
 * Where the results of a lesson go.
 *
 * @param there as `resultsFolders` gives it
 * @param isOneOfSeveral whether the class holds other lessons
 */
export function folderFor(
  lesson: string,
  out: string,
  there: ReadonlyMap<string, string>,
  isOneOfSeveral: boolean,
): string {
  const own = isOneOfSeveral || there.size > 0 ? join(out, lesson) : out;
  return there.get(lesson) ?? own;
}
