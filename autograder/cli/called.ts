/** How the user calls this command: messages name commands that exist on their path. */
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, join, sep } from 'node:path';
import { packageRoot } from '../../src/package-root.js';

/**
 * `npm run gradus --` in a clone; installed, `gradus` where that is on the path, else `npx gradus`.
 *
 * @param script as Node was given it
 */
export function calledAs(
  env: NodeJS.ProcessEnv = process.env,
  script = process.argv[1] ?? '',
  root = packageRoot(),
): string {
  if (env.GRADUS_CALLED_AS) return env.GRADUS_CALLED_AS;
  // npm never packs a lock file.
  if (existsSync(join(root, 'package-lock.json'))) return 'npm run gradus --';
  // npm and npx put a project's own programs on the path of what they start: not on the user's.
  const own = join('node_modules', '.bin');
  const global = (env.PATH ?? '')
    .split(delimiter)
    .filter(
      (folder) => folder !== '' && !folder.endsWith(own) && !folder.includes(`${sep}_npx${sep}`),
    )
    .some((folder) => sameFile(join(folder, 'gradus'), script));
  return global ? 'gradus' : 'npx gradus';
}

function sameFile(a: string, b: string): boolean {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    return false;
  }
}

/** A sentence of the catalogue, which says `gradus …`, as this user has to type it. */
export const asCalled = (sentence: string, command: string): string =>
  sentence.replaceAll('`gradus ', () => `\`${command} `);
