/** `gradus keep`: passed exercises as the student's own package, for later lessons. */
import { relative } from 'node:path';
import type { Messages } from '../../src/messages/index.js';
import { packageName } from '../../src/notebook/kept-package.js';
import type { KeptOutcome } from '../keep/keep-notebook.js';
import { plainText } from '../results/plain-text.js';
import { type IsolationUnit, type SandboxChoice, UsageError } from '../results/types.js';
import { notebooksOf } from './notebooks.js';

export interface KeepCommandOptions {
  sandbox: SandboxChoice;
  jobs: number;
  isolate: IsolationUnit;
  lesson?: string;
}

/**
 * @param only exercises; all that are solved when empty
 * @returns 0 when every exercise that was asked for is kept, of all at least one; else 1
 */
export async function keepCommand(
  path: string,
  only: readonly string[],
  options: KeepCommandOptions,
  m: Messages,
): Promise<number> {
  const [file, ...others] = await notebooksOf([path]);
  if (file === undefined || others.length > 0)
    throw new UsageError('not-a-notebook', { file: path });
  if (options.sandbox === 'none') console.error(m.report.unsafe);
  const { keepNotebook } = await import('../keep/keep-notebook.js');
  const { home, lesson, outcomes, backend } = await keepNotebook({ ...options, file, only }, m);
  if (backend === 'plain-uid') console.error(m.report.plainUid);
  for (const outcome of outcomes) {
    // Of all exercises of a lesson those that nobody has begun are no news.
    if (outcome.kind === 'not-solved' && only.length === 0) continue;
    for (const line of linesOf(outcome, home, lesson, m)) console.log(plainText(line));
  }
  const kept = outcomes.filter(({ kind }) => kind === 'kept');
  if (kept.length === 0 && only.length === 0) console.log(m.keep.none({ lesson }));
  if (kept.length > 0) console.log(m.keep.use({ exercise: kept[0]?.exercise ?? '' }));
  return only.length === 0 ? Number(kept.length === 0) : Number(kept.length < outcomes.length);
}

function linesOf(outcome: KeptOutcome, home: string, lesson: string, m: Messages): string[] {
  const { exercise } = outcome;
  switch (outcome.kind) {
    case 'kept': {
      const file = relative(home, outcome.file).replaceAll('\\', '/');
      const [message] = outcome.typeErrors;
      return [
        m.keep.kept({ exercise, file, home }),
        ...(outcome.fits ? [] : [m.keep.misfit({ exercise })]),
        ...(message === undefined ? [] : [m.keep.typeErrors({ exercise, message })]),
      ];
    }
    case 'not-alone':
      return [m.keep.notAlone({ exercise, name: packageName })];
    case 'not-solved':
      return [m.keep.notSolved({ exercise })];
    case 'failed': {
      const { passed, total } = outcome;
      return [m.keep.failed({ exercise, lesson, passed, total })];
    }
  }
}
