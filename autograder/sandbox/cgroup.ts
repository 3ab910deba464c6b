/**
 * A cgroup for each sandbox, where one can be made: the kernel itself then holds the limits on
 * memory and processes, and counts what is used, without the gaps between two looks at /proc.
 *
 * Version 2 where a folder with both controllers was given to this user, as systemd does; version 1
 * where its folders can be written. GRADUS_NO_CGROUP in the environment does without.
 */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { defaultLimits, type Limits } from './limits.js';
import { readText } from './read-text.js';
import { findTool } from './tools.js';
import type { Usage } from './watch.js';

const controllers = ['memory', 'pids', 'cpuacct'] as const;
type Controller = (typeof controllers)[number];

/** Where cgroups can be made: for each controller a folder, all the same one in version 2. */
export interface CgroupPlace {
  version: 1 | 2;
  folders: Record<Controller, string>;
}

export interface Cgroup {
  /** The start of a command line: what follows runs inside. */
  enter: string[];
  /** What the kernel stopped for a limit counts as beyond that limit. */
  usage(): Omit<Usage, 'diskMb'>;
  /** Ends what is left inside and removes it. */
  remove(): Promise<void>;
}

/** Beside the parent's watch, whose verdict comes first where it is fast enough. */
const spareProcesses = 32;

const files = {
  1: {
    limits: { memory: 'memory.limit_in_bytes', swap: 'memory.memsw.limit_in_bytes' },
    /** In version 1 the second limit is that of memory and swap together. */
    swapBytes: (bytes: number) => bytes,
    memory: ['total_rss', 'total_shmem'],
    killed: 'memory.oom_control',
    cpuMs: (folder: string) => Number(read(folder, 'cpuacct.usage')) / 1e6,
  },
  2: {
    limits: { memory: 'memory.max', swap: 'memory.swap.max' },
    swapBytes: () => 0,
    memory: ['anon', 'shmem'],
    killed: 'memory.events',
    cpuMs: (folder: string) => field(read(folder, 'cpu.stat'), 'usage_usec') / 1e3,
  },
} as const;

/** Moves the shell into each folder up to `--`, then becomes what follows. */
const enterScript =
  'while [ "$1" != -- ]; do echo 0 > "$1/cgroup.procs" || exit 125; shift; done; shift; exec "$@"';

let made = 0;

/** @throws the file system's error where it cannot be made */
export function makeCgroup({ version, folders }: CgroupPlace, limits: Limits): Cgroup {
  const { limits: limitFiles, swapBytes, memory, killed, cpuMs } = files[version];
  const name = `${ownPrefix()}${++made}`;
  const own = Object.fromEntries(
    controllers.map((controller) => [controller, join(folders[controller], name)]),
  ) as Record<Controller, string>;
  const all = [...new Set(Object.values(own))];
  const bytes = limits.memoryMb * 1024 * 1024;
  try {
    for (const folder of all) mkdirSync(folder);
    if (version === 2) writeFileSync(join(own.memory, 'memory.oom.group'), '1');
    writeFileSync(join(own.memory, limitFiles.memory), String(bytes));
    writeFileSync(join(own.pids, 'pids.max'), String(limits.processes + spareProcesses));
  } catch (error) {
    all.forEach(removeFolder);
    throw error;
  }
  // Not there where the kernel keeps no account of swap.
  const swap = join(own.memory, limitFiles.swap);
  if (existsSync(swap)) writeFileSync(swap, String(swapBytes(bytes)));
  return {
    enter: [findTool('sh') ?? 'sh', '-c', enterScript, 'cgroup', ...all, '--'],
    usage() {
      const stat = read(own.memory, 'memory.stat');
      const used = memory.reduce((sum, key) => sum + field(stat, key), 0);
      const outOfMemory = field(read(own.memory, killed), 'oom_kill') > 0;
      const refused = field(read(own.pids, 'pids.events'), 'max') > 0;
      return {
        memoryMb: outOfMemory ? Number.POSITIVE_INFINITY : used / 1024 / 1024,
        cpuMs: cpuMs(own.cpuacct),
        processes: refused ? Number.POSITIVE_INFINITY : Number(read(own.pids, 'pids.current')),
      };
    },
    async remove() {
      for (let tries = 0; tries < 100; tries++) {
        for (const folder of all) killIn(folder);
        if (all.map(removeFolder).every(Boolean)) return;
        await sleep(10);
      }
    },
  };
}

let found: { place: CgroupPlace | undefined } | undefined;

/** Where cgroups can be made; tried once. What a killed grader left there is removed. */
export function cgroupPlace(): CgroupPlace | undefined {
  if ((process.env.GRADUS_NO_CGROUP ?? '') !== '') return undefined;
  if (found === undefined) {
    const place = placesOf(read('/proc/self/cgroup'), read('/proc/self/mountinfo')).find(works);
    if (place !== undefined) sweep(place);
    found = { place };
  }
  return found.place;
}

/** Folders that may do, best first, from the kernel's account of this process and its mounts. */
export function placesOf(cgroups: string, mounts: string): CgroupPlace[] {
  const lines = cgroups.split('\n').map((line) => line.split(':'));
  const mounted = mounts.split('\n').flatMap((line) => {
    const [before = '', after = ''] = line.split(' - ');
    const [, , , root = '', at = ''] = before.split(' ');
    const [type = '', , options = ''] = after.split(' ');
    return type.startsWith('cgroup') ? [{ type, root, at, options: options.split(',') }] : [];
  });
  const places: CgroupPlace[] = [];
  const unified = mounted.find(({ type }) => type === 'cgroup2');
  const ownUnified = lines.find(([id]) => id === '0')?.[2];
  if (unified !== undefined && ownUnified !== undefined) {
    // A folder with processes of its own can have no children with limits: its parents may.
    const start = join(unified.at, relative(unified.root, ownUnified));
    for (let folder = start; folder.startsWith(unified.at); folder = dirname(folder)) {
      const enabled = read(folder, 'cgroup.subtree_control').trim().split(' ');
      if (enabled.includes('memory') && enabled.includes('pids'))
        places.push({ version: 2, folders: { memory: folder, pids: folder, cpuacct: folder } });
    }
  }
  const folders = controllers.map((controller) => {
    const mount = mounted.find(
      ({ type, options }) => type === 'cgroup' && options.includes(controller),
    );
    const path = lines.find(([, names = '']) => names.split(',').includes(controller))?.[2];
    if (mount === undefined || path === undefined) return undefined;
    return [controller, join(mount.at, relative(mount.root, path))] as const;
  });
  if (folders.every((folder) => folder !== undefined))
    places.push({ version: 1, folders: Object.fromEntries(folders) as CgroupPlace['folders'] });
  return places;
}

/** Really makes one and lets a program enter it. */
function works(place: CgroupPlace): boolean {
  try {
    const cgroup = makeCgroup(place, defaultLimits);
    const [program = '', ...args] = [...cgroup.enter, 'true'];
    const entered = spawnSync(program, args, { stdio: 'ignore' }).status === 0;
    // At once: nothing runs in it any more.
    void cgroup.remove();
    return entered;
  } catch {
    return false;
  }
}

/** Removes what graders left that are gone. */
export function sweep({ folders }: CgroupPlace): void {
  for (const parent of new Set(Object.values(folders))) {
    for (const name of readdirSync(parent)) {
      const [, space, pid, start] = /^gradus-(\d+)-(\d+)-(\d+)-\d+$/.exec(name) ?? [];
      // Processes of another namespace cannot be seen from here.
      if (space !== pidNamespace() || startOf(Number(pid)) === start) continue;
      killIn(join(parent, name));
      removeFolder(join(parent, name));
    }
  }
}

let prefix: string | undefined;

/** The same for every sandbox of this process. */
function ownPrefix(): string {
  prefix ??= `gradus-${pidNamespace()}-${process.pid}-${startOf(process.pid)}-`;
  return prefix;
}

function pidNamespace(): string {
  return readlinkSync('/proc/self/ns/pid').replace(/\D/g, '');
}

/** When a process began, in ticks: numbers of processes are used again. */
function startOf(pid: number): string | undefined {
  const stat = read(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

/** Kills every process in a cgroup; by the kernel at once where it can. */
function killIn(folder: string): void {
  const all = join(folder, 'cgroup.kill');
  if (existsSync(all)) {
    writeFileSync(all, '1');
    return;
  }
  for (const pid of read(folder, 'cgroup.procs').split('\n').filter(Boolean)) {
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // ended meanwhile
    }
  }
}

/** False while processes are in it. */
function removeFolder(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}

/** The number behind a word in lines of words and numbers. */
function field(text: string, name: string): number {
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
}

const read = (...path: string[]): string => readText(join(...path));
