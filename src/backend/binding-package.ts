/** Where tfjs-node-gpu lies, and the command that builds its binding there. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = new URL(import.meta.url.endsWith('.ts') ? '../../' : '../../../', import.meta.url);
const has = (path: string): boolean => existsSync(new URL(path, root));

/** gradus as npm installed it: with its set-up, which the student's package of a clone lacks. */
const isInstalled = has('src/setup/set-up.mjs') && !has('package-lock.json');

export const setupHint = isInstalled
  ? 'run `npx gradus setup`'
  : 'run `npm start` or `npm run gradus -- setup` in the gradus folder';

/** Said where not even the package is there. */
export const packageHint = isInstalled ? setupHint : 'run `npm ci`';

/**
 * Resolves and loads as tfjs-node-gpu's neighbours do: installed, the set-up keeps it in `native/`
 * of gradus's own folder, since its install script would download, or fail.
 */
export const bindingRequire = createRequire(
  isInstalled ? fileURLToPath(new URL('native/', root)) : import.meta.url,
);
