/** `gradus lint`: the rules of the course, over the syllabus and every lesson. */
import type { Language, Messages } from '../../src/messages/index.js';
import { packageRoot } from '../../src/package-root.js';
import { lessonFolders } from '../course/course.js';
import { problemText } from '../course/index.js';
import { lintCourse } from '../course/lint/course.js';
import { holdsSolutions } from '../judge/reference-folder.js';
import { UsageError } from '../results/types.js';

/**
 * @param lesson only what concerns this one; default: the whole course
 * @param root the folder that holds `syllabus.md` and `notebooks/`
 * @returns 0 when no rule is broken, else 1
 */
export async function lintCommand(
  lesson: string | undefined,
  language: Language,
  m: Messages,
  root = packageRoot(),
): Promise<number> {
  if (!holdsSolutions) throw new UsageError('repository-only');
  const folders = await lessonFolders(root);
  if (lesson !== undefined && !folders.includes(lesson)) {
    throw new UsageError('unknown-lesson', { lesson, known: folders.join(', ') });
  }
  const found = await lintCourse({ root, ...(lesson !== undefined && { only: lesson }) });
  for (const problem of found) console.error(problemText(problem, language));
  if (found.length === 0) console.log(m.cli.linted({ n: lesson ? 1 : folders.length }));
  return found.length === 0 ? 0 : 1;
}
