/** Processes that a test has started, known by a mark in their environment. */
import { readdirSync, readFileSync } from 'node:fs';

process.env.GRADUS_TEST_MARK = String(process.pid);

/** Processes in sandboxes and processes of the grader, below this one. */
export function processes(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        const started = readFileSync(`/proc/${pid}/environ`, 'utf8');
        return started.includes(`GRADUS_TEST_MARK=${process.pid}`)
          ? [`${pid} ${words.join(' ')}`]
          : [];
      } catch {
        return [];
      }
    });
}

/** Those that were killed: on a busy machine one is still listed a while. */
const killed = new Set<number>();

/** Kills (or stops) those that run this file and were not killed before, and tells how many. */
export function killAll(entry: string, signal: NodeJS.Signals = 'SIGKILL'): number {
  const found = processes()
    .filter((line) => line.includes(entry) && !line.includes('/bin/sh'))
    .map((line) => Number.parseInt(line, 10))
    .filter((pid) => !killed.has(pid));
  for (const pid of found) {
    process.kill(pid, signal);
    if (signal === 'SIGKILL') killed.add(pid);
  }
  return found.length;
}
