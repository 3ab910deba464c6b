import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { textOf } from '../../../src/messages/index.js';
import { wordsIn } from '../../../src/messages/text.js';
import type { Backend, BackendProbe } from '../backend.js';
import { standsUp } from '../probe.js';
import { rlimits } from '../rlimits.js';
import { inside, nodeFlags, type Runtime } from '../runtime.js';
import { findTool } from '../tools.js';
import { freeUid } from '../uid.js';
import { plainRoot } from './plain-root.js';

/**
 * Root's part in shell: makes the writable place, waits for the sandbox or for the grader's death,
 * then kills everything of the uid and removes the place.
 *
 * It is removed when no process of the uid is left that could put a link in the way, by root, whom
 * folders of mode 0 do not stop.
 */
const guard = `
PATH=/usr/bin:/bin:/usr/sbin:/sbin
uid=$1 place=$2
shift 2
clean() {
  trap '' TERM
  pass=0 found=yes
  while [ -n "$found" ] && [ $pass -lt 50 ]; do
    pass=$((pass + 1)) found=
    for status in /proc/[0-9]*/status; do
      state= owner=
      while read -r key value rest; do
        case $key in
          State:) state=$value ;;
          Uid:) owner=$value; break ;;
        esac
      done < "$status"
      if [ "$owner" = "$uid" ] && [ "$state" != Z ] && [ "$state" != X ]; then
        found=yes pid=\${status#/proc/}
        kill -KILL "\${pid%/status}"
      fi
    done
  done
  [ -n "$found" ] || rm -rf -- "$place"
} 2>/dev/null
trap 'clean; exit 143' TERM
umask 077
mkdir -m 0700 "$place" && chown "$uid:$uid" "$place" || exit 125
cd /
unset OLDPWD PWD
TMPDIR=/tmp/\${place##*/} "$@" &
# What the shell says of a killed child is no output of student code.
exec >/dev/null 2>&1 3>&-
wait $!
code=$?
clean
exit $code
`;

/**
 * No namespaces: an unprivileged uid of its own for each sandbox, in a root that holds nothing of
 * this machine, with the filter of system calls and without any socket; one sandbox at a time.
 *
 * For containers that forbid namespaces, and only where the grader is root. Where the root or the
 * filter cannot be had it does not stand: without them student code could read other submissions
 * and pass hidden inputs on, and points would say nothing.
 */
export async function plainUid(
  runtime: Runtime,
  choice: string,
): Promise<BackendProbe | undefined> {
  if (choice !== 'auto' && choice !== 'plain-uid') return undefined;
  const name = 'plain-uid';
  if (process.getuid?.() !== 0) return { name, reason: textOf(({ cli }) => cli.probes.notRoot()) };
  const tools = ['setpriv', 'sh', 'chroot', 'prlimit'];
  const missing = tools.filter((tool) => findTool(tool) === undefined);
  if (missing.length > 0)
    return { name, reason: textOf(({ cli }) => cli.probes.missing({ names: missing.join(', ') })) };
  const [setpriv, sh, chroot] = tools.map((tool) => findTool(tool) as string) as [
    string,
    string,
    string,
  ];
  if (runtime.launcher === undefined)
    return { name, reason: textOf(({ cli }) => cli.probes.systemCalls({ machine: process.arch })) };
  if (freeUid() === undefined) return { name, reason: textOf(({ cli }) => cli.probes.noUid()) };
  const root = await plainRoot(runtime);
  const backend: Backend = {
    name,
    mechanism: textOf(({ report }) => report.walls.plainUid()),
    oneAtATime: true,
    command: (_runtime, limits) => {
      const uid = freeUid();
      if (uid === undefined) throw new Error('Expected a free uid for a sandbox. Found none.');
      const place = join(root, 'tmp', `${uid}-${randomBytes(16).toString('hex')}`);
      const args = [
        ...['--pdeathsig', 'TERM', '--', sh, '-c', guard, 'sandbox', String(uid), place],
        ...rlimits(limits, uid),
        ...[chroot, root, inside.setpriv, `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups'],
        ...['--no-new-privs', '--bounding-set=-all', '--inh-caps=-all', '--ambient-caps=-all'],
        ...['--pdeathsig', 'KILL', '--', inside.lonelyLauncher],
        ...[inside.node, ...nodeFlags, '--snapshot-blob', inside.blob],
      ];
      return { file: setpriv, args, uid, place };
    },
  };
  const found = await standsUp(backend, runtime);
  const denied = /chroot.*(not permitted|denied)/i.test(wordsIn(found.reason ?? '', 'en'));
  return denied ? { name, reason: textOf(({ cli }) => cli.probes.noChroot()) } : found;
}
