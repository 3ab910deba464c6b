/** Which sandboxes student code can run in on this machine: each check really makes the walls. */
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bad, good, lastLine } from './finding.mjs';
import { run } from './run.mjs';

/** Root gives its powers up first, as the grader does. */
function asNobody() {
  if (process.getuid?.() !== 0) return [];
  return ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--no-new-privs'];
}

const ISOLATION =
  'sudo apt install bubblewrap; Ubuntu 24.04: sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0; in a container: run it where user namespaces are allowed';

/** @param {string[]} words */
async function namespaces(words) {
  if (process.platform !== 'linux')
    return bad('only Linux has namespaces', 'Grade on Linux, WSL2 or in a container.');
  const [program = '', ...args] = [...asNobody(), ...words];
  const { code, output } = await run(program, args, { timeoutMs: 10_000 });
  if (code === 0)
    return good(`works${asNobody().length > 0 ? ' (as nobody, started by root)' : ''}`);
  return bad(code === 127 ? 'not installed' : lastLine(output) || `exit status ${code}`, ISOLATION);
}

/** A container without an image: the programs of this machine in a folder of their own. */
async function tryPodman() {
  const folder = mkdtempSync(join(tmpdir(), 'gradus-podman-'));
  // Student code's uid must reach the programs.
  chmodSync(folder, 0o755);
  const shown = ['/usr', '/lib', '/lib64', '/bin'].filter((path) => existsSync(path));
  const runtime = (await run('runc', ['--version'])).code === 0 ? ['--runtime', 'runc'] : [];
  try {
    return await run(
      'podman',
      [
        ...[...runtime, 'run', '--rm', '--network', 'none', '--ipc', 'none', '--read-only'],
        ...['--cap-drop', 'ALL', '--user', '65534:65534', '--security-opt', 'label=disable'],
        ...['--memory', '64m', '--pids-limit', '32'],
        ...['--ulimit', 'nofile=256:256', '--ulimit', 'nproc=4096:4096'],
        ...shown.flatMap((path) => ['--volume', `${path}:${path}:ro`]),
        ...['--rootfs', folder, '/usr/bin/env', 'true'],
      ],
      { timeoutMs: 20_000 },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @type {Record<string, { title: string, lost: string, check: () => Promise<import('./finding.mjs').Finding> }>} */
export const sandboxChecks = {
  bubblewrap: {
    title: 'sandbox bubblewrap',
    lost: 'nothing where unshare works',
    check: () =>
      namespaces([
        'bwrap',
        '--unshare-all',
        '--unshare-user',
        '--disable-userns',
        '--die-with-parent',
        '--cap-drop',
        'ALL',
        '--ro-bind',
        '/',
        '/',
        '--proc',
        '/proc',
        '--dev',
        '/dev',
        'true',
      ]),
  },
  unshare: {
    title: 'sandbox unshare',
    lost: 'grading where bubblewrap does not work either',
    check: () =>
      namespaces([
        'unshare',
        '--user',
        '--map-root-user',
        '--mount',
        '--pid',
        '--fork',
        '--net',
        '--ipc',
        '--uts',
        '--cgroup',
        '--kill-child=KILL',
        'sh',
        '-c',
        'mount -t tmpfs tmpfs /tmp && mount -t proc proc /proc',
      ]),
  },
  podman: {
    title: 'sandbox podman',
    lost: 'nothing where bubblewrap or unshare works',
    async check() {
      const { code, output } = await tryPodman();
      if (code === 0) return good('works');
      return bad(
        code === 127 ? 'not installed' : lastLine(output) || `exit status ${code}`,
        'sudo apt install podman runc; as an ordinary user also uidmap',
      );
    },
  },
  docker: {
    title: 'sandbox docker',
    lost: 'nothing where another sandbox works',
    async check() {
      const { code, output } = await run('docker', ['version', '--format', '{{.Server.Version}}'], {
        timeoutMs: 20_000,
      });
      if (code === 0) return good(`docker ${lastLine(output)}`);
      return bad(
        code === 127 ? 'not installed' : lastLine(output),
        'start the docker daemon on this machine and join the group docker',
      );
    },
  },
  'plain-uid': {
    title: 'sandbox plain-uid',
    lost: 'grading as root where no other sandbox works',
    async check() {
      if (process.platform !== 'linux') return bad('only Linux has it', 'Grade on Linux or WSL2.');
      if (process.getuid?.() !== 0) return bad('only root has uids to give', 'not needed');
      const uid = '1900000001';
      const { code, output } = await run('chroot', [
        ...['/', 'setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', '--no-new-privs'],
        ...['--bounding-set=-all', '--inh-caps=-all', '--ambient-caps=-all'],
        ...['prlimit', '--core=0', '--', 'true'],
      ]);
      return code === 0
        ? good('works; weaker than the others, and reports say so')
        : bad(
            code === 127 ? 'not installed' : lastLine(output),
            'sudo apt install util-linux coreutils; in a container: one that maps more uids and permits chroot',
          );
    },
  },
};
