/**
 * The workspace: the folder in which a student works, apart from the project.
 *
 * Lessons are copied into it once. Whatever lies there afterwards is the student's: no command
 * overwrites a file in it.
 */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { handedOut } from './without-outputs.mjs';

/** @typedef {'en' | 'zh'} Language */
/** A lesson as the student has it; `language` is that of its notebook, where it is known. */
/** @typedef {{ lesson: string, state: 'copied' | 'kept' | 'changed', language?: Language, isTranslated: boolean }} Copied */

/** Where a workspace remembers what it was given, so that a newer lesson can be mentioned. */
const RECORD = '.gradus.json';
/** Sources that the notebook is compiled from, and what only they need; a student works on the notebook. */
const SOURCE = /^(lesson(\.\w+)?\.md|numbers\.json|migrations\.yaml)$/;
/** The file that a student works in, whatever its language. */
const NOTEBOOK = 'lesson.ipynb';
const TRANSLATED = /^lesson\.\w+\.ipynb$/;

/** @param {Language} language */
const notebookOf = (language) => (language === 'en' ? NOTEBOOK : `lesson.${language}.ipynb`);

/**
 * The folder that was asked for, else `GRADUS_WORKSPACE`, else the usual one.
 *
 * @param {string} [asked]
 * @param {string} [usual]
 */
export function workspaceFolder(asked, usual = join(homedir(), 'gradus')) {
  return resolve(asked ?? process.env.GRADUS_WORKSPACE ?? usual);
}

/**
 * The notebook that a student of this language works in. A bundle has those of all languages beside
 * each other, as `lesson.zh.ipynb`.
 *
 * @param {string} workspace
 * @param {string} lesson
 * @param {Language} language
 */
export function notebookIn(workspace, lesson, language) {
  const wanted = notebookOf(language);
  return existsSync(join(workspace, lesson, wanted)) ? wanted : NOTEBOOK;
}

/**
 * Of what a student is given of a file: notebooks whose outputs alone differ are the same.
 *
 * @param {string} file
 */
const hash = (file) => createHash('sha256').update(handedOut(file)).digest('hex');

/**
 * Files of a lesson that go into a workspace, relative to the lesson.
 *
 * @param {string} folder
 * @returns {string[]}
 */
function lessonFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .filter(({ name }) => !SOURCE.test(name) && !TRANSLATED.test(name))
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)))
    .filter((file) => !file.split(/[\\/]/).some((part) => part.startsWith('.')))
    .sort();
}

/**
 * `copied`: file → hash of the course's file when it was copied. `languages`: lesson → that of its
 * notebook; a lesson without one was copied in English, as all were before there was a choice.
 *
 * @typedef {{ copied: Record<string, string>, languages: Record<string, Language> }} Copies
 */

/**
 * @param {string} workspace
 * @returns {Copies}
 */
function readRecord(workspace) {
  try {
    const found = JSON.parse(readFileSync(join(workspace, RECORD), 'utf8'));
    return { copied: found.copied ?? {}, languages: found.languages ?? {} };
  } catch {
    return { copied: {}, languages: {} };
  }
}

/**
 * @param {string} workspace
 * @param {Copies} record
 */
function writeRecord(workspace, record) {
  const file = join(workspace, RECORD);
  const text = `${JSON.stringify(record, null, 2)}\n`;
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

/**
 * Copies one file, unless something is there.
 *
 * @param {string} from
 * @param {string} to
 * @returns {boolean} whether it was copied
 */
function copyNew(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  try {
    // `wx`: even a file that appears at this moment is not overwritten.
    writeFileSync(to, handedOut(from), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    return false;
  }
}

/**
 * Copies what is not there yet of one lesson, and writes down what it copied.
 *
 * @param {string} source the lesson in the project
 * @param {string} target
 * @param {string} lesson
 * @param {Language} language
 * @param {Copies} record
 * @returns {Copied}
 */
function copyLesson(source, target, lesson, language, record) {
  /** @type {Copied['state']} */
  let state = 'kept';
  const isTranslated = existsSync(join(source, notebookOf(language)));
  /** @type {Language | undefined} */
  let its;
  for (const file of lessonFiles(source)) {
    const key = `${lesson}/${file.replaceAll('\\', '/')}`;
    const isNotebook = file === NOTEBOOK;
    const wanted = isNotebook && isTranslated ? notebookOf(language) : file;
    if (copyNew(join(source, wanted), join(target, file))) {
      record.copied[key] = hash(join(source, wanted));
      if (isNotebook) record.languages[lesson] = isTranslated ? language : 'en';
      if (state === 'kept') state = 'copied';
    } else if (record.copied[key] !== undefined) {
      // What the student has is compared with what it was copied from, not with another language.
      const origin = isNotebook ? notebookOf(record.languages[lesson] ?? 'en') : file;
      const from = join(source, origin);
      if (existsSync(from) && record.copied[key] !== hash(from)) state = 'changed';
    }
    if (isNotebook && record.copied[key] !== undefined) its = record.languages[lesson] ?? 'en';
  }
  return { lesson, state, isTranslated, ...(its !== undefined && { language: its }) };
}

/**
 * Copies each lesson that is not there yet; a file that exists is never touched. A lesson has one
 * notebook in the workspace, `lesson.ipynb`, in the language of the day on which it was copied.
 *
 * @param {string} notebooks the project's folder of lessons
 * @param {string} workspace
 * @param {Language} [language] of notebooks that are copied now, where a lesson has it; else English
 * @returns {Copied[]} `kept`: it was there; `changed`: and the course has a newer one;
 *   `isTranslated`: whether the course has it in this language
 */
export function copyLessons(notebooks, workspace, language = 'en') {
  mkdirSync(workspace, { recursive: true });
  const record = readRecord(workspace);
  const lessons = existsSync(notebooks) ? readdirSync(notebooks, { withFileTypes: true }) : [];
  const report = lessons
    .filter((entry) => entry.isDirectory() && /^\d\d[a-z]?-/.test(entry.name))
    .map(({ name }) =>
      copyLesson(join(notebooks, name), join(workspace, name), name, language, record),
    );
  writeRecord(workspace, record);
  return report.sort((a, b) => a.lesson.localeCompare(b.lesson));
}

/**
 * What there is to say of a lesson after that, as codes of sentences.
 *
 * @param {Copied} copied
 * @param {Language} language that was wanted
 * @returns {('copied' | 'changed' | 'notTranslated' | 'otherLanguage')[]}
 */
export function newsOf({ state, language: its, isTranslated }, language) {
  /** @type {ReturnType<typeof newsOf>} */
  const news = state === 'kept' ? [] : [state];
  if (state === 'copied' && !isTranslated) news.push('notTranslated');
  if (isTranslated && its !== undefined && its !== language) {
    news.push('otherLanguage');
  }
  return news;
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

/**
 * Copies what a page beside the notebooks draws with where JupyterLab has no plotly of its own. Copies,
 * not links: a server of notebooks gives no file that lies outside of its folder. Where they cannot be
 * had, figures stay still pictures.
 *
 * @param {string} workspace
 * @param {readonly string[]} packages folders of packages with a `.min.js`; each keeps its name
 */
export function copyPlotly(workspace, packages) {
  for (const from of packages) {
    const to = join(workspace, 'node_modules', basename(from));
    try {
      for (const file of readdirSync(from).filter((name) => /\.min\.js$|^LICENSE$/.test(name))) {
        const { size } = statSync(join(from, file));
        if (statSync(join(to, file), { throwIfNoEntry: false })?.size === size) continue;
        mkdirSync(to, { recursive: true });
        // Whole or not at all: a page may ask for it at this moment.
        copyFileSync(join(from, file), join(to, `${file}.new`));
        renameSync(join(to, `${file}.new`), join(to, file));
      }
    } catch {
      // No room, or no right to write: notebooks run without it.
    }
  }
}
