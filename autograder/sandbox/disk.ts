/** What a uid has written, for a sandbox without a file system of its own. */
import { lstatSync, readdirSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { processesOf } from './uid.js';

/** More files than any exercise makes; looking through them would take the parent's time. */
const mostFiles = 10_000;

/** MB taken by the files of a uid: in its own place, and removed but still open. Infinity for too many files. */
export function writtenMb(uid: number, place: string): number {
  const seen = new Map<string, number>();
  const count = (file: Stats): void => {
    seen.set(`${file.dev}:${file.ino}`, file.isFile() ? file.blocks * 512 : 0);
  };
  const pending = [place];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const file = look(next, lstatSync);
    if (file === undefined) continue;
    count(file);
    if (file.isDirectory()) pending.push(...entries(next));
    if (seen.size > mostFiles) return Number.POSITIVE_INFINITY;
  }
  for (const pid of processesOf(uid)) {
    for (const descriptor of entries(`/proc/${pid}/fd`)) {
      const file = look(descriptor, statSync);
      if (file?.isFile() && file.nlink === 0 && file.uid === uid) count(file);
    }
  }
  return [...seen.values()].reduce((sum, bytes) => sum + bytes, 0) / 1024 / 1024;
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/** `undefined` for what is gone. */
function look(path: string, how: (path: string) => Stats): Stats | undefined {
  try {
    return how(path);
  } catch {
    return undefined;
  }
}
