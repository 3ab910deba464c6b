/** `gradus build`: every lesson.md compiled to its notebook, and the rules of the course checked. */
import { relative } from 'node:path';
import type { Language, Messages } from '../../src/messages/index.js';
import { buildLessons, problemText } from '../course/index.js';
import { packageRoot } from './paths.js';

/** @returns 0 when every notebook is what its lesson gives and no rule is broken, else 1 */
export async function buildCommand(
  check: boolean,
  language: Language,
  m: Messages,
): Promise<number> {
  const root = packageRoot();
  const { lessons, problems, ok } = await buildLessons({ root, check });
  for (const { path, state } of lessons) {
    const file = relative(root, path);
    if (state === 'written') console.log(m.cli.built({ file }));
    else if (state !== 'unchanged') console.error(m.cli.error({ sentence: m.cli.stale({ file }) }));
  }
  for (const problem of problems) console.error(problemText(problem, language));
  const current = lessons.filter(({ state }) => state === 'unchanged' || state === 'written');
  if (ok) console.log(m.cli.upToDate({ n: current.length }));
  return ok ? 0 : 1;
}
