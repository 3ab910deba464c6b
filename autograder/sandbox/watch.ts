/**
 * The parent's watch over its sandboxes: memory, CPU time, process count, what was written.
 *
 * One timer serves all. What it sees is the kernel's own account, of a cgroup or, in /proc, of every
 * process below the one that was started, whatever those processes say of themselves.
 */
import type { Limits } from './limits.js';
import { readText } from './read-text.js';
import { processesOf } from './uid.js';

const intervalMs = 20;
const pageBytes = 4096;
const ticksPerSecond = 100;

export interface Usage {
  memoryMb: number;
  cpuMs: number;
  processes: number;
  /** What was written, where the sandbox has no file system of its own that is limited. */
  diskMb: number;
}

export type Breach = 'memory' | 'cpu' | 'processes' | 'disk';

interface Watched {
  measure: () => Usage;
  limits: Limits;
  usage: Usage;
  onBreach: (breach: Breach) => void;
}

const watched = new Set<Watched>();
let timer: NodeJS.Timeout | undefined;

/** Starts watching what `measure` sees; call the answer's `stop` when it has ended. */
export function watch(
  measure: () => Usage,
  limits: Limits,
  onBreach: (breach: Breach) => void,
): { peak: Usage; stop(): void } {
  const entry: Watched = {
    measure,
    limits,
    usage: { ...nothing(), diskMb: 0 },
    onBreach,
  };
  watched.add(entry);
  timer ??= setInterval(look, intervalMs);
  return {
    peak: entry.usage,
    stop() {
      watched.delete(entry);
      if (watched.size === 0) {
        clearInterval(timer);
        timer = undefined;
      }
    },
  };
}

function look(): void {
  for (const entry of [...watched]) {
    const now = entry.measure();
    entry.usage.memoryMb = Math.max(entry.usage.memoryMb, now.memoryMb);
    entry.usage.cpuMs = Math.max(entry.usage.cpuMs, now.cpuMs);
    entry.usage.processes = Math.max(entry.usage.processes, now.processes);
    entry.usage.diskMb = Math.max(entry.usage.diskMb, now.diskMb);
    const breach: Breach | undefined =
      now.memoryMb > entry.limits.memoryMb
        ? 'memory'
        : now.cpuMs > entry.limits.cpuMs
          ? 'cpu'
          : now.processes > entry.limits.processes
            ? 'processes'
            : now.diskMb > entry.limits.diskMb
              ? 'disk'
              : undefined;
    if (breach !== undefined) {
      watched.delete(entry);
      entry.onBreach(breach);
    }
  }
}

/** Without what was written: looking through files is not the same kind of work. */
type ProcessUsage = Omit<Usage, 'diskMb'>;

/** What a process and everything below it uses now. */
export function treeUsage(pid: number | undefined): ProcessUsage {
  const total = nothing();
  const pending = pid === undefined ? [] : [pid];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    // A process may end between two reads.
    if (!add(total, next)) continue;
    for (const child of readText(`/proc/${next}/task/${next}/children`).split(' ')) {
      if (child.trim() !== '') pending.push(Number(child));
    }
  }
  return total;
}

/** What every process of a uid uses now, whoever its parent is. */
export function uidUsage(uid: number): ProcessUsage {
  const total = nothing();
  for (const pid of processesOf(uid)) add(total, pid);
  return total;
}

const nothing = (): ProcessUsage => ({ memoryMb: 0, cpuMs: 0, processes: 0 });

/** Adds one process; false when it is gone. */
function add(total: ProcessUsage, pid: number): boolean {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat === '') return false;
  // The name in brackets may hold spaces; fields are counted after it.
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  total.cpuMs += (((fields[11] ?? 0) + (fields[12] ?? 0)) * 1000) / ticksPerSecond;
  total.processes += fields[17] ?? 0;
  total.memoryMb += ((fields[21] ?? 0) * pageBytes) / 1024 / 1024;
  return true;
}
