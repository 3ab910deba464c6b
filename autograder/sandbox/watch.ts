/**
 * The parent's watch over a process tree: memory, CPU time and process count, read from /proc.
 *
 * One timer serves all sandboxes. What it sees is the kernel's own account of every process below
 * the one that was started, whatever those processes say of themselves.
 */
import { readFileSync } from 'node:fs';
import type { Limits } from './limits.js';

const intervalMs = 20;
const pageBytes = 4096;
const ticksPerSecond = 100;

export interface Usage {
  memoryMb: number;
  cpuMs: number;
  processes: number;
}

export type Breach = 'memory' | 'cpu' | 'processes';

interface Watched {
  pid: number;
  limits: Limits;
  usage: Usage;
  onBreach: (breach: Breach) => void;
}

const watched = new Set<Watched>();
let timer: NodeJS.Timeout | undefined;

/** Starts watching a tree; call the answer's `stop` when it has ended. */
export function watch(
  pid: number,
  limits: Limits,
  onBreach: (breach: Breach) => void,
): { peak: Usage; stop(): void } {
  const entry: Watched = { pid, limits, usage: { memoryMb: 0, cpuMs: 0, processes: 0 }, onBreach };
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
    const now = treeUsage(entry.pid);
    entry.usage.memoryMb = Math.max(entry.usage.memoryMb, now.memoryMb);
    entry.usage.cpuMs = Math.max(entry.usage.cpuMs, now.cpuMs);
    entry.usage.processes = Math.max(entry.usage.processes, now.processes);
    const breach: Breach | undefined =
      now.memoryMb > entry.limits.memoryMb
        ? 'memory'
        : now.cpuMs > entry.limits.cpuMs
          ? 'cpu'
          : now.processes > entry.limits.processes
            ? 'processes'
            : undefined;
    if (breach !== undefined) {
      watched.delete(entry);
      entry.onBreach(breach);
    }
  }
}

/** What a process and everything below it uses now. */
export function treeUsage(pid: number): Usage {
  const total: Usage = { memoryMb: 0, cpuMs: 0, processes: 0 };
  const pending = [pid];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    // A process may end between two reads.
    const stat = read(`/proc/${next}/stat`);
    if (stat === '') continue;
    // The name in brackets may hold spaces; fields are counted after it.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    total.cpuMs += (((fields[11] ?? 0) + (fields[12] ?? 0)) * 1000) / ticksPerSecond;
    total.processes += fields[17] ?? 0;
    total.memoryMb += ((fields[21] ?? 0) * pageBytes) / 1024 / 1024;
    for (const child of read(`/proc/${next}/task/${next}/children`).split(' ')) {
      if (child.trim() !== '') pending.push(Number(child));
    }
  }
  return total;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
