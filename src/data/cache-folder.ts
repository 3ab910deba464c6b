/** Where downloaded data sets lie. */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * `gradus/datasets` in the user's cache: `XDG_CACHE_HOME`, on Windows `LOCALAPPDATA`, else `~/.cache`.
 */
export function cacheFolder(): string {
  const { XDG_CACHE_HOME: xdg = '', LOCALAPPDATA: local = '' } = process.env;
  // The specification tells to ignore a path that is not absolute.
  const named = [xdg, process.platform === 'win32' ? local : ''].find((path) => isAbsolute(path));
  return join(named ?? join(homedir(), '.cache'), 'gradus', 'datasets');
}
