import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Backend, BackendProbe } from '../backend.js';
import { standsUpFiltered } from '../probe.js';
import { rlimits } from '../rlimits.js';
import { nodeFlags, type Runtime } from '../runtime.js';
import { findTool } from '../tools.js';
import { freeUid } from '../uid.js';

/**
 * Root's part in shell: makes the writable place, waits for the sandbox or for the grader's death,
 * then kills everything of the uid and removes what it left in places that all may write.
 *
 * Removing is done as the sandbox's uid: no link that student code put there can lead root astray.
 */
const guard = `
PATH=/usr/bin:/bin:/usr/sbin:/sbin
setpriv=$1 uid=$2 place=$3
shift 3
clean() {
  trap '' TERM
  pass=0
  while [ $pass -lt 50 ]; do
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
    [ -n "$found" ] || break
  done
  "$setpriv" --reuid="$uid" --regid="$uid" --clear-groups --no-new-privs -- sh -c '
    rm -rf -- "$1"
    for file in /tmp/* /tmp/.[!.]* /var/tmp/* /var/tmp/.[!.]* /dev/shm/* /dev/shm/.[!.]*; do
      if [ -O "$file" ]; then rm -rf -- "$file"; fi
    done' clean "$place"
} 2>/dev/null
trap 'clean; exit 143' TERM
umask 077
mkdir -m 0700 "$place" && chown "$uid:$uid" "$place" && cd "$place" || exit 125
unset OLDPWD PWD
TMPDIR=$place "$@" &
# What the shell says of a killed child is no output of student code.
exec >/dev/null 2>&1 3>&-
wait $!
code=$?
clean
exit $code
`;

/**
 * No namespaces: an unprivileged uid of its own for each sandbox, limits, and kill by uid.
 *
 * For containers that forbid namespaces, and only where the grader is root. Student code sees the
 * network and every file that all users may read; every report says so.
 */
export async function plainUid(
  runtime: Runtime,
  choice: string,
): Promise<BackendProbe | undefined> {
  if (choice !== 'auto' && choice !== 'plain-uid') return undefined;
  const name = 'plain-uid';
  if (process.getuid?.() !== 0) return { name, reason: 'the grader is not root' };
  const tools = ['setpriv', 'prlimit', 'sh'];
  const missing = tools.filter((tool) => findTool(tool) === undefined);
  if (missing.length > 0) return { name, reason: `${missing.join(', ')} not installed` };
  const [setpriv, , sh] = tools.map((tool) => findTool(tool) as string) as [string, string, string];
  if (freeUid() === undefined) return { name, reason: 'this container maps no uid to spare' };
  const start = (launcher: readonly string[]): Backend => ({
    name,
    mechanism: `a uid of its own, setpriv (util-linux)${launcher.length > 0 ? ', seccomp' : ''}`,
    command: ({ node, blob }, limits) => {
      const uid = freeUid();
      if (uid === undefined) throw new Error('Expected a free uid for a sandbox. Found none.');
      const place = join(tmpdir(), `gradus-${uid}-${randomBytes(8).toString('hex')}`);
      const args = [
        ...['--pdeathsig', 'TERM', '--', sh, '-c', guard, 'sandbox', setpriv, String(uid), place],
        ...rlimits(limits, uid),
        ...[setpriv, `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', '--no-new-privs'],
        ...['--bounding-set=-all', '--inh-caps=-all', '--ambient-caps=-all'],
        ...['--pdeathsig', 'KILL', '--', ...launcher],
        ...[node, ...nodeFlags, '--snapshot-blob', blob],
      ];
      return { file: setpriv, args, uid, place };
    },
  });
  return standsUpFiltered(start, runtime.launcher, runtime);
}
