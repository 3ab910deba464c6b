/** `gradus build --watch`: each lesson compiled when its text is saved, until Ctrl-C. */
import type { Language, Messages } from '../../src/messages/index.js';
import { packageRoot } from '../../src/package-root.js';
import { problemText } from '../course/problem.js';
import { watchLessons } from '../course/watch.js';
import { requireRepository } from './asked-lessons.js';
import { calledAs } from './called.js';
import { report } from './errors.js';

/** @returns 0 when the user ends it */
export async function watchCommand(language: Language, m: Messages): Promise<number> {
  requireRepository();
  const ending = new AbortController();
  process.once('SIGINT', () => ending.abort());
  process.once('SIGTERM', () => ending.abort());
  console.log(m.cli.watching);
  await watchLessons({
    root: packageRoot(),
    signal: ending.signal,
    onBuilt: (lesson, { lessons, problems }, milliseconds) => {
      const written = lessons.filter(({ state }) => state === 'written').length;
      for (const problem of problems) console.error(problemText(problem, language));
      console.log(
        m.cli.watched({
          lesson,
          written,
          problems: problems.length,
          milliseconds: Math.round(milliseconds),
        }),
      );
    },
    onError: (error) => report(error, [], m, calledAs()),
  });
  return 0;
}
