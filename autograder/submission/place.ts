/** What one student handed in, as a tree of its own: a folder, an archive, or files one by one. */
import { submissionTree } from './archive.js';
import { copyOf, type Handed, isNotebook, isZip } from './layout.js';
import { NotebookError } from './notebook.js';
import { below, type Tree } from './tree.js';

export interface Place {
  /** What the student handed in; its root is their folder. */
  tree: Tree;
  /** Notebooks in it. */
  paths: string[][];
}

/** Where to look for a student's notebook; an error when it is an archive that cannot be read. */
export async function placeOf(
  tree: Tree,
  attempts: readonly Handed[],
): Promise<Place | NotebookError> {
  const [first] = attempts as [Handed];
  if (first.kind === 'file') {
    if (isZip(first.path.at(-1) ?? '')) return insideZip(tree, first.path);
    const files = filesOf(tree, attempts);
    return { tree: files, paths: [[nameOf(first)]] };
  }
  const own = below(tree, first.path);
  const paths = await notebooksIn(own);
  if (paths.length > 0) return { tree: own, paths };
  const nodes = await own.list([]).catch(() => []);
  const zip = nodes.find(({ name, kind }) => kind === 'file' && isZip(name));
  return zip === undefined ? { tree: own, paths } : insideZip(own, [zip.name]);
}

/** The archive is unpacked anew for each file: a class of them is never held in memory. */
async function insideZip(tree: Tree, path: readonly string[]): Promise<Place | NotebookError> {
  try {
    const paths = await notebooksIn(await submissionTree(tree, path));
    const inner: Tree = {
      list: async (at) => (await submissionTree(tree, path)).list(at),
      read: async (at, maxBytes) => (await submissionTree(tree, path)).read(at, maxBytes),
      show: (at) => [tree.show(path), ...at].join('/'),
    };
    return { tree: inner, paths };
  } catch (error) {
    if (error instanceof NotebookError) return error;
    throw error;
  }
}

const nameOf = (one: Handed): string => one.fileName ?? one.path.at(-1) ?? '';

/** Files that were handed in one by one, under the names that the student gave them. */
function filesOf(tree: Tree, attempts: readonly Handed[]): Tree {
  const files = new Map<string, Handed>();
  // The latest of a name counts, and they stand first; a copy's number is no part of its name.
  for (const name of [(one: Handed) => copyOf(nameOf(one)).name, nameOf]) {
    for (const one of attempts) if (!files.has(name(one))) files.set(name(one), one);
  }
  return {
    list: async (path) =>
      path.length > 0 ? [] : [...files.keys()].map((name) => ({ name, kind: 'file' as const })),
    read: async (path, maxBytes) => {
      const found = path.length === 1 ? files.get(path[0] ?? '') : undefined;
      if (found === undefined) throw new NotebookError('unreadable', 'ENOENT');
      return tree.read(found.path, maxBytes);
    },
    show: (path) => tree.show(files.get(path[0] ?? '')?.path ?? path),
  };
}

const deepest = 4;
const mostFolders = 500;

/** The notebooks nearest to the root: those in it, else those of the next level. */
async function notebooksIn(tree: Tree): Promise<string[][]> {
  let level: (readonly string[])[] = [[]];
  for (let depth = 0; depth < deepest && level.length > 0; depth++) {
    const notebooks: string[][] = [];
    const inside: string[][] = [];
    for (const path of level) {
      for (const { name, kind } of await tree.list(path).catch(() => [])) {
        if (kind === 'folder') inside.push([...path, name]);
        else if (isNotebook(name)) notebooks.push([...path, name]);
      }
    }
    if (notebooks.length > 0) return notebooks;
    level = inside.slice(0, mostFolders);
  }
  return [];
}
