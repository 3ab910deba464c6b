/** Processes below one that was started, and what its own group of them uses, by /proc. */
import { readText } from '../sandbox/read-text.js';

const pageBytes = 4096;
const ticksPerSecond = 100;

interface Entry {
  group: number;
  cpuMs: number;
  memoryMb: number;
  start: string;
}

/** Undefined when the process is gone, and where there is no /proc. */
function look(pid: number): Entry | undefined {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat === '') return undefined;
  // The name in brackets may hold spaces; fields are counted after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const number = (i: number): number => Number(fields[i] ?? 0);
  return {
    group: number(2),
    cpuMs: ((number(11) + number(12)) * 1000) / ticksPerSecond,
    memoryMb: (number(21) * pageBytes) / 1024 / 1024,
    start: fields[19] ?? '',
  };
}

const childrenOf = (pid: number): number[] =>
  readText(`/proc/${pid}/task/${pid}/children`)
    .split(' ')
    .filter((word) => word.trim() !== '')
    .map(Number);

/** What the processes below `leader` use that are of its group. Sandboxes have groups of their own. */
export function groupUsage(leader: number): { cpuMs: number; memoryMb: number } {
  const total = { cpuMs: 0, memoryMb: 0 };
  const pending = [leader];
  for (let pid = pending.pop(); pid !== undefined; pid = pending.pop()) {
    const entry = look(pid);
    if (entry === undefined || entry.group !== leader) continue;
    total.cpuMs += entry.cpuMs;
    total.memoryMb += entry.memoryMb;
    pending.push(...childrenOf(pid));
  }
  return total;
}

/** Every process below this one. */
export function processesBelow(top: number): { pid: number; start: string }[] {
  const found: { pid: number; start: string }[] = [];
  const pending = childrenOf(top);
  for (let pid = pending.pop(); pid !== undefined; pid = pending.pop()) {
    const start = startOf(pid);
    if (start === undefined) continue;
    found.push({ pid, start });
    pending.push(...childrenOf(pid));
  }
  return found;
}

/** When a process began, in ticks: numbers of processes are used again. */
export const startOf = (pid: number): string | undefined => look(pid)?.start;
