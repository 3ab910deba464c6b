import { readFileSync } from 'node:fs';
import { textOf } from '../../../src/messages/index.js';
import type { Backend, BackendProbe } from '../backend.js';
import { standsUpFiltered } from '../probe.js';
import { rlimits } from '../rlimits.js';
import { inside, nodeFlags, type Runtime } from '../runtime.js';
import { findTool } from '../tools.js';

/**
 * The walls in shell, run as process 1 of the new namespaces, before any student code is read.
 *
 * The old root is left by pivot_root and unmounted; the
 * last programs lie in the new root: setpriv drops what capabilities remain, the launcher loads the
 * filter of system calls.
 */
const script = `
set -eu
root=$1 node=$2 size=$3 keep=$4 nodekeep=$5 mount=$6 umount=$7 pivot=$8 libraries=$9
shift 9
"$mount" --bind "$root" "$root"
"$mount" --bind "$node" "$root/gradus/node"
"$mount" -t proc -o nosuid,nodev,noexec proc "$root/proc"
for device in null zero random urandom; do "$mount" --bind "/dev/$device" "$root/dev/$device"; done
"$mount" -t tmpfs -o "size=$size,mode=1777,nosuid,nodev" tmpfs "$root/tmp"
echo 0 > "$root/proc/sys/user/max_user_namespaces"
"$mount" -o "remount,bind,ro,nosuid,nodev$keep" "$root"
"$mount" -o "remount,bind,ro,nosuid,nodev$nodekeep" "$root/gradus/node"
cd "$root"
"$pivot" . old
LD_LIBRARY_PATH="$libraries" "/old$umount" -l /old
cd /tmp
unset OLDPWD PWD
exec /gradus/setpriv --bounding-set=-all --inh-caps=-all --ambient-caps=-all --no-new-privs --pdeathsig KILL -- "$@"
`;

/** Where `umount` of the old root finds its libraries while both roots are there. */
const oldLibraries = ['lib', 'usr/lib', 'lib64', 'usr/lib64']
  .flatMap((folder) => [folder, `${folder}/x86_64-linux-gnu`, `${folder}/aarch64-linux-gnu`])
  .map((folder) => `/old/${folder}`)
  .join(':');

/** The same walls by util-linux's `unshare`, which every distribution has. */
export async function unshare(
  runtime: Runtime,
  choice: string,
  become: readonly string[] | undefined,
): Promise<BackendProbe | undefined> {
  if (choice !== 'auto' && choice !== 'unshare') return undefined;
  const tools = ['unshare', 'setpriv', 'mount', 'umount', 'pivot_root', 'sh'];
  const missing = tools.filter((tool) => findTool(tool) === undefined);
  if (missing.length > 0) {
    return {
      name: 'unshare',
      reason: textOf(({ cli }) =>
        cli.probes.missing({ names: `${missing.join(', ')} (util-linux)` }),
      ),
    };
  }
  const [program, setpriv, mount, umount, pivot, sh] = tools.map(
    (tool) => findTool(tool) as string,
  );
  if (become === undefined)
    return {
      name: 'unshare',
      reason: textOf(({ cli }) => cli.probes.missing({ names: 'setpriv' })),
    };
  const start = (launcher: readonly string[]): Backend => ({
    name: 'unshare',
    mechanism: `unshare, pivot_root, setpriv (util-linux)${launcher.length > 0 ? ', seccomp' : ''}`,
    command: ({ root, node }, limits) => {
      const args = [
        ...rlimits(limits),
        ...become,
        ...[setpriv as string, '--pdeathsig', 'KILL', '--'],
        ...[program as string, '--user', '--map-root-user', '--mount', '--pid', '--fork'],
        ...['--net', '--ipc', '--uts', '--cgroup', '--kill-child=KILL'],
        ...[sh as string, '-c', script, 'sandbox', root, node],
        ...[String(limits.diskMb * 1024 * 1024), lockedFlags(root), lockedFlags(node)],
        ...[mount as string, umount as string, pivot as string, oldLibraries, ...launcher],
        ...[inside.node, ...nodeFlags, '--snapshot-blob', inside.blob],
      ];
      return { file: args[0] as string, args: args.slice(1) };
    },
  });
  return standsUpFiltered(start, runtime.launcher && inside.launcher, runtime);
}

/** Flags of the file system a path lies on that a new user namespace may not take off. */
function lockedFlags(path: string): string {
  const entries = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .filter((fields) => fields[4] !== undefined)
    .map((fields) => ({ at: fields[4] as string, options: (fields[5] as string).split(',') }))
    .filter(({ at }) => path === at || path.startsWith(at === '/' ? '/' : `${at}/`));
  const deepest = entries.reduce<{ at: string; options: string[] } | undefined>(
    (best, entry) => (best === undefined || entry.at.length >= best.at.length ? entry : best),
    undefined,
  );
  return (deepest?.options ?? [])
    .filter((option) => option === 'noexec' || option.endsWith('atime'))
    .map((option) => `,${option}`)
    .join('');
}
