/** What a lesson wants beside the notebook, read as data within its size: plain files, never run. */
import type { HandedInArtefact } from '../judge/artefact.js';
import { NotebookError } from './notebook.js';
import type { Tree } from './tree.js';

export interface ArtefactPlace {
  /** Names from the notebook's folder on, with `/` between them. */
  path: string;
  kind: 'predictions' | 'folder';
  maxKb: number;
}

const mostFiles = 200;
const mostFolders = 100;
const deepest = 8;

/** Finds it beside the notebook; whatever is wrong with it is a result, never an exception. */
export async function readArtefact(
  beside: Tree | undefined,
  { path, kind, maxKb }: ArtefactPlace,
): Promise<HandedInArtefact> {
  const segments = path.split('/');
  try {
    const found = beside && (await kindOf(beside, segments));
    if (beside === undefined || found === undefined) return { kind: 'missing' };
    if (found === 'refused') return { kind: 'refused', reason: 'link' };
    if (kind === 'folder') {
      if (found !== 'folder') return { kind: 'refused', reason: 'no-folder' };
      return { kind: 'folder', files: await filesIn(beside, segments, maxKb * 1024) };
    }
    if (found !== 'file') return { kind: 'refused', reason: 'no-file' };
    return { kind: 'file', bytes: await beside.read(segments, maxKb * 1024) };
  } catch (error) {
    return {
      kind: 'refused',
      reason: error instanceof NotebookError ? error.reason : 'unreadable',
    };
  }
}

/** What the last name is, where every name before it is a folder. */
async function kindOf(tree: Tree, path: readonly string[]) {
  for (const [i, segment] of path.entries()) {
    const found = (await tree.list(path.slice(0, i))).find(({ name }) => name === segment)?.kind;
    if (i === path.length - 1 || found !== 'folder') return found;
  }
  return undefined;
}

/** Text by path from the folder on. @throws NotebookError when there is too much, or no text */
async function filesIn(
  tree: Tree,
  root: readonly string[],
  maxBytes: number,
): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  let left = maxBytes;
  let folders = 0;
  const walk = async (path: readonly string[]): Promise<void> => {
    if (++folders > mostFolders || path.length > deepest) throw new NotebookError('too-many-files');
    for (const { name, kind } of await tree.list([...root, ...path])) {
      const inner = [...path, name];
      if (kind === 'refused') throw new NotebookError('link');
      if (kind === 'folder') await walk(inner);
      else {
        if (files.size >= mostFiles) throw new NotebookError('too-many-files');
        const bytes = await tree.read([...root, ...inner], left);
        left -= bytes.length;
        files.set(inner.join('/'), textOf(bytes));
      }
    }
  };
  await walk([]);
  return files;
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new NotebookError('no-text');
  }
}
