import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { textOf } from '../../../src/messages/index.js';
import type { Backend, BackendProbe } from '../backend.js';
import { standsUpFiltered } from '../probe.js';
import { rlimits } from '../rlimits.js';
import { inside, nodeFlags, type Runtime } from '../runtime.js';
import { findTool } from '../tools.js';

const run = promisify(execFile);

/**
 * Bubblewrap: every namespace, no capability, no nested user namespace, one writable tmpfs, a filter
 * of system calls.
 *
 * Started by root, the process becomes `nobody` before any namespace is made; otherwise the inside
 * would be root with every capability, whatever is dropped later.
 */
export async function bubblewrap(
  runtime: Runtime,
  choice: string,
  become: readonly string[] | undefined,
): Promise<BackendProbe | undefined> {
  if (choice !== 'auto' && choice !== 'bubblewrap') return undefined;
  const bwrap = findTool('bwrap');
  if (bwrap === undefined)
    return {
      name: 'bubblewrap',
      reason: textOf(({ cli }) => cli.probes.missing({ names: 'bwrap' })),
    };
  const version = (
    await run(bwrap, ['--version']).catch(() => ({ stdout: 'bubblewrap' }))
  ).stdout.trim();
  if (become === undefined)
    return {
      name: 'bubblewrap',
      reason: textOf(({ cli }) => cli.probes.missing({ names: 'setpriv (util-linux)' })),
    };
  const start = (launcher: readonly string[]): Backend => ({
    name: 'bubblewrap',
    mechanism: launcher.length > 0 ? `${version}, seccomp` : version,
    command: ({ root, node }, limits) => {
      const args = [
        ...rlimits(limits),
        ...become,
        bwrap,
        ...['--unshare-all', '--unshare-user', '--disable-userns', '--die-with-parent'],
        ...['--new-session', '--clearenv', '--cap-drop', 'ALL', '--hostname', 'sandbox'],
        ...['--ro-bind', root, '/', '--ro-bind', node, inside.node],
        ...['--proc', '/proc', '--dev', '/dev'],
        ...['--size', String(limits.diskMb * 1024 * 1024), '--tmpfs', '/tmp'],
        ...['--remount-ro', '/dev', '--chdir', '/tmp'],
        ...[...launcher, inside.node, ...nodeFlags, '--snapshot-blob', inside.blob],
      ];
      return { file: args[0] as string, args: args.slice(1) };
    },
  });
  return standsUpFiltered(start, runtime.launcher && inside.launcher, runtime);
}
