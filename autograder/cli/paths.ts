/** Where things are in the package, and the user's own configuration. */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { packageRoot } from '../../src/package-root.js';

export const exampleClassFolder = (): string =>
  join(packageRoot(), 'test', 'example-class', 'submissions');

/** `$XDG_CONFIG_HOME/gradus/class.key`, by default under `~/.config`. */
export function defaultSecretPath(env: NodeJS.ProcessEnv = process.env): string {
  const configured = env.XDG_CONFIG_HOME;
  // The specification says that a relative path there is to be ignored.
  const base = configured && isAbsolute(configured) ? configured : join(homedir(), '.config');
  return join(base, 'gradus', 'class.key');
}
