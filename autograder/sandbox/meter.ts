/** How the use of one sandbox is measured and how all of it is ended, whatever its backend. */
import type { ChildProcess } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { type Text, textOf } from '../../src/messages/index.js';
import type { IsolationBackend } from '../results/types.js';
import type { Command } from './backend.js';
import { cgroupPlace, makeCgroup } from './cgroup.js';
import { writtenMb } from './disk.js';
import type { Limits } from './limits.js';
import { readText } from './read-text.js';
import { killAll } from './uid.js';
import { treeUsage, type Usage, uidUsage } from './watch.js';

export interface Meter {
  /** The command line to start. */
  file: string;
  args: string[];
  /** @param pid of the process started */
  usage(pid: number): Usage;
  stop(child: ChildProcess): void;
  /** After the process started has ended. */
  end(): Promise<void>;
}

/** Looking through files takes longer than through processes. */
const diskIntervalMs = 200;

/** What the report says of it. */
export function limitsMechanism({
  name,
  holdsLimits = true,
}: {
  name: IsolationBackend;
  holdsLimits?: boolean;
}): Text {
  const polling = textOf(({ report }) => report.walls.byPolling());
  if (!holdsLimits) return polling;
  if (name === 'podman' || name === 'docker')
    return textOf(({ report }) => report.walls.byEngine());
  const place = cgroupPlace();
  return place === undefined ? polling : textOf(({ report }) => report.walls.byCgroup(place));
}

export function startMeter(command: Command, limits: Limits): Meter {
  const { file, args, uid, place, marker } = command;
  // A container engine makes its own.
  const cgroups = marker === undefined ? cgroupPlace() : undefined;
  const cgroup = cgroups && makeCgroup(cgroups, limits);
  const [program, ...rest] = [...(cgroup?.enter ?? []), file, ...args];

  let disk = { mb: 0, at: Number.NEGATIVE_INFINITY };
  const diskMb = (): number => {
    if (uid === undefined || place === undefined) return 0;
    const now = performance.now();
    if (now - disk.at > diskIntervalMs) disk = { mb: writtenMb(uid, place), at: now };
    return disk.mb;
  };
  let first: number | undefined;
  const measure = (pid: number): Omit<Usage, 'diskMb'> => {
    if (cgroup !== undefined) return cgroup.usage();
    if (uid !== undefined) return uidUsage(uid);
    if (marker === undefined) return treeUsage(pid);
    first ??= firstInContainer(marker);
    return treeUsage(first);
  };
  return {
    file: program as string,
    args: rest,
    usage: (pid) => ({ ...measure(pid), diskMb: diskMb() }),
    stop(child) {
      if (uid === undefined && marker === undefined) {
        child.kill('SIGKILL');
        return;
      }
      // The process started is a guard, which cleans up.
      if (uid !== undefined) killAll(uid);
      if (first !== undefined) killQuietly(first);
      child.kill('SIGTERM');
    },
    async end() {
      if (uid !== undefined) killAll(uid);
      await cgroup?.remove();
    },
  };
}

/** The first process of a container, by the mark that is its last argument. */
export function firstInContainer(marker: string): number | undefined {
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const words = readText(`/proc/${entry}/cmdline`).split('\0');
    if (!words[0]?.startsWith('/gradus/') || words.at(-2) !== marker) continue;
    // What student code starts may look the same, but is not process 1 in there.
    if (/^NSpid:.*\s1$/m.test(readText(`/proc/${entry}/status`))) return Number(entry);
  }
  return undefined;
}

/** The engine's guard ends what this user may not. */
function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // ended meanwhile, or another user's
  }
}
