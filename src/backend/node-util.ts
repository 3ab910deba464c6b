/** What Node 23 removed from `util` and tfjs-node-gpu 4.22 still calls at run time. */
import util from 'node:util';

/** Puts `util.isNullOrUndefined` and `util.isArray` back where Node has none. */
export function restoreNodeUtil(): void {
  const removed = {
    isNullOrUndefined: (value: unknown): boolean => value === null || value === undefined,
    isArray: (value: unknown): boolean => Array.isArray(value),
  };
  for (const [name, value] of Object.entries(removed)) {
    if (name in util) continue;
    Object.defineProperty(util, name, { value, writable: true, configurable: true });
  }
}
