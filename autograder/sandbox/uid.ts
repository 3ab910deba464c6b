/** A uid that only one sandbox has, and everything that runs under it, by the kernel's account. */
import { randomInt } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readText } from './read-text.js';

/**
 * Where a uid of nobody's is looked for, best first: what systemd documents as unused, which is
 * above every range given to containers; then, where a container maps 65,536 uids, its upper part.
 */
const ranges = [
  { first: 1_900_000_000, count: 100_000_000 },
  { first: 50_000, count: 9_000 },
] as const;

const taken = new Set<number>();

/** A uid without account or process; `undefined` where this user namespace has none to give. */
export function freeUid(): number | undefined {
  const mapped = readLines('/proc/self/uid_map').map((line) =>
    line.trim().split(/\s+/).map(Number),
  );
  const range = ranges.find(({ first, count }) =>
    mapped.some(([from = 0, , size = 0]) => from <= first && first + count <= from + size),
  );
  if (range === undefined) return undefined;
  const accounts = new Set(readLines('/etc/passwd').map((line) => Number(line.split(':')[2])));
  for (let tries = 0; tries < 1000; tries++) {
    const uid = range.first + randomInt(range.count);
    if (taken.has(uid) || accounts.has(uid) || processesOf(uid).length > 0) continue;
    // Never again in this grader: what one submission left behind is nothing to the next.
    taken.add(uid);
    return uid;
  }
  return undefined;
}

/** The processes of a uid that still run, whoever their parent is. */
export function processesOf(uid: number): number[] {
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    const lines = readLines(`/proc/${entry}/status`);
    const field = (name: string): string =>
      lines.find((line) => line.startsWith(`${name}:\t`))?.slice(name.length + 2) ?? '';
    // The owner of the folder would not do: a process can make its folder root's.
    const real = Number(field('Uid').split('\t')[0] || Number.NaN);
    return real === uid && !/^[ZX]/.test(field('State')) ? [Number(entry)] : [];
  });
}

/** Kills every process of a uid, those too that are made meanwhile. Only for a uid of `freeUid`. */
export function killAll(uid: number): void {
  if (!taken.has(uid))
    throw new RangeError(`Expected a uid that a sandbox was given. Received: ${uid}.`);
  // A process that is killed cannot fork any more: each pass leaves fewer who can.
  for (let pass = 0; pass < 50; pass++) {
    const running = processesOf(uid);
    if (running.length === 0) return;
    for (const pid of running) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // ended meanwhile
      }
    }
  }
}

const readLines = (file: string): string[] => readText(file).split('\n');
