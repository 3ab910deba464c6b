/**
 * The submissions of a class: one for each student, whatever the class was handed in as.
 *
 * One identity, one submission. Several attempts of one student: the latest counts (the greatest
 * submission number, then the greatest number of the copy, then the last name), the others are
 * named. Two names under one number, or one name used by two, stay two submissions and are told.
 * In a student's folder the notebook is `lesson.ipynb`, else the first by name, unless another was
 * worked on more (`choose.ts`); the folders inside are searched only when there is none beside them or
 * when they are named as a lesson, and an archive only when there is none at all.
 */
import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { type Notice, UsageError } from '../results/types.js';
import { archiveTree } from './archive.js';
import { kindOfClass } from './class-kind.js';
import type { HandedInFile } from './handed.js';
import { copyOf, isNotebook, mayHold } from './layout.js';
import { readLessons } from './lesson-layout.js';
import { NotebookError } from './notebook-error.js';
import { placeOf } from './submission-files.js';
import { below, folderTree, type Tree } from './tree.js';

/** A notebook that a student handed in. */
export interface FoundNotebook {
  /** Where it is, as it is told. */
  file: string;
  /** Its bytes, piece by piece. */
  chunks: () => AsyncIterable<Uint8Array>;
  /** What was handed in beside it. */
  beside?: Tree;
}

export interface FoundSubmission {
  student: string;
  /** Where the notebook is, as it is told; undefined when there is none. */
  file: string | undefined;
  /** Reads the notebook where it is no file on disk. */
  read?: () => Promise<Buffer>;
  /** The same piece by piece. */
  chunks?: () => AsyncIterable<Uint8Array>;
  /** Further notebooks that may be the one that was worked on, the likeliest first. */
  others?: FoundNotebook[];
  /** What it was handed in for, where the folders tell of several assignments or lessons. */
  assignment?: string;
  /** Which attempt it is; 1 when nothing tells of earlier ones. */
  attempt?: number;
  /** What was handed in beside the notebook. */
  beside?: Tree;
  notices: Notice[];
}

export interface FoundClass {
  submissions: FoundSubmission[];
  /** What concerns nobody's submission. */
  notices: Notice[];
}

/**
 * Lists the students of a class.
 *
 * @param path a folder, a zip, or one notebook
 * @param lesson the assignment to take where there are several; default: each
 * @param lessons names of lessons: a folder of this name may hold the class, or a notebook, of one
 * @throws UsageError when nothing can be read there, or nobody handed in
 */
export async function findSubmissions(
  path: string,
  lesson?: string,
  lessons: readonly string[] = [],
): Promise<FoundClass> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new UsageError('folder-missing', { folder: path });
  const kind = found.isDirectory() ? 'folder' : await kindOfClass(path);
  if (kind === undefined) throw new UsageError('not-a-folder', { folder: path });
  if (kind === 'notebook') return { submissions: [single(resolve(path))], notices: [] };
  const archive = found.isDirectory() ? undefined : await archiveTree(path);
  // nbgrader's folder is known by its name, also when it is the one that was given.
  const isSubmitted = archive === undefined && basename(resolve(path)) === 'submitted';
  const tree = archive?.tree ?? folderTree(isSubmitted ? dirname(resolve(path)) : path);
  const layout = await readLessons(isSubmitted ? onlySubmitted(tree) : tree, lesson, lessons);
  if (layout.handed.length === 0) throw new UsageError('no-students', { folder: path });
  const submissions: FoundSubmission[] = [];
  const told: Notice[] = [];
  for (const assignment of new Set(layout.handed.map((one) => one.assignment))) {
    const settled = settle(layout.handed.filter((one) => one.assignment === assignment));
    told.push(...settled.notices);
    const own: FoundSubmission[] = [];
    for (const attempts of settled.students) {
      const one = await taken(tree, attempts, lessons);
      own.push(assignment === undefined ? one : { ...one, assignment });
    }
    submissions.push(...own.sort((a, b) => (a.student < b.student ? -1 : 1)));
  }
  return {
    submissions,
    notices: [...(archive?.notices ?? []), ...(tree.notices?.() ?? []), ...layout.notices, ...told],
  };
}

/** One notebook: the student is the file's name, or the folder's when that is the lesson's own. */
function single(file: string): FoundSubmission {
  const name = basename(file).replace(/\.(?:ipynb(?:\.[a-z]{1,10})?|json|txt|html?)$/i, '');
  const isLesson = name.toLowerCase() === 'lesson';
  const student = isLesson ? basename(dirname(file)) || name : name;
  return { student, file, beside: folderTree(dirname(file)), notices: [] };
}

const onlySubmitted = (tree: Tree): Tree => ({
  ...tree,
  list: async (path) => {
    const nodes = await tree.list(path);
    return path.length > 0 ? nodes : nodes.filter(({ name }) => name === 'submitted');
  },
});

/** Attempts by identity, the one that counts first; names are made to differ, never merged. */
function settle(handed: readonly HandedInFile[]): {
  students: HandedInFile[][];
  notices: Notice[];
} {
  const identities = new Map<string, HandedInFile[]>();
  for (const one of handed) {
    const identity = JSON.stringify([one.key, one.student]);
    identities.set(identity, [...(identities.get(identity) ?? []), one]);
  }
  const groups = [...identities.values()].map((group) => group.sort(latestFirst));
  const taken = new Set<string>();
  const told: Notice[] = [];
  const students = groups.map((group) => {
    const [first, ...others] = group as [HandedInFile, ...HandedInFile[]];
    const notices = [...first.notices];
    const alike = groups.find(([other]) => other && other !== first && isAlike(first, other));
    if (alike !== undefined) {
      // Without the other's name: a student reads this.
      notices.push({ code: 'duplicate-identity', params: {} });
    }
    let student = first.student;
    for (let n = 2; taken.has(student); n++) student = `${first.student} (${n})`;
    taken.add(student);
    if (alike !== undefined) {
      const params = { name: first.path.at(-1) ?? '', student, other: alike[0]?.path.at(-1) ?? '' };
      told.push({ code: 'duplicate-identities', params });
    }
    return [{ ...first, student, notices }, ...others];
  });
  return { students, notices: told };
}

const isAlike = (a: HandedInFile, b: HandedInFile): boolean =>
  a.key === b.key || plainName(a.student) === plainName(b.student);

/** The same for names that a reader could take for one. */
const plainName = (name: string): string => name.normalize('NFKC').toLowerCase().trim();

function latestFirst(a: HandedInFile, b: HandedInFile): number {
  // What is a notebook, or may hold one, comes before what cannot be one.
  const reads = (one: HandedInFile): number =>
    one.kind === 'folder' || mayHold(one.path.at(-1) ?? '') ? 1 : 0;
  const isBare = (one: HandedInFile): number => (isNotebook(one.path.at(-1) ?? '') ? 1 : 0);
  return (
    reads(b) - reads(a) ||
    b.order[0] - a.order[0] ||
    b.order[1] - a.order[1] ||
    isBare(b) - isBare(a) ||
    (a.order[2] < b.order[2] ? 1 : -1)
  );
}

/** What one student handed in, as a folder of their own. */
export function findIn(tree: Tree, student: string): Promise<FoundSubmission> {
  const handed = { student, key: student, path: [], kind: 'folder' as const };
  return taken(tree, [{ ...handed, order: [0, 0, ''], notices: [] }], []);
}

async function taken(
  tree: Tree,
  attempts: readonly HandedInFile[],
  lessons: readonly string[],
): Promise<FoundSubmission> {
  const [first, ...others] = attempts as [HandedInFile, ...HandedInFile[]];
  const notices = [...first.notices];
  const earlier = others.filter(
    ({ path, kind }) => kind === 'folder' || mayHold(path.at(-1) ?? ''),
  );
  if (earlier.length > 0) {
    const kept = first.path.at(-1) ?? '';
    const rest = earlier.map(({ path }) => path.at(-1)).join(', ');
    notices.push({ code: 'earlier-attempts', params: { kept, others: rest } });
  }
  const attempt = attemptOf([first, ...earlier]);
  const { student } = first;
  const place = await placeOf(tree, attempts, lessons);
  if (place instanceof NotebookError) {
    const read = () => Promise.reject(place);
    return { student, file: tree.show(first.path), read, attempt, notices };
  }
  const [chosen, ...rest] = [...place.paths].sort(likeliestFirst).slice(0, mostNotebooks);
  if (chosen === undefined) {
    notices.push({ code: 'empty-folder', params: { holds: holdsOf(place.holds) } });
    return { student, file: undefined, beside: place.tree, attempt, notices };
  }
  const notebook = (path: readonly string[]): FoundNotebook => ({
    file: place.tree.show(path),
    chunks: () => place.tree.chunks(path),
    beside: below(place.tree, path.slice(0, -1)),
  });
  if (rest.length > 0) notices.push(severalNotebooks(chosen, rest));
  return {
    student,
    ...notebook(chosen),
    read: () => place.tree.read(chosen),
    ...(rest.length > 0 && { others: rest.map(notebook) }),
    attempt,
    notices,
  };
}

/** A course has some twenty lessons, and a workspace a notebook of each. */
const mostNotebooks = 30;

/** The lesson's own name, then notebooks by their ending, then by name. */
function likeliestFirst(a: readonly string[], b: readonly string[]): number {
  const rank = (path: readonly string[]): number => {
    const name = path.at(-1)?.toLowerCase() ?? '';
    return name === 'lesson.ipynb' ? 0 : name.endsWith('.ipynb') ? 1 : 2;
  };
  return rank(a) - rank(b) || (a.join('/') < b.join('/') ? -1 : 1);
}

/** Which of several was graded, and which were not. */
export const severalNotebooks = (
  kept: readonly string[],
  others: readonly (readonly string[])[],
): Notice => ({
  code: 'several-notebooks',
  params: {
    kept: shownName(kept.at(-1) ?? ''),
    others: others.map((path) => shownName(path.at(-1) ?? '')).join(', '),
  },
});

const mostNames = 8;

/** What a folder without a notebook holds, in a line. */
function holdsOf(names: readonly string[]): string {
  const own = [...new Set(names)].map(shownName);
  const more = own.length > mostNames ? ', …' : '';
  return own.slice(0, mostNames).join(', ') + more;
}

/** A name of a student's own in a sentence: one line, nothing that turns it around. */
export const shownName = (name: string): string =>
  name.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029`]/gu, '\ufffd').slice(0, 100);

/** How many there are to choose from, or what Canvas counts of the notebook's own name. */
function attemptOf(attempts: readonly HandedInFile[]): number {
  const apart = new Set(attempts.map(({ order }) => `${order[0]} ${order[1]}`));
  const counted = attempts
    .map(({ fileName = '' }) => copyOf(fileName))
    .filter(({ name }) => name.toLowerCase() === 'lesson.ipynb');
  return Math.max(apart.size, ...counted.map(({ copy }) => copy + 1));
}
