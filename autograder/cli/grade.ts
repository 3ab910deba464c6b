/** `gradus grade`: a class graded, its results written, its points shown. */
import { stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { Language, Messages } from '../../src/messages/index.js';
import { noticeSentence } from '../../src/messages/sentences.js';
import { oneLine, terminalText } from '../gradebook/plain-text.js';
import type { Results } from '../gradebook/results.js';
import { readResults, resultsPath } from '../gradebook/store.js';
import { type IsolationUnit, type SandboxChoice, UsageError } from '../gradebook/types.js';
import { createProgress } from '../report/progress.js';
import { ResultsWriter } from '../report/results-writer.js';
import { pointsTable } from '../report/terminal.js';
import { defaultSecretPath, exampleClassFolder, holdsReference } from './paths.js';
import { exampleSecret, readSecret } from './secret.js';

export interface GradeOptions {
  only: string[];
  out: string;
  sandbox: SandboxChoice;
  jobs: number;
  isolate: IsolationUnit;
  secret?: string;
  lesson?: string;
  reference?: string;
  language: Language;
}

/** Results inside the class's folder would be taken for a student on the next run. */
async function requireOut(out: string, folder: string): Promise<void> {
  const way = relative(resolve(folder), resolve(out));
  if (way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way))) {
    throw new UsageError('out-inside-class', { out, folder });
  }
  const found = await stat(out).catch(() => undefined);
  if (found && !found.isDirectory()) throw new UsageError('out-not-a-folder', { out });
}

/** With `--only`, what was graded before stays; without, everything is new. */
async function earlierResults(out: string, only: readonly string[]): Promise<Results | undefined> {
  const isThere =
    only.length > 0 && (await stat(resultsPath(out)).catch(() => undefined)) !== undefined;
  return isThere ? readResults(out) : undefined;
}

async function secretOf(example: boolean, file: string | undefined): Promise<Uint8Array> {
  return example && file === undefined ? exampleSecret() : readSecret(file ?? defaultSecretPath());
}

/** @returns 0 when every submission has its verdicts, 1 when the grader itself failed on one */
export async function gradeCommand(
  folder: string | undefined,
  options: GradeOptions,
  m: Messages,
): Promise<number> {
  const { out, only, language } = options;
  if (!holdsReference() && (folder === undefined || options.reference === undefined)) {
    throw new UsageError('no-reference-here');
  }
  const example = folder === undefined;
  const classFolder = folder ?? exampleClassFolder();
  await requireOut(out, classFolder);
  const before = await earlierResults(out, only);
  const { gradeClass } = await import('../grading/grade-class.js');
  const { classSource, startReader } = await import('../grading/reader.js');
  // First of all: a wrong path is said before a secret is asked for.
  const reader = await startReader(classSource(classFolder, options.lesson, options.reference));
  const secret = await secretOf(example, options.secret).catch(async (error: unknown) => {
    await reader.close();
    throw error;
  });
  if (example) console.error(m.cli.exampleClass);
  if (options.sandbox === 'none') console.error(m.report.unsafe);

  const progress = await createProgress(m);
  const interrupted = (): void => {
    progress.stop();
    process.exit(130);
  };
  process.once('SIGINT', interrupted);
  const writer = new ResultsWriter(out, before);
  // Points must not be lost with a full disk: they are shown first.
  let unwritten: NodeJS.ErrnoException | undefined;
  const unlessFull = <T>(work: Promise<T>): Promise<T | undefined> =>
    work.catch((error: NodeJS.ErrnoException) => {
      if (error.syscall === undefined) throw error;
      unwritten ??= error;
      return undefined;
    });
  const graded = await gradeClass({
    folder: classFolder,
    reader,
    ...(options.lesson !== undefined && { lesson: options.lesson }),
    ...(options.reference !== undefined && { reference: options.reference }),
    ...(only.length > 0 && { only }),
    secret,
    sandbox: options.sandbox,
    jobs: options.jobs,
    isolate: options.isolate,
    language,
    onProgress: (event) => progress.report(event),
    onRecord: (record, results, pages) => unlessFull(writer.add(record, results, pages)),
    onGraded: (results, pages) => unlessFull(writer.addEarlier(results, pages)),
  }).finally(() => {
    progress.stop();
    process.removeListener('SIGINT', interrupted);
  });

  // Which one `auto` chose is known only now.
  if (graded.grade.isolation.backend === 'plain-uid') console.error(m.report.plainUid);
  const now = graded.grade;
  console.log(pointsTable(m, now));
  if (unwritten === undefined) await unlessFull(writer.finish(now, graded.times, language));
  if (unwritten !== undefined) {
    const { path = out, code = '' } = unwritten;
    throw new UsageError('cannot-write', { path, detail: code });
  }

  const seconds = (graded.times.totalMs / 1000).toFixed(1);
  console.error(m.cli.graded({ n: now.students.length, seconds }));
  console.error(
    m.cli.reports({
      instructor: `${out}/instructor/index.html`,
      results: resultsPath(out),
      student: `${out}/student/`,
    }),
  );
  for (const notice of graded.notices)
    console.error(terminalText(oneLine(noticeSentence(m, notice))));
  const failures = now.students.filter((s) => s.graderFailure !== undefined);
  for (const { student, graderFailure } of failures) {
    const params = { student: oneLine(student), reason: oneLine(graderFailure ?? '') };
    console.error(terminalText(m.cli.graderFailed(params)));
  }
  return failures.length > 0 ? 1 : 0;
}
