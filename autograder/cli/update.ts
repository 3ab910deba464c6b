/** `gradus update`: a newer edition of the lessons in a workspace, with all that its student wrote. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import type { Language, Messages } from '../../src/messages/index.js';
import { packageRoot } from '../../src/package-root.js';
import { terminalText } from '../results/plain-text.js';
import { UsageError } from '../results/types.js';
import { editionsIn, isLesson } from '../update/editions.js';
import { type Updated, updateWorkspace } from '../update/update.js';
import { notebooksOf } from './notebooks.js';

/** This folder where it holds lessons, else that of a bundle, else the workspace of `npm start`. */
function usualWorkspace(): string {
  if (readdirSync('.').some((name) => isLesson(name) && existsSync(join(name, 'lesson.ipynb')))) {
    return '.';
  }
  const above = dirname(packageRoot());
  try {
    const { name } = JSON.parse(readFileSync(join(above, 'package.json'), 'utf8')) as {
      name?: unknown;
    };
    if (name === 'gradus-student') return join(above, 'lessons');
  } catch {
    // No bundle.
  }
  return process.env.GRADUS_WORKSPACE ?? join(homedir(), 'gradus');
}

/** Where the lessons' folders lie, for a notebook in one of them. */
async function workspaceOf(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new UsageError('notebook-missing', { file: path });
  const folder = found.isDirectory() ? path : dirname(path);
  return isLesson(folder.split(/[\\/]/).at(-1) ?? '') ? dirname(folder) : folder;
}

/** @returns 0, or 1 when a notebook had to be left as it was */
export async function updateCommand(
  folder: string | undefined,
  { from, dryRun }: { from?: string; dryRun: boolean },
  language: Language,
  m: Messages,
): Promise<number> {
  const path = resolve(folder ?? usualWorkspace());
  const workspace = await workspaceOf(path);
  const lessons = await editionsIn(resolve(from ?? packageRoot()));
  const notebooks = await notebooksOf([path]);
  const time = new Date()
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replaceAll(':', '-');
  const backup = join(workspace, '.gradus', 'backup', `${time}-${process.pid}`);
  const options = { workspace, notebooks, lessons, language, backup, dryRun };
  const done = await updateWorkspace(options);
  const text = m.cli.update;
  const say = (sentence: string): void => console.log(terminalText(sentence));
  for (const one of done.filter(({ state }) => state !== 'current')) {
    say(
      text.file({ file: relative(process.cwd(), one.file), sentence: sentenceOf(one, dryRun, m) }),
    );
    for (const { kind, cell } of one.state === 'updated' ? one.changes : []) {
      say(`  ${text.changes[kind]({ cell })}`);
    }
  }
  const current = done.filter(({ state }) => state === 'current').length;
  if (current > 0) say(text.current({ n: current }));
  if (done.length === 0) say(text.none({ folder: workspace }));
  if (existsSync(backup)) {
    say(text.backup({ folder: relative(process.cwd(), backup) }));
    say(text.reload());
  }
  return done.some(({ state }) => state === 'refused' || state === 'changed-meanwhile') ? 1 : 0;
}

function sentenceOf(one: Updated, dryRun: boolean, { cli: { update } }: Messages): string {
  switch (one.state) {
    case 'updated':
      return dryRun ? update.wouldUpdate(one.kept) : update.updated(one.kept);
    case 'new':
      return dryRun ? update.wouldNew() : update.new();
    case 'replaced':
      return dryRun ? update.wouldReplaced() : update.replaced();
    case 'refused':
      return update.refused({ reason: one.reason, detail: one.detail });
    case 'current':
      return update.current({ n: 1 });
    default:
      return update[one.state]();
  }
}
