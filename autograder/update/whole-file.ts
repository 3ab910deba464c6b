/** Files written as a whole or not at all, whatever ends the process at whatever moment. */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const ending = '.gradus-new';

/** Beside the file, since a rename works within a file system only; hidden from JupyterLab. */
const besides = (file: string): string =>
  join(dirname(file), `.${basename(file)}.${randomUUID().slice(0, 8)}${ending}`);

/** What a process that was killed left in a folder. */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (name.startsWith('.') && name.endsWith(ending))
      await rm(join(folder, name), { force: true });
  }
}

async function flush(path: string): Promise<void> {
  // Folders cannot be opened everywhere.
  const handle = await open(path, constants.O_RDONLY).catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

/**
 * Puts content in the place of a file, or makes it; on the disk before this returns.
 *
 * @param mode default: that of the file that was there
 */
export async function writeWhole(file: string, content: string | Buffer): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const mode = (await stat(file).catch(() => undefined))?.mode ?? 0o644;
  const fresh = besides(file);
  try {
    const handle = await open(fresh, 'wx', mode & 0o777);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(fresh, file);
    await flush(dirname(file));
  } finally {
    await rm(fresh, { force: true });
  }
}

/** A copy that is whole, or not there. */
export async function copyWhole(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  const fresh = besides(to);
  try {
    await copyFile(from, fresh, constants.COPYFILE_EXCL);
    await flush(fresh);
    await rename(fresh, to);
    await flush(dirname(to));
  } finally {
    await rm(fresh, { force: true });
  }
}
