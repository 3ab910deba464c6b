/** `gradus translate`: a lesson's Chinese text brought to the blocks that its English text has. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Messages } from '../../src/messages/index.js';
import { packageRoot } from '../../src/package-root.js';
import { lessonFolders } from '../course/course.js';
import { readLesson } from '../course/index.js';
import { renewTranslation } from '../course/renew-translation.js';
import { translationPath } from '../course/translation.js';
import { askedLessons, requireRepository } from './asked-lessons.js';

/**
 * @param accept ids of blocks whose translation has been looked through; `all` for every one
 * @returns 0 when every block is translated and none is stale, else 1
 */
export async function translateCommand(
  lesson: string,
  accept: readonly string[],
  m: Messages,
): Promise<number> {
  const root = packageRoot();
  requireRepository();
  askedLessons(await lessonFolders(root), lesson);
  const english = await readLesson(join(root, 'notebooks', lesson, 'lesson.md'));
  const path = translationPath(english.path);
  const before = existsSync(path) ? await readFile(path, 'utf8') : undefined;
  const { text, added, stale } = renewTranslation(english, before, accept);
  if (text !== before) await writeFile(path, text);
  const file = relative(root, path);
  for (const id of added) console.log(m.cli.blockAdded({ id, file }));
  for (const id of stale) console.log(m.cli.blockStale({ id, file }));
  const isWhole = added.length + stale.length === 0;
  if (isWhole) console.log(m.cli.translated({ file }));
  return isWhole ? 0 : 1;
}
