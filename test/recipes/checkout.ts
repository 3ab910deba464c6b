/** A copy of this checkout that may be changed: sources copied, packages linked. */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../src/setup/root.mjs';

const parts = ['src', 'autograder', 'notebooks', 'datasets', 'test'];
const files = [
  ...['package.json', 'package-lock.json', 'tsconfig.json', 'syllabus.md', 'README.md'],
  ...['LICENSE', '.tsconfig.build.json', '.biome.json', '.gitignore', '.npmrc'],
];

export interface Checkout {
  folder: string;
  /** Runs a command of a README there. */
  run(command: string): Promise<{ code: number; output: string }>;
  remove(): void;
}

/** What this process was started with says where this checkout lies, and which tests run. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(?:npm_|VITEST|GRADUS_|NODE_)/i.test(name)),
);

export function copyCheckout(): Checkout {
  const folder = mkdtempSync(join(tmpdir(), 'gradus-recipes-'));
  for (const name of [...parts, ...files]) {
    cpSync(join(root, name), join(folder, name), { recursive: true, verbatimSymlinks: true });
  }
  const packages = join(folder, 'node_modules');
  mkdirSync(packages);
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name !== 'gradus') symlinkSync(join(root, 'node_modules', name), join(packages, name));
  }
  // As in every checkout, the package is found by its name, and is the one that lies here.
  symlinkSync('..', join(packages, 'gradus'));
  return {
    folder,
    run: (command) => run(command, folder),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function run(command: string, cwd: string): Promise<{ code: number; output: string }> {
  const child = spawn(command, { cwd, env, shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
