/** Where newer lessons come from: the package itself, or a bundle as a folder, zip or tar.gz. */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { type HandedOut, handedOutOf } from '../course/content.js';
import { type ImportedNotebook, parseImported } from '../course/import/read.js';
import { type Migration, parseMigrations } from '../course/migrations.js';
import { handedOut } from '../outputs.js';
import { UsageError } from '../results/types.js';
import { archiveTree } from '../submission/archive.js';
import { folderTree, type Tree } from '../submission/tree.js';

export type Language = 'en' | 'zh';

/** A notebook as the course hands it out. */
export interface Edition {
  notebook: ImportedNotebook;
  handedOut: HandedOut;
  bytes: Buffer;
  /** sha256 of the bytes. */
  hash: string;
}

export interface NewLesson {
  id: string;
  editions: Partial<Record<Language, Edition>>;
  migrations: Migration[];
  /** What lies beside the notebook: paths in the lesson's folder. */
  files: { path: readonly string[]; read(): Promise<Buffer> }[];
}

/** Whether a folder is called as a lesson. */
export const isLesson = (name: string): boolean => /^\d\d[a-z]?-/.test(name);
const languages: readonly Language[] = ['en', 'zh'];
export const notebookName = (language: Language): string =>
  language === 'en' ? 'lesson.ipynb' : `lesson.${language}.ipynb`;
/** Sources, and what only they need. */
const forAuthors = /^(lesson(\.\w+)?\.(md|ipynb)|numbers\.json|migrations\.yaml)$/;
const largest = 64 * 1024 * 1024;

/**
 * The lessons of a package or bundle, by id.
 *
 * @throws UsageError `update-nothing` when there are none; `archive-refused`
 */
export async function editionsIn(from: string): Promise<Map<string, NewLesson>> {
  const found = await stat(from).catch(() => undefined);
  if (found === undefined) throw new UsageError('update-nothing', { path: from });
  const tree = found.isDirectory() ? folderTree(from) : (await archiveTree(from)).tree;
  const base = await lessonsFolder(tree);
  if (base === undefined) throw new UsageError('update-nothing', { path: from });
  const lessons = new Map<string, NewLesson>();
  for (const { name, kind } of await tree.list(base)) {
    if (kind !== 'folder' || !isLesson(name)) continue;
    const lesson = await lessonIn(tree, [...base, name], name);
    if (Object.keys(lesson.editions).length > 0) lessons.set(name, lesson);
  }
  if (lessons.size === 0) throw new UsageError('update-nothing', { path: from });
  return lessons;
}

const kindOf = async (tree: Tree, path: readonly string[], name: string) =>
  (await tree.list(path).catch(() => [])).find((node) => node.name === name)?.kind;

/** `notebooks` of the package, in a bundle or in the folder that an archive unpacks to. */
async function lessonsFolder(tree: Tree): Promise<readonly string[] | undefined> {
  const inside = await tree.list([]);
  const tops = [[], ...inside.filter(({ kind }) => kind === 'folder').map(({ name }) => [name])];
  for (const top of tops) {
    for (const path of [[...top, 'gradus'], top]) {
      if ((await kindOf(tree, path, 'notebooks')) === 'folder') return [...path, 'notebooks'];
    }
  }
  return undefined;
}

async function lessonIn(tree: Tree, folder: readonly string[], id: string): Promise<NewLesson> {
  const lesson: NewLesson = { id, editions: {}, migrations: [], files: [] };
  for (const { path, name } of await filesIn(tree, folder, [])) {
    const whole = [...folder, ...path];
    const language = languages.find((one) => path.length === 1 && name === notebookName(one));
    if (language !== undefined) {
      // The package's notebooks are those that are published, with what a solved run showed.
      lesson.editions[language] = editionOf(handedOut(name, await tree.read(whole, largest)));
    } else if (path.length === 1 && name === 'migrations.yaml') {
      const text = (await tree.read(whole, largest)).toString('utf8');
      lesson.migrations = parseMigrations(text, `${id}/${name}`);
    } else if (path.length > 1 || !forAuthors.test(name)) {
      lesson.files.push({ path, read: () => tree.read(whole, largest) });
    }
  }
  return lesson;
}

async function filesIn(tree: Tree, folder: readonly string[], path: readonly string[]) {
  const files: { path: readonly string[]; name: string }[] = [];
  for (const { name, kind } of await tree.list([...folder, ...path])) {
    const own = [...path, name];
    if (kind === 'file') files.push({ path: own, name });
    else if (kind === 'folder' && own.length < 6) files.push(...(await filesIn(tree, folder, own)));
  }
  return files;
}

function editionOf(bytes: Buffer): Edition {
  const notebook = parseImported(bytes.toString('utf8'));
  const hash = createHash('sha256').update(bytes).digest('hex');
  return { notebook, handedOut: handedOutOf(notebook.rest.metadata), bytes, hash };
}
