/**
 * Whose notebook is whose: the layouts in which classes are handed in.
 *
 * - Gradescope: folders `submission_<n>` with `submission_metadata.yml` beside them, which names
 *   the submitters; each of a group's submitters has the submission.
 * - Moodle: `<full name>_<id>_assignsubmission_file_`, a folder, or the beginning of a file's name.
 * - Canvas: files `<name>[_LATE]_<user id>_<submission id>_<file>`, no folders.
 * - Blackboard: files `<assignment>_<user>_attempt_<time>_<file>`, with a `.txt` for each attempt.
 * - nbgrader: `submitted/<student>/<assignment>/`, or `submitted` itself; or the inbound folder of its
 *   exchange, `<student>+<assignment>+<timestamp>+<random>`. Of several assignments the one named as
 *   the lesson that is asked for, else each.
 * - else: a folder for each student, or, where there are no folders, an archive for each.
 *
 * Only the names that the system itself gives are read, at the root; what a student could have
 * named stands deeper and has no say. What carries no such name is listed under its own.
 */
import type { Notice } from '../results/types.js';
import { byBlackboard as blackboard, blackboardName } from './blackboard.js';
import { submittersIn } from './gradescope.js';
import type { HandedInFile } from './handed.js';
import type { Tree, TreeNode } from './tree.js';

type Path = readonly string[];

export interface Layout {
  handed: HandedInFile[];
  /** What concerns nobody's submission. */
  notices: Notice[];
}

/** @param lesson the assignment to take where there are several; default: each */
export async function readLayout(tree: Tree, lesson: string | undefined): Promise<Layout> {
  const root = await classFolder(tree);
  const nodes = await tree.list(root.path);
  const notices = [
    ...root.notices,
    ...nodes
      .filter(({ kind }) => kind === 'refused')
      .map(({ name }): Notice => ({ code: 'link-refused', params: { name } })),
  ];
  const usable = nodes.filter(({ kind }) => kind !== 'refused');
  const handed = await layoutOf(usable)(tree, root.path, usable, lesson);
  if (layoutOf(usable) === byFolder) {
    for (const { name, kind } of usable) {
      const isGraded = handed.some(({ path }) => path.at(-1) === name);
      if (kind === 'file' && mayHold(name) && !isGraded) {
        notices.push({ code: 'outside-folders', params: { name } });
      }
    }
  }
  return { handed, notices };
}

/** Also under an ending that a browser or a mail program put behind: `lesson.ipynb.txt`. */
export const isNotebook = (name: string): boolean =>
  /\.ipynb(?:\.[a-z]{1,10})?$/i.test(name) && !isArchive(name);
/** By the name: what it really is, its bytes say. */
export const isArchive = (name: string): boolean => archiveEnding.test(name);
/** Whether a file is a notebook or may hold one. */
export const mayHold = (name: string): boolean => isNotebook(name) || isArchive(name);

export const hasNotebook = (nodes: readonly TreeNode[]): boolean =>
  nodes.some(({ name, kind }) => kind === 'file' && isNotebook(name));

const archiveEnding = /\.(?:zip|rar|7z|tar|t?gz|t?xz|t?bz2?)$/i;

type Read = (
  tree: Tree,
  root: Path,
  nodes: readonly TreeNode[],
  lesson: string | undefined,
) => Promise<HandedInFile[]> | HandedInFile[];

function layoutOf(nodes: readonly TreeNode[]): Read {
  const has = (kind: TreeNode['kind'], pattern: RegExp): boolean =>
    nodes.some((node) => node.kind === kind && pattern.test(node.name));
  if (has('file', /^submission_metadata\.ya?ml$/) && has('folder', gradescopeName)) {
    return byGradescope;
  }
  if (has('folder', inboundName)) return byInbound;
  if (has('folder', moodleName) || has('file', moodleName)) return byMoodle;
  if (has('file', blackboardName) && !has('folder', /./)) return byBlackboard;
  if (has('file', canvasName) && !has('folder', /./)) return byCanvas;
  return byFolder;
}

/** Whether names tell of no system: a folder for each student. */
export const isPlain = (nodes: readonly TreeNode[]): boolean => layoutOf(nodes) === byFolder;

/**
 * The folder that holds the class. An archive or a download often has one folder around it: it is
 * gone into when it alone is there and holds a known layout or several folders and no notebook.
 */
async function classFolder(tree: Tree): Promise<{ path: Path; notices: Notice[] }> {
  const nodes = await tree.list([]);
  const [only, second] = nodes.filter(({ kind }) => kind === 'folder');
  if (only === undefined || second !== undefined || hasNotebook(nodes)) {
    return { path: [], notices: [] };
  }
  if (layoutOf(nodes) !== byFolder || only.name === 'submitted') return { path: [], notices: [] };
  const inside = await tree.list([only.name]);
  const folders = inside.filter(({ kind }) => kind === 'folder');
  const known = layoutOf(inside) !== byFolder || folders.some(({ name }) => name === 'submitted');
  const archives = inside.filter(({ name, kind }) => kind === 'file' && isArchive(name));
  const units = folders.length > 0 ? folders : archives;
  const several = units.length > 1 && !inside.some(({ name }) => isNotebook(name));
  if (!known && !several) return { path: [], notices: [] };
  return {
    path: [only.name],
    notices: [{ code: 'class-folder', params: { name: only.name } }],
  };
}

const byFolder: Read = async (tree, root, nodes, lesson) => {
  const folders = nodes.filter(({ kind }) => kind === 'folder');
  const submitted = folders.find(({ name }) => name === 'submitted');
  if (submitted !== undefined) {
    const path = [...root, submitted.name];
    const inside = await tree.list(path);
    // A student of this name has a notebook in the folder, not folders.
    if (!inside.some(({ name }) => isNotebook(name))) return byAssignment(tree, path, lesson);
  }
  if (folders.length > 0) return folders.map(({ name }) => whole(name, [...root, name]));
  return nodes
    .filter(({ name }) => isArchive(name))
    .map(({ name }) => whole(withoutEnding(name), [...root, name], 'file'));
};

const withoutEnding = (name: string): string =>
  name.replace(archiveEnding, '').replace(/\.tar$/i, '');

/** nbgrader: the assignment named as the lesson, else each. */
async function byAssignment(
  tree: Tree,
  submitted: Path,
  lesson: string | undefined,
): Promise<HandedInFile[]> {
  const students = (await tree.list(submitted)).filter(({ kind }) => kind === 'folder');
  const assignments = new Map<string, string[]>();
  for (const { name } of students) {
    const inside = await tree.list([...submitted, name]);
    const folders = inside.filter(({ kind }) => kind === 'folder').map((folder) => folder.name);
    // With a notebook beside them, the folders are no assignments.
    if (!inside.some((node) => isNotebook(node.name))) assignments.set(name, folders);
  }
  const known = [...new Set([...assignments.values()].flat())].sort();
  const chosen = assignmentsAsked(known, lesson);
  // Who handed in nothing for one is not left out: their folder holds no notebook.
  return students.flatMap(({ name }) => {
    const own = [...submitted, name];
    if (!assignments.has(name) || chosen.length === 0) return [whole(name, own)];
    return chosen.map((one) => ({
      ...whole(name, [...own, one]),
      ...(chosen.length > 1 && { assignment: one }),
    }));
  });
}

/** The one that is named as the lesson, where there is one, else all. */
const assignmentsAsked = (
  known: readonly string[],
  lesson: string | undefined,
): readonly string[] => (lesson !== undefined && known.includes(lesson) ? [lesson] : known);

/** The name as it is typed: a Mac decomposes letters with accents. The key keeps two names apart. */
export const whole = (
  student: string,
  path: Path,
  kind: HandedInFile['kind'] = 'folder',
): HandedInFile => ({
  student: student.normalize('NFC'),
  key: `name ${student}`,
  path,
  kind,
  order: [0, 0, path.at(-1) ?? ''],
  notices: [],
});

/** Listed and graded under its own name: nobody's work is dropped, and nobody's guessed. */
const unknown = (name: string, root: Path, kind: HandedInFile['kind']): HandedInFile => ({
  ...whole(name, [...root, name], kind),
  notices: [{ code: 'unknown-identity', params: { name } }],
});

const canvasName = /^([^_]+)_(LATE_)?(\d{1,15})_(\d{1,15})_(.+)$/u;

/** A name as the student gave it: a copy of it, from the second on, is counted by the system. */
export function copyOf(file: string): { name: string; copy: number } {
  const [, name, copy, ending] = /^(.+)-(\d{1,4})(\.[a-z]{1,8})$/i.exec(file) ?? [];
  return copy === undefined
    ? { name: file, copy: 0 }
    : { name: `${name}${ending}`, copy: Number(copy) };
}

const byCanvas: Read = (_tree, root, nodes) =>
  nodes.flatMap(({ name }): HandedInFile[] => {
    const [, student, late, user, submission, file] = canvasName.exec(name) ?? [];
    if (student === undefined || file === undefined) {
      return mayHold(name) ? [unknown(name, root, 'file')] : [];
    }
    // Canvas counts copies of one name from the second on: lesson-1.ipynb.
    const copy = copyOf(file).copy;
    return [
      {
        student: `${student}_${user}`.normalize('NFC'),
        key: `canvas ${user}`,
        path: [...root, name],
        kind: 'file',
        fileName: file,
        order: [Number(submission), copy, file],
        notices: late === undefined ? [] : [{ code: 'late', params: {} }],
      },
    ];
  });

const byBlackboard: Read = (tree, root, nodes) =>
  blackboard(tree, root, nodes, (name) =>
    mayHold(name) ? unknown(name, root, 'file') : undefined,
  );

const moodleName = /^(.+)_(\d{1,15})_assignsubmission_([a-z]+)_(.*)$/u;

const byMoodle: Read = (_tree, root, nodes) =>
  nodes.flatMap(({ name, kind }): HandedInFile[] => {
    const as = kind === 'folder' ? 'folder' : 'file';
    const [, student, id, plugin, fileName] = moodleName.exec(name) ?? [];
    if (student === undefined) {
      return as === 'folder' || mayHold(name) ? [unknown(name, root, as)] : [];
    }
    const path = [...root, name];
    // Text typed into Moodle comes as a folder of its own beside the files.
    const order = [plugin === 'file' ? 1 : 0, 0, name] as const;
    const own = as === 'file' && fileName ? { fileName } : {};
    return [{ ...whole(`${student}_${id}`, path, as), key: `moodle ${id}`, order, ...own }];
  });

const inboundName =
  /^([^+]+)\+([^+]+)\+(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})?)(?: UTC)?(?:\+.*)?$/u;

/** Every attempt is a folder with its time, in UTC. */
const byInbound: Read = (_tree, root, nodes, lesson) => {
  const folders = nodes.filter(({ kind }) => kind === 'folder');
  const parts = folders.map(({ name }) => ({ name, found: inboundName.exec(name) }));
  const known = [...new Set(parts.flatMap(({ found }) => found?.[2] ?? []))].sort();
  const chosen = assignmentsAsked(known, lesson);
  return parts.flatMap(({ name, found }): HandedInFile[] => {
    const [, student, assignment = '', time = ''] = found ?? [];
    if (student === undefined) return [unknown(name, root, 'folder')];
    if (!chosen.includes(assignment)) return [];
    const at = Date.parse(`${time.replace(' ', 'T')}Z`);
    const one = { ...whole(student, [...root, name]), order: [at, 0, name] as const };
    return [chosen.length > 1 ? { ...one, assignment } : one];
  });
};

const mostMetadata = 16 * 1024 * 1024;
const gradescopeName = /^submission_(\d{1,15})$/;
const byGradescope: Read = async (tree, root, nodes) => {
  const file = nodes.find(({ name }) => name.startsWith('submission_metadata.'))?.name ?? '';
  const submitters = await tree.read([...root, file], mostMetadata).then(
    (bytes) => submittersIn(bytes.toString()),
    () => new Map<string, string[]>(),
  );
  return nodes.flatMap(({ name, kind }): HandedInFile[] => {
    if (kind !== 'folder') return [];
    const [, number] = gradescopeName.exec(name) ?? [];
    const named = submitters.get(name) ?? [];
    if (number === undefined || named.length === 0) return [unknown(name, root, 'folder')];
    return named.map((person) => ({
      ...whole(person, [...root, name]),
      order: [Number(number), 0, name] as const,
      notices: named.length > 1 ? [{ code: 'group', params: { count: named.length } }] : [],
    }));
  });
};
