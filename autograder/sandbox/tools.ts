import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

/** Every start of a sandbox asks again for the same few. */
const found = new Map<string, string>();

/** The absolute path of a program, looked for in PATH and the system's folders. */
export function findTool(name: string): string | undefined {
  const path = process.env.PATH ?? '';
  const key = `${name}:${path}`;
  const tool = found.get(key) ?? lookFor(name, path);
  if (tool !== undefined) found.set(key, tool);
  return tool;
}

function lookFor(name: string, path: string): string | undefined {
  const folders = [...path.split(':'), '/usr/bin', '/bin', '/usr/sbin', '/sbin'];
  for (const folder of folders) {
    if (!folder.startsWith('/')) continue;
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch {
      // not in this folder
    }
  }
  return undefined;
}
