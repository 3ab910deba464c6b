/**
 * Which runtime folders are in use, and the removal of those that are not.
 *
 * Every build of the driver and every Node binary leaves a folder of a hundred megabytes. A grader
 * touches the file `ready` of the one that it uses; a folder that nobody touched for days is removed.
 * Who removes one takes `ready` away first: no grader begins with it then, and one that just did is
 * seen by the file's time.
 */
import { existsSync } from 'node:fs';
import { readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const dayMs = 24 * 3600 * 1000;
const keptMs = 7 * dayMs;

const ready = (folder: string): string => join(folder, 'ready');
const taken = (folder: string): string => join(folder, 'ready.taken');

/** Marks a folder as in use as long as this process lives; false when there is none to use. */
export async function claim(folder: string): Promise<boolean> {
  for (let tries = 0; tries < 40; tries++) {
    if (await touch(ready(folder))) {
      setInterval(() => void touch(ready(folder)), dayMs).unref();
      return true;
    }
    if (!existsSync(folder)) return false;
    // Another grader looks whether it can go, and puts the file back or removes the folder.
    await sleep(50);
  }
  // Whoever wanted to remove it was killed.
  await discard(folder);
  return false;
}

/** Removes the folders in `parent` that nobody used for days, and what killed graders left half made. */
export async function sweepRuntimes(parent: string): Promise<void> {
  const old = Date.now() - keptMs;
  for (const name of await readdir(parent)) {
    const folder = join(parent, name);
    if (/^(making|removing)-/.test(name)) {
      const found = await stat(folder).catch(() => undefined);
      if (found !== undefined && found.mtimeMs < old) await rm(folder, { recursive: true });
    } else if (/^[0-9a-f]{16}$/.test(name) && (await used(ready(folder))) < old) {
      await rename(ready(folder), taken(folder));
      // A grader may have come in between.
      if ((await used(taken(folder))) < old) await discard(folder);
      else await rename(taken(folder), ready(folder));
    }
  }
}

/** When a file was last touched; as if always, where it is not there or another user's. */
async function used(file: string): Promise<number> {
  const found = await stat(file).catch(() => undefined);
  return found?.uid === process.getuid?.()
    ? (found?.mtimeMs ?? Number.POSITIVE_INFINITY)
    : Number.POSITIVE_INFINITY;
}

/** Gone under its name at once, then file by file. */
async function discard(folder: string): Promise<void> {
  const aside = join(folder, '..', `removing-${process.pid}-${Date.now()}`);
  await rename(folder, aside);
  await rm(aside, { recursive: true, force: true });
}

/** False where the file is not there. Another user's is used as it is: that user's graders keep it. */
async function touch(file: string): Promise<boolean> {
  const now = new Date();
  return utimes(file, now, now).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  );
}
