/** Where the project lies, and the paths that the set-up makes in it. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @param {string} folder */
function isProject(folder) {
  // The student's package in dist/ has the same name, and no set-up.
  if (!existsSync(join(folder, 'src', 'setup', 'root.mjs'))) return false;
  return nameIn(folder) === 'gradus';
}

/**
 * @param {string} folder
 * @returns {unknown} the name in its package.json
 */
function nameIn(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).name;
  } catch {
    return undefined;
  }
}

function findRoot() {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!isProject(folder)) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('Expected this file to lie inside the gradus project.');
    folder = parent;
  }
  return folder;
}

export const root = findRoot();

/** A bundle of `gradus release` that a student unpacked: the package lies in it beside the lessons. */
export const isBundle = nameIn(dirname(root)) === 'gradus-student';

/** Where the packages, `.venv` and what failed are kept: the bundle, else the package itself. */
export const home = isBundle ? dirname(root) : root;

/** False in the package that npm installed: it never packs a lock file. */
export const isClone = existsSync(join(root, 'package-lock.json'));

/** How the user calls the `gradus` command; the command itself knows best. */
export const called =
  process.env.GRADUS_CALLED_AS ?? (isClone ? 'npm run gradus --' : 'npx gradus');
export const setupCommand = `${called} setup`;

/** @param {...string} parts */
export const inRoot = (...parts) => join(root, ...parts);
/** @param {...string} parts */
export const inHome = (...parts) => join(home, ...parts);

export const windows = process.platform === 'win32';
export const venv = inHome('.venv');
/** @param {string} name */
export const venvBin = (name) =>
  windows ? join(venv, 'Scripts', `${name}.exe`) : join(venv, 'bin', name);
/**
 * Packages that only the native backend needs. Installed, gradus puts them into a folder of its own,
 * when asked to: as a dependency, tfjs-node-gpu would download hundreds of megabytes by its install
 * script, or fail.
 */
const nativePackages = isClone ? inRoot('node_modules') : inRoot('native', 'node_modules');
export const nativeFolder = inRoot('native');
export const headersPackage = join(nativePackages, 'node-api-headers');
export const bindingPackage = join(nativePackages, '@tensorflow', 'tfjs-node-gpu');
export const bindingFolder = join(bindingPackage, 'lib', 'napi-v8');
export const bindingFile = join(bindingFolder, 'tfjs_binding.node');
/** The student's package; a workspace links to it. What npm packs is one as it is. */
export const studentPackage = isClone ? inRoot('dist', 'student') : root;
export const kernelProgram = join(studentPackage, 'dist', 'src', 'notebook', 'kernel.js');
