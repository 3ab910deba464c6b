/**
 * The runtime folder: the root file system that every sandbox sees, read-only.
 *
 * It holds the driver's start-up snapshot, the libraries that the Node binary names, and mount
 * points; made once for a Node binary and a driver, kept under a hash of both.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import {
  access,
  chmod,
  copyFile,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { packageRoot } from '../../src/package-root.js';
import { buildDriver } from './build.js';
import { launcher } from './launcher.js';
import { claim, sweepRuntimes } from './runtime-folders.js';
import { findTool } from './tools.js';

const run = promisify(execFile);

/** The uid and gid that student code runs as when the grader runs as root (`nobody`). */
export const nobody = 65534;

/** V8's own heap cap, in MB. The judge's memory limit is lower, so that its verdict comes first. */
const heapMb = 1024;

/**
 * Flags are part of the snapshot: Node 20 refuses a blob that was built with others.
 *
 * A sandbox lives for a tenth of a second. Compiling simply and at once, and optimising only what
 * runs for long, halves its processor time; newer V8 does the second by itself.
 */
export const nodeFlags = [
  `--max-old-space-size=${heapMb}`,
  '--no-warnings',
  '--always-sparkplug',
  // Strings keep the hashes that they have in the snapshot: they are the student's alone to collide.
  '--no-rehash-snapshot',
  ...(process.versions.v8.startsWith('11.') ? ['--interrupt-budget=4000000'] : []),
];

/** What loads the filter of system calls: beside the driver. */
const launcherName = 'launch';
const enginesLauncherName = 'launch-two-pipes';
/** For a sandbox that shares the network's names with this machine. */
const lonelyLauncherName = 'launch-without-sockets';

/** Paths inside the sandbox. */
export const inside = {
  node: '/gradus/node',
  blob: '/gradus/driver.blob',
  launcher: `/gradus/${launcherName}`,
  enginesLauncher: `/gradus/${enginesLauncherName}`,
  lonelyLauncher: `/gradus/${lonelyLauncherName}`,
  setpriv: '/gradus/setpriv',
} as const;

export interface Runtime {
  /** Becomes `/` of the sandbox. */
  root: string;
  /** The Node binary, outside `root`; bound to `/gradus/node`. */
  node: string;
  /** The snapshot, for a run without walls. */
  blob: string;
  /**
   * Loads the filter of system calls and becomes the program that its arguments name; absent where
   * this machine's calls are not known.
   */
  launcher?: string;
  /** A folder of mount points, for engines that write into the root of what they start. */
  emptyRoot: string;
}

const projectRoot = packageRoot();

/**
 * Makes the runtime folder, or finds it made. Safe when several graders start at once.
 *
 * @param families of the library that exercises may use. Default: all
 */
export async function prepareRuntime(families?: readonly string[]): Promise<Runtime> {
  const driver = await driverFile(families);
  const node = await realpath(process.execPath);
  const { size, mtimeMs } = await stat(node);
  const hash = createHash('sha256')
    .update(await readFile(driver))
    .update(JSON.stringify([node, size, mtimeMs, process.version, nodeFlags, 9]))
    .digest('hex')
    .slice(0, 16);
  const asRoot = process.getuid?.() === 0;
  const parent = await runtimeParent(asRoot);
  const folder = join(parent, hash);
  if (!(await claim(folder))) {
    await makeRuntime(parent, folder, driver, node, asRoot);
    await claim(folder);
  }
  // Two that sweep at once may find nothing left to remove.
  await sweepRuntimes(parent).catch(() => {});
  const copied = join(folder, 'node');
  const launch = join(folder, 'root/gradus', launcherName);
  return {
    root: join(folder, 'root'),
    node: existsSync(copied) ? copied : node,
    blob: join(folder, 'root/gradus/driver.blob'),
    emptyRoot: join(folder, 'empty-root'),
    ...(existsSync(launch) && { launcher: launch }),
  };
}

async function driverFile(families?: readonly string[]): Promise<string> {
  const built = join(projectRoot, 'dist/sandbox/driver.cjs');
  const own = await ownFolder();
  const named = families === undefined ? '' : `-${families.join('-') || 'alone'}`;
  // Under vitest the sources are newer than the build; a built grader trusts its build.
  if (import.meta.url.endsWith('.ts') || !existsSync(built)) {
    const fresh = join(own, `driver-source${named}.cjs`);
    await buildDriver(projectRoot, fresh, families);
    return fresh;
  }
  if (families === undefined) return built;
  const hash = createHash('sha256')
    .update(await readFile(built))
    .digest('hex')
    .slice(0, 16);
  const fresh = join(own, `driver${named}-${hash}.cjs`);
  if (!existsSync(fresh)) await buildDriver(projectRoot, fresh, families);
  return fresh;
}

/** The build folder, or a cache of this user's where another user installed the project. */
async function ownFolder(): Promise<string> {
  const inProject = join(projectRoot, 'dist/sandbox');
  const mine = await mkdir(inProject, { recursive: true })
    .then(() => access(inProject, constants.W_OK))
    .then(() => true)
    .catch(() => false);
  if (mine) return inProject;
  const own = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'gradus/sandbox');
  await mkdir(own, { recursive: true });
  return own;
}

/** Where student code's uid can read: our own folder, else one of ours under /var/tmp. */
async function runtimeParent(asRoot: boolean): Promise<string> {
  const own = await ownFolder();
  if (!asRoot || (await readableByOthers(own))) return own;
  const shared = `/var/tmp/gradus-sandbox-${process.getuid?.()}`;
  await mkdir(shared, { recursive: true, mode: 0o755 });
  const found = await lstat(shared);
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0) {
    throw new Error(
      `Expected ${shared} to be a folder of this user that nobody else can write. Remove it and run again.`,
    );
  }
  return shared;
}

async function readableByOthers(path: string): Promise<boolean> {
  for (let at = path; ; at = dirname(at)) {
    const { mode } = await stat(at);
    if ((mode & 0o005) !== 0o005 && !((mode & 0o001) === 0o001 && at !== path)) return false;
    if (at === dirname(at)) return true;
  }
}

async function makeRuntime(
  parent: string,
  folder: string,
  driver: string,
  node: string,
  asRoot: boolean,
): Promise<void> {
  const fresh = await mkdtemp(join(parent, 'making-'));
  try {
    const root = join(fresh, 'root');
    for (const place of ['gradus', 'proc', 'dev', 'tmp', 'old']) {
      await mkdir(join(root, place), { recursive: true });
    }
    for (const device of ['null', 'zero', 'random', 'urandom']) {
      await writeFile(join(root, 'dev', device), '');
    }
    await writeFile(join(root, 'gradus/node'), '', { mode: 0o755 });
    const setpriv = findTool('setpriv');
    for (const library of await libraries([node, ...(setpriv ? [setpriv] : [])])) {
      await mkdir(join(root, dirname(library)), { recursive: true });
      await copyFile(await realpath(library), join(root, library));
      await chmod(join(root, library), 0o755);
    }
    if (setpriv) {
      await copyFile(setpriv, join(root, 'gradus/setpriv'));
      await chmod(join(root, 'gradus/setpriv'), 0o755);
    }
    await run(
      node,
      [
        ...nodeFlags,
        '--snapshot-blob',
        join(root, 'gradus/driver.blob'),
        '--build-snapshot',
        driver,
      ],
      {
        env: {},
      },
    );
    const { arch } = process;
    if (arch === 'x64' || arch === 'arm64') {
      const files = [
        [launcherName, launcher(arch)],
        [enginesLauncherName, launcher(arch, { twoPipes: true })],
        [lonelyLauncherName, launcher(arch, { sockets: false })],
      ] as const;
      for (const [name, bytes] of files) {
        await writeFile(join(root, 'gradus', name), bytes);
        await chmod(join(root, 'gradus', name), 0o755);
      }
    }
    for (const place of [...(await readdir(root)), 'etc', 'run', 'sys']) {
      await mkdir(join(fresh, 'empty-root', place), { recursive: true, mode: 0o755 });
    }
    await chmod(join(fresh, 'empty-root/tmp'), 0o1777);
    // What podman else makes itself, which only the owner of the folder could.
    for (const file of [
      'etc/hosts',
      'etc/hostname',
      'etc/passwd',
      'etc/group',
      'run/.containerenv',
    ])
      await writeFile(join(fresh, 'empty-root', file), '');
    await symlink('/proc/mounts', join(fresh, 'empty-root/etc/mtab'));
    // A Node in root's home (nvm, a version manager) cannot be read by `nobody`.
    if (asRoot && !(await readableByOthers(dirname(node)))) {
      await copyFile(node, join(fresh, 'node'));
      await chmod(join(fresh, 'node'), 0o755);
    }
    // Whatever the umask says: readable by the sandbox's uid, writable by nobody else.
    await chmod(join(root, 'gradus/driver.blob'), 0o644);
    for (const folder of await readdir(root, { recursive: true, withFileTypes: true })) {
      if (folder.isDirectory()) await chmod(join(folder.parentPath, folder.name), 0o755);
    }
    await chmod(root, 0o755);
    await chmod(fresh, 0o755);
    await writeFile(join(fresh, 'ready'), '');
    await rename(fresh, folder).catch((error: NodeJS.ErrnoException) => {
      // Another grader was first; its folder is as good as ours.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** The shared libraries of binaries, the loader included, by `ldd`. */
async function libraries(binaries: readonly string[]): Promise<string[]> {
  const ldd = findTool('ldd');
  if (ldd === undefined) throw new Error('Expected `ldd` (part of the C library) to be installed.');
  const found = new Set<string>();
  for (const binary of binaries) {
    const { stdout } = await run(ldd, [binary]).catch(
      (error: { stdout?: string; message: string }) => {
        if (error.stdout?.includes('not a dynamic executable')) return { stdout: '' };
        throw new Error(`ldd ${basename(binary)} failed: ${error.message}`);
      },
    );
    for (const [, path] of stdout.matchAll(/(\/[^\s()]+) \(0x/g)) if (path) found.add(path);
  }
  return [...found];
}
