/** A newer edition of the course brought into a workspace, file by file. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lstat, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { type HandedOut, handedOutOf } from '../course/content.js';
import { type ImportedCell, type ImportedNotebook, readImported } from '../course/import/read.js';
import { type Renames, renamesFrom } from '../course/migrations.js';
import { jupyterText } from '../outputs.js';
import { NotebookError } from '../submission/notebook-error.js';
import { type Edition, type Language, type NewLesson, notebookName } from './editions.js';
import { type Change, mergeNotebook } from './merge.js';
import { copyWhole, removeLeftovers, writeWhole } from './whole-file.js';

/** What became of one file. */
export type Outcome =
  | { state: 'current' | 'new' | 'replaced' | 'changed-meanwhile' | 'no-edition' }
  | { state: 'refused'; reason: string; detail: string }
  | { state: 'updated'; changes: Change[]; kept: { answers: number; own: number } };

export type Updated = Outcome & { file: string };

export interface UpdateOptions {
  workspace: string;
  /** Notebooks in it. */
  notebooks: readonly string[];
  lessons: ReadonlyMap<string, NewLesson>;
  /** Of lessons that are not in the workspace yet. */
  language: Language;
  /** Folder of what is replaced. */
  backup: string;
  /** Write nothing. */
  dryRun: boolean;
}

/** @returns what became of each file, in their order; the backup holds what was replaced */
export async function updateWorkspace(options: UpdateOptions): Promise<Updated[]> {
  const { workspace, notebooks, lessons, dryRun } = options;
  if (!dryRun) await removeLeftovers(workspace);
  const record = await readRecord(workspace);
  const done: Updated[] = [];
  for (const file of notebooks) {
    if (!dryRun) await removeLeftovers(dirname(file));
    const outcome = await updateNotebook(file, options, record);
    if (outcome !== undefined) done.push({ ...outcome, file });
  }
  for (const lesson of lessons.values()) done.push(...(await addFiles(lesson, options, record)));
  if (!dryRun && done.some(({ state }) => state === 'updated' || state === 'new')) {
    await writeWhole(join(workspace, recordName), `${JSON.stringify(record, null, 2)}\n`);
  }
  return done;
}

async function updateNotebook(
  file: string,
  { workspace, lessons, backup, dryRun }: UpdateOptions,
  record: Copies,
): Promise<Outcome | undefined> {
  const folder = basename(dirname(file));
  let old: ImportedNotebook;
  const before = await stateOf(file);
  try {
    old = await readImported(file, { runs: true });
  } catch (error) {
    if (!(error instanceof NotebookError)) throw error;
    // A file of somebody's own that is no notebook is not ours to speak of.
    const isOurs = lessons.has(folder);
    const { reason, detail } = error;
    return isOurs ? { state: 'refused', reason, detail } : undefined;
  }
  const handedOut = handedOutOf(old.rest.metadata);
  const id = lessons.has(handedOut.lesson ?? '') ? (handedOut.lesson ?? '') : folder;
  const lesson = lessons.get(id);
  // A notebook of the student's own, even in a lesson's folder.
  if (lesson === undefined || (handedOut.lesson === undefined && !isOfLesson(old)))
    return undefined;
  const language = handedOut.language ?? languageOf(file, old, record.languages[id]);
  const edition = lesson.editions[language];
  if (edition === undefined) return { state: 'no-edition' };
  const isUsual = /^lesson(\.\w+)?\.ipynb$/.test(basename(file));
  if (isUsual) {
    record.copied[`${id}/${basename(file)}`] = edition.hash;
    if (basename(file) === notebookName('en')) record.languages[id] = language;
  }
  const { content } = edition.handedOut;
  if (content !== undefined && content === handedOut.content) return { state: 'current' };
  const { notebook, changes, kept } = mergeNotebook(
    old,
    edition.notebook,
    handedOut,
    renamesOf(handedOut, lesson, edition),
  );
  const outcome: Outcome = { state: 'updated', changes, kept };
  if (dryRun) return outcome;
  await copyWhole(file, join(backup, relative(workspace, file)));
  // A notebook that is open may be saved at any moment; what was saved is newer than what was read.
  if ((await stateOf(file)) !== before) return { state: 'changed-meanwhile' };
  await writeWhole(file, textOf(notebook));
  return outcome;
}

function renamesOf({ version }: HandedOut, { migrations }: NewLesson, to: Edition): Renames {
  const now = to.handedOut.version;
  if (version === undefined || now === undefined || version >= now) return {};
  return renamesFrom(version, migrations);
}

/** What has no name of its lesson, and is one: saved by something that drops metadata. */
const isOfLesson = ({ cells }: ImportedNotebook): boolean =>
  cells.some(({ rest }) => typeof rest.id === 'string' && /^(exercise|check)-/.test(rest.id));

const chinese = /[\u4e00-\u9fff]/;

function languageOf(file: string, { cells }: ImportedNotebook, known?: Language): Language {
  if (basename(file) === notebookName('zh')) return 'zh';
  if (known !== undefined) return known;
  const text = cells.find(({ kind }) => kind === 'markdown')?.source ?? '';
  return chinese.test(text) ? 'zh' : 'en';
}

/** What a lesson has beside its notebook, and lessons that are not there yet. */
async function addFiles(
  { id, editions, files }: NewLesson,
  { workspace, language, backup, dryRun, notebooks }: UpdateOptions,
  record: Copies,
): Promise<Updated[]> {
  const folder = join(workspace, id);
  const done: Updated[] = [];
  const put = async (file: string, content: Buffer, state: 'new' | 'replaced'): Promise<void> => {
    done.push({ file, state });
    if (dryRun) return;
    if (state === 'replaced') await copyWhole(file, join(backup, relative(workspace, file)));
    await writeWhole(file, content);
  };
  if (!existsSync(folder)) {
    // In a bundle the notebooks of all languages lie beside each other.
    const isBundle = notebooks.some((file) => basename(file) === notebookName('zh'));
    const asked = editions[language] === undefined ? 'en' : language;
    for (const one of isBundle ? (['en', 'zh'] as const) : [asked]) {
      const edition = editions[one];
      if (edition === undefined) continue;
      const name = isBundle ? notebookName(one) : notebookName('en');
      await put(join(folder, name), edition.bytes, 'new');
      record.copied[`${id}/${name}`] = edition.hash;
      if (name === notebookName('en')) record.languages[id] = one;
    }
  } else if (!notebooks.some((file) => dirname(file) === folder)) return [];
  for (const { path, read } of files) {
    const file = join(folder, ...path);
    const content = await read();
    const there = await readFile(file).catch(() => undefined);
    if (there?.equals(content)) continue;
    await put(file, content, there === undefined ? 'new' : 'replaced');
    record.copied[[id, ...path].join('/')] = createHash('sha256').update(content).digest('hex');
  }
  return done;
}

/** Differs as soon as somebody has written the file. */
async function stateOf(file: string): Promise<string> {
  const { ino, size, mtimeMs, ctimeMs } = await lstat(file);
  return [ino, size, mtimeMs, ctimeMs].join();
}

const textOf = ({ cells, rest }: ImportedNotebook): string =>
  jupyterText({ cells: cells.map(cellOf), ...rest });

function cellOf({ kind, source, rest, ran }: ImportedCell): Record<string, unknown> {
  const cell = { cell_type: kind, ...rest, metadata: rest.metadata ?? {}, source: lines(source) };
  if (kind !== 'code') return cell;
  const { attachments: _, ...own } = cell as Record<string, unknown>;
  const outputs = Array.isArray(ran?.outputs) ? ran.outputs : [];
  return { ...own, execution_count: ran?.execution_count ?? null, outputs };
}

const lines = (source: string): string[] => (source === '' ? [] : source.split(/(?<=\n)/));

/** What the workspace was given: written by `npm start` too (`workspace.mjs`). */
const recordName = '.gradus.json';
const recordSchema = z.looseObject({
  copied: z.record(z.string(), z.string()).catch({}),
  languages: z.record(z.string(), z.enum(['en', 'zh'])).catch({}),
});
type Copies = z.infer<typeof recordSchema>;

async function readRecord(workspace: string): Promise<Copies> {
  try {
    return recordSchema.parse(JSON.parse(await readFile(join(workspace, recordName), 'utf8')));
  } catch {
    return { copied: {}, languages: {} };
  }
}
