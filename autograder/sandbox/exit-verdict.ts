/** The verdict on a process that went over a limit, or that ended by itself. */
import { textOf } from '../../src/messages/index.js';
import type { Ended } from '../judge/ended.js';
import type { Issue } from '../judge/verdict.js';
import type { Limits } from './limits.js';
import type { Breach } from './watch.js';

export function breached(limits: Limits, breach: Breach): Ended {
  if (breach === 'memory') return outOfMemory(limits);
  const issues: Record<Exclude<Breach, 'memory'>, Issue> = {
    cpu: { code: 'cpu-limit', params: { ms: limits.cpuMs } },
    processes: { code: 'process-limit', params: { count: limits.processes } },
    disk: { code: 'disk-limit', params: { mb: limits.diskMb } },
  };
  return { kind: 'ended', verdict: breach === 'cpu' ? 'timeout' : 'error', issue: issues[breach] };
}

/** @param peakMb the most memory that it was seen to use */
export function exited(
  limits: Limits,
  peakMb: number,
  code: number | null,
  signal: NodeJS.Signals | null,
): Ended {
  // V8 gives up by SIGABRT, the kernel kills; behind a namespace's process 1: codes 134, 137.
  const given = signal === 'SIGABRT' || code === 134 || signal === 'SIGKILL' || code === 137;
  if (given && peakMb > limits.memoryMb / 2) return outOfMemory(limits);
  const detail = signal ?? textOf(({ judge }) => judge.exitCode({ code: code ?? '?' }));
  return { kind: 'ended', verdict: 'error', issue: { code: 'exited', params: { detail } } };
}

function outOfMemory(limits: Limits): Ended {
  const issue: Issue = { code: 'out-of-memory', params: { mb: limits.memoryMb } };
  return { kind: 'ended', verdict: 'out-of-memory', issue };
}
