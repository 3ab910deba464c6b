/** Rule for the folders of references: each belongs to a lesson. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../problem.js';

/**
 * References that no lesson has.
 *
 * @param root the folder that holds `autograder/reference/`
 * @param lessons folders of `notebooks/`
 */
export async function referencesWithoutLesson(
  root: string,
  lessons: readonly string[],
): Promise<Problem[]> {
  const folder = join(root, 'autograder', 'reference');
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && !lessons.includes(entry.name))
    .map(({ name }) => ({ name, file: `autograder/reference/${name}/solution.ts` }))
    .filter(({ file }) => existsSync(join(root, file)))
    .map(({ name, file }): Problem => {
      const params = { name };
      return { file, line: 1, column: 1, code: 'reference-without-lesson', params };
    });
}
