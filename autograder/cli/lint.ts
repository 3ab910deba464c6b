/** `gradus lint`: the rules of the course, over the syllabus and every lesson. */
import type { Language, Messages } from '../../src/messages/index.js';
import { packageRoot } from '../../src/package-root.js';
import { lessonFolders } from '../course/course.js';
import { problemText } from '../course/index.js';
import { lintCourse } from '../course/lint/course.js';
import { askedLessons, requireRepository } from './asked-lessons.js';

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
  requireRepository();
  const { length: n } = askedLessons(await lessonFolders(root), lesson);
  const found = await lintCourse({ root, ...(lesson !== undefined && { only: lesson }) });
  for (const problem of found) console.error(problemText(problem, language));
  if (found.length === 0) console.log(m.cli.linted({ n }));
  return found.length === 0 ? 0 : 1;
}
