/** What one student handed in, as a tree of its own: a folder, an archive, or files one by one. */
import { submissionTree } from './archive.js';
import { beginsAsNotebook, mayBeNotebook } from './file-kind.js';
import type { HandedInFile } from './handed.js';
import { copyOf, isArchive, isNotebook } from './layout.js';
import { NotebookError } from './notebook-error.js';
import { below, type Tree } from './tree.js';

export interface SubmissionFiles {
  /** What the student handed in; its root is their folder. */
  tree: Tree;
  /** Notebooks in it. */
  paths: string[][];
  /** Names at its root, where it holds no notebook. */
  holds: string[];
}

/**
 * Where to look for a student's notebook; an error when it is an archive that cannot be read.
 *
 * @param lessons folders of these names hold notebooks of their own, also beside others
 */
export async function placeOf(
  tree: Tree,
  attempts: readonly HandedInFile[],
  lessons: readonly string[] = [],
): Promise<SubmissionFiles | NotebookError> {
  const [first] = attempts as [HandedInFile];
  if (first.kind === 'file') {
    if (isArchive(first.path.at(-1) ?? '')) return insideArchive(tree, first.path, lessons);
    const files = filesOf(tree, attempts);
    const name = nameOf(first);
    const isOne = isNotebook(name) || (await isDisguised(files, [name]));
    return { tree: files, paths: isOne ? [[name]] : [], holds: attempts.map(nameOf) };
  }
  const own = below(tree, first.path);
  const paths = await notebooksIn(own, lessons);
  if (paths.length > 0) return { tree: own, paths, holds: [] };
  const nodes = await own.list([]).catch(() => []);
  const archive = nodes.find(({ name, kind }) => kind === 'file' && isArchive(name));
  if (archive !== undefined) return insideArchive(own, [archive.name], lessons);
  return { tree: own, paths, holds: nodes.map(({ name }) => name) };
}

/** The archive is unpacked anew for each file: a class of them is never held in memory. */
async function insideArchive(
  tree: Tree,
  path: readonly string[],
  lessons: readonly string[],
): Promise<SubmissionFiles | NotebookError> {
  try {
    const once = await submissionTree(tree, path);
    const paths = await notebooksIn(once, lessons);
    const holds = (await once.list([])).map(({ name }) => name);
    const inner: Tree = {
      list: async (at) => (await submissionTree(tree, path)).list(at),
      chunks: async function* (at, maxBytes) {
        yield* (await submissionTree(tree, path)).chunks(at, maxBytes);
      },
      read: async (at, maxBytes) => (await submissionTree(tree, path)).read(at, maxBytes),
      show: (at) => [tree.show(path), ...at].join('/'),
    };
    return { tree: inner, paths, holds };
  } catch (error) {
    if (error instanceof NotebookError) return error;
    throw error;
  }
}

const nameOf = (one: HandedInFile): string => one.fileName ?? one.path.at(-1) ?? '';

/** Files that were handed in one by one, under the names that the student gave them. */
function filesOf(tree: Tree, attempts: readonly HandedInFile[]): Tree {
  const files = new Map<string, HandedInFile>();
  // The latest of a name counts, and they stand first; a copy's number is no part of its name.
  for (const name of [(one: HandedInFile) => copyOf(nameOf(one)).name, nameOf]) {
    for (const one of attempts) if (!files.has(name(one))) files.set(name(one), one);
  }
  const fileAt = (path: readonly string[]): HandedInFile => {
    const found = path.length === 1 ? files.get(path[0] ?? '') : undefined;
    if (found === undefined) throw new NotebookError('unreadable', 'ENOENT');
    return found;
  };
  return {
    list: async (path) =>
      path.length > 0 ? [] : [...files.keys()].map((name) => ({ name, kind: 'file' as const })),
    chunks: async function* (path, maxBytes) {
      yield* tree.chunks(fileAt(path).path, maxBytes);
    },
    read: async (path, maxBytes) => tree.read(fileAt(path).path, maxBytes),
    show: (path) => tree.show(files.get(path[0] ?? '')?.path ?? path),
  };
}

const deepest = 4;
const mostFolders = 500;
/** Files of a submission whose first bytes are looked at. */
const mostLooked = 50;

/** A notebook that was saved under another ending: its first bytes are looked at. */
async function isDisguised(tree: Tree, path: readonly string[]): Promise<boolean> {
  if (!mayBeNotebook(path.at(-1) ?? '')) return false;
  try {
    for await (const head of tree.chunks(path)) return beginsAsNotebook(head);
  } catch {
    // It cannot be read: it is not taken for one.
  }
  return false;
}

/** The notebooks nearest to the root, and those of folders in it that are named as lessons. */
async function notebooksIn(tree: Tree, lessons: readonly string[]): Promise<string[][]> {
  const notebooks = await nearestNotebooks(tree);
  // Those of the next levels are among them already.
  if (notebooks.every((path) => path.length > 1)) return notebooks;
  const folders = (await tree.list([])).filter(({ kind }) => kind === 'folder');
  for (const { name } of folders.filter((folder) => lessons.includes(folder.name))) {
    const inside = await nearestNotebooks(below(tree, [name]));
    notebooks.push(...inside.map((path) => [name, ...path]));
  }
  return notebooks;
}

/** Those in the root, else those of the next level. */
async function nearestNotebooks(tree: Tree): Promise<string[][]> {
  let level: (readonly string[])[] = [[]];
  let looked = 0;
  for (let depth = 0; depth < deepest && level.length > 0; depth++) {
    const notebooks: string[][] = [];
    const inside: string[][] = [];
    for (const path of level) {
      for (const { name, kind } of await tree.list(path).catch(() => [])) {
        if (kind === 'folder') inside.push([...path, name]);
        else if (isNotebook(name)) notebooks.push([...path, name]);
        else if (
          kind === 'file' &&
          looked++ < mostLooked &&
          (await isDisguised(tree, [...path, name]))
        ) {
          notebooks.push([...path, name]);
        }
      }
    }
    if (notebooks.length > 0) return notebooks;
    level = inside.slice(0, mostFolders);
  }
  return [];
}
