/** `gradus import`: a notebook back into Markdown; and `gradus build FILE`, such Markdown to its notebook. */
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Messages } from '../../src/messages/index.js';
import { packageRoot } from '../../src/package-root.js';
import { bring } from '../course/build.js';
import { importNotebook } from '../course/import/import.js';
import { fromMarkdown, notebookText } from '../course/import/plain.js';
import { terminalText } from '../results/plain-text.js';
import { UsageError } from '../results/types.js';
import { NotebookError } from '../submission/notebook.js';

/** @returns 0 when everything in the notebook is in the Markdown, else 1 */
export async function importCommand(
  file: string,
  out: string | undefined,
  m: Messages,
): Promise<number> {
  const { path, text, notTaken } = await importNotebook(file, { root: packageRoot(), out }).catch(
    (error: unknown) => {
      if (!(error instanceof NotebookError)) throw error;
      const { reason, detail } = error;
      throw new UsageError('not-importable', { file, reason, detail });
    },
  );
  await writeFile(path, text);
  console.log(terminalText(m.cli.built({ file: path })));
  for (const { id, reason } of notTaken) {
    console.error(terminalText(m.cli.error({ sentence: m.cli.notTaken[reason]({ id }) })));
  }
  return notTaken.length === 0 ? 0 : 1;
}

/** @returns 0 when the notebook is what its Markdown gives, else 1 */
export async function buildOne(file: string, check: boolean, m: Messages): Promise<number> {
  const notebook = notebookText(fromMarkdown(await readFile(file, 'utf8'), basename(file)));
  const path = `${file.replace(/\.md$/i, '')}.ipynb`;
  const state = await bring(path, notebook, check);
  if (state === 'written') console.log(m.cli.built({ file: path }));
  else if (state !== 'unchanged') {
    console.error(m.cli.error({ sentence: m.cli.stale({ file: path }) }));
    return 1;
  }
  return 0;
}
