/**
 * The workspace: the folder in which a student works, apart from the project.
 *
 * Lessons are copied into it once. Whatever lies there afterwards is the student's: no command
 * overwrites a file in it.
 */
import { createHash } from 'node:crypto';
import {
  constants,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';

/** A lesson as the student has it. */
/** @typedef {{ lesson: string, state: 'copied' | 'kept' | 'changed' }} Copied */

/** Where a workspace remembers what it was given, so that a newer lesson can be mentioned. */
const RECORD = '.gradus.json';
/** Sources that the notebook is compiled from; a student works on the notebook. */
const SOURCE = /^lesson(\.\w+)?\.md$/;

/**
 * The folder that was asked for, else `GRADUS_WORKSPACE`, else `~/gradus`.
 *
 * @param {string} [asked]
 */
export function workspaceFolder(asked) {
  return resolve(asked ?? process.env.GRADUS_WORKSPACE ?? join(homedir(), 'gradus'));
}

/** @param {string} file */
const hash = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');

/**
 * Files of a lesson that go into a workspace, relative to the lesson.
 *
 * @param {string} folder
 * @returns {string[]}
 */
function lessonFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !SOURCE.test(entry.name) && !entry.name.startsWith('.'))
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)))
    .filter((file) => !file.split(/[\\/]/).some((part) => part.startsWith('.')))
    .sort();
}

/**
 * @param {string} workspace
 * @returns {Record<string, string>} file → hash of the lesson's file when it was copied
 */
function readRecord(workspace) {
  try {
    return JSON.parse(readFileSync(join(workspace, RECORD), 'utf8')).copied ?? {};
  } catch {
    return {};
  }
}

/**
 * Copies each lesson that is not there yet; a file that exists is never touched.
 *
 * @param {string} notebooks the project's folder of lessons
 * @param {string} workspace
 * @returns {Copied[]} `kept`: it was there; `changed`: and the course has a newer one
 */
export function copyLessons(notebooks, workspace) {
  mkdirSync(workspace, { recursive: true });
  const record = readRecord(workspace);
  /** @type {Copied[]} */
  const report = [];
  const lessons = existsSync(notebooks) ? readdirSync(notebooks, { withFileTypes: true }) : [];
  for (const { name } of lessons.filter(
    (entry) => entry.isDirectory() && /^\d\d[a-z]?-/.test(entry.name),
  )) {
    /** @type {Copied['state']} */
    let state = 'kept';
    for (const file of lessonFiles(join(notebooks, name))) {
      const from = join(notebooks, name, file);
      const key = `${name}/${file.replaceAll('\\', '/')}`;
      const to = join(workspace, name, file);
      mkdirSync(dirname(to), { recursive: true });
      try {
        // EXCL: even a file that appears at this moment is not overwritten.
        copyFileSync(from, to, constants.COPYFILE_EXCL);
        record[key] = hash(from);
        state = state === 'changed' ? state : 'copied';
      } catch (error) {
        if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
        if (record[key] !== undefined && record[key] !== hash(from)) state = 'changed';
      }
    }
    report.push({ lesson: name, state });
  }
  const file = join(workspace, RECORD);
  const text = `${JSON.stringify({ copied: record }, null, 2)}\n`;
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  }
  return report.sort((a, b) => a.lesson.localeCompare(b.lesson));
}

/**
 * Makes `link` point to `target`; a real folder in its place is the student's and stays.
 *
 * @param {string} target
 * @param {string} link
 * @returns {boolean} whether the link points there now
 */
function linkTo(target, link) {
  mkdirSync(dirname(link), { recursive: true });
  const there = lstatSync(link, { throwIfNoEntry: false });
  if (there !== undefined) {
    if (!there.isSymbolicLink()) return false;
    if (resolve(dirname(link), readlinkSync(link)) === resolve(target)) return true;
    rmSync(link);
  }
  symlinkSync(resolve(target), link, process.platform === 'win32' ? 'junction' : 'dir');
  return true;
}

/**
 * Links what a notebook imports: gradus itself and Node's types.
 *
 * @param {string} workspace
 * @param {{ studentPackage: string, nodeTypes: string }} targets
 * @returns {string[]} links that could not be made because something else is in their place
 */
export function linkPackages(workspace, { studentPackage, nodeTypes }) {
  const links = [
    { target: studentPackage, link: join(workspace, 'node_modules', 'gradus') },
    { target: nodeTypes, link: join(workspace, 'node_modules', '@types', 'node') },
  ];
  return links.filter(({ target, link }) => !linkTo(target, link)).map(({ link }) => link);
}
