/**
 * A root for `chroot`: what the other walls mount, as hard links and copies, and an empty `/proc`.
 *
 * Only root writes in it. Each sandbox has a folder of its own in `/tmp`, which nobody can list.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, copyFile, link, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Runtime } from '../runtime.js';
import { findTool } from '../tools.js';

const run = promisify(execFile);

/** The root beside that of the runtime; made once. Safe when several graders start at once. */
export async function plainRoot({ root, node }: Runtime): Promise<string> {
  const folder = dirname(root);
  const made = join(folder, 'plain-root');
  if (existsSync(made)) return made;
  const fresh = await mkdtemp(join(folder, 'plain-making-'));
  try {
    await linkTree(root, fresh);
    // Mount points; that of /proc stays, empty, for code that looks whether something runs.
    await rm(join(fresh, 'old'), { recursive: true, force: true });
    await rm(join(fresh, 'gradus/node'), { force: true });
    await rm(join(fresh, 'dev'), { recursive: true, force: true });
    await mkdir(join(fresh, 'dev'), { mode: 0o755 });
    await makeNull(join(fresh, 'dev/null'));
    await linkOrCopy(node, join(fresh, 'gradus/node'));
    await chmod(join(fresh, 'gradus/node'), 0o755);
    await chmod(join(fresh, 'tmp'), 0o711);
    await chmod(fresh, 0o755);
    await rename(fresh, made).catch((error: NodeJS.ErrnoException) => {
      // Another grader was first.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return made;
}

async function linkTree(from: string, to: string): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) {
      await mkdir(target, { mode: 0o755 });
      await linkTree(source, target);
    } else if (entry.isFile()) {
      await linkOrCopy(source, target);
    }
  }
}

/** What a process is given for the streams that it ignores; without, it cannot start one that does. */
async function makeNull(path: string): Promise<void> {
  const mknod = findTool('mknod');
  if (mknod === undefined) return;
  await run(mknod, ['-m', '666', path, 'c', '1', '3']).catch(() => {});
}

/** A link only to what belongs to root: another owner could change it, or take it away. */
async function linkOrCopy(source: string, target: string): Promise<void> {
  const { uid, mode } = await stat(source);
  if (uid === 0 && (mode & 0o022) === 0) {
    const linked = await link(source, target).then(
      () => true,
      () => false,
    );
    if (linked) return;
  }
  await copyFile(source, target);
  await chmod(target, mode & 0o755);
}
