/** Where the project lies, and the paths that the set-up makes in it. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @param {string} folder */
function isProject(folder) {
  // The student's package in dist/ has the same name, and no lock file.
  if (!existsSync(join(folder, 'package-lock.json'))) return false;
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).name === 'gradus';
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

/** @param {...string} parts */
export const inRoot = (...parts) => join(root, ...parts);

export const windows = process.platform === 'win32';
export const venv = inRoot('.venv');
/** @param {string} name */
export const venvBin = (name) =>
  windows ? join(venv, 'Scripts', `${name}.exe`) : join(venv, 'bin', name);
export const bindingPackage = inRoot('node_modules', '@tensorflow', 'tfjs-node-gpu');
export const bindingFolder = join(bindingPackage, 'lib', 'napi-v8');
export const bindingFile = join(bindingFolder, 'tfjs_binding.node');
/** The student's package; a workspace links to it. */
export const studentPackage = inRoot('dist', 'student');
export const kernelProgram = join(studentPackage, 'dist', 'src', 'notebook', 'kernel.js');
