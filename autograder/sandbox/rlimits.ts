import type { Limits } from './limits.js';
import { findTool } from './tools.js';

/**
 * The start of a command line that sets what the kernel itself can hold a process to.
 *
 * A second line behind the parent's watch: CPU seconds per process, file size, open files, no core
 * dump. Not the address space: WebAssembly reserves far more than it uses. The process count
 * only for a uid of the sandbox's own: the kernel counts what else that user runs.
 */
export function rlimits(limits: Limits, ownUid?: number): string[] {
  const prlimit = findTool('prlimit');
  if (prlimit === undefined) return [];
  return [
    prlimit,
    `--cpu=${Math.ceil(limits.cpuMs / 1000) + 1}`,
    `--fsize=${limits.diskMb * 1024 * 1024}`,
    '--nofile=256',
    '--core=0',
    // Above the parent's limit: its verdict comes first, this stops what is faster than its watch.
    ...(ownUid === undefined ? [] : [`--nproc=${limits.processes + 32}`]),
    '--',
  ];
}
