/** The notebooks that `gradus check` was asked for: files, and folders searched for them. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../results/types.js';

/** A browser or a mail program may have added the second ending. */
const notebook = /\.ipynb(\.txt|\.json)?$/i;

/** A workspace holds a folder a lesson; what lies deeper than this is no workspace of ours. */
const deepest = 5;
/** More than a course has lessons, and a term has attempts. */
const most = 1000;

/**
 * In the order given, each once, those of a folder by name.
 *
 * @throws UsageError `notebook-missing`, `not-a-notebook`, `no-notebooks`, `too-many-notebooks`
 */
export async function notebooksOf(paths: readonly string[]): Promise<string[]> {
  const all = new Set<string>();
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (found === undefined) throw new UsageError('notebook-missing', { file: path });
    if (!found.isDirectory()) {
      if (!found.isFile() || !notebook.test(path)) {
        throw new UsageError('not-a-notebook', { file: path });
      }
      all.add(path);
      continue;
    }
    const inside = await search(path, 0);
    if (inside.length === 0) throw new UsageError('no-notebooks', { folder: path });
    for (const file of inside) all.add(file);
  }
  if (all.size > most) throw new UsageError('too-many-notebooks', { n: all.size, most });
  return [...all];
}

async function search(folder: string, depth: number): Promise<string[]> {
  // A folder that cannot be read, or a link that leads nowhere, holds nothing for this user.
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const files: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const { name } = entry;
    if (name.startsWith('.') || name === 'node_modules') continue;
    const path = join(folder, name);
    if (entry.isFile() && notebook.test(name)) files.push(path);
    else if (entry.isDirectory() && depth < deepest) files.push(...(await search(path, depth + 1)));
  }
  return files;
}
