/** A submission that lies in memory: files by their path. */
import { maxNotebookBytes } from './notebook.js';
import { inMb, NotebookError } from './notebook-error.js';
import { byName, ignored, type Tree, type TreeNode } from './tree.js';

/** @param files by path, with `/` between the names of folders; other names stay where they are */
export function memoryTree(files: ReadonlyMap<string, Uint8Array>): Tree {
  const byPath = new Map(
    [...files].map(([path, bytes]) => [path.split('/').filter(Boolean).join('/'), bytes]),
  );
  const paths = [...byPath.keys()].map((path) => path.split('/'));
  const bytesOf = (path: readonly string[], maxBytes = maxNotebookBytes): Buffer => {
    const found = byPath.get(path.join('/'));
    if (found === undefined) throw new NotebookError('unreadable', 'ENOENT');
    if (found.byteLength > maxBytes) {
      throw new NotebookError('too-large', inMb(found.byteLength));
    }
    return Buffer.from(found.buffer, found.byteOffset, found.byteLength);
  };
  return {
    async list(folder) {
      const nodes = new Map<string, TreeNode>();
      for (const path of paths) {
        const [name, ...inside] = path.slice(folder.length);
        const isBelow = folder.every((segment, i) => path[i] === segment);
        if (!isBelow || name === undefined || ignored(name)) continue;
        nodes.set(name, { name, kind: inside.length > 0 ? 'folder' : 'file' });
      }
      return [...nodes.values()].sort(byName);
    },
    async *chunks(path, maxBytes) {
      yield bytesOf(path, maxBytes);
    },
    read: async (path, maxBytes) => bytesOf(path, maxBytes),
    show: (path) => path.join('/'),
  };
}
