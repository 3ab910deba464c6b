/** Where things are: the package, and the user's own configuration. */
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder, the same from `autograder/` and from `dist/autograder/`. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) || !existsSync(join(folder, 'notebooks'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('Expected gradus to run from its own package folder.');
    folder = parent;
  }
  return folder;
}

/** False in the published package, which holds no solution and no hidden test. */
export const holdsReference = (): boolean =>
  existsSync(join(packageRoot(), 'autograder', 'reference')) ||
  existsSync(join(packageRoot(), 'dist', 'autograder', 'reference'));

export function packageVersion(): string {
  const text = readFileSync(join(packageRoot(), 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

export const exampleClassFolder = (): string =>
  join(packageRoot(), 'test', 'example-class', 'submissions');

/** `$XDG_CONFIG_HOME/gradus/class.key`, by default under `~/.config`. */
export function defaultSecretPath(env: NodeJS.ProcessEnv = process.env): string {
  const configured = env.XDG_CONFIG_HOME;
  // The specification says that a relative path there is to be ignored.
  const base = configured && isAbsolute(configured) ? configured : join(homedir(), '.config');
  return join(base, 'gradus', 'class.key');
}
