/** The lessons of a private reference, compiled to notebooks that can be handed out. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type BuiltLesson, bringNotebook } from './build.js';
import { readLesson } from './lesson.js';
import { referenceFolders } from './lessons.js';
import { compileLesson } from './notebook.js';

/**
 * Writes `lesson.ipynb` beside each `lesson.md` of the folder.
 *
 * @param check write nothing, only compare
 * @throws CourseError when a lesson cannot be read
 */
export async function buildPrivate(reference: string, check: boolean): Promise<BuiltLesson[]> {
  const built: BuiltLesson[] = [];
  for (const lesson of await referenceFolders(reference)) {
    const source = join(reference, lesson, 'lesson.md');
    if (!existsSync(source)) continue;
    const path = join(reference, lesson, 'lesson.ipynb');
    built.push({
      lesson,
      path,
      state: await bringNotebook(path, compileLesson(await readLesson(source)), check),
    });
  }
  return built;
}
