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

/** A full or read-only disk is the machine's fault, said with the path. */
const cannotWrite = <T>(out: string, work: Promise<T>): Promise<T> =>
  work.catch((error: NodeJS.ErrnoException) => {
    throw error.syscall === undefined
      ? error
      : new UsageError('cannot-write', { path: error.path ?? out, detail: error.code ?? '' });
  });

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
  const secret =
    example && options.secret === undefined
      ? exampleSecret()
      : await readSecret(options.secret ?? defaultSecretPath());
  if (example) console.error(m.cli.exampleClass);
  if (options.sandbox === 'none') console.error(m.report.unsafe);

  const { gradeClass } = await import('../grading/grade-class.js');
  const progress = await createProgress(m);
  const interrupted = (): void => {
    progress.stop();
    process.exit(130);
  };
  process.once('SIGINT', interrupted);
  const before = await earlierResults(out, only);
  const writer = new ResultsWriter(out, before);
  const graded = await gradeClass({
    folder: classFolder,
    ...(options.lesson !== undefined && { lesson: options.lesson }),
    ...(options.reference !== undefined && { reference: options.reference }),
    ...(only.length > 0 && { only }),
    secret,
    sandbox: options.sandbox,
    jobs: options.jobs,
    isolate: options.isolate,
    language,
    onProgress: (event) => progress.report(event),
    onRecord: (record, results, pages) => cannotWrite(out, writer.add(record, results, pages)),
    onGraded: (results, pages) => cannotWrite(out, writer.addEarlier(results, pages)),
  }).finally(() => {
    progress.stop();
    process.removeListener('SIGINT', interrupted);
  });

  // Which one `auto` chose is known only now.
  if (graded.grade.isolation.backend === 'plain-uid') console.error(m.report.plainUid);
  const now = graded.grade;
  // Shown before the last of it is written: points must not be lost with a full disk.
  console.log(pointsTable(m, now));
  await cannotWrite(out, writer.finish(now, graded.times, language));

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
