/** Stamps: a step writes one last, so that a step that was killed half-way is done again. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/**
 * @typedef {object} Stamp
 * @property {string} inputs hash of everything that the result depends on
 * @property {string} [error] why the step failed with those inputs
 * @property {string} [remedy] what to do about it
 */

/**
 * @param {string} file
 * @returns {Stamp | undefined}
 */
export function readStamp(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * @param {string} file
 * @param {Stamp} stamp
 */
export function writeStamp(file, stamp) {
  mkdirSync(dirname(file), { recursive: true });
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, `${JSON.stringify(stamp)}\n`);
  renameSync(fresh, file);
}

/** @param {string} file */
export function removeStamp(file) {
  rmSync(file, { force: true });
}

/** @param {...string} parts */
export function hashText(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
}

/**
 * Every file under a folder that `keep` wants, sorted, so that equal trees hash equally.
 *
 * @param {string} folder
 * @param {(path: string) => boolean} keep
 * @returns {string[]}
 */
export function listFiles(folder, keep) {
  /** @type {string[]} */
  const found = [];
  /** @param {string} at */
  const walk = (at) => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const path = join(at, entry.name);
      if (!keep(path)) continue;
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile()) found.push(path);
    }
  };
  walk(folder);
  return found.sort();
}

/**
 * @param {string} base
 * @param {string[]} files
 */
export function hashFiles(base, files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const content = readFileSync(file);
    hash.update(`${relative(base, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}
