/** A notebook's Markdown: that of its lesson where there is one, else that of any notebook. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UsageError } from '../../results/types.js';
import { lessonFolders } from '../course.js';
import { readRecorded } from '../numbers-file.js';
import { importChinese } from './chinese.js';
import { type ImportedLesson, importLesson } from './lesson.js';
import { isPlain, toMarkdown } from './plain.js';
import { type ImportedNotebook, readImported } from './read.js';

export interface Imported extends ImportedLesson {
  /** Where it belongs. */
  path: string;
}

/**
 * Reads a notebook and makes its Markdown; writes nothing.
 *
 * A notebook of a lesson needs the lesson as it was: the file `out`, else `lesson.md` beside the
 * notebook, else that of the course in `root`. Where there is none, or the notebook is no lesson, it
 * becomes Markdown with a line for each cell (`plain.ts`).
 *
 * @throws NotebookError where the file is no notebook, CourseError where the lesson has problems
 * @throws UsageError `import-over` where the file to write is something else
 */
export async function importNotebook(
  file: string,
  options: { root: string; out?: string | undefined },
): Promise<Imported> {
  const notebook = await readImported(file);
  const { root, out } = options;
  const base = await baseOf(notebook, file, root, out);
  if (base !== undefined) {
    const isChinese = /\.zh\.(ipynb|md)$/.test(out ?? file);
    const path = out ?? join(dirname(file), isChinese ? 'lesson.zh.md' : 'lesson.md');
    const text = await readFile(base, 'utf8');
    const known = await readRecorded(base);
    const recorded = known === 'broken' ? undefined : known;
    if (!isChinese) return { path, ...importLesson(notebook, text, base, recorded) };
    const chinese = await readFile(join(dirname(base), 'lesson.zh.md'), 'utf8');
    return { path, ...importChinese(notebook, text, chinese, base, recorded) };
  }
  const path = out ?? `${file.replace(/\.ipynb$/i, '')}.md`;
  if (existsSync(path) && !isPlain(await readFile(path, 'utf8'))) {
    throw new UsageError('import-over', { file: path });
  }
  return { path, text: toMarkdown(notebook), notTaken: [] };
}

/** The `lesson.md` that a notebook was compiled from. */
async function baseOf(
  { rest }: ImportedNotebook,
  file: string,
  root: string,
  out: string | undefined,
): Promise<string | undefined> {
  const id: unknown = Object(Object(rest.metadata).gradus).lesson;
  if (typeof id !== 'string') return undefined;
  const beside = [out, file].flatMap((one) =>
    one === undefined ? [] : [join(dirname(one), 'lesson.md')],
  );
  const given = out !== undefined && basename(out) !== 'lesson.zh.md' ? [out] : [];
  for (const path of [...given, ...beside]) {
    if (existsSync(path) && (await readFile(path, 'utf8')).startsWith(`---\nid: ${id}\n`)) {
      return path;
    }
  }
  // The id is a stranger's: it is looked up, not made a path of.
  const folders = await lessonFolders(root);
  return folders.includes(id) ? join(root, 'notebooks', id, 'lesson.md') : undefined;
}
