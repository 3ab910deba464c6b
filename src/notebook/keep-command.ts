/** The command that keeps an exercise of this notebook, as a student types it in a terminal. */
import { basename, join, relative } from 'node:path';
import { isExerciseName, keptHome } from './kept-package.js';

/** How the `gradus` command is called from any folder; `npm start` knows. */
const calledVariable = 'GRADUS_CALLED_AS';

const isBare = /^[\w./:@\\-]+$/;
const quoted = (word: string): string =>
  isBare.test(word) ? word : `"${word.replace(/(["$`\\])/g, '\\$1')}"`;

/**
 * @param exercise its name
 * @param session the notebook as Jupyter names it to its kernel: a path, or nothing
 * @param folder that of the notebook
 * @returns undefined where it is not known which notebook this is, or no lessons lie around it
 */
export function keepCommand(
  exercise: string,
  session = process.env.JPY_SESSION_NAME ?? '',
  folder = process.cwd(),
): string | undefined {
  const home = keptHome(folder);
  const name = basename(session.replaceAll('\\', '/'));
  if (home === undefined || !isExerciseName(exercise) || !/\.ipynb$/i.test(name)) return undefined;
  const called = process.env[calledVariable];
  // Without `npm start` the command is that of the folder which the library was installed in.
  const file = called === undefined ? relative(home, join(folder, name)) : join(folder, name);
  return `${called ?? 'npx gradus'} keep ${quoted(file)} ${exercise}`;
}
