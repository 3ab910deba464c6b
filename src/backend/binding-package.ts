/** Where tfjs-node-gpu lies, and the command that builds its binding there. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { findPackageRoot } from '../package-root.js';

const root = findPackageRoot();

/** gradus as npm installed it: with its set-up, which the student's package of a clone lacks. */
const isInstalled =
  root !== undefined &&
  existsSync(join(root, 'src/setup/set-up.mjs')) &&
  !existsSync(join(root, 'package-lock.json'));

export const setupHint = isInstalled
  ? 'run `npx gradus setup`'
  : 'run `npm start` or `npm run gradus -- setup` in the gradus folder';

/** Said where not even the package is there. */
export const packageHint = isInstalled ? setupHint : 'run `npm ci`';

/**
 * Resolves and loads as tfjs-node-gpu's neighbours do: installed, the set-up keeps it in `native/`
 * of gradus's own folder, since its install script would download, or fail.
 */
export const bindingRequire = createRequire(isInstalled ? join(root, 'native/') : import.meta.url);
