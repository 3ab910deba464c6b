/** `gradus build`: every lesson.md compiled to its notebook, and the rules of the course checked. */
import { join, relative, resolve } from 'node:path';
import type { Language, Messages } from '../../src/messages/index.js';
import { packageRoot } from '../../src/package-root.js';
import { type BuildResult, buildLessons, problemText } from '../course/index.js';
import { requireRepository } from './asked-lessons.js';
import { asCalled, calledAs } from './called.js';

/** @returns 0 when every notebook is what its lesson gives and no rule is broken, else 1 */
export async function buildCommand(
  { check, reference }: { check: boolean; reference?: string },
  language: Language,
  m: Messages,
): Promise<number> {
  const root = packageRoot();
  if (reference === undefined) requireRepository();
  const { lessons, readme, problems, ok } =
    reference === undefined
      ? await buildLessons({ root, check })
      : await buildReference(resolve(reference), check);
  const table = readme === undefined ? [] : [{ path: join(root, 'README.md'), state: readme }];
  for (const { path, state } of [...lessons, ...table]) {
    const file = reference === undefined ? relative(root, path) : path;
    if (state === 'written') console.log(m.cli.built({ file }));
    else if (state !== 'unchanged')
      console.error(m.cli.error({ sentence: asCalled(m.cli.stale({ file }), calledAs()) }));
  }
  for (const problem of problems) console.error(problemText(problem, language));
  // A lesson has a notebook in each language.
  if (ok) console.log(m.cli.upToDate({ n: new Set(lessons.map(({ lesson }) => lesson)).size }));
  return ok ? 0 : 1;
}

/** The lessons of a private reference; it is loaded for nobody else. */
async function buildReference(reference: string, check: boolean): Promise<BuildResult> {
  const { buildPrivate } = await import('../course/build-private.js');
  const lessons = await buildPrivate(reference, check);
  const ok = lessons.every(({ state }) => state === 'unchanged' || state === 'written');
  return { lessons, readme: undefined, problems: [], ok };
}
