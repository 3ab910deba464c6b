/** Walls by a container engine: podman or docker, without an image. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { textOf } from '../../../src/messages/index.js';
import type { Backend, BackendProbe } from '../backend.js';
import type { Limits } from '../limits.js';
import { standsUp } from '../probe.js';
import { inside, nobody, nodeFlags, type Runtime } from '../runtime.js';
import { findTool } from '../tools.js';

const run = promisify(execFile);

type Engine = 'podman' | 'docker';

/**
 * Made of nothing, once, on this machine: docker starts images only. What the sandbox sees is
 * mounted, as it is with podman.
 */
const emptyImage = 'gradus-empty:1';

/** What an engine's client wants to know of its surroundings. */
const passed = [
  ...['PATH', 'HOME', 'XDG_RUNTIME_DIR', 'XDG_CONFIG_HOME', 'DBUS_SESSION_BUS_ADDRESS'],
  ...['DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_CONFIG', 'CONTAINERS_CONF'],
];

/**
 * Starts the engine's client with the judge's pipe as its standard input and output, and removes
 * the container when the grader asks for it or is gone: it is no child of the client.
 */
const guard = `
name=$1 timeout=$2
shift 2
engine=$1
clean() {
  trap '' TERM
  kill -KILL "$client"
  for try in 1 2; do
    "$engine" rm -f $timeout "$name" && break
    sleep 0.2
  done
  exit 143
} >/dev/null 2>&1 3>&-
trap clean TERM
"$@" <&3 >&3 3>&- &
client=$!
exec >/dev/null 2>&1 3>&-
wait "$client"
`;

/** For ordinary users and root. */
export const podman = engine('podman');

/** Where a daemon runs on this machine that lets this user in. */
export const docker = engine('docker');

function engine(name: Engine) {
  return async (runtime: Runtime, choice: string): Promise<BackendProbe | undefined> => {
    if (choice !== 'auto' && choice !== name) return undefined;
    const [program, setpriv, sh, env] = [name, 'setpriv', 'sh', 'env'].map(findTool);
    if (program === undefined)
      return { name, reason: textOf(({ cli }) => cli.probes.missing({ names: name })) };
    if (setpriv === undefined || sh === undefined || env === undefined)
      return {
        name,
        reason: textOf(({ cli }) => cli.probes.missing({ names: 'setpriv (util-linux)' })),
      };
    if (runtime.launcher === undefined)
      return {
        name,
        reason: textOf(({ cli }) => cli.probes.systemCalls({ machine: process.arch })),
      };
    const version = await prepare(name, program).catch((error: { stderr?: string }) => error);
    if (typeof version !== 'string')
      return {
        name,
        reason:
          version.stderr?.trim().split('\n').at(-1) || textOf(({ cli }) => cli.probes.noAnswer()),
      };
    const surroundings = passed.flatMap((variable) => {
      const value = process.env[variable];
      return value === undefined ? [] : [`${variable}=${value}`];
    });
    const holdsLimits = name === 'docker' || !(await ignoresLimits(program));
    const backend: Backend = {
      name,
      mechanism: `${name} ${version}, seccomp`,
      ...(!holdsLimits && { holdsLimits }),
      command: (given, limits) => {
        const marker = `gradus-${randomBytes(8).toString('hex')}`;
        const timeout = name === 'podman' ? '-t0' : '';
        return {
          file: setpriv,
          args: [
            ...['--pdeathsig', 'TERM', '--', env, '-i', ...surroundings],
            ...[sh, '-c', guard, 'sandbox', marker, timeout],
            ...[program, ...containerArguments(name, given, limits, marker, holdsLimits)],
          ],
          marker,
        };
      },
    };
    return standsUp(backend, runtime);
  };
}

/** The version of what makes the containers; docker's image is made when it is not there. */
async function prepare(name: Engine, program: string): Promise<string> {
  const options = { timeout: 10_000 };
  if (name === 'podman')
    return (await run(program, ['--version'], options)).stdout.split(' ')[2]?.trim() ?? '';
  const asked = ['version', '--format', '{{.Server.Version}}'];
  const version = (await run(program, asked, options)).stdout.trim();
  const there = await run(program, ['image', 'inspect', emptyImage], options).catch(
    () => undefined,
  );
  if (there === undefined) {
    const made = run(program, ['import', '-', emptyImage], options);
    // An archive that holds no file.
    made.child.stdin?.end(Buffer.alloc(1024));
    await made;
  }
  return version;
}

/**
 * Whether podman has no cgroup to hold limits with: an ordinary user's, with cgroups of version 1.
 * Asked for them there, it says so on the stream that carries what student code prints.
 */
async function ignoresLimits(program: string): Promise<boolean> {
  const asked = ['info', '--format', '{{.Host.Security.Rootless}} {{.Host.CgroupsVersion}}'];
  const said = await run(program, asked, { timeout: 10_000 }).catch(() => ({ stdout: '' }));
  return said.stdout.trim() === 'true v1';
}

/** What follows the engine's name. */
export function containerArguments(
  name: Engine,
  { root, node, emptyRoot }: Runtime,
  limits: Limits,
  marker: string,
  holdsLimits = true,
): string[] {
  const limit = (kind: string, value: number): string[] => [
    '--ulimit',
    `${kind}=${value}:${value}`,
  ];
  const show = (from: string, to: string): string[] => ['--volume', `${from}:${to}:ro`];
  const bytes = (mb: number): number => mb * 1024 * 1024;
  // The parent's watch comes first with its verdict; this holds what is faster.
  const memory = String(Math.ceil(bytes(limits.memoryMb * 1.5)));
  const folders = readdirSync(root).filter(
    (folder) => !['proc', 'dev', 'tmp', 'old'].includes(folder),
  );
  // podman knows no owner; docker has no folder there, whose mode runc would take.
  const writable = name === 'podman' ? 'mode=1777' : `uid=${nobody},gid=${nobody}`;
  return [
    ...(name === 'podman' && findTool('runc') !== undefined ? ['--runtime', 'runc'] : []),
    ...['run', '--rm', '--interactive', '--name', marker, '--log-driver', 'none'],
    ...['--network', 'none', '--ipc', 'none', '--hostname', 'sandbox', '--read-only'],
    ...(name === 'podman' ? ['--read-only-tmpfs=false'] : []),
    ...['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
    // Else SELinux forbids what is mounted, or it would have to be labelled anew.
    ...['--security-opt', 'label=disable', '--user', `${nobody}:${nobody}`],
    ...(holdsLimits
      ? [
          ...['--memory', memory, '--memory-swap', memory],
          ...['--pids-limit', String(limits.processes + 32)],
        ]
      : []),
    ...limit('cpu', Math.ceil(limits.cpuMs / 1000) + 1),
    ...limit('fsize', bytes(limits.diskMb)),
    ...limit('nofile', 256),
    ...limit('core', 0),
    // For all sandboxes together, as they share a uid; each has its own limit above.
    ...limit('nproc', 4096),
    ...['--tmpfs', `/tmp:rw,exec,nosuid,nodev,${writable},size=${bytes(limits.diskMb)}`],
    ...folders.flatMap((folder) => show(join(root, folder), `/${folder}`)),
    ...show(node, inside.node),
    // Queues there would be a second place to write.
    ...show(join(root, 'old'), '/dev/mqueue'),
    // Disks, devices and other things of this machine; podman mounts a cgroup below it first.
    ...(name === 'podman' ? ['--security-opt', 'mask=/sys'] : show(join(root, 'old'), '/sys')),
    ...['--workdir', '/tmp'],
    ...(name === 'podman' ? ['--rootfs', emptyRoot] : ['--pull', 'never', emptyImage]),
    ...[inside.enginesLauncher, inside.node, ...nodeFlags, '--snapshot-blob', inside.blob],
    ...['two-pipes', marker],
  ];
}
