/** A tree with one module and its ancestors alone, and what the module's tests say there. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * @typedef {{ lesson: string, ancestors: string[], problems: string[], exercises: number,
 *   seconds: number }} Result
 */

/** Folders that have one of each lesson. */
const perLesson = ['notebooks', join('dist', 'autograder', 'reference')];
const isLesson = /^\d\d[a-z]?-/;

/**
 * @param {string} root the repository, built
 * @param {string} [only] this module alone
 * @returns {Promise<Result[]>}
 */
export async function verifyAmongAncestors(root, only) {
  const from = (/** @type {string} */ path) => import(pathToFileURL(join(root, path)).href);
  const { readSyllabus } = await from('dist/autograder/course/syllabus/syllabus.js');
  const { ancestorsOf } = await from('dist/autograder/course/syllabus/prerequisites.js');
  const { modules } = await readSyllabus(join(root, 'syllabus.md'));
  /** @type {{ id: string, number: string, after: string[], status: string }[]} */
  const all = modules;
  const before = new Map(all.map(({ number, after }) => [number, after]));
  return all
    .filter(({ id, status }) => status === 'ready' && (only === undefined || id === only))
    .map(({ id, number }) => {
      const numbers = ancestorsOf(number, before);
      const ancestors = all.filter((one) => numbers.has(one.number)).map((one) => one.id);
      return verifyOne(root, id, ancestors);
    });
}

/**
 * @param {string} root
 * @param {string} lesson
 * @param {string[]} ancestors
 * @returns {Result}
 */
function verifyOne(root, lesson, ancestors) {
  const began = performance.now();
  const tree = mkdtempSync(join(tmpdir(), 'gradus-ancestors-'));
  try {
    copyTree(root, tree, [lesson, ...ancestors]);
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(import.meta.dirname, 'verify-one.mjs'), tree, lesson],
      { cwd: tree, encoding: 'utf8', maxBuffer: 1 << 26 },
    );
    const seconds = (performance.now() - began) / 1000;
    const report = stdout.trim().split('\n').at(-1) ?? '';
    if (status === 0) return { lesson, ancestors, seconds, ...JSON.parse(report) };
    const said = stderr.split('\n').find((line) => /\bError\b/.test(line)) ?? stderr.trim();
    const problems = [said.replaceAll(`${tree}${sep}`, '')];
    return { lesson, ancestors, seconds, exercises: 0, problems };
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}

/**
 * What is built, without the lessons that are not named.
 *
 * @param {string} root
 * @param {string} tree
 * @param {string[]} lessons
 */
export function copyTree(root, tree, lessons) {
  const isLeftOut = (/** @type {string} */ path) =>
    perLesson.includes(dirname(relative(root, path))) &&
    isLesson.test(basename(path)) &&
    !lessons.includes(basename(path));
  for (const name of ['notebooks', 'syllabus.md', 'package.json', join('dist', 'src')]) {
    cpSync(join(root, name), join(tree, name), { recursive: true, filter: (p) => !isLeftOut(p) });
  }
  // What was recorded of other lessons would answer for them.
  const isCheck = (/** @type {string} */ path) =>
    relative(root, path) === join('dist', 'autograder', 'checks');
  cpSync(join(root, 'dist', 'autograder'), join(tree, 'dist', 'autograder'), {
    recursive: true,
    filter: (path) => !isLeftOut(path) && !isCheck(path),
  });
  symlinkSync(join(root, 'datasets'), join(tree, 'datasets'));
  const packages = join(tree, 'node_modules');
  mkdirSync(packages);
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name !== 'gradus') symlinkSync(join(root, 'node_modules', name), join(packages, name));
  }
  symlinkSync('..', join(packages, 'gradus'));
}
