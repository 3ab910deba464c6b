/** The npm packages of the lock file, without their install scripts (see .npmrc). */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { home, inHome, windows } from './root.mjs';
import { run, tail } from './run.mjs';
import { hashText, readStamp, writeStamp } from './stamp.mjs';
import { ensure, SetupError } from './steps.mjs';

// Packages with install scripts, and why none has to run: esbuild checks a binary that comes as a
// package of its own; zeromq carries its libraries; core-js prints a banner; tfjs-node-gpu would
// download what `native.mjs` builds.

const lockFile = inHome('package-lock.json');
const stamp = inHome('node_modules', '.gradus.json');

/** @param {string} file */
function packagesOf(file) {
  /** @type {{ packages: Record<string, { version?: string, optional?: boolean, link?: boolean }> }} */
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  return lock.packages;
}

/** Whether a plain `npm install` or `npm ci` already put everything there. */
function installedAlready() {
  const hidden = inHome('node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const have = packagesOf(hidden);
  return Object.entries(packagesOf(lockFile)).every(([path, { version, optional }]) => {
    if (path === '' || optional) return true;
    return have[path]?.version === version && existsSync(join(home, path, 'package.json'));
  });
}

/** How npm is started: the one that runs this command, else the one on the path. */
export function npm() {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js') && existsSync(script)) {
    return { program: process.execPath, args: [script] };
  }
  // On Windows npm is a batch file, which only a shell runs.
  return windows ? { program: 'cmd.exe', args: ['/c', 'npm'] } : { program: 'npm', args: [] };
}

export async function ensureNpmPackages() {
  const inputs = () => hashText(readFileSync(lockFile, 'utf8'), process.platform, process.arch);
  if (readStamp(stamp)?.inputs !== inputs() && installedAlready()) {
    writeStamp(stamp, { inputs: inputs() });
  }
  await ensure({
    name: 'npm packages',
    stamp,
    inputs,
    async work(say) {
      const { program, args } = npm();
      const { code, output } = await run(program, [...args, 'ci', '--ignore-scripts'], {
        cwd: home,
        onLine: say,
      });
      if (code !== 0) {
        throw new SetupError(
          `npm ci failed:\n${tail(output)}`,
          'Check the network and the registry (`npm config get registry`), then run the command again.',
        );
      }
    },
  });
}
