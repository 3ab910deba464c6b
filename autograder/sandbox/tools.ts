import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The absolute path of a program, looked for in PATH and the system's folders. */
export function findTool(name: string): string | undefined {
  const folders = [
    ...(process.env.PATH ?? '').split(':'),
    '/usr/bin',
    '/bin',
    '/usr/sbin',
    '/sbin',
  ];
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

/** Whether this `setpriv` can load a filter of system calls (util-linux 2.41 and later). */
export async function loadsFilters(setpriv: string): Promise<boolean> {
  const help = await promisify(execFile)(setpriv, ['--help']).catch(() => ({ stdout: '' }));
  return help.stdout.includes('--seccomp-filter');
}
