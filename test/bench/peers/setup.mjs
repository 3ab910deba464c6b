/** The peers in an environment of their own, outside the tree, and a place without the machine's files. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kernelSpec } from '../../../src/setup/kernel-spec.mjs';

/** Pinned: a figure belongs to a version. */
export const versions = [
  'nbgrader==0.9.5',
  'otter-grader==7.0.0',
  'numpy==2.4.6',
  'ipykernel==7.4.0',
  'nbclient==0.11.0',
  'nbconvert==7.17.2',
];

const root = fileURLToPath(new URL('../../../', import.meta.url));
export const cache = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
  'gradus',
  'peers',
);
const venv = join(cache, 'venv');
export const program = (/** @type {string} */ name) => join(venv, 'bin', name);

/** Makes the environment where it is not there yet. */
export function install() {
  const stamp = join(venv, versions.join(' ').replaceAll('=', ''));
  if (existsSync(stamp)) return;
  rmSync(venv, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  execFileSync('python3', ['-m', 'venv', venv], { stdio: 'inherit' });
  const pip = ['install', '--quiet', '--disable-pip-version-check', ...versions];
  execFileSync(program('pip'), pip, { stdio: 'inherit' });
  writeFileSync(stamp, '');
}

/** An empty folder with this project's kernel and library in reach. */
export function workplace(/** @type {string} */ name) {
  const folder = join(cache, 'work', name);
  rmSync(folder, { recursive: true, force: true });
  const kernel = join(folder, 'share', 'jupyter', 'kernels', 'tslab');
  mkdirSync(kernel, { recursive: true });
  mkdirSync(join(folder, 'node_modules', '@types'), { recursive: true });
  mkdirSync(join(folder, 'home'));
  writeFileSync(join(kernel, 'kernel.json'), JSON.stringify(kernelSpec(), null, 2));
  symlinkSync(join(root, 'dist', 'student'), join(folder, 'node_modules', 'gradus'));
  symlinkSync(
    join(root, 'node_modules', '@types', 'node'),
    join(folder, 'node_modules', '@types', 'node'),
  );
  return folder;
}

/**
 * Runs a command that may write in `folder` only and has no network: peers run student code as the
 * instructor, and this is somebody's machine. Without bubblewrap it is refused.
 *
 * @param {string} folder
 * @param {readonly string[]} command
 * @param {{ cwd?: string, limitMs?: number, log?: string }} [options]
 * @returns {Promise<{ code: number | null, out: string }>} code null: it was stopped
 */
export function contained(folder, command, { cwd = folder, limitMs = 1e9 } = {}) {
  const walls = ['--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc', '--tmpfs', '/tmp'];
  // The tree itself may stand under /tmp.
  const tree = ['--ro-bind', root, root];
  const more = ['--bind', folder, folder, '--unshare-pid', '--unshare-net', '--die-with-parent'];
  const env = {
    PATH: `${join(venv, 'bin')}:${process.env.PATH}`,
    HOME: join(folder, 'home'),
    JUPYTER_PATH: join(folder, 'share', 'jupyter'),
    GRADUS_BACKEND: 'cpu',
  };
  return new Promise((resolve, reject) => {
    const child = spawn('bwrap', [...walls, ...tree, ...more, '--chdir', cwd, '--', ...command], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    const keep = (/** @type {Buffer} */ chunk) => {
      out = (out + chunk.toString('utf8')).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, out });
    });
  });
}
